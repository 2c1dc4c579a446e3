"""What the exemplars stand for: their account, what they leave out, and a map."""

from dataclasses import replace

import polars as pl
import streamlit as st

from lib import charts_map, database, exemplar_rows, gaps, ledger, mapping
from lib.domain import Temperature
from lib.palette import SHAPES
from pages.lab import editing
from pages.lab.workbench import Lab, Mark

KEPT = 600  # seconds
MOST_GROUPS = 12
MOST_QUOTED = 4
TABLE = 420


def show(lab: Lab) -> None:
    """Three parts, of which only the chosen one is computed."""
    parts = {"Account": _account, "Gaps": _gaps, "Map": _map}
    part = st.segmented_control(
        "Part",
        list(parts),
        default="Account",
        required=True,
        key="lab part",
        label_visibility="collapsed",
    )
    parts[part](lab)


def _account(lab: Lab) -> None:
    found = ledger.ledger(_tally(_url(), lab.published.id), lab.ready())
    st.text(
        "How often each sentence was the nearest to what a visitor said, and what became of those "
        "leads."
    )
    marks = {mark: len(found.filter(mark=mark)) for mark in ledger.Mark}
    chosen = st.pills(
        "Show only",
        [mark for mark, count in marks.items() if count],
        format_func=lambda mark: f"{mark} ({marks[mark]:,})",
        key="lab marks",
        help=(
            "Misleads: its leads were Lost (or, of a Cold one, Qualified) surely more often than "
            "others. In conflict: almost the same as a sentence of another temperature. "
            "Near-duplicate: almost the same as another. Never nearest: nobody says it."
        ),
    )
    if chosen:
        found = found.filter(mark=chosen)
    st.dataframe(
        found.sort("nearest", descending=True).with_columns(
            pl.col("temperature").map_elements(_shape, return_dtype=pl.String),
            pl.format("{} – {}", _percent("low"), _percent("high")).alias("range"),
            (pl.col("share") * 100).alias("share"),
        ),
        hide_index=True,
        height=TABLE,
        column_order=[
            *("text", "intent", "temperature", "nearest", "leads", "qualified", "lost"),
            *("share", "range", "mark", "twin"),
        ],
        column_config={
            "text": st.column_config.TextColumn("Sentence", width="large"),
            "intent": "Intent",
            "temperature": st.column_config.TextColumn("Is", width="small"),
            "nearest": st.column_config.NumberColumn("Nearest", width="small", format="localized"),
            "leads": st.column_config.NumberColumn("Leads", width="small", format="localized"),
            "qualified": st.column_config.NumberColumn("Qualified", width="small"),
            "lost": st.column_config.NumberColumn("Lost", width="small"),
            "share": st.column_config.NumberColumn(
                "Qualified %",
                format="%.0f",
                width="small",
                help="Of the Qualified and the Lost ones",
            ),
            "range": st.column_config.TextColumn("95 % sure", width="small"),
            "mark": st.column_config.TextColumn("Mark", width="small"),
            "twin": st.column_config.TextColumn("Other sentence", width="large"),
        },
    )


def _gaps(lab: Lab) -> None:
    found = _found_gaps(_url(), lab.published.id, lab.published.model)
    if not found:
        st.info("Nothing: everything that visitors said lately resembles an exemplar.")
        return
    st.text("What visitors said lately that resembles no exemplar, what is alike together.")
    known = {each.text.casefold() for each in lab.shown.exemplars}
    warmth = exemplar_rows.temperatures(lab.shown.exemplars)
    for gap in found[:MOST_GROUPS]:
        if gap[0].casefold() not in known:
            _gap(lab, gap, warmth)
    if len(found) > MOST_GROUPS:
        st.text(f"{len(found) - MOST_GROUPS:,} more groups are smaller.")


def _gap(lab: Lab, gap: list[str], warmth: dict[str, str]) -> None:
    first, *others = gap
    with st.container(border=True):
        st.text(f"“{first}”")
        if others:
            quoted = " · ".join(f"“{each}”" for each in others[:MOST_QUOTED])
            st.text(f"and {len(others):,} like it: {quoted}")
        with st.container(horizontal=True, vertical_alignment="bottom"):
            intent = st.selectbox(
                "Add as exemplar of",
                sorted(warmth),
                index=None,
                placeholder="Choose an intent",
                format_func=lambda name: f"{SHAPES[Temperature(warmth[name])]} {name}",
                key=f"gap intent {first}",
                width=320,
            )
            st.button(
                "Add to the draft",
                disabled=intent is None,
                key=f"gap add {first}",
                on_click=_add,
                args=(lab, first, intent, warmth),
            )


def _add(lab: Lab, text: str, intent: str, warmth: dict[str, str]) -> None:
    read = exemplar_rows.read([(1, {"text": text, "intent": intent})], warmth, "Row")
    if read.refused:
        st.toast(read.refused[0].removeprefix("Row 1: ").capitalize(), icon=":material/warning:")
        return
    to = replace(lab.shown, exemplars=(*lab.shown.exemplars, *read.exemplars))
    editing.apply(lab, to, f"added a sentence to {intent}")


def _map(lab: Lab) -> None:
    exemplars = lab.shown.exemplars
    intent = st.selectbox(
        "Intent that stands out",
        sorted({each.intent for each in exemplars}),
        index=None,
        placeholder="None",
        key="lab map intent",
        width=320,
    )
    placed = _placed(_url(), lab.mark, lab)
    st.plotly_chart(
        charts_map.sentences(placed, intent=intent, dark=st.context.theme.type == "dark"),
        config={"displayModeBar": False},
        alt="Exemplars and what visitors said lately: what is alike lies close together",
    )
    st.text("What is alike lies close together. Point at a mark to read the sentence.")


@st.cache_data(ttl=KEPT, max_entries=2, show_spinner="Counting …")
def _tally(url: str, set_id: int) -> ledger.Tally:
    with database.reading(database.connect(url)) as connection:
        return ledger.tally(connection)


@st.cache_data(ttl=KEPT, max_entries=2, show_spinner="Reading what visitors said …")
def _found_gaps(url: str, set_id: int, model: str) -> list[list[str]]:
    with database.reading(database.connect(url)) as connection:
        return gaps.gaps(connection, model)


@st.cache_data(ttl=KEPT, max_entries=4, show_spinner="Drawing the map …")
def _placed(url: str, mark: Mark, _lab: Lab) -> pl.DataFrame:
    with database.reading(database.connect(url)) as connection:
        said = mapping.said_lately(connection, _lab.shown.model)
    return mapping.placed(_lab.ready(), said)


def _url() -> str:
    return database.engine().url.render_as_string(hide_password=False)


def _shape(temperature: str) -> str:
    return f"{SHAPES[Temperature(temperature)]} {temperature}"


def _percent(name: str) -> pl.Expr:
    return (pl.col(name) * 100).round(0).cast(pl.Int64)
