"""Multinomial logistic regression that starts from log-odds known already."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Hits = npt.NDArray[np.bool_]

# How much less an intercept is held back than a slope; not nothing, lest a class without a row
# drive it to infinity.
FREEDOM = 1000.0
STEPS = 100
SMALL = 1e-9


def correction(inputs: Floats, hit: Hits, weights: Floats, known: Floats) -> tuple[Floats, Floats]:
    """What to add to log-odds `known` (n, K) so that they agree with `hit` (n, K).

    Gives slopes (K, F) of the inputs (n, F) and intercepts (K), which make the log loss, a row
    counting by its weight (n), and half the sum of squared slopes least. Found by Newton's method:
    there is one least, so the same rows give the same numbers.
    """
    rows = np.column_stack([inputs, np.ones(len(inputs))])
    held = np.ones((hit.shape[1], rows.shape[1]))
    held[:, -1] /= FREEDOM
    found = np.zeros_like(held)
    loss, log_chances = _loss(found, held, rows, hit, weights, known)
    for _ in range(STEPS):
        for step in _halved(_step(found, held, rows, hit, weights, np.exp(log_chances))):
            nearer, log_chances = _loss(found - step, held, rows, hit, weights, known)
            if nearer <= loss:
                break
        found, loss = found - step, nearer
        if np.abs(step).max() < SMALL:
            break
    return found[:, :-1], found[:, -1]


def _loss(
    found: Floats, held: Floats, rows: Floats, hit: Hits, weights: Floats, known: Floats
) -> tuple[float, Floats]:
    """What is to be least, and the logarithms of the chances (n, K)."""
    logits = known + rows @ found.T
    log_chances: Floats = logits - np.logaddexp.reduce(logits, axis=1, keepdims=True)
    missed = -(weights * log_chances[hit]).sum()
    return float(missed + (held * found**2).sum() / 2), log_chances


def _step(
    found: Floats, held: Floats, rows: Floats, hit: Hits, weights: Floats, chances: Floats
) -> Floats:
    """Newton's step (K, F + 1): the gradient through the inverse of the curvature."""
    gradient = (weights[:, None] * (chances - hit)).T @ rows + held * found
    classes, width = held.shape
    spread = chances[:, :, None] * (np.eye(classes) - chances[:, None, :])
    curvature = np.empty((classes, width, classes, width))
    for one in range(classes):
        for other in range(classes):
            weighed = rows * (weights * spread[:, one, other])[:, None]
            curvature[one, :, other] = weighed.T @ rows
    flat = curvature.reshape(classes * width, -1) + np.diag(held.ravel())
    step = np.linalg.solve(flat, gradient.ravel()).astype(np.float64)
    return step.reshape(held.shape)


def _halved(step: Floats) -> Iterator[Floats]:
    """A step, half of it, a quarter …: near enough, one does not go too far."""
    for halvings in range(60):
        yield step / 2**halvings
