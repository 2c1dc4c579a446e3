"""Where to cut leads into Hot, Warm and Cold, and what the lists would look like."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np
import polars as pl

from embeddings.calibration import score_of
from embeddings.exemplars import ExemplarSet, Thresholds
from embeddings.thresholds import curve, reaching
from lib.archive import Leads, scores_with, temperatures
from lib.domain import LeadsError, Temperature
from lib.exemplars import StoredSet
from lib.known import Known

RECENT = timedelta(days=28)
APART = 0.01  # least distance of the two thresholds


class UnusableThresholds(LeadsError):
    """Thresholds that cannot be; the text says why."""


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """Leads with their scores (L,) by a set, and when they were captured.

    `recent` (L,) says which came in the last 28 days, `days` how many of these there were leads in.
    """

    leads: Leads
    scores: np.ndarray
    recent: np.ndarray
    days: float


@dataclass(frozen=True, slots=True)
class Effect:
    """What thresholds do: leads of each temperature, those that are Hot a day, and by the labels.

    `a_day` is of the last 28 days; precision and recall of Hot are NaN where labels do not say.
    """

    leads: dict[str, int]
    a_day: float
    precision: float
    recall: float


def scored(leads: Leads, using: ExemplarSet, *, now: datetime) -> Scored:
    """The leads with their scores by a set."""
    captured = leads.people["captured_at"]
    recent = (captured > now - RECENT).to_numpy()
    first = captured.min()
    since = min(RECENT, now - first) if isinstance(first, datetime) else RECENT
    days = max(1.0, since / timedelta(days=1))  # a shop that opened a week ago has seven days
    return Scored(leads, scores_with(leads, using), recent, days)


def chosen(hot: float, warm: float) -> Thresholds:
    """These thresholds. Raises UnusableThresholds."""
    hot, warm = round(hot, 2), round(warm, 2)
    if not warm < hot:
        raise UnusableThresholds(
            f"Hot must begin above Warm: {hot:g} is not above {warm:g}. Raise one or lower the "
            "other."
        )
    if not 0 < warm < hot <= 100:
        raise UnusableThresholds("Both thresholds must be above 0, and 100 at most.")
    return Thresholds(hot, warm)


def by_share(found: Scored, hot: float, warm: float) -> Thresholds:
    """Thresholds at which about these shares (0 to 1) of all leads are Hot, and Warm."""
    count = len(found.scores)
    low = min(reaching(found.scores, (hot + warm) * count), 100 - APART)
    return chosen(reaching(found.scores, hot * count, above=low), low)


def by_capacity(found: Scored, a_day: float, warm: float) -> Thresholds:
    """Thresholds at which about so many leads a day are Hot; Warm begins where it does."""
    recent = found.scores[found.recent]
    return chosen(reaching(recent, a_day * found.days, above=warm), warm)


def hot_a_day(found: Scored, cut: Thresholds) -> float:
    """How many leads a day came out Hot over the last 28 days, or would have."""
    hot = (_called(found, cut) == "Hot").to_numpy() & found.recent
    return float(hot.sum() / found.days)


def effect(found: Scored, cut: Thresholds, known: Known, using: ExemplarSet) -> Effect:
    """What thresholds do to the leads; a temperature that a person set stays."""
    called = _called(found, cut)
    truth = np.array(known.temperatures) == "Hot"
    judged = score_of(known.said.probabilities(using))
    measured = curve(truth, judged, np.array([cut.hot]))
    return Effect(
        {each.value: int((called == each.value).sum()) for each in Temperature},
        hot_a_day(found, cut),
        float(measured.precision[0]),
        float(measured.recall[0]),
    )


def _called(found: Scored, cut: Thresholds) -> pl.Series:
    kept = pl.when("by_hand").then("temperature").otherwise("would_be")
    would_be = temperatures(found.scores, cut)
    return found.leads.people.with_columns(would_be).select(kept).to_series()


def with_thresholds(stored: StoredSet, cut: Thresholds) -> StoredSet:
    """The set with other thresholds."""
    return replace(stored, thresholds=cut)
