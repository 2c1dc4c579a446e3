"""How well an exemplar set agrees with people's labels, and a calibration fitted to them."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import polars as pl

from embeddings.calibration import Calibration, fit, held_out, score_of
from embeddings.cuts import suggested
from embeddings.evaluation import Evaluation, Interval, evaluate, interval
from embeddings.exemplars import ExemplarSet, Thresholds, starter_calibration
from embeddings.reliability import Bin, reliability
from embeddings.thresholds import curve
from lib.domain import LeadsError
from lib.known import Known

FEW = 20  # labels; from fewer nothing can be said
LEAST_TO_FIT = 10  # labels of each temperature
AT = np.arange(0, 100.5, 0.5)  # thresholds along which precision and recall are drawn


class TooFewLabels(LeadsError):
    """There are too few labelled conversations to fit anything to."""


@dataclass(frozen=True, slots=True, eq=False)
class Agreement:
    """How well the scores of a set agree with the labels.

    `curve` has the columns at, precision, recall and called; `bins` are of the chance of Hot.
    """

    measured: Evaluation
    hot_interval: Interval
    curve: pl.DataFrame
    bins: list[Bin]


class Fitted(NamedTuple):
    """A calibration, and how the conversations it was fitted to are judged before and after.

    `after` is cross-validated: each of them was judged by a fit that had not seen it. `flattered`
    says that the calibration before may have seen them. `suggested` are thresholds that suit it.
    """

    calibration: Calibration
    before: Evaluation
    after: Evaluation
    flattered: bool
    suggested: Thresholds


def agreement(known: Known, using: ExemplarSet) -> Agreement:
    """Compare a set with the labels, of which there is one at least."""
    chances = known.said.probabilities(using)
    hot = np.array(known.temperatures) == "Hot"
    found = score_of(chances)
    return Agreement(
        evaluate(known.temperatures, chances, using.thresholds),
        interval(hot, found),
        pl.DataFrame(curve(hot, found, AT)._asdict()).with_columns(
            pl.col("precision", "recall").fill_nan(None)
        ),
        reliability(hot, chances[:, 0]),
    )


def fitted(known: Known, using: ExemplarSet) -> Fitted:
    """A calibration fitted to the labels. Raises TooFewLabels, naming what is missing."""
    for temperature, count in known.counts.items():
        if count < LEAST_TO_FIT:
            raise TooFewLabels(
                f"{count} conversations are labelled {temperature}; a fit needs {LEAST_TO_FIT} "
                "of each temperature. Label some more in Review."
            )
    features, truth = known.said.features(using), known.temperatures
    # Always from the shipped one: from one that has seen the labels nothing would be left unseen.
    shipped = starter_calibration()
    unseen = held_out(features, truth, prior=shipped)
    return Fitted(
        fit(features, truth, prior=shipped),
        evaluate(truth, using.calibration.probabilities(features), using.thresholds),
        evaluate(truth, unseen, using.thresholds),
        using.calibration.to_json() != shipped.to_json(),
        suggested(truth, score_of(unseen)),
    )
