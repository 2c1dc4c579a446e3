"""What the grid asks for is understood, and what it was not made for is left alone."""

import json
import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib import grid
from lib.domain import Sort, Status, StatusChange, Temperature
from lib.grid.look import BY_HAND
from lib.palette import COLORS, COLORS_ON_DARK, SHAPES
from lib.queries.leads import LEADS, ORDERS
from tests.rows import NOW

EDIT = {
    "type": "cellValueChanged",
    "field": "status",
    "lead": "7",
    "version": 3,
    "old": "New",
    "new": "Contacted",
    "sort": [],
}
ATTACK = "::JSCODE::alert(1)::JSCODE::"


def leads(**changes: object) -> pl.DataFrame:
    row = dict.fromkeys(LEADS) | {"id": 7, "score": 91.4, "captured_at": NOW} | changes
    return pl.DataFrame([row], schema=LEADS)


def shown(**changes: object) -> dict[str, object]:
    later = NOW + timedelta(hours=2)
    return grid.rows(leads(**changes), now=later, local=ZoneInfo("Europe/Berlin")).row(
        0, named=True
    )


def test_a_chosen_status_is_a_change_of_the_version_that_was_shown() -> None:
    assert grid.status_change(EDIT) == StatusChange(7, 3, Status.CONTACTED)


@pytest.mark.parametrize(
    "tampered",
    [
        {"new": "New"},
        {"new": "Won"},
        {"new": None},
        {"new": ["Lost"]},
        {"field": "score"},
        {"lead": "7; DROP TABLE leads"},
        {"lead": 7},
        {"lead": None},
        {"lead": "-7"},
        {"version": None},
        {"version": "3"},
        {"type": "cellClicked"},
    ],
)
def test_anything_else_is_no_change(tampered: dict[str, object]) -> None:
    assert grid.status_change(EDIT | tampered) is None


@given(st.dictionaries(st.sampled_from(sorted(EDIT)), st.none() | st.integers() | st.text()))
def test_no_event_raises(event: dict[str, object]) -> None:
    grid.status_change(event)
    grid.opened(event)
    grid.sort(event, ORDERS)


def test_a_click_on_open_opens_that_lead() -> None:
    assert grid.opened({"type": "cellClicked", "field": "open", "lead": "7"}) == 7
    assert grid.opened({"type": "cellClicked", "field": "name", "lead": "7"}) is None


def test_headers_sort_by_columns_that_exist() -> None:
    asked = [["name", "asc"], ["score", "desc"], ["password", "asc"], "name", ["id", "asc"], []]
    event = {"type": "sortChanged", "sort": asked}
    assert grid.sort(event, ORDERS) == (Sort("name"), Sort("score", descending=True))


def test_clearing_the_sort_is_a_wish_too() -> None:
    assert grid.sort({"type": "sortChanged", "sort": []}, ORDERS) == ()
    assert grid.sort(EDIT, ORDERS) is None


def test_rows_are_text_and_plain_numbers() -> None:
    row = shown(name="Maria", temperature="Hot")
    assert (row["id"], row["open"], row["name"], row["score"]) == ("7", "Open", "Maria", 91.4)
    assert row["captured_at"] == "2 h ago"
    assert row["captured_exactly"] == "Tue 10 Mar 2026, 15:30"


def test_a_temperature_set_by_hand_has_a_mark_that_says_by_whom() -> None:
    assert shown()["set_by_hand"] is None
    row = shown(temperature_by="Ana", temperature_at=NOW)
    assert row["set_by_hand"] == "Set by Ana, Tue 10 Mar 2026, 15:30"
    columns = {each["field"]: each for each in grid.options(str, ())["columnDefs"]}
    assert columns["temperature"]["tooltipField"] == "set_by_hand"
    assert f"data.set_by_hand ? ' {BY_HAND}'" in columns["temperature"]["valueFormatter"]


def test_no_leads_are_rows_with_every_column() -> None:
    empty = grid.rows(pl.DataFrame(schema=LEADS), now=NOW, local=ZoneInfo("UTC"))
    assert dict(empty.schema) == dict(grid.ROWS)


def test_what_a_visitor_wrote_stands_in_rows_only() -> None:
    assert shown(name=ATTACK)["name"] == ATTACK
    assert ATTACK not in json.dumps(grid.options(str, (Sort("name"),)))


def test_every_status_can_be_chosen_in_the_grid() -> None:
    columns = {each["field"]: each for each in grid.options(str, ())["columnDefs"]}
    assert columns["status"]["cellEditorParams"]["values"] == [each.value for each in Status]
    assert [name for name, each in columns.items() if each.get("editable")] == ["status"]


def test_every_column_of_the_grid_that_sorts_is_one_the_query_sorts_by() -> None:
    columns = grid.options(str, ())["columnDefs"]
    assert {each["field"] for each in columns if each.get("sortable", True)} == set(ORDERS)


def test_the_order_of_the_list_is_shown_in_its_headers() -> None:
    options = grid.options(str, (Sort("status"), Sort("score", descending=True)))
    shown = {
        each["field"]: (each.get("sort"), each.get("sortIndex")) for each in options["columnDefs"]
    }
    assert (shown["status"], shown["score"]) == (("asc", 0), ("desc", 1))
    assert shown["name"] == (None, None)


def test_a_temperature_is_told_by_word_and_shape_not_by_colour_alone() -> None:
    columns = {each["field"]: each for each in grid.options(str, ())["columnDefs"]}
    for temperature in Temperature:
        assert f"{SHAPES[temperature]} {temperature}" in columns["temperature"]["valueFormatter"]
    assert len(set(SHAPES.values())) == len(Temperature)


@pytest.mark.parametrize("dark", [True, False])
def test_text_stands_out_from_its_ground(dark: bool) -> None:
    """WCAG 2.1 asks for a contrast of 4.5."""
    ground = grid.theme(dark)["backgroundColor"]
    colors = COLORS_ON_DARK if dark else COLORS
    for color in (*colors.values(), grid.theme(dark)["foregroundColor"]):
        assert contrast(color, ground) >= 4.5


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(color: str) -> float:
    channels = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(
    ("count", "narrow", "line"),
    [
        (0, False, "0 leads"),
        (1, False, "1 lead"),
        (1, True, "1 lead matches"),
        (2, True, "2 leads match"),
        (1234, False, "1,234 leads"),
        (10_001, True, "More than 10,000 leads match"),
    ],
)
def test_the_count_is_said_in_words(count: int, narrow: bool, line: str) -> None:
    assert grid.count_line(count, most=10_000, narrow=narrow) == line


def test_javascript_is_constant() -> None:
    code: list[str] = []
    grid.options(code.append, (Sort("name"),))
    assert len(set(code)) <= 8
    assert not re.search(r"fetch|import\(|eval|http", "".join(code))


def test_the_grid_is_no_taller_than_a_screen() -> None:
    assert grid.height(0) < grid.height(8) < grid.height(100) == grid.height(1000) < 700


def test_moments_of_the_future_are_just_now() -> None:
    assert shown(captured_at=datetime.now(UTC) + timedelta(days=400))["captured_at"] == "just now"
