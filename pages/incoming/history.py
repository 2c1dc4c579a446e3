"""What was imported, by whom, with what result; and taking an import back."""

from datetime import UTC, datetime

import polars as pl
import streamlit as st

from lib import database, import_process, importers, imports, moments, uploads
from lib.domain import ImportState, LeadsError
from lib.import_undo import undo
from lib.importers import Options
from lib.markdown import literal
from lib.queries import imports as read
from lib.queries.imports import Import
from lib.wording import counted
from pages.incoming import progress


def show() -> None:
    """A table of imports; the chosen one with its result."""
    with database.reading(database.engine()) as connection:
        found = read.history(connection)
    if not found:
        st.info("Nothing was imported yet. Start with Import a file.", icon=":material/info:")
        return
    chosen = st.dataframe(
        _table(found),
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        key="imports",
        column_config={"File": st.column_config.TextColumn(width="medium")},
    )
    rows = chosen.selection.rows
    if not rows:
        st.text("Tick a row to see what it brought, and to take it back.")
        return
    one = found[rows[0]]
    progress.summary(one)
    with st.container(horizontal=True):
        if one.state in imports.UNFINISHED:
            _go_on(one)
        if one.state not in (ImportState.UNDONE, ImportState.RUNNING):
            _take_back(one)


def _table(found: list[Import]) -> pl.DataFrame:
    now = datetime.now(UTC)
    return pl.DataFrame(
        [
            {
                "File": each.file_name,
                "Format": importers.FORMATS[each.format].title
                if each.format in importers.FORMATS
                else each.format,
                "When": moments.ago(each.started_at, now),
                "By": each.started_by,
                "State": each.state.value,
                "Stored": each.stored,
                "Already there": each.unchanged,
                "Messages": each.messages,
                "Refused": each.refused,
            }
            for each in found
        ]
    )


def _go_on(one: Import) -> None:
    with database.reading(database.engine()) as connection:
        digest = read.digest(connection, one.id)
    if uploads.find(digest):
        st.button("Go on", icon=":material/play_arrow:", on_click=_on_go_on, args=(one, digest))


def _on_go_on(one: Import, digest: str) -> None:
    if path := uploads.find(digest):
        file = imports.File(one.file_name, digest, one.size)
        options = Options.from_json(one.options)
        by = st.session_state.person
        import_process.start(path, file, one.format, options, by=by)
        st.session_state.update({"import shown": digest, "imports section": "Import a file"})


def _take_back(one: Import) -> None:
    with st.popover("Undo this import", icon=":material/undo:"):
        st.text(
            "Takes away what this import brought: its messages, and the conversations and leads "
            "that it made. What somebody labelled or worked on stays."
        )
        st.button("Undo it", type="primary", on_click=_on_take_back, args=(one,))


def _on_take_back(one: Import) -> None:
    try:
        with database.writing(database.engine()) as connection:
            undone = undo(connection, one.id, by=st.session_state.person, now=datetime.now(UTC))
    except LeadsError as error:
        st.toast(literal(str(error)), icon=":material/warning:", duration="long")
        return
    gone = counted(undone.conversations, "conversation"), counted(undone.leads, "lead")
    told = f"Taken back: {', '.join(gone)}."
    if undone.kept:
        told += f" {undone.kept:,} stayed, for somebody worked on them."
    st.toast(told, icon=":material/check_circle:", duration="long")
