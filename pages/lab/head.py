"""Which set is published, how far scores are with it, and whether there is a draft."""

from collections.abc import Sequence
from datetime import UTC, datetime

import streamlit as st

from lib import database, drafts, moments
from lib.database import AnyRow
from lib.differences import summary
from lib.domain import LeadsError
from lib.markdown import literal
from lib.queries import health
from pages.lab import editing
from pages.lab.workbench import Lab

REST = 2.0  # seconds between two looks at how far scoring is


def show(lab: Lab, history: Sequence[AnyRow]) -> None:
    """A line on the published set, and one on the draft."""
    now = datetime.now(UTC)
    count = len(lab.published.exemplars)
    latest = history[0] if history else None
    published = f"Set {lab.published.id} is published: {count:,} sentences"
    if latest:
        published += f", by {latest.published_by}, {moments.ago(latest.published_at, now)}"
    st.text(f"{published}.")
    _progress()
    with st.container(horizontal=True, vertical_alignment="center"):
        if lab.draft:
            different = summary(lab.published, lab.draft.stored) or "nothing changed yet"
            st.text(f"Draft: {different}. Scores do not change before it is published.")
            editing.offer_undo(lab)
            _discard(lab.draft)
        else:
            st.text("There is no draft; the first change opens one.")


@st.fragment(run_every=REST)
def _progress() -> None:
    with database.reading(database.engine()) as connection:
        done, total = health.rescored(connection)
    if done < total:
        st.progress(
            done / total,
            f"Scores are being made again with this set: {done:,} of {total:,} conversations.",
        )


def _discard(draft: drafts.Draft) -> None:
    with st.popover("Discard the draft", type="tertiary", icon=":material/delete:"):
        st.text("Everything that was changed in it is lost.")
        st.button("Discard it", type="primary", on_click=_on_discard, args=(draft,))


def _on_discard(draft: drafts.Draft) -> None:
    try:
        with database.writing(database.engine()) as connection:
            drafts.discard(connection, draft)
    except LeadsError as error:
        st.toast(literal(str(error)), icon=":material/warning:", duration="long")
    else:
        st.session_state.pop("lab steps", None)
