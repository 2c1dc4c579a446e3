"""Where to cut scores into Hot, Warm and Cold: by a target, and what a threshold would do."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from embeddings.calibration import Floats

PLACES = np.arange(1, 10_001) / 100  # where a threshold may lie; scores crowd just below 100
ROUND = np.arange(1, 10_001) % 10 == 0  # those that are multiples of 0.1
Booleans = npt.NDArray[np.bool_]


class Curve(NamedTuple):
    """Precision and recall (n,) of calling Hot what scores at least `at` (n,).

    Precision is the share of those called Hot that are, NaN where none is called so; recall the
    share of the Hot ones that are called Hot, NaN where there is none. `called` (n,) counts.
    """

    at: Floats
    precision: Floats
    recall: Floats
    called: npt.NDArray[np.int64]


def curve(hot: Booleans, scores: Floats, at: Floats) -> Curve:
    """Precision and recall at these thresholds, given which conversations (C,) are truly Hot."""
    called = _reaching(scores, at)
    right = _reaching(scores[hot], at)
    with np.errstate(invalid="ignore"):
        return Curve(at, right / called, right / np.float64(hot.sum()), called)


def reaching(scores: Floats, wanted: float, *, above: float = 0.0) -> float:
    """The threshold, above another one, that nearest to `wanted` of the scores (n,) reach.

    In steps of 0.1, or of 0.01 where those come nearer. Of several that as many reach it is the
    middle one, which small changes of the scores move least.
    """
    there = above + 0.005 < PLACES
    off = np.abs(_reaching(scores, PLACES) - wanted)
    best = there & (off == off[there].min())
    chosen = PLACES[best & ROUND] if (best & ROUND).any() else PLACES[best]
    return float(chosen[len(chosen) // 2])


def _reaching(scores: Floats, at: Floats) -> npt.NDArray[np.int64]:
    """How many scores are at least as high as each threshold."""
    return len(scores) - np.searchsorted(np.sort(scores), at, side="left")
