"""Which leads the draft would move between temperatures, and publishing it."""

from datetime import UTC, datetime

import polars as pl
import streamlit as st

from lib import archive, database, drafts
from lib.domain import LeadsError, Temperature
from lib.palette import SHAPES
from pages.lab import workbench
from pages.lab.workbench import Lab

MOST_SHOWN = 1_000
LONGEST_NOTE = 500
NOTE = "lab note"


def show(lab: Lab) -> None:
    """How many leads would move from where to where, who they are, and the button to publish."""
    if lab.draft is None:
        st.info("There is no draft. Change a sentence or a threshold, and see here what it does.")
        return
    leads = lab.leads()
    moved = archive.changes(leads, lab.ready())
    total = len(leads.people)
    st.text(
        f"{len(moved):,} of {_leads(total)} would change temperature."
        if total
        else "No lead has a score that could change yet."
    )
    if not moved.is_empty():
        _moves(moved)
    _publish(lab, lab.draft, len(moved))


def _moves(moved: pl.DataFrame) -> None:
    counts = {
        (before, after): number
        for before, after, number in moved.group_by("temperature", "would_be").len().iter_rows()
    }
    with st.container(horizontal=True):
        for (before, after), number in sorted(counts.items(), key=lambda each: -each[1]):
            st.metric(f"{_shape(before)} → {_shape(after)}", f"{number:,}", border=True)
    ways = sorted(counts, key=lambda each: -counts[each])
    chosen = st.pills(
        "Show only",
        ways,
        format_func=lambda way: f"{way[0]} → {way[1]}",
        key="lab moves",
    )
    if chosen:
        moved = moved.filter(temperature=chosen[0], would_be=chosen[1])
    who = pl.coalesce("name", "email", pl.lit("No name"))
    table = moved.head(MOST_SHOWN).select(
        who.alias("lead"),
        "intent",
        "status",
        "temperature",
        "score",
        "would_be",
        "would_score",
        pl.format("/conversation?lead={}", "lead_id").alias("open"),
    )
    st.dataframe(
        table,
        hide_index=True,
        height=min(420, 38 + 35 * len(table)),
        column_config={
            "lead": st.column_config.TextColumn("Lead", width="medium"),
            "intent": st.column_config.TextColumn("Intent", width="large"),
            "status": "Status",
            "temperature": "Now",
            "score": st.column_config.NumberColumn("Score now", format="%.0f"),
            "would_be": "Would be",
            "would_score": st.column_config.NumberColumn("Would score", format="%.0f"),
            "open": st.column_config.LinkColumn("Conversation", display_text="Open"),
        },
    )
    if len(moved) > MOST_SHOWN:
        st.text(f"The {MOST_SHOWN:,} that would move furthest are shown.")


def _publish(lab: Lab, draft: drafts.Draft, moved: int) -> None:
    st.subheader("Publish")
    with st.form("publish", border=False):
        st.text_input(
            "What was changed, and why",
            max_chars=LONGEST_NOTE,
            placeholder="For those who read the history",
            key=NOTE,
        )
        # A callback has the arguments that were shown: nobody publishes what they did not see.
        st.form_submit_button(
            f"Publish, and move {_leads(moved)}",
            type="primary",
            on_click=_on_publish,
            args=(lab, draft),
        )
    if problem := st.session_state.pop("lab refused", ""):
        st.error(problem, icon=":material/warning:")


def _on_publish(lab: Lab, draft: drafts.Draft) -> None:
    note = st.session_state[NOTE].strip()
    if not note:
        st.session_state["lab refused"] = "Say in a few words what was changed, and why."
        return
    try:
        lab.ready()  # every sentence has its vector before scores are made with it
        with database.writing(database.engine()) as connection:
            set_id = drafts.publish(
                connection, draft, note=note, by=st.session_state.person, now=datetime.now(UTC)
            )
    except LeadsError as error:
        st.session_state["lab refused"] = str(error)
        return
    st.session_state.pop("lab steps", None)
    workbench.forget_leads()
    st.toast(f"Set {set_id} is published. Scores are being made again.", icon=":material/check:")


def _leads(count: int) -> str:
    return f"{count:,} lead" + "s" * (count != 1)


def _shape(temperature: str) -> str:
    return f"{SHAPES[Temperature(temperature)]} {temperature}"
