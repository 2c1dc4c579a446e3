"""What people do on more than one page."""

from datetime import UTC, datetime

import streamlit as st

from lib import database
from lib.domain import LeadsError, StatusChange
from lib.leads import change_status


def move(change: StatusChange) -> None:
    """Change a status, say what happened, and keep what takes it back."""
    st.session_state.pop("undo", None)
    try:
        with database.writing(database.engine()) as connection:
            undo = change_status(
                connection, change, by=st.session_state.person, now=datetime.now(UTC)
            )
    except LeadsError as error:
        st.toast(str(error), icon=":material/warning:", duration="long")
    else:
        st.toast(f"Moved to {change.new}.", icon=":material/check_circle:")
        st.session_state.undo = undo


def offer_undo() -> None:
    """A button that takes the last change back, where there is one."""
    if undo := st.session_state.get("undo"):
        label = f"Undo: back to {undo.new}"
        st.button(label, on_click=_take_back, args=(undo,), type="tertiary", icon=":material/undo:")


def _take_back(undo: StatusChange) -> None:
    move(undo)
    st.session_state.pop("undo", None)  # taking back is not offered for what was taken back
