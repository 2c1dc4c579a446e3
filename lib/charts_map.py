"""Sentences on a plane as a plotly figure."""

from html import escape
from textwrap import wrap

import plotly.graph_objects as go
import polars as pl

from lib.domain import Temperature
from lib.palette import COLORS, COLORS_ON_DARK, SHAPES

HEIGHT = 560
GREY = "#8a8f98"
SPREAD = 0.45  # of the way to black, and to white, that shades of a colour go
LINE = 60  # characters of a sentence before it breaks on hover
SYMBOLS = {
    Temperature.HOT: "triangle-up",
    Temperature.WARM: "diamond",
    Temperature.COLD: "circle",
}


def sentences(placed: pl.DataFrame, *, intent: str | None = None, dark: bool = False) -> go.Figure:
    """A mark a sentence: exemplars by temperature, what visitors said in grey.

    `placed` has the columns x, y, text, intent and temperature, the last two empty for visitors'
    sentences. Each intent has a shade of its temperature's colour; those of `intent` stand out.
    """
    colors = COLORS_ON_DARK if dark else COLORS
    figure = go.Figure()
    visitors = placed.filter(pl.col("temperature") == "")
    if len(visitors):
        grey = [GREY] * len(visitors)
        _add(figure, visitors, "What visitors said", grey, "circle", size=5, opacity=0.5)
    for temperature in Temperature:
        own = placed.filter(pl.col("temperature") == temperature)
        chosen = own.filter(pl.col("intent") == (intent or ""))
        faint = 0.25 if intent else 0.75
        name, symbol = f"{SHAPES[temperature]} {temperature}", SYMBOLS[temperature]
        shades = _shades(own["intent"].unique().sort().to_list(), colors[temperature])
        shown = [shades[each] for each in own["intent"]]
        _add(figure, own, name, shown, symbol, size=8, opacity=faint)
        if len(chosen):
            alike = [colors[temperature]] * len(chosen)
            _add(figure, chosen, str(intent), alike, symbol, size=13, opacity=1)
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
    color: list[str],
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


def _shades(intents: list[str], color: str) -> dict[str, str]:
    """A shade for each intent, from a darker to a lighter one of the colour (#rrggbb)."""
    red, green, blue = (int(color[start : start + 2], 16) for start in (1, 3, 5))
    found = {}
    for place, intent in enumerate(intents):
        lighter = SPREAD * (2 * place / max(len(intents) - 1, 1) - 1)
        towards = 255 if lighter > 0 else 0
        mixed = (round(part + (towards - part) * abs(lighter)) for part in (red, green, blue))
        found[intent] = "#{:02x}{:02x}{:02x}".format(*mixed)
    return found
