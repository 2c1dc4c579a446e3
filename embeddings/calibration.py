"""From the features of a conversation to the chances that it is hot, warm or cold."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
import numpy.typing as npt

from embeddings.regression import Hits, correction

Floats = npt.NDArray[np.float64]

TEMPERATURES = ("Hot", "Warm", "Cold")
VIEWS = ("plain", "in context")
POOLS = ("max", "mean", "share max", "share mean")
FEATURES = tuple(f"{view}, {pool}, {t}" for view, pool, t in product(VIEWS, POOLS, TEMPERATURES))

# What a label may weigh against staying as one was, and how the best of these is found.
STRENGTHS = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0)
FOLDS = 5
LEAST_CHANCE = 1e-12


class UnusableCalibration(ValueError):
    """A calibration that cannot be applied; the text says what is wrong with it."""


@dataclass(frozen=True, slots=True, eq=False)
class Calibration:
    """A multinomial logistic model on standardised features.

    `means` and `scales` have one number per feature (in the order of FEATURES), `coefficients` one
    row per temperature (in the order of TEMPERATURES), `intercepts` one number per temperature.
    """

    means: Floats
    scales: Floats
    coefficients: Floats
    intercepts: Floats

    def __post_init__(self) -> None:
        """Raise UnusableCalibration where a shape or a number is wrong."""
        classes, features = len(TEMPERATURES), len(FEATURES)
        shapes = {
            "means": (features,),
            "scales": (features,),
            "coefficients": (classes, features),
            "intercepts": (classes,),
        }
        for name, shape in shapes.items():
            numbers = getattr(self, name)
            if numbers.shape != shape:
                raise UnusableCalibration(
                    f"The calibration's {name} have shape {numbers.shape}, not {shape}."
                )
            if not np.isfinite(numbers).all():
                raise UnusableCalibration(f"The calibration's {name} are not all finite numbers.")
        if (self.scales <= 0).any():
            raise UnusableCalibration("The calibration's scales must be above 0.")

    def logits(self, features: Floats) -> Floats:
        """Features (…, F) to log-odds (…, 3), each row on its own down to the last bit."""
        slopes = self.coefficients / self.scales
        found: Floats = np.einsum("...f,cf->...c", features - self.means, slopes) + self.intercepts
        return found

    def probabilities(self, features: Floats) -> Floats:
        """Features (…, F) to the chances of Hot, Warm and Cold (…, 3)."""
        return softmax(self.logits(features))

    def scores(self, features: Floats) -> Floats:
        """Features (…, F) to scores (…): 100 times P(hot) plus half of P(warm)."""
        return score_of(self.probabilities(features))

    @classmethod
    def blank(cls) -> "Calibration":
        """One that knows nothing yet: every conversation scores 50."""
        features, classes = len(FEATURES), len(TEMPERATURES)
        return cls(
            np.zeros(features), np.ones(features), np.zeros((classes, features)), np.zeros(classes)
        )

    def to_json(self) -> str:
        """As text, exact to the last bit."""
        numbers = {name: getattr(self, name).tolist() for name in self.__slots__}
        return json.dumps({"temperatures": TEMPERATURES, "features": FEATURES} | numbers, indent=1)

    @classmethod
    def from_json(cls, text: str) -> "Calibration":
        """Read what `to_json` wrote; raise UnusableCalibration where it is anything else."""
        try:
            payload = json.loads(text)
        except json.JSONDecodeError as error:
            raise UnusableCalibration("The calibration is not valid JSON.") from error
        if not isinstance(payload, dict):
            raise UnusableCalibration("The calibration must be a JSON object.")
        for key, expected in (("temperatures", TEMPERATURES), ("features", FEATURES)):
            if payload.get(key) != list(expected):
                raise UnusableCalibration(f"The calibration is for other {key} than this version.")
        try:
            return cls(*(np.array(payload[name], dtype=np.float64) for name in cls.__slots__))
        except KeyError as error:
            raise UnusableCalibration(f"The calibration lacks its {error.args[0]}.") from error
        except (TypeError, ValueError) as error:
            if isinstance(error, UnusableCalibration):
                raise
            raise UnusableCalibration("The calibration holds something not a number.") from error


def softmax(logits: Floats) -> Floats:
    """Exponentials along the last axis, made to add up to 1."""
    raised = np.exp(logits - logits.max(axis=-1, keepdims=True))
    shares: Floats = raised / raised.sum(axis=-1, keepdims=True)
    return shares


def score_of(probabilities: Floats) -> Floats:
    """Chances of Hot, Warm, Cold (…, 3) to scores from 0 to 100."""
    scores: Floats = 100 * (probabilities[..., 0] + probabilities[..., 1] / 2)
    return scores


def fit(
    features: Floats,
    labels: Sequence[str],
    *,
    weights: Floats | None = None,
    strength: float | None = None,
    prior: Calibration | None = None,
) -> Calibration:
    """Fit to conversations labelled Hot, Warm or Cold: features (n, F), one label a row.

    Multinomial logistic regression, whose coefficients are drawn (L2) towards those of `prior`, or
    to 0 without one. `strength` is what a label weighs against that; without one it is
    cross-validated, so few labels change little. Without `weights` a temperature weighs as the
    root of its frequency. Raise UnusableCalibration where one has no conversation.
    """
    hit, weights, start = _given(features, labels, weights, prior)
    strength = strength or _strength(start, features, hit, weights)
    return _corrected(start, features, hit, strength * weights)


def held_out(
    features: Floats, labels: Sequence[str], *, prior: Calibration | None = None
) -> Floats:
    """Chances (n, 3) of conversations by a calibration fitted, as `fit` does, without their fold.

    They say what the thresholds should be, as the chances of a calibration that has seen a
    conversation's label cannot.
    """
    hit, weights, start = _given(features, labels, None, prior)
    return _held_out(start, features, hit, _strength(start, features, hit, weights) * weights)


def _given(
    features: Floats, labels: Sequence[str], weights: Floats | None, prior: Calibration | None
) -> tuple[Hits, Floats, Calibration]:
    """Labels as (n, 3) yes and no, a weight each, and the calibration to start from."""
    hit = np.array(labels)[:, None] == np.array(TEMPERATURES)
    for temperature, conversations in zip(TEMPERATURES, hit.sum(axis=0), strict=True):
        if not conversations:
            raise UnusableCalibration(f"No conversation is labelled {temperature}; each is needed.")
    if weights is None:
        weights = (hit / np.sqrt(hit.sum(axis=0))).sum(axis=1)
        weights = weights * len(weights) / weights.sum()
    if prior is None:
        means = np.average(features, axis=0, weights=weights)
        scales = np.sqrt(np.average((features - means) ** 2, axis=0, weights=weights)) + 1e-9
        prior = replace(Calibration.blank(), means=means, scales=scales)
    return hit, weights, prior


def _corrected(start: Calibration, features: Floats, hit: Hits, weights: Floats) -> Calibration:
    inputs = (features - start.means) / start.scales
    slopes, intercepts = correction(inputs, hit, weights, start.logits(features))
    return replace(
        start,
        coefficients=start.coefficients + slopes,
        intercepts=start.intercepts + intercepts,
    )


def _strength(start: Calibration, features: Floats, hit: Hits, weights: Floats) -> float:
    """The least strength whose loss on what was left out is within an error of the least loss.

    The one-standard-error rule over the folds (Hastie, Tibshirani and Friedman, The Elements of
    Statistical Learning, 7.10): of fits that labels cannot tell apart, the one that changes least.
    """
    fold = _folds(hit)
    folds = np.unique(fold).tolist()
    if len(folds) == 1:
        return STRENGTHS[0]

    def losses(strength: float) -> list[float]:
        chances = _held_out(start, features, hit, strength * weights)[hit]
        missed = -weights * np.log(np.maximum(chances, LEAST_CHANCE))
        return [missed[fold == k].sum() / weights[fold == k].sum() for k in folds]

    found = np.array([losses(strength) for strength in STRENGTHS])
    mean = found.mean(axis=1)
    best = mean.argmin()
    error = found[best].std(ddof=1) / np.sqrt(len(folds))
    return STRENGTHS[int(np.argmax(mean <= mean[best] + error))]


def _held_out(start: Calibration, features: Floats, hit: Hits, weights: Floats) -> Floats:
    fold = _folds(hit)
    found = np.empty(hit.shape)
    for out in (fold == which for which in range(FOLDS)):
        without = _corrected(start, features[~out], hit[~out], weights[~out])
        found[out] = without.probabilities(features[out])
    return found


def _folds(hit: Hits) -> npt.NDArray[np.int64]:
    """Which fold each row is in: drawn, but always alike, and every label in all of them."""
    order = np.random.default_rng(0).permutation(len(hit))
    fold = np.empty(len(hit), dtype=np.int64)
    for rows in (order[hit[order, column]] for column in range(hit.shape[1])):
        fold[rows] = np.arange(len(rows)) % FOLDS
    return fold
