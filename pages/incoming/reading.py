"""How a file is to be read: its columns, the zone of its times, who of its authors is us."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

import polars as pl
import streamlit as st

from lib import column_choices, database, moments
from lib.domain import Conversation
from lib.import_questions import Questions, preview_of, questions
from lib.importers import Options
from pages.incoming import mapping

LONGEST_SHOWN = 200  # characters of a message in the preview


def ask(path: Path, digest: str, format: str) -> Options | None:
    """What a person says of the file; None while something is missing that it needs."""
    asked = questions(path, format)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        source = st.text_input(
            "Source",
            key=f"source of {digest}",
            placeholder="as the file says, else import",
            help="The name of the system that these conversations come from.",
            max_chars=100,
            width=260,
        )
        zone = _zone(digest) if asked.asks_zone else "UTC"
        day_first = _day_first(digest) if asked.asks_day_first else None
    us = _us(asked, digest) if asked.authors else ()
    columns = mapping.ask(asked, digest) if asked.header else {}
    if asked.authors and not us and not asked.may_guess:
        st.info("Say who of them is you; everybody else is a visitor.", icon=":material/person:")
        return None
    if columns is None:
        return None
    return Options(
        source=" ".join(source.split()) or None,
        zone=UTC if zone == "UTC" else ZoneInfo(zone),
        us=frozenset(us),
        day_first=day_first,
        columns=columns,
    )


def remember(path: Path, format: str, options: Options, *, by: str) -> None:
    """Keep the chosen columns for the next file with this header."""
    header = questions(path, format).header
    if header and options.columns:
        with database.writing(database.engine()) as connection:
            column_choices.remember(
                connection, header, options.columns, by=by, now=datetime.now(UTC)
            )


def preview(path: Path, format: str, options: Options) -> None:
    """The first conversations as they would be stored."""
    rows = [
        (each.session_id, message.role.value.capitalize(), _when(message.sent_at), message.text)
        for each in preview_of(path, format, options)
        if isinstance(each, Conversation)
        for message in each.messages[:10]
    ]
    columns = ("Conversation", "Who", "When", "What was said")
    shown = [(*row[:3], row[3][:LONGEST_SHOWN]) for row in rows]
    st.text("The first conversations, as they would be stored:")
    st.dataframe(
        pl.DataFrame(shown, schema=dict.fromkeys(columns, pl.String), orient="row"),
        hide_index=True,
        height=min(38 + 35 * len(rows), 280) if rows else 75,
        column_config={
            "Conversation": st.column_config.TextColumn(width="small"),
            "Who": st.column_config.TextColumn(width=90),
            "When": st.column_config.TextColumn(width=150),
            "What was said": st.column_config.TextColumn(width="large"),
        },
    )


def _when(moment: datetime | None) -> str:
    local = moments.zone(st.context.timezone)
    return moment.astimezone(local).strftime("%Y-%m-%d %H:%M") if moment else "not told"


def _zone(digest: str) -> str:
    zones = ["UTC", *sorted(available_timezones() - {"UTC"})]
    own = st.context.timezone
    return st.selectbox(
        "Time zone",
        zones,
        index=zones.index(own) if own in zones else 0,
        key=f"zone of {digest}",
        help="Of times in the file that name none.",
        width=260,
    )


def _day_first(digest: str) -> bool:
    order = st.segmented_control(
        "3/4 is",
        ["3 April", "4 March"],
        default="3 April",
        required=True,
        key=f"order of {digest}",
        help="The file's dates leave it open which number is the day.",
    )
    return bool(order == "3 April")


def _us(asked: Questions, digest: str) -> list[str]:
    """Authors by name, or domains of e-mail where there are too many people to name."""
    unit = "people" if asked.may_guess else "messages"
    return st.multiselect(
        "Which of these is you?" if asked.may_guess else "Who of them is you?",
        list(asked.authors),
        format_func=lambda name: f"{name} ({asked.authors[name]:,} {unit})",
        key=f"us in {digest}",
        placeholder="Guests are the visitors" if asked.may_guess else "Choose one or more",
    )
