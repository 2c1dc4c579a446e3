"""Which thresholds suit labelled conversations."""

from collections.abc import Iterator, Sequence

import numpy as np

from embeddings.calibration import TEMPERATURES, Floats
from embeddings.exemplars import Thresholds

STEP = 2
LOWEST, HIGHEST, APART = 20, 90, 10

# Pairs of thresholds whose F1 differs by less are as good as each other, and the usual ones count
# as if so many labels had asked for them: else chance would set them.
ALIKE = 0.01
USUAL_WEIGHS = 100


def suggested(labels: Sequence[str], scores: Floats) -> Thresholds:
    """Thresholds at which the macro-F1 of scores (n) of these labels is best, or nearly.

    The scores must come from a calibration that has not seen the labels (`held_out`).
    """
    known = np.array([TEMPERATURES.index(label) for label in labels])
    pairs = np.array(list(_pairs()), dtype=np.float64)
    f1 = np.array([_macro_f1(known, (scores[:, None] < cuts).sum(axis=1)) for cuts in pairs])
    best = pairs[f1 >= f1.max() - ALIKE].mean(axis=0)
    usual = Thresholds()
    heard = len(known) / (len(known) + USUAL_WEIGHS)
    hot, warm = heard * best + (1 - heard) * np.array([usual.hot, usual.warm])
    return Thresholds(round(float(hot), 1), round(float(warm), 1))


def _pairs() -> Iterator[tuple[int, int]]:
    """Each pair of hot and warm that is worth a try."""
    for warm in range(LOWEST, HIGHEST, STEP):
        for hot in range(max(warm + APART, 50), HIGHEST + 1, STEP):
            yield hot, warm


def _macro_f1(known: np.ndarray, called: np.ndarray) -> float:
    """Mean F1 of the temperatures, given as places in TEMPERATURES."""
    table = np.bincount(known * 3 + called, minlength=9).reshape(3, 3)
    return float((2 * table.diagonal() / np.maximum(table.sum(0) + table.sum(1), 1)).mean())
