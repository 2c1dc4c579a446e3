"""Each exemplar as a conversation of one sentence, scored by the set without it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from embeddings.calibration import TEMPERATURES, Floats, score_of, softmax
from embeddings.encoder import Vectors
from embeddings.exemplars import ExemplarSet
from embeddings.features import NEAREST, SHARPNESS, Integers, arranged

# Exemplars compared with all others at a time: of 5,000 their cosines take 10 MB.
BLOCK = 512

VIEWS = 2  # the sentence alone and in context, which here are one


@dataclass(frozen=True, slots=True, eq=False)
class LeftOut:
    """What the set makes of each of its E exemplars when it does not hold it.

    `scores` (E,) are NaN, and `called` is empty, where no other exemplar has its temperature: there
    is no set without it. `nearest` and `similarity` (E,): the nearest other exemplar, and the
    cosine with it.
    """

    scores: Floats
    called: tuple[str, ...]
    nearest: Integers
    similarity: npt.NDArray[np.float32]


def leave_one_out(exemplars: ExemplarSet) -> LeftOut:
    """Score every exemplar by the others: leave-one-out cross-validation (M. Stone, 1974)."""
    count = len(exemplars.texts)
    bands = np.empty((count, len(TEMPERATURES)))
    nearest = np.empty(count, dtype=np.int64)
    similarity = np.empty(count, dtype=np.float32)
    for start in range(0, count, BLOCK):
        rows = np.arange(start, min(start + BLOCK, count))
        cosines: Vectors = exemplars.vectors[rows] @ exemplars.vectors.T
        cosines[np.arange(len(rows)), rows] = -np.inf
        nearest[rows], similarity[rows] = cosines.argmax(axis=1), cosines.max(axis=1)
        bands[rows] = _per_temperature(cosines, rows, exemplars)
    scores = _scores(bands, exemplars)
    called = (
        "" if np.isnan(score) else exemplars.thresholds.temperature(score)
        for score in scores.tolist()
    )
    return LeftOut(scores, tuple(called), nearest, similarity)


def _per_temperature(cosines: Vectors, rows: Integers, exemplars: ExemplarSet) -> Floats:
    """The highest of the intents of each temperature (n, 3), -inf where there is none left."""
    intents = np.array(exemplars.intents)
    found = np.full((len(cosines), len(TEMPERATURES)), -np.inf)
    for name in dict.fromkeys(exemplars.intents):
        members = np.flatnonzero(intents == name)
        column = TEMPERATURES.index(exemplars.temperatures[name])
        near = _mean_of_nearest(cosines[:, members], rest=len(members) - (intents[rows] == name))
        np.maximum(found[:, column], near, out=found[:, column])
    return found


def _mean_of_nearest(cosines: Vectors, rest: Integers) -> Floats:
    """From the cosines with the exemplars of an intent (n, E) those with the intent (n,).

    `rest` (n,) counts the exemplars but the one itself, which is -inf and so comes last.
    """
    highest = -np.sort(-cosines, axis=1)[:, :NEAREST].astype(np.float64)
    counted = np.minimum(rest, NEAREST)
    there = np.arange(highest.shape[1]) < counted[:, None]
    total = np.where(there, highest, 0).sum(axis=1)
    return np.where(counted > 0, total / np.maximum(counted, 1), -np.inf)


def _scores(bands: Floats, exemplars: ExemplarSet) -> Floats:
    scores = np.full(len(bands), np.nan)
    there = np.isfinite(bands).all(axis=1)
    alone = np.hstack([bands[there], softmax(bands[there] / SHARPNESS)])
    both = np.tile(alone, VIEWS)  # the highest and the mean of one sentence are the sentence's
    scores[there] = score_of(exemplars.calibration.probabilities(arranged(both, both)))
    return scores
