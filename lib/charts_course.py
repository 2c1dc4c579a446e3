"""How the score of a conversation went, as a plotly figure."""

from textwrap import wrap

import plotly.graph_objects as go
import polars as pl

from lib.charts import GREY, calm, message_axis
from lib.domain import Temperature
from lib.palette import COLORS, COLORS_ON_DARK, SHAPES
from lib.transcript import plain

LEAST_APART = 12  # points between two numbers on an axis
HOVER_WIDTH, HOVER_LINES = 44, 4
SYMBOLS = {
    Temperature.HOT: "triangle-up",
    Temperature.WARM: "diamond",
    Temperature.COLD: "circle",
}


def course(
    base: float,
    steps: pl.DataFrame,
    *,
    hot: float,
    warm: float,
    turned_hot: int | None,
    dark: bool = False,
) -> go.Figure:
    """The score from the base on, after each message, and where it turned Hot.

    `steps` has the columns position, score, temperature and said; `hot` and `warm` are thresholds.
    """
    colors = COLORS_ON_DARK if dark else COLORS
    temperatures = [Temperature(each) for each in steps["temperature"]]
    figure = go.Figure(
        go.Scatter(
            x=list(range(len(steps) + 1)),
            y=[base, *steps["score"]],
            mode="lines+markers",
            line={"color": GREY, "width": 2},
            marker={
                "color": [GREY, *(colors[each] for each in temperatures)],
                "symbol": ["circle", *(SYMBOLS[each] for each in temperatures)],
                "size": 10,
            },
            customdata=["Nothing is known yet", *map(_folded, steps["said"])],
            hovertemplate="%{customdata}<br><b>%{y:.0f}</b> after it<extra></extra>",
            cliponaxis=False,
        )
    )
    for name, at in ((Temperature.HOT, hot), (Temperature.WARM, warm)):
        figure.add_hline(at, line={"color": colors[name], "dash": "dot", "width": 1})
    if turned_hot is not None:
        _mark_turn(figure, steps, turned_hot, colors[Temperature.HOT])
    named = {warm: f"Warm {warm:g}", hot: f"Hot {hot:g}"}
    ends = [end for end in (0, 100) if min(abs(end - at) for at in named) >= LEAST_APART]
    ticks = {end: f"{end}" for end in ends} | named
    axis = {"tickvals": list(ticks), "ticktext": list(ticks.values()), "range": [0, 104]}
    labels = ["Start", *(f"{position + 1}" for position in steps["position"])]
    return calm(
        figure, showlegend=False, xaxis=message_axis(labels), yaxis=axis | {"showgrid": False}
    )


def _mark_turn(figure: go.Figure, steps: pl.DataFrame, position: int, color: str) -> None:
    """A line from the point down to the axis, and the word beside it where the chart is empty."""
    place = steps["position"].to_list().index(position) + 1
    end = {"x0": place, "x1": place, "y0": 0, "y1": steps["score"][place - 1]}
    figure.add_shape(type="line", **end, line={"color": color, "width": 1}, layer="below")
    figure.add_annotation(
        x=place,
        y=0,
        text=f"{SHAPES[Temperature.HOT]} turned Hot",
        font={"color": color},
        showarrow=False,
        yanchor="bottom",
        xanchor="right" if place > len(steps) / 2 else "left",
    )


def _folded(text: str) -> str:
    """The beginning of a text as a hover box can hold it; what a visitor wrote is no markup."""
    lines = wrap(text, HOVER_WIDTH, max_lines=HOVER_LINES, placeholder=" …")
    return "<br>".join(map(plain, lines))
