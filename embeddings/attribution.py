"""How much of a score each utterance gave: Shapley values.

The value of a group of utterances is the score of a conversation that has only those; of none,
BASE. An utterance's points are what it adds on average over all orders in which the conversation
could be put together, so that BASE + points = score (L. S. Shapley, A value for n-person games,
1953; sampled as in Castro, Gómez and Tejada, Polynomial calculation of the Shapley value based on
sampling, 2009).
"""

from functools import cache
from math import comb
from typing import NamedTuple

import numpy as np

from embeddings.calibration import Calibration, Floats
from embeddings.features import Integers

# Score of a conversation of which nothing is known: Hot, Warm and Cold are equally likely. Were it
# that of an average conversation, which may be a good one, a Hot lead's points would be near 0.
BASE = 50.0

# Up to so many utterances every one of the 2^n groups is scored.
MOST_EXACT = 11

# Of longer ones so many orders at least are tried.
FEWEST_ORDERS = 128

# Groups scored at a time: they and their features stay within the processor's cache.
AT_ONCE = 8192

# Log-odds beyond these are as good as certain, and their exponentials would overflow.
LIMIT = 500.0

# Bands of both views side by side (embeddings/features.py).
BANDS = 12

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
    scorer = _Scorer(calibration)
    found = np.concatenate([shapley(chunk, scorer) for chunk in chunks]).round(DECIMALS)
    missing = scores - BASE - found.sum(axis=1)
    found[np.arange(len(bands)), np.abs(found).argmax(axis=1)] += missing
    return found


class _Groups(NamedTuple):
    """Groups of utterances on their way to a score.

    The highest of each band (…, 12), what the means of their bands come to before division (2, …),
    and how many utterances there are (…). The 2 are by how much Hot and Warm stand above Cold.
    """

    highest: Floats
    lean: Floats
    size: Floats

    @classmethod
    def empty(cls, *shape: int) -> "_Groups":
        return cls(np.full((*shape, BANDS), -np.inf), np.zeros((2, *shape)), np.zeros(shape))

    def joined_by(self, bands: Floats, lean: Floats) -> "_Groups":
        return _Groups(np.maximum(self.highest, bands), self.lean + lean, self.size + 1)


class _Scorer:
    """The calibration, arranged for groups that grow by one utterance at a time.

    Of the three log-odds only two differences count, and of the means only what they add to those.
    """

    def __init__(self, calibration: Calibration) -> None:
        slopes = calibration.coefficients / calibration.scales
        odds = calibration.intercepts - slopes @ calibration.means
        self._start = odds[:2] - odds[2]
        # FEATURES holds the highest and then the mean of three bands at a time.
        by_pool = (slopes[:2] - slopes[2]).reshape(2, -1, 2, 3)
        self._of_highest = by_pool[:, :, 0].reshape(2, -1)
        self._of_mean = by_pool[:, :, 1].reshape(2, -1)

    def lean(self, bands: Floats) -> Floats:
        """What utterances (…, 12) add by their means, (2, …)."""
        found: Floats = np.einsum("cf,...f->c...", self._of_mean, bands)
        return found

    def scores(self, groups: _Groups) -> Floats:
        """Scores (…) of groups that are not empty."""
        above = np.einsum("cf,...f->c...", self._of_highest, groups.highest)
        above += groups.lean / groups.size
        above += self._start.reshape(2, *[1] * groups.size.ndim)
        hot, warm = np.exp(np.clip(above, -LIMIT, LIMIT))
        scores: Floats = 100 * (hot + warm / 2) / (1 + hot + warm)
        return scores


def _exact(bands: Floats, scorer: _Scorer) -> Floats:
    """Score all groups: group g holds utterance i where bit i of g is set."""
    conversations, utterances, _ = bands.shape
    lean = scorer.lean(bands)
    groups = _Groups.empty(conversations, 1)
    for joining in range(utterances):
        more = groups.joined_by(bands[:, joining, None], lean[:, :, joining, None])
        groups = _Groups(
            np.concatenate([groups.highest, more.highest], axis=1),
            np.concatenate([groups.lean, more.lean], axis=2),
            np.concatenate([groups.size, more.size], axis=1),
        )
    values = np.full((conversations, 2**utterances), BASE)
    values[:, 1:] = scorer.scores(
        _Groups(groups.highest[:, 1:], groups.lean[:, :, 1:], groups.size[:, 1:])
    )
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


def _sampled(bands: Floats, scorer: _Scorer) -> Floats:
    """Put the conversation together in many orders; points are the mean of what is added."""
    conversations, utterances, _ = bands.shape
    lean = scorer.lean(bands)
    orders = _orders(utterances)
    groups = _Groups.empty(conversations, len(orders))
    before = np.full((conversations, len(orders)), BASE)
    found = np.zeros((conversations, utterances))
    for joining in orders.T:
        groups = groups.joined_by(bands[:, joining], lean[:, :, joining])
        after = scorer.scores(groups)
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
