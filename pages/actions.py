"""What people do on more than one page."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import streamlit as st

from lib import database, labels, leads
from lib.domain import Label, LeadsError, StatusChange, Temperature
from lib.markdown import literal


def move(change: StatusChange) -> None:
    """Change a status, say what happened, and keep what takes it back."""
    st.session_state.pop("undo", None)
    try:
        with database.writing(database.engine()) as connection:
            undo = leads.change_status(
                connection, change, by=st.session_state.person, now=datetime.now(UTC)
            )
    except LeadsError as error:
        st.toast(literal(str(error)), icon=":material/warning:", duration="long")
    else:
        st.toast(f"Moved to {change.new}.", icon=":material/check_circle:")
        st.session_state.undo = undo


def offer_undo() -> None:
    """A button that takes the last change back, where there is one."""
    if undo := st.session_state.get("undo"):
        label = f"Undo: back to {undo.new}"
        st.button(label, on_click=_take_back, args=(undo,), type="tertiary", icon=":material/undo:")


def set_temperature(lead_id: int, temperature: Temperature | None) -> None:
    """Set a temperature by hand, or give it back to the score."""
    by, now = st.session_state.person, datetime.now(UTC)
    with telling(f"Set to {temperature}." if temperature else "It follows the score.") as change:
        leads.set_temperature(change, lead_id, temperature, by=by, now=now)


def set_label(conversation_id: int, label: Label | None) -> None:
    """Say what a conversation truly was, or take that back."""
    by, now = st.session_state.person, datetime.now(UTC)
    with telling(f"Labelled {label}." if label else "The label is taken away.") as change:
        labels.set_label(change, conversation_id, label, by=by, now=now)


@contextmanager
def telling(done: str) -> Iterator[Any]:
    """A transaction, after which it is said that it is done, or why not."""
    try:
        with database.writing(database.engine()) as connection:
            yield connection
    except LeadsError as error:
        st.toast(literal(str(error)), icon=":material/warning:", duration="long")
    else:
        st.toast(done, icon=":material/check_circle:")


def _take_back(undo: StatusChange) -> None:
    move(undo)
    st.session_state.pop("undo", None)  # taking back is not offered for what was taken back
