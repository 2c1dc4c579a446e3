"""Changes to the draft from any section, and the way back."""

from datetime import UTC, datetime
from typing import NamedTuple

import streamlit as st

from lib import database, drafts
from lib.domain import LeadsError, StaleDraft
from lib.exemplars import StoredSet
from lib.markdown import literal
from pages.lab.workbench import Lab

MOST_STEPS = 20  # back


class Step(NamedTuple):
    """What the draft held before a change, and the version that the change made of it."""

    before: StoredSet
    version: int
    told: str


def apply(lab: Lab, to: StoredSet, told: str) -> bool:
    """Let the draft hold this, opening one where there is none; say what was done, or why not.

    `told` completes "Undo: …". It can be taken back until somebody else changes the draft.
    """
    try:
        with database.writing(database.engine()) as connection:
            draft = lab.draft or drafts.open_draft(
                connection, by=st.session_state.person, now=datetime.now(UTC)
            )
            if draft.version and not lab.draft:
                raise StaleDraft(
                    f"{draft.created_by} opened a draft meanwhile. It is shown now; make your "
                    "change again."
                )
            after = drafts.change(connection, draft, to)
    except LeadsError as error:
        st.toast(literal(str(error)), icon=":material/warning:", duration="long")
        return False
    steps = [*st.session_state.get("lab steps", []), Step(draft.stored, after.version, told)]
    st.session_state["lab steps"] = steps[-MOST_STEPS:]
    st.toast(f"{told[:1].upper()}{told[1:]}. Only the draft has changed.", icon=":material/check:")
    return True


def offer_undo(lab: Lab) -> None:
    """A button that takes the last change back, where it is still the last one."""
    steps = st.session_state.get("lab steps", [])
    if steps and lab.draft and steps[-1].version == lab.draft.version:
        st.button(
            f"Undo: {steps[-1].told}",
            on_click=_take_back,
            args=(lab, steps),
            type="tertiary",
            icon=":material/undo:",
        )


def _take_back(lab: Lab, steps: list[Step]) -> None:
    *earlier, last = steps
    if apply(lab, last.before, f"taken back: {last.told}"):
        made = st.session_state["lab steps"][-1].version
        # The step before can be taken back next: it led to what the draft holds again.
        st.session_state["lab steps"] = [
            *earlier[:-1],
            *(each._replace(version=made) for each in earlier[-1:]),
        ]
