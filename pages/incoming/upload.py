"""A file of conversations: what it is, how it is read, what it would bring, and bringing it in."""

import re
from dataclasses import dataclass
from pathlib import Path

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from lib import database, import_process, imports, uploads
from lib.domain import LeadsError
from lib.importers import FORMATS, Options, recognised
from lib.markdown import literal
from lib.queries import imports as read
from pages.incoming import progress, reading, rehearsing

LARGEST = 1_024  # MiB; a larger file goes in by the command line


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was dropped on the page, where it is kept, and the format it was taken for."""

    path: Path
    file: imports.File
    format: str


def show() -> None:
    """Drop a file, say what it does not say itself, try it, import it."""
    dropped = st.file_uploader(
        "Drop a file with conversations here",
        max_upload_size=LARGEST,
        key=f"upload {st.session_state.get('upload edition', 0)}",
        help="An export of a chat system, a WhatsApp chat, or a table with a message a row. Files "
        "over 1 GB go in with: python -m lib ingest FILE",
    )
    if dropped is None:
        _last()
        return
    try:
        _offer(_kept(dropped))
    except LeadsError as error:
        st.error(_shown(error, dropped), icon=":material/error:")


def _last() -> None:
    """What became of the last import here; before the first one, what can be imported."""
    if digest := st.session_state.get("import shown"):
        progress.show(digest)
        st.page_link(st.session_state.pages["leads"], label="See the leads")
        return
    titles = ", ".join(each.title for each in FORMATS.values())
    st.text(f"What is in a file tells its format: {titles}.")


def _kept(dropped: UploadedFile) -> Upload:
    """The file on disk; written there once."""
    kept: dict[str, Upload] = st.session_state.setdefault("uploads", {})
    if dropped.file_id not in kept:
        with st.spinner("Looking at the file"):
            path = uploads.keep(dropped)
            file = imports.describe(path, dropped.name)
            kept[dropped.file_id] = Upload(path, file, recognised(path))
    return kept[dropped.file_id]


def _shown(error: LeadsError, dropped: UploadedFile) -> str:
    """What is wrong with the file under the name that the person knows."""
    return literal(re.sub(r"\S*[0-9a-f]{64}", lambda _: dropped.name, str(error)))


def _offer(upload: Upload) -> None:
    names = list(FORMATS)
    format = st.selectbox(
        "Read it as",
        names,
        index=names.index(upload.format),
        format_func=lambda name: _title(name, upload),
        key=f"format of {upload.file.digest}",
        width=320,
    )
    _tell_of_earlier(upload)
    options = reading.ask(upload.path, upload.file.digest, format)
    if options is None:
        return
    reading.preview(upload.path, format, options)
    with st.container(horizontal=True, vertical_alignment="center"):
        rehearse = st.button("Dry run", icon=":material/science:", help="Counts; stores nothing.")
        st.button(
            "Import",
            type="primary",
            icon=":material/download:",
            on_click=_on_import,
            args=(upload, format, options),
        )
    if rehearse:
        rehearsing.show(upload.path, upload.file, format, options)


def _title(name: str, upload: Upload) -> str:
    return f"{FORMATS[name].title}{' (recognised)' if name == upload.format else ''}"


def _tell_of_earlier(upload: Upload) -> None:
    with database.reading(database.engine()) as connection:
        earlier = read.latest(connection, upload.file.digest)
    if earlier:
        st.info(
            f"This very file was imported before ({earlier.state.lower()}). Importing it again "
            "adds only what is not there yet.",
            icon=":material/history:",
        )


def _on_import(upload: Upload, format: str, options: Options) -> None:
    """Hand the file to a process of its own and watch it."""
    by = st.session_state.person
    reading.remember(upload.path, format, options, by=by)
    import_process.start(upload.path, upload.file, format, options, by=by)
    st.session_state["import shown"] = upload.file.digest
    st.session_state["upload edition"] = st.session_state.get("upload edition", 0) + 1
