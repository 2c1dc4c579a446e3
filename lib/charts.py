"""Frames to plotly figures."""

from datetime import date, timedelta
from itertools import accumulate
from typing import Any

import plotly.graph_objects as go
import polars as pl

from lib.domain import Temperature
from lib.palette import COLORS, COLORS_ON_DARK, SHAPES

HEIGHT = 240
MOST_LABELLED = 10  # steps of a score that fit with a number at each
WORTH_A_LABEL = 5.0  # points from which a step among many has one
GREY = "#8a8f98"


def lead_flow(flow: pl.DataFrame, *, until: date, days: int = 30, dark: bool = False) -> go.Figure:
    """Leads captured on each of the days up to `until`, stacked by temperature.

    `flow` has the columns day, temperature and leads; days without leads are drawn as such.
    """
    calendar = pl.DataFrame({"day": [until - timedelta(days=n) for n in reversed(range(days))]})
    colors = COLORS_ON_DARK if dark else COLORS
    figure = go.Figure()
    for temperature in reversed(Temperature):
        own = flow.filter(pl.col("temperature") == temperature)
        counts = calendar.join(own, on="day", how="left")["leads"].fill_null(0)
        figure.add_bar(
            x=calendar["day"].to_list(),
            y=counts.to_list(),
            name=f"{SHAPES[temperature]} {temperature}",
            marker={"color": colors[temperature], "line": {"width": 0}},
            hovertemplate=f"%{{x|%a %-d %b}}: %{{y}} {temperature}<extra></extra>",
        )
    return calm(figure, barmode="stack", bargap=0.25, xaxis={"tickformat": "%-d %b"})


def points(base: float, evidence: list[dict[str, Any]], *, dark: bool = False) -> go.Figure:
    """From the base to the score, a step for each thing the visitor said.

    `evidence` is in the order of the conversation; each has position and points.
    """
    colors = COLORS_ON_DARK if dark else COLORS
    labels = ["Start", *(f"{each['position'] + 1}" for each in evidence), "Score"]
    given = [each["points"] for each in evidence]
    steps = [base, *given, 0]
    reached = list(accumulate(given, initial=base))
    least = WORTH_A_LABEL if len(given) > MOST_LABELLED else 0.0
    figure = go.Figure(
        go.Waterfall(
            x=list(range(len(steps))),
            y=steps,
            measure=["absolute", *["relative"] * len(evidence), "total"],
            text=["", *(f"{step:+.0f}" if abs(step) >= least else "" for step in given), ""],
            textposition="outside",
            textangle=0,
            cliponaxis=False,
            increasing={"marker": {"color": colors[Temperature.HOT]}},
            decreasing={"marker": {"color": colors[Temperature.COLD]}},
            totals={"marker": {"color": GREY}},
            connector={"line": {"width": 1, "color": GREY}},
            hovertemplate="%{delta:+.1f} points, %{final:.0f} after it<extra></extra>",
        )
    )
    span = [min(0, *reached), max(100, *reached) + 12]  # room for the numbers on top
    legible = {"minsize": 10, "mode": "show"}  # a narrow bar would shrink its number
    axes = {"xaxis": message_axis(labels), "yaxis": {"range": span}}
    return calm(figure, showlegend=False, uniformtext=legible, **axes)


def message_axis(labels: list[str]) -> dict[str, Any]:
    """The horizontal axis of the messages: the first and the last, and as many as there is room."""
    last = len(labels) - 1
    every = 1 + last // (MOST_LABELLED + 2)
    ticks = [0, *range(every, last - (every > 1), every), last]
    return {"tickvals": ticks, "ticktext": [labels[tick] for tick in ticks], "tickangle": 0}


def calm(figure: go.Figure, **layout: object) -> go.Figure:
    """What all charts have in common: little ink, room for the numbers."""
    figure.update_layout(
        height=HEIGHT,
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        legend={"orientation": "h", "y": 1.12, "x": 0, "traceorder": "reversed"},
        hovermode="closest",
    )
    figure.update_xaxes(showgrid=False, fixedrange=True)
    figure.update_yaxes(fixedrange=True, rangemode="tozero")
    return figure.update_layout(**layout)
