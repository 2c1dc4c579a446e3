"""What could not be taken in over HTTP: a table, a look at each body, and another try."""

from collections.abc import Sequence
from datetime import UTC, datetime

import streamlit as st

from lib import database, quarantine
from lib.domain import LeadsError
from lib.queries import quarantine as read
from lib.transcript import INVISIBLE

MOST_DRAWN = 20_000  # characters of a body


def draw() -> None:
    """The section; nothing but a sentence where nothing waits."""
    with database.reading(database.engine()) as connection:
        shown, ids = read.waiting(connection), read.ids(connection)
    if not ids:
        st.text("Nothing waits here. What cannot be taken in is kept, and can be tried again.")
        return
    more = f", the latest {shown.height:,} of them below" if len(ids) > shown.height else ""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text(f"{len(ids):,} could not be taken in{more}.")
        st.button("Try all again", on_click=_try_again, args=(ids,), icon=":material/replay:")
    st.dataframe(
        shown.drop("size"),
        hide_index=True,
        column_config={
            "id": st.column_config.NumberColumn("Number", format="%d", width="small"),
            "received_at": st.column_config.DatetimeColumn(
                "Came in", timezone=st.context.timezone or "UTC", format="D MMM YYYY, HH:mm"
            ),
            "source": st.column_config.TextColumn("Source"),
            "door": st.column_config.TextColumn("Through"),
            "path": st.column_config.TextColumn("Field"),
            "reason": st.column_config.TextColumn("Why", width="large"),
            "attempts": st.column_config.NumberColumn("Tries", width="small"),
        },
    )
    chosen = st.selectbox("Look at one", shown["id"].to_list(), key="quarantined", width=160)
    if chosen is not None:
        _one(chosen)


def _one(id: int) -> None:
    try:
        with database.reading(database.engine()) as connection:
            row = read.body(connection, id)
    except LeadsError as error:  # somebody was faster
        st.warning(str(error), icon=":material/info:")
        return
    st.text(f"{row.source}: {row.path}: {row.reason}".translate(INVISIBLE))
    st.code(row.body[:MOST_DRAWN].translate(INVISIBLE), language=None, wrap_lines=True, height=320)
    if len(row.body) > MOST_DRAWN:
        st.text(f"These are the first {MOST_DRAWN:,} of {len(row.body):,} characters.")
    with st.container(horizontal=True):
        st.button("Try again", on_click=_try_again, args=([id],), icon=":material/replay:")
        with st.popover("Drop", icon=":material/delete:", width="content"):
            st.text("What is dropped is gone for good.")
            st.button("Drop it", on_click=_drop, args=(id,), type="primary")


def _try_again(ids: Sequence[int]) -> None:
    try:
        done = quarantine.replay(database.engine(), ids, now=datetime.now(UTC))
    except LeadsError as error:
        st.toast(str(error), icon=":material/warning:", duration="long")
        return
    told = f"{done.stored + done.unchanged:,} taken in, {len(done.refused):,} still refused."
    st.toast(told, icon=":material/warning:" if done.refused else ":material/check:")


def _drop(id: int) -> None:
    try:
        with database.writing(database.engine()) as connection:
            quarantine.drop(connection, [id])
    except LeadsError as error:
        st.toast(str(error), icon=":material/warning:", duration="long")
        return
    st.toast("Dropped.", icon=":material/check:")
