"""Sentences on a plane as a plotly figure."""

from html import escape
from textwrap import wrap

import plotly.graph_objects as go
import polars as pl

from lib.domain import Temperature
from lib.palette import COLORS, COLORS_ON_DARK, SHAPES

HEIGHT = 560
GREY = "#8a8f98"
LINE = 60  # characters of a sentence before it breaks on hover
SYMBOLS = {
    Temperature.HOT: "triangle-up",
    Temperature.WARM: "diamond",
    Temperature.COLD: "circle",
}


def sentences(placed: pl.DataFrame, *, intent: str | None = None, dark: bool = False) -> go.Figure:
    """A mark a sentence: exemplars by temperature, what visitors said in grey.

    `placed` has the columns x, y, text, intent and temperature, the last two empty for visitors'
    sentences. The exemplars of `intent` stand out.
    """
    colors = COLORS_ON_DARK if dark else COLORS
    figure = go.Figure()
    visitors = placed.filter(pl.col("temperature") == "")
    if len(visitors):
        _add(figure, visitors, "What visitors said", GREY, "circle", size=5, opacity=0.5)
    for temperature in Temperature:
        own = placed.filter(pl.col("temperature") == temperature)
        chosen = own.filter(pl.col("intent") == (intent or ""))
        faint = 0.25 if intent else 0.75
        name, symbol = f"{SHAPES[temperature]} {temperature}", SYMBOLS[temperature]
        _add(figure, own, name, colors[temperature], symbol, size=8, opacity=faint)
        if len(chosen):
            _add(figure, chosen, str(intent), colors[temperature], symbol, size=13, opacity=1)
    nothing = {"visible": False}
    figure.update_layout(
        height=HEIGHT,
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        xaxis=nothing,
        yaxis=nothing,
        hoverlabel={"align": "left"},
    )
    return figure


def _add(
    figure: go.Figure,
    rows: pl.DataFrame,
    name: str,
    color: str,
    symbol: str,
    *,
    size: int,
    opacity: float,
) -> None:
    told = [
        "<br>".join(map(escape, wrap(text, LINE))) + (f"<br><b>{escape(of)}</b>" if of else "")
        for text, of in rows.select("text", "intent").iter_rows()
    ]
    figure.add_scatter(
        x=rows["x"].to_list(),
        y=rows["y"].to_list(),
        mode="markers",
        name=name,
        text=told,
        hovertemplate="%{text}<extra></extra>",
        marker={
            "color": color,
            "symbol": symbol,
            "size": size,
            "opacity": opacity,
            "line": {"width": 0},
        },
    )
