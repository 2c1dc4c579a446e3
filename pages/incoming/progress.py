"""How far an import is, and what it brought."""

from datetime import UTC, datetime

import streamlit as st

from lib import database, imports
from lib.domain import ImportState, LeadsError
from lib.markdown import literal
from lib.queries import imports as read
from lib.queries.imports import Import
from lib.wording import counted
from pages.incoming import refused

REST = 1.0  # seconds between two looks


def show(digest: str | None) -> None:
    """The import of the file with this content; nothing where there is none."""
    if digest is None:
        return
    with database.reading(database.engine()) as connection:
        found = read.latest(connection, digest)
    if found is None or found.state is ImportState.RUNNING:
        _watch(digest)
    else:
        summary(found)


@st.fragment(run_every=REST)
def _watch(digest: str) -> None:
    with database.reading(database.engine()) as connection:
        found = read.latest(connection, digest)
    if found is None:
        st.progress(0.0, "The import begins.")
        return
    if found.state is not ImportState.RUNNING:
        st.rerun()
    share = min(found.bytes_read / max(found.size, 1), 1.0)
    st.progress(
        share,
        f"{share:.0%} of the file is read; {counted(found.stored, 'conversation')} stored, "
        f"{found.refused:,} refused.",
    )
    st.button("Cancel the import", on_click=_on_cancel, args=(found,), icon=":material/close:")


def _on_cancel(found: Import) -> None:
    try:
        with database.writing(database.engine()) as connection:
            imports.cancel(connection, found.id, now=datetime.now(UTC))
    except LeadsError as error:
        st.toast(literal(str(error)), icon=":material/warning:")


def summary(found: Import) -> None:
    """What an import brought, in numbers, and what it refused."""
    st.text(f"{found.file_name} {STATES[found.state]}")
    if found.problem:
        st.warning(literal(found.problem), icon=":material/warning:")
    with st.container(horizontal=True, gap="small"):
        st.metric(
            "Conversations stored",
            f"{found.stored:,}",
            border=True,
            help="New ones, and those in which something new was said.",
        )
        st.metric("Already there", f"{found.unchanged:,}", border=True)
        st.metric("New messages", f"{found.messages:,}", border=True)
        st.metric("Refused", f"{found.refused:,}", border=True)
    if found.refused:
        refused.show(found)


STATES = {
    ImportState.RUNNING: "is being imported.",
    ImportState.DONE: "is imported.",
    ImportState.BROKEN_OFF: "broke off. Import it again to go on where it stopped.",
    ImportState.CANCELLED: "was cancelled; what it stored stays. Import it again to go on.",
    ImportState.UNDONE: "was imported and taken back.",
}
