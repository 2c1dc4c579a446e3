"""A dry run on the page: what an import would bring, without bringing it."""

from pathlib import Path

import streamlit as st

from lib import database, importers
from lib.domain import Refused
from lib.importers import Options
from lib.imports import File
from lib.ingest import Recorded
from lib.rehearsal import rehearse
from lib.wording import counted
from pages.incoming import refused

SHOWN = 100  # refused rows


def show(path: Path, file: File, format: str, options: Options) -> None:
    """Count what would be stored, and show what would be refused."""
    bar = st.progress(0.0, "Reading the file")
    read = [0]
    total, refusals = Recorded(), list[Refused]()
    count = 0
    entries = importers.read(
        path, options, format=format, on_read=lambda done: read.__setitem__(0, done)
    )
    for batch, recorded in rehearse(database.engine(), entries):
        total += recorded
        count += len(batch.refused)
        refusals += batch.refused[: SHOWN - len(refusals)]
        bar.progress(min(read[0] / max(file.size, 1), 1.0), "Reading the file")
    bar.empty()
    st.text(
        f"This import would store {counted(total.stored, 'conversation')} with "
        f"{counted(total.messages, 'new message')}. {total.unchanged:,} are there already, "
        f"{count:,} would be refused. Nothing was stored."
    )
    if refusals:
        refused.table(refusals)
