"""Leads, as shipped and calibrated, beside other methods on the same conversations."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from sklearn.metrics import f1_score

from bench.baselines import BASELINES, Found
from bench.encoded import Encoded
from embeddings.calibration import TEMPERATURES, Calibration, Floats, fit, held_out, score_of
from embeddings.cuts import suggested
from embeddings.evaluation import auc, calibration_error, evaluate
from embeddings.exemplars import ExemplarSet, Thresholds

FEW, DRAWS = 200, 5
NAN = float("nan")


class Figures(NamedTuple):
    """`f1` is at 70 and 40 or by a method's own classes, `f1_cut` at the suggested thresholds."""

    lead: float
    hot: float
    f1: float
    f1_cut: float
    ece: float


def ours(train: Encoded, judged: Encoded, exemplars: ExemplarSet) -> dict[str, Figures]:
    """The shipped calibration, and what `python -m lib calibrate` makes of labels."""
    known, asked = train.features(exemplars), judged.features(exemplars)
    labels = np.array(train.labels)

    def calibrated(rows: Sequence[int], prior: Calibration | None) -> Figures:
        some, truth = known[rows], labels[rows].tolist()
        cut = suggested(truth, score_of(held_out(some, truth, prior=prior)))
        chances = fit(some, truth, prior=prior).probabilities(asked)
        return _figures(judged.labels, chances, cut)

    shipped = exemplars.calibration
    draws = _draws(len(labels))
    few = np.array([calibrated(rows, shipped) for rows in draws])
    alone = np.array([calibrated(rows, None) for rows in draws])
    worst = Figures._make([*few[:, :-1].min(axis=0), few[:, -1].max()])
    return {
        "Leads as shipped": _figures(judged.labels, shipped.probabilities(asked)),
        f"Leads, {FEW} labels, median of {DRAWS}": Figures(*np.median(few, axis=0)),
        f"Leads, {FEW} labels, worst of {DRAWS}": worst,
        f"Leads, {FEW} labels from nothing, median": Figures(*np.median(alone, axis=0)),
        "Leads, all labels": calibrated(range(len(labels)), shipped),
    }


def theirs(train: Encoded, judged: Encoded, exemplars: ExemplarSet) -> dict[str, Figures]:
    return {
        name: _found(judged.labels, method(train, judged, exemplars))
        for name, method in BASELINES.items()
    }


def print_table(ours: dict[str, Figures], theirs: dict[str, Figures]) -> None:
    width = max(map(len, ours | theirs))
    print(f"{'dev':{width}}  lead   hot    F1     F1*    ECE")
    for name, figures in (ours | theirs).items():
        told = "  ".join("  -  " if np.isnan(each) else f"{each:.3f}" for each in figures)
        print(f"{name:{width}}  {told}")
    print(
        "F1 at 70 and 40, or by a method's own classes; F1* at the thresholds that labels suggest"
    )


def print_lead(ours: dict[str, Figures], theirs: dict[str, Figures]) -> None:
    """By how many points we are ahead of what is best among the others, figure by figure."""
    best = np.max(list(theirs.values()), axis=0)
    print(f"ahead of the best other method, {best[0]:.3f}, {best[1]:.3f} and {best[2]:.3f}:")
    for name, mine in ours.items():
        f1 = mine.f1 if np.isnan(mine.f1_cut) else mine.f1_cut
        ahead = 100 * (np.array([mine.lead, mine.hot, f1]) - best[:3])
        print(f"  {name}: {ahead[0]:+.1f} lead, {ahead[1]:+.1f} hot, {ahead[2]:+.1f} F1 points")


def _draws(count: int) -> list[list[int]]:
    """Rows of so many labels, drawn several times, always alike."""
    return [np.random.default_rng(seed).permutation(count)[:FEW].tolist() for seed in range(DRAWS)]


def _figures(labels: Sequence[str], chances: Floats, cut: Thresholds | None = None) -> Figures:
    found = evaluate(labels, chances)
    at_cut = evaluate(labels, chances, cut).macro_f1 if cut else NAN
    return Figures(found.lead_auc, found.hot_auc, found.macro_f1, at_cut, found.ece)


def _found(labels: Sequence[str], found: Found) -> Figures:
    known = np.array(labels)
    f1 = f1_score(known, found.called, labels=TEMPERATURES, average="macro", zero_division=0)
    stated = found.chances
    ece = NAN if stated is None else calibration_error(known == "Hot", stated[:, 0])
    lead, hot = auc(known != "Cold", found.scores), auc(known == "Hot", found.scores)
    return Figures(lead, hot, float(f1), NAN, ece)
