"""Whether what was said to happen in so many of a hundred cases did: bins of stated chances."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from embeddings.calibration import Floats
from embeddings.evaluation import BINS

Z = 1.959964  # of the normal distribution: 95 of 100


class Bin(NamedTuple):
    """Conversations of about the same stated chance.

    `stated` is its mean, `share` that of those in which it came true; it lies between `low` and
    `high` with 95 in a hundred.
    """

    conversations: int
    stated: float
    share: float
    low: float
    high: float


def reliability(happened: npt.NDArray[np.bool_], chances: Floats) -> list[Bin]:
    """The ten equally wide bins of stated chances (n,), but those that are empty."""
    bins = np.minimum((chances * BINS).astype(int), BINS - 1)
    return [_bin(happened[bins == which], chances[bins == which]) for which in np.unique(bins)]


def _bin(happened: npt.NDArray[np.bool_], chances: Floats) -> Bin:
    times, of = int(happened.sum()), len(happened)
    return Bin(of, float(chances.mean()), times / of, *wilson(times, of))


def wilson(times: int, of: int) -> tuple[float, float]:
    """Where a share lies with 95 in a hundred, seen `times` of `of`.

    The score interval of E. B. Wilson, Probable inference, the law of succession, and statistical
    inference (1927); unlike the textbook one it holds for few cases and for shares of 0 and 1.
    """
    share = times / of
    middle = share + Z**2 / (2 * of)
    half = Z * np.sqrt(share * (1 - share) / of + Z**2 / (4 * of**2))
    below = 1 + Z**2 / of
    low, high = float((middle - half) / below), float((middle + half) / below)
    return max(0.0, min(low, share)), min(1.0, max(high, share))  # but for rounding they do
