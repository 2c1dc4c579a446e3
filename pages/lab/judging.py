"""The sentences of the sets, each judged by the others."""

from collections.abc import Mapping
from typing import Any

import polars as pl
import streamlit as st

from lib import charts_quality, judged
from lib.domain import Temperature
from lib.palette import SHAPES

TABLE = 320  # pixels
PLAIN = {"displayModeBar": False}


def show(found: Mapping[str, pl.DataFrame]) -> None:
    """How many of each temperature come out as what, the intents, and which come out wrong.

    `found` has the sentences of each set, by its name, the set that is looked at first.
    """
    dark = st.context.theme.type == "dark"
    *figures, table = st.columns([2] * len(found) + [4 if len(found) == 1 else 3], gap="medium")
    for (name, each), column in zip(found.items(), figures, strict=True):
        right = each.filter(pl.col("called") == pl.col("temperature"))
        with column:
            st.text(f"{_of(name, found)}{len(right):,} of {len(each):,} come out right")
            st.plotly_chart(
                charts_quality.confusion(judged.confusion(each), dark=dark),
                config=PLAIN,
                alt="How many sentences of each temperature are called Hot, Warm or Cold",
                key=f"confusion {name}",
            )
    first, *others = found.values()
    with table:
        st.text("Intents, the worst first")
        _intents(judged.by_intent(first), judged.by_intent(others[0]) if others else None)
    wrong = judged.wrong(first)
    told = f"{len(wrong):,} sentences come out wrong, the nearest to another one first"
    st.text(f"{_of(next(iter(found)), found)}{told}")
    _wrong(wrong)


def _of(name: str, found: Mapping[str, object]) -> str:
    return f"{name}: " if len(found) > 1 else ""


def _intents(of: pl.DataFrame, before: pl.DataFrame | None) -> None:
    columns: dict[str, Any] = {
        "intent": st.column_config.TextColumn("Intent", width="medium"),
        "temperature": st.column_config.TextColumn("Is", width="small"),
        "sentences": st.column_config.NumberColumn("Sentences", width="small"),
        "right": st.column_config.ProgressColumn(
            "Right", format="%.0f%%", max_value=100, width="small"
        ),
    }
    if before is not None:
        of = of.join(before.select("intent", published="right"), on="intent", how="left")
        columns["published"] = st.column_config.NumberColumn(
            "Published", format="%.0f%%", width="small"
        )
    of = of.with_columns(pl.selectors.float() * 100)
    st.dataframe(_shaped(of, "temperature"), hide_index=True, height=TABLE, column_config=columns)


def _wrong(of: pl.DataFrame) -> None:
    st.dataframe(
        _shaped(of, "temperature", "called").select(
            "text", "intent", "temperature", "called", "score", "nearest", "nearest_intent"
        ),
        hide_index=True,
        height=TABLE,
        column_config={
            "text": st.column_config.TextColumn("Sentence", width="large"),
            "intent": st.column_config.TextColumn("Intent", width="medium"),
            "temperature": st.column_config.TextColumn("Is", width="small"),
            "called": st.column_config.TextColumn("Called", width="small"),
            "score": st.column_config.NumberColumn("Score", format="%.0f", width="small"),
            "nearest": st.column_config.TextColumn("Nearest other sentence", width="large"),
            "nearest_intent": st.column_config.TextColumn("of the intent", width="medium"),
        },
    )


def _shaped(of: pl.DataFrame, *columns: str) -> pl.DataFrame:
    shapes = {each.value: f"{SHAPES[each]} {each}" for each in Temperature}
    return of.with_columns(pl.col(columns).replace(shapes))
