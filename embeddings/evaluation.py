"""How well scores agree with labels: ranking, classes and calibration."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from embeddings.calibration import TEMPERATURES, Floats, score_of
from embeddings.exemplars import Thresholds

BINS = 10
RESAMPLES = 1000
CONFIDENCE = 0.95

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Agreement with the labels of `conversations` conversations.

    `lead_auc`: chance that a hot or warm one scores above a cold one; `hot_auc`: that a hot one
    scores above any other. `macro_f1` and `confusion` (label by temperature, in the order Hot,
    Warm, Cold) are at the thresholds. `ece` is the mean gap between the stated chance of Hot and
    the share of Hot, over ten bins; `brier` the mean squared error of all chances, from 0 to 2.
    """

    conversations: int
    lead_auc: float
    hot_auc: float
    macro_f1: float
    confusion: tuple[tuple[int, ...], ...]
    ece: float
    brier: float


def evaluate(
    labels: Sequence[str], probabilities: Floats, thresholds: Thresholds | None = None
) -> Evaluation:
    """Compare labels (n) with chances of Hot, Warm and Cold (n, 3).

    An AUC is NaN where one of its two sides has no conversation.
    """
    from sklearn.metrics import confusion_matrix, f1_score

    cut = thresholds or Thresholds()
    scores = score_of(probabilities)
    called = [cut.temperature(score) for score in scores.tolist()]
    known = np.array(labels)
    return Evaluation(
        len(labels),
        auc(known != "Cold", scores),
        auc(known == "Hot", scores),
        float(f1_score(known, called, labels=TEMPERATURES, average="macro", zero_division=0)),
        tuple(map(tuple, confusion_matrix(known, called, labels=TEMPERATURES).tolist())),
        calibration_error(known == "Hot", probabilities[:, 0]),
        float(np.square(probabilities - (known[:, None] == np.array(TEMPERATURES))).sum(1).mean()),
    )


@dataclass(frozen=True, slots=True)
class Share:
    """What came out at one temperature: how many conversations, and which share of all of them,
    of those labelled Hot or Warm (the leads), and of those labelled Hot.
    """

    conversations: int
    of_all: float
    of_leads: float
    of_hot: float


def shares(
    labels: Sequence[str], scores: Floats, thresholds: Thresholds | None = None
) -> dict[str, Share]:
    """How the labels spread over the temperatures that scores (n) are cut into.

    A share of nothing is NaN.
    """
    cut = thresholds or Thresholds()
    called = np.array([cut.temperature(score) for score in scores.tolist()])
    known = np.array(labels)

    def share(inside: np.ndarray, group: np.ndarray) -> float:
        return float((inside & group).sum() / group.sum()) if group.any() else float("nan")

    return {
        temperature: Share(
            int((inside := called == temperature).sum()),
            share(inside, np.ones(len(known), dtype=bool)),
            share(inside, known != "Cold"),
            share(inside, known == "Hot"),
        )
        for temperature in TEMPERATURES
    }


def interval(positive: np.ndarray, scores: Floats, *, seed: int = 20) -> Interval:
    """Where the AUC lies in 95 of 100 draws of as many conversations, each put back.

    The percentile bootstrap (B. Efron, Bootstrap methods, 1979) with 1,000 draws; NaN where one
    side has no conversation.
    """
    if positive.all() or not positive.any():
        return float("nan"), float("nan")
    random = np.random.default_rng(seed)
    drawn = random.integers(len(scores), size=(RESAMPLES, len(scores)))
    found = [_auc_of_draw(positive[rows], scores[rows]) for rows in drawn]
    tail = 100 * (1 - CONFIDENCE) / 2
    low, high = np.nanpercentile(found, [tail, 100 - tail])
    return float(low), float(high)


def auc(positive: np.ndarray, scores: Floats) -> float:
    """Chance that a positive scores above a negative, ties counted half.

    NaN where one side has no conversation.
    """
    from sklearn.metrics import roc_auc_score

    if positive.all() or not positive.any():
        return float("nan")
    return float(roc_auc_score(positive, scores))


def _auc_of_draw(positive: np.ndarray, scores: Floats) -> float:
    """The same, a hundred times as fast as scikit-learn, which checks its input a thousand times.

    The statistic of Mann and Whitney (1947).
    """
    if positive.all() or not positive.any():
        return float("nan")
    values, place = np.unique(scores, return_inverse=True)
    ours = np.bincount(place, weights=positive, minlength=len(values))
    theirs = np.bincount(place, minlength=len(values)) - ours
    beaten = np.cumsum(theirs) - theirs / 2
    return float((ours * beaten).sum() / (ours.sum() * theirs.sum()))


def calibration_error(happened: np.ndarray, chances: Floats) -> float:
    """Expected calibration error over ten equally wide bins."""
    bins = np.minimum((chances * BINS).astype(int), BINS - 1)
    gaps = [
        abs(happened[bins == which].mean() - chances[bins == which].mean()) * (bins == which).mean()
        for which in np.unique(bins)
    ]
    return float(sum(gaps))
