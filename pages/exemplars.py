"""The exemplar lab: the sentences that scores are made from, tried out before they count."""

import streamlit as st

from lib import database, drafts, exemplars
from lib.domain import NotFound
from pages.lab import (
    changes,
    coverage,
    head,
    history,
    quality,
    review,
    sentences,
    thresholds,
    trying,
)
from pages.lab.workbench import Lab

SECTIONS = {
    "Sentences": sentences.show,
    "Try it": trying.show,
    "Quality": quality.show,
    "Thresholds": thresholds.show,
    "Coverage": coverage.show,
    "Review": review.show,
    "Changes": changes.show,
    "History": history.show,
}

st.title("Exemplars")
with database.reading(database.engine()) as connection:
    published = exemplars.published(connection)
    if published is None:
        raise NotFound(
            "No exemplar set is published yet. It comes with the first conversation that is "
            "scored; check that the worker runs."
        )
    lab = Lab(exemplars.load(connection, published.id), drafts.current(connection))
    publications = drafts.history(connection)

lab.fetch_leads()
head.show(lab, publications)
section = st.segmented_control(
    "Section",
    list(SECTIONS),
    default=next(iter(SECTIONS)),
    required=True,
    key="lab section",
    label_visibility="collapsed",
    persist_state="session",
)
SECTIONS[section](lab)
