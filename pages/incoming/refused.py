"""Rows of a file that could not be taken in: why, and all of them to download."""

from itertools import islice

import polars as pl
import streamlit as st

from lib import database, refused_rows
from lib.domain import Refused
from lib.queries import imports as read
from lib.queries.imports import Import

SHOWN = 100


def show(found: Import) -> None:
    """The first refused rows, and all of them as a file."""
    with database.reading(database.engine()) as connection:
        first = list(islice(read.refused(connection, found.id, page=SHOWN), SHOWN))
    table(first)
    st.download_button(
        f"Download {found.refused:,} refused {'row' if found.refused == 1 else 'rows'}",
        lambda: _file(found.id),
        file_name=f"refused-{found.id}.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
    )


def table(rows: list[Refused]) -> None:
    """Refused rows as a table."""
    columns = {
        "Line": pl.Int64,
        "Field": pl.String,
        "Why": pl.String,
        "What stands there": pl.String,
    }
    values = [(each.line, each.path, each.reason, each.raw[:300]) for each in rows]
    st.dataframe(
        pl.DataFrame(values, schema=columns, orient="row"),
        hide_index=True,
        column_config={
            "Line": st.column_config.NumberColumn(width=70, format="localized"),
            "Field": st.column_config.TextColumn(width="small"),
            "Why": st.column_config.TextColumn(width="large"),
        },
    )


def _file(import_id: int) -> bytes:
    with database.reading(database.engine()) as connection:
        return refused_rows.as_csv(read.refused(connection, import_id))
