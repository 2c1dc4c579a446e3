"""How much of a score each utterance gave: Shapley values.

The value of a group of utterances is the score of a conversation that has only those; of none,
BASE. An utterance's points are what it adds on average over all orders in which the conversation
could be put together, so that BASE + points = score (L. S. Shapley, A value for n-person games,
1953; sampled as in Castro, Gómez and Tejada, Polynomial calculation of the Shapley value based on
sampling, 2009).
"""

from functools import cache
from math import comb

import numpy as np

from embeddings.calibration import Calibration, Floats
from embeddings.features import Integers, Pool

# Score of a conversation of which nothing is known: Hot, Warm and Cold are equally likely. Were it
# that of an average conversation, which may be a good one, a Hot lead's points would be near 0.
BASE = 50.0

# Up to so many utterances every one of the 2^n groups is scored.
MOST_EXACT = 11

# Of longer ones so many orders at least are tried.
FEWEST_ORDERS = 128

# Groups scored at a time: they and their features stay within the processor's cache.
AT_ONCE = 8192

# Rounded so far that the last bits of a sum, which depend on what is computed beside it, are gone.
DECIMALS = 6


def points(bands: Floats, scores: Floats, calibration: Calibration) -> Floats:
    """Points (C, n) of the utterances of C conversations with n utterances each.

    `bands` are (C, n, 12), `scores` (C,) the conversations' scores. BASE and points add up to them.
    """
    exact = bands.shape[1] <= MOST_EXACT
    groups = 2 ** bands.shape[1] if exact else len(_orders(bands.shape[1]))
    size = max(1, AT_ONCE // groups)
    shapley = _exact if exact else _sampled
    chunks = [bands[start : start + size] for start in range(0, len(bands), size)]
    found = np.concatenate([shapley(chunk, calibration) for chunk in chunks]).round(DECIMALS)
    missing = scores - BASE - found.sum(axis=1)
    found[np.arange(len(bands)), np.abs(found).argmax(axis=1)] += missing
    return found


def _exact(bands: Floats, calibration: Calibration) -> Floats:
    """Score all groups: group g holds utterance i where bit i of g is set."""
    conversations, utterances, width = bands.shape
    pool = Pool.empty(conversations, 1, width)
    for utterance in range(utterances):
        more = pool.with_one_more(bands[:, utterance, None])
        pool = Pool(*(np.concatenate(pair, axis=1) for pair in zip(pool, more, strict=True)))
    values = np.full((conversations, 2**utterances), BASE)
    values[:, 1:] = calibration.scores(Pool(*(part[:, 1:] for part in pool)).features())
    found: Floats = values @ _weights(utterances)
    return found


@cache
def _weights(utterances: int) -> Floats:
    """What the score of each group counts for the points of each utterance: (2^n, n)."""
    groups = np.arange(2**utterances)
    member = (groups[:, None] >> np.arange(utterances)) & 1
    others = member.sum(axis=1, keepdims=True) - member
    orders = [utterances * comb(utterances - 1, size) for size in range(utterances)]
    weights: Floats = (2 * member - 1) / np.array(orders, dtype=np.float64)[others]
    return weights


def _sampled(bands: Floats, calibration: Calibration) -> Floats:
    """Put the conversation together in many orders; points are the mean of what is added."""
    conversations, utterances, width = bands.shape
    orders = _orders(utterances)
    pool = Pool.empty(conversations, len(orders), width)
    before = np.full((conversations, len(orders)), BASE)
    found = np.zeros((conversations, utterances))
    for joining in orders.T:
        pool = pool.with_one_more(bands[:, joining])
        after = calibration.scores(pool.features())
        np.add.at(found.T, joining, (after - before).T)
        before = after
    return found / len(orders)


@cache
def _orders(utterances: int) -> Integers:
    """Orders (m, n), the same each time.

    Each with all its rotations and their reverses, so that every utterance joins equally often at
    every place: that errs less than as many orders drawn freely.
    """
    random = np.random.default_rng(utterances)
    drawn = [random.permutation(utterances) for _ in range(-(-FEWEST_ORDERS // (2 * utterances)))]
    rotated = np.array([np.roll(order, by) for order in drawn for by in range(utterances)])
    return np.concatenate([rotated, rotated[:, ::-1]])
