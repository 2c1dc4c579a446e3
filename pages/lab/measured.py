"""What the sections measure sets with, kept as long as neither the set nor the labels change."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import polars as pl
import streamlit as st

from lib import archive, database, judged, known, quality, thresholds
from pages.lab.workbench import Lab, Mark, settings

KEPT = 600  # seconds that labelled conversations are kept in memory at most


def sets(lab: Lab) -> Mapping[str, tuple[Mark, Any]]:
    """The sets to compare, by name, with their vectors: the draft first, where there is one."""
    published = {"Published": (lab.published_mark, lab.ready_published())}
    if lab.draft is None:
        return published
    return {"Draft": (lab.mark, lab.ready()), **published}


def labelled(lab: Lab) -> tuple[known.Stamp, known.Known]:
    """The labelled conversations of now, and the mark by which they are kept."""
    with database.reading(database.engine()) as connection:
        stamp = known.stamp(connection)
    return stamp, _known(settings().database_url, lab.published.model, stamp)


def sentences(mark: Mark, using: Any) -> pl.DataFrame:  # noqa: ANN401 an ExemplarSet, unopened
    """Each sentence of the set judged by the others."""
    return _sentences(settings().database_url, mark, using)


def agreement(
    stamp: known.Stamp,
    labelled: known.Known,
    mark: Mark,
    using: Any,  # noqa: ANN401
) -> quality.Agreement:
    """How well the set agrees with the labels."""
    return _agreement(settings().database_url, stamp, labelled, mark, using)


def fitted(
    stamp: known.Stamp,
    labelled: known.Known,
    mark: Mark,
    using: Any,  # noqa: ANN401
) -> quality.Fitted:
    """A calibration fitted to the labels. Raises TooFewLabels."""
    return _fitted(settings().database_url, stamp, labelled, mark, using)


def scored(lab: Lab) -> thresholds.Scored:
    """The leads in memory with their scores by the set that is looked at."""
    leads = lab.leads()
    # What is kept holds on to the leads, so no others can have their id meanwhile.
    return _scored(settings().database_url, lab.mark, id(leads), leads, lab.ready())


@st.cache_resource(max_entries=4, ttl=KEPT, show_spinner="Scoring the leads …")
def _scored(
    url: str,
    mark: Mark,
    leads_id: int,
    _leads: archive.Leads,
    _using: Any,  # noqa: ANN401
) -> thresholds.Scored:
    return thresholds.scored(_leads, _using, now=datetime.now(UTC))


@st.cache_resource(max_entries=2, ttl=KEPT, show_spinner="Reading the labelled conversations …")
def _known(url: str, model: str, stamp: known.Stamp) -> known.Known:
    with database.reading(database.connect(url)) as connection:
        return known.read(connection, model)


@st.cache_resource(max_entries=6, show_spinner="Judging each sentence by the others …")
def _sentences(url: str, mark: Mark, _using: Any) -> pl.DataFrame:  # noqa: ANN401
    return judged.sentences(_using)


@st.cache_resource(max_entries=6, ttl=KEPT, show_spinner="Comparing with the labels …")
def _agreement(
    url: str,
    stamp: known.Stamp,
    _known: known.Known,
    mark: Mark,
    _using: Any,  # noqa: ANN401
) -> quality.Agreement:
    return quality.agreement(_known, _using)


@st.cache_resource(max_entries=2, ttl=KEPT, show_spinner="Fitting to the labels …")
def _fitted(
    url: str,
    stamp: known.Stamp,
    _known: known.Known,
    mark: Mark,
    _using: Any,  # noqa: ANN401
) -> quality.Fitted:
    return quality.fitted(_known, _using)
