"""From the features of a conversation to the chances that it is hot, warm or cold."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

TEMPERATURES = ("Hot", "Warm", "Cold")
VIEWS = ("plain", "in context")
POOLS = ("max", "mean", "share max", "share mean")
FEATURES = tuple(f"{view}, {pool}, {t}" for view, pool, t in product(VIEWS, POOLS, TEMPERATURES))


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
    strength: float = 0.05,
) -> Calibration:
    """Fit to conversations labelled Hot, Warm or Cold: features (n, F), one label a row.

    L2-penalised multinomial logistic regression by scikit-learn; `strength` is its C, where less is
    more careful: 0.05 suits a few hundred labels. Raise UnusableCalibration where a temperature has
    no conversation.
    """
    from sklearn.linear_model import LogisticRegression

    for temperature in TEMPERATURES:
        if temperature not in labels:
            raise UnusableCalibration(f"No conversation is labelled {temperature}; each is needed.")
    weights = np.ones(len(features)) if weights is None else weights
    means = np.average(features, axis=0, weights=weights)
    scales = np.sqrt(np.average((features - means) ** 2, axis=0, weights=weights)) + 1e-9
    model = LogisticRegression(C=strength, max_iter=5000)
    model.fit((features - means) / scales, list(labels), sample_weight=weights)
    order = [model.classes_.tolist().index(temperature) for temperature in TEMPERATURES]
    return Calibration(means, scales, model.coef_[order], model.intercept_[order])
