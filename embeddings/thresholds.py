"""Where to cut scores into Hot, Warm and Cold: by a target, and what a threshold would do."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from embeddings.calibration import Floats

STEP = 0.1
PLACES = np.arange(1, 1001) / 10  # where a threshold may lie
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

    In steps of 0.1. Of several that as many reach it is the middle one, which small changes of the
    scores move least.
    """
    places = PLACES[above + STEP / 2 < PLACES]
    off = np.abs(_reaching(scores, places) - wanted)
    best = places[off == off.min()]
    return float(best[len(best) // 2])


def _reaching(scores: Floats, at: Floats) -> npt.NDArray[np.int64]:
    """How many scores are at least as high as each threshold."""
    return len(scores) - np.searchsorted(np.sort(scores), at, side="left")
