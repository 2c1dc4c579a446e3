"""Figures draw the numbers they are given, in place, and say what is not only a colour."""

import polars as pl
import pytest

from embeddings.reliability import Bin
from lib import charts_quality
from lib.domain import Temperature
from lib.palette import COLORS, COLORS_ON_DARK

CURVE = pl.DataFrame(
    {"at": [0.0, 50.0, 100.0], "precision": [0.3, 0.8, None], "recall": [1.0, 0.5, 0.0]}
)


def test_the_confusion_has_counts_and_shares_of_each_row() -> None:
    cells = charts_quality.confusion([[6, 2, 0], [1, 1, 2], [0, 0, 0]]).data[0]
    assert list(cells.text[0]) == ["6<br>75%", "2<br>25%", "0<br>0%"]
    assert list(cells.text[2]) == ["0<br>0%"] * 3
    assert [list(row) for row in cells.z][1] == [0.25, 0.25, 0.5]
    assert list(cells.x) == list(cells.y) == ["▲ Hot", "◆ Warm", "● Cold"]


def test_hot_is_the_upper_row() -> None:
    assert charts_quality.confusion([[1, 0, 0]] * 3).layout.yaxis.autorange == "reversed"


def test_precision_and_recall_are_drawn_with_the_threshold() -> None:
    figure = charts_quality.precision_and_recall({"Set 1": CURVE}, {"Set 1": 70.0})
    assert [line.name for line in figure.data] == ["Precision", "Recall"]
    assert list(figure.data[0].y) == [0.3, 0.8, None]
    assert figure.layout.shapes[0].x0 == 70
    assert figure.layout.annotations[0].text == "Hot from 70"


def test_a_set_beside_it_is_told_apart_by_name_and_dashes() -> None:
    figure = charts_quality.precision_and_recall(
        {"Draft": CURVE, "Published": CURVE}, {"Draft": 60.0, "Published": 70.0}
    )
    assert [line.name for line in figure.data] == [
        "Precision, Draft",
        "Recall, Draft",
        "Precision, Published",
        "Recall, Published",
    ]
    assert {line.line.dash for line in figure.data[:2]} == {"solid"}
    assert {line.line.dash for line in figure.data[2:]} == {"dot"}


def test_the_reliability_has_its_intervals_and_counts() -> None:
    bins = [Bin(12, 0.15, 0.25, 0.09, 0.53), Bin(40, 0.95, 0.9, 0.77, 0.96)]
    _diagonal, points = charts_quality.reliability({"Draft": bins}).data
    assert list(points.x) == [0.15, 0.95]
    assert list(points.error_y.array) == pytest.approx([0.28, 0.06])
    assert list(points.error_y.arrayminus) == pytest.approx([0.16, 0.13])
    assert list(points.text) == [" 12", " 40"]


def test_each_score_is_in_the_colour_that_the_thresholds_give_it() -> None:
    figure = charts_quality.score_histogram([0.0, 39.9, 40, 69.9, 70, 100], 70, 40)
    bars = {bar.name.split()[1]: bar for bar in figure.data}
    assert list(bars["Hot"].x) == [70, 100]
    assert list(bars["Warm"].x) == [40, 69.9]
    assert list(bars["Cold"].x) == [0.0, 39.9]
    assert [shape.x0 for shape in figure.layout.shapes] == [70, 40]


@pytest.mark.parametrize("dark", [True, False])
def test_temperatures_keep_their_colours_on_either_ground(dark: bool) -> None:
    figure = charts_quality.score_histogram([], 70, 40, dark=dark)
    colors = COLORS_ON_DARK if dark else COLORS
    assert {bar.name.split()[1]: bar.marker.color for bar in figure.data} == {
        each.value: colors[each] for each in Temperature
    }
    assert figure.layout.paper_bgcolor is None


def test_nothing_to_draw_is_an_empty_figure_not_an_error() -> None:
    assert charts_quality.reliability({"Draft": []}).data
    assert charts_quality.confusion([[0, 0, 0]] * 3).data
