"""How good a set is, and where its thresholds lie, as plotly figures."""

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go
import polars as pl

from lib.domain import Temperature
from lib.palette import COLORS, COLORS_ON_DARK, SHAPES

HEIGHT = 300
BIN = 2  # points of a score that share a bar
GREY = "#8a8f98"
LINES = {"precision": "#1f5fa8", "recall": "#8a3ffc"}
LINES_ON_DARK = {"precision": "#7db4ea", "recall": "#c8a6ff"}
DASHES = ("solid", "dot")  # the set that is looked at, and the one beside it
TEXT, TEXT_ON_DARK = "#1c2530", "#e6ebf0"
CELL = "rgba(47, 111, 179, {})"


def confusion(counts: Sequence[Sequence[int]], *, dark: bool = False) -> go.Figure:
    """What sentences of each temperature (rows) are called (columns): how many, and the share.

    `counts` is in the order Hot, Warm, Cold.
    """
    shares = [[each / max(sum(row), 1) for each in row] for row in counts]
    text = [
        [f"{each:,}<br>{share:.0%}" for each, share in zip(row, of, strict=True)]
        for row, of in zip(counts, shares, strict=True)
    ]
    names = [f"{SHAPES[each]} {each}" for each in Temperature]
    figure = go.Figure(
        go.Heatmap(
            z=shares,
            x=names,
            y=names,
            text=text,
            texttemplate="%{text}",
            textfont={"color": TEXT_ON_DARK if dark else TEXT, "size": 14},
            zmin=0,
            zmax=1,
            colorscale=[[0, CELL.format(0.04)], [1, CELL.format(0.6)]],
            showscale=False,
            xgap=3,
            ygap=3,
            hovertemplate="%{y} sentences called %{x}: %{z:.0%}<extra></extra>",
        )
    )
    _calm(figure, xaxis={"title": "Called", "side": "top"}, yaxis={"title": "Is"})
    return figure.update_yaxes(autorange="reversed", showgrid=False)


def precision_and_recall(
    curves: Mapping[str, pl.DataFrame], hot: Mapping[str, float], *, dark: bool = False
) -> go.Figure:
    """Of each set, by its name, precision and recall of Hot along the threshold from 0 to 100.

    A curve has the columns at, precision and recall; `hot` says where each set's threshold is.
    """
    colors = LINES_ON_DARK if dark else LINES
    figure = go.Figure()
    for (name, curve), dash in zip(curves.items(), DASHES, strict=False):
        for which, color in colors.items():
            figure.add_scatter(
                x=curve["at"].to_list(),
                y=curve[which].to_list(),
                name=f"{which.capitalize()}, {name}" if len(curves) > 1 else which.capitalize(),
                line={"color": color, "dash": dash, "width": 2},
                mode="lines",
                hovertemplate=f"Hot from %{{x}}: {which} %{{y:.0%}}<extra>{name}</extra>",
            )
        figure.add_vline(hot[name], line={"color": GREY, "dash": dash, "width": 1})
    first = next(iter(hot.values()))
    figure.add_annotation(
        x=first, y=0.03, text=f"Hot from {first:g}", showarrow=False, xanchor="right", xshift=-4
    )
    return _calm(
        figure,
        xaxis={"title": "Hot from this score", "range": [0, 101], "dtick": 20},
        yaxis={"range": [0, 1.03], "tickformat": ".0%"},
    )


def reliability(bins: Mapping[str, Sequence[Any]], *, dark: bool = False) -> go.Figure:
    """Of each set, by its name, the share that was Hot against the stated chance of Hot.

    A bin has conversations (the number beside it), stated, share, low and high; its bar is the 95 %
    interval. On the diagonal what was stated came true.
    """
    colors = COLORS_ON_DARK if dark else COLORS
    figure = go.Figure()
    figure.add_scatter(
        x=[0, 1], y=[0, 1], mode="lines", line={"color": GREY, "dash": "dash", "width": 1},
        showlegend=False, hoverinfo="skip",
    )  # fmt: skip
    looks = ((colors[Temperature.HOT], "circle"), (GREY, "circle-open"))
    for (name, of), (color, symbol) in zip(bins.items(), looks, strict=False):
        figure.add_scatter(
            x=[each.stated for each in of],
            y=[each.share for each in of],
            customdata=[each.conversations for each in of],
            text=[f" {each.conversations:,}" if symbol == "circle" else "" for each in of],
            textposition="bottom right",
            textfont={"size": 11, "color": GREY},
            name=name,
            mode="lines+markers+text",
            line={"color": color, "width": 1.5},
            marker={"symbol": symbol, "size": 9, "color": color},
            error_y={
                "visible": symbol == "circle",  # those of two sets would hide each other
                "array": [each.high - each.share for each in of],
                "arrayminus": [each.share - each.low for each in of],
                "thickness": 1.2,
                "width": 3,
            },
            hovertemplate="stated %{x:.0%}, was Hot %{y:.0%} of %{customdata:,}"
            f"<extra>{name}</extra>",
        )
    axis = {"range": [-0.06, 1.06], "tickformat": ".0%"}
    return _calm(
        figure,
        showlegend=len(bins) > 1,
        xaxis={"title": "Stated chance of Hot", **axis},
        yaxis={"title": "Was Hot", **axis},
    )


def score_histogram(
    scores: Sequence[float], hot: float, warm: float, *, dark: bool = False
) -> go.Figure:
    """How many leads have which score, in the colours of what the thresholds make of them."""
    colors = COLORS_ON_DARK if dark else COLORS
    ends = {Temperature.HOT: (hot, 101.0), Temperature.WARM: (warm, hot)}
    figure = go.Figure()
    for temperature in reversed(Temperature):
        low, high = ends.get(temperature, (-1.0, warm))
        figure.add_histogram(
            x=[score for score in scores if low <= score < high],
            xbins={"start": 0, "end": 100 + BIN, "size": BIN},
            autobinx=False,
            name=f"{SHAPES[temperature]} {temperature}",
            marker={"color": colors[temperature], "line": {"width": 0}},
            hovertemplate=f"%{{y}} {temperature}, score %{{x}}<extra></extra>",
        )
    for name, at, row in (("Hot", hot, 1.0), ("Warm", warm, 1.09)):  # two rows: they may be near
        figure.add_vline(at, line={"color": GREY, "dash": "dash", "width": 1.5})
        figure.add_annotation(
            x=at,
            y=row,
            yref="paper",
            yanchor="bottom",
            xanchor="right" if at > 50 else "left",
            text=f"{name} from {at:g}",
            showarrow=False,
        )
    return _calm(
        figure,
        barmode="stack",
        bargap=0.08,
        xaxis={"title": "Score", "range": [0, 101], "dtick": 10},
        yaxis={"title": "Leads"},
        margin={"l": 8, "r": 8, "t": 44, "b": 8},
        legend={"orientation": "h", "y": -0.25, "yanchor": "top", "x": 0, "traceorder": "reversed"},
    )


def _calm(figure: go.Figure, **layout: object) -> go.Figure:
    """Little ink, as in lib/charts.py, with room for the names of the axes."""
    figure.update_layout(
        height=HEIGHT,
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        hovermode="closest",
    )
    figure.update_xaxes(showgrid=False, fixedrange=True, zeroline=False)
    figure.update_yaxes(fixedrange=True, zeroline=False)
    return figure.update_layout(**layout)
