"""The curve of a score: where it went, what was said there, and where it turned Hot."""

import plotly.graph_objects as go
import polars as pl
import pytest

from lib.charts_course import course
from lib.domain import Temperature
from lib.palette import COLORS, COLORS_ON_DARK
from lib.replay import STEPS

WENT = [(0, 30.0, "Cold", "Hi"), (2, 45.0, "Warm", "How much is it?"), (5, 81.0, "Hot", "Deal")]


def steps(*rows: tuple[int, float, str, str]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=STEPS, orient="row")


def drawn(
    *rows: tuple[int, float, str, str], turned_hot: int | None = None, hot: float = 70
) -> go.Figure:
    return course(50.0, steps(*rows), hot=hot, warm=40.0, turned_hot=turned_hot)


def test_the_curve_goes_from_the_base_through_every_message() -> None:
    figure = drawn(*WENT)
    assert list(figure.data[0].y) == [50, 30, 45, 81]
    assert list(figure.layout.xaxis.ticktext) == ["Start", "1", "3", "6"]


@pytest.mark.parametrize(("dark", "colors"), [(False, COLORS), (True, COLORS_ON_DARK)])
def test_a_point_is_told_by_colour_and_shape(dark: bool, colors: dict[Temperature, str]) -> None:
    figure = course(50.0, steps(*WENT), hot=70, warm=40, turned_hot=None, dark=dark)
    marker = figure.data[0].marker
    assert list(marker.color)[1:] == [colors[each] for each in reversed(Temperature)]
    assert list(marker.symbol)[1:] == ["circle", "diamond", "triangle-up"]


def test_the_thresholds_are_lines_with_a_name() -> None:
    figure = drawn(*WENT, hot=80)
    assert {line.y0 for line in figure.layout.shapes} == {80, 40}
    assert {"Hot 80", "Warm 40", "0", "100"} == set(figure.layout.yaxis.ticktext)


def test_numbers_at_the_side_do_not_touch() -> None:
    assert set(drawn(*WENT, hot=95).layout.yaxis.ticktext) == {"Hot 95", "Warm 40", "0"}


def test_the_message_at_which_it_turned_hot_is_marked() -> None:
    figure = drawn(*WENT, turned_hot=5)
    (mark,) = figure.layout.annotations
    assert (mark.x, mark.text) == (3, "▲ turned Hot")
    assert [(line.x0, line.y1) for line in figure.layout.shapes if line.x0 == line.x1] == [(3, 81)]


def test_what_did_not_end_hot_has_no_such_mark() -> None:
    assert not drawn(*WENT[:2]).layout.annotations


def test_what_was_said_is_seen_on_the_point_and_is_no_markup() -> None:
    figure = drawn((0, 45.0, "Warm", "<b>Hi</b> <a href='https://evil.example'>x</a> \u202e"))
    shown = figure.data[0].customdata[1]
    assert "<b>" not in shown
    assert "<a" not in shown
    assert "\u202e" not in shown
    assert "&lt;b&gt;Hi" in shown


def test_a_long_message_is_folded_and_cut() -> None:
    shown = drawn((0, 45.0, "Warm", "words and more of them " * 40)).data[0].customdata[1]
    assert shown.count("<br>") == 3
    assert shown.endswith("…")


def test_a_hundred_messages_have_a_readable_axis() -> None:
    many = [(n, 50.0, "Warm", "Hm") for n in range(100)]
    assert len(drawn(*many).layout.xaxis.tickvals) <= 14
