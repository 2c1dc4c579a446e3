"""AG Grid's options: which columns there are and how they behave, as plain data."""

from collections.abc import Callable, Mapping
from typing import Any

from lib.domain import Sort, Status, Temperature
from lib.grid import javascript as js
from lib.grid.look import BY_HAND, HEADER_HEIGHT, ROW_HEIGHT
from lib.palette import SHAPES


def options(code: Callable[[str], Any], sort: tuple[Sort, ...]) -> dict[str, Any]:
    """AG Grid's options; `code` marks a constant as JavaScript."""
    sorted_by = {each.column: (place, each) for place, each in enumerate(sort)}
    columns = [_with_order(column, sorted_by, code) for column in _columns(code)]
    return {
        "columnDefs": columns,
        "defaultColDef": {
            "sortable": True,
            "resizable": True,
            "suppressMovable": True,
            "suppressHeaderMenuButton": True,
            "wrapHeaderText": False,
        },
        "getRowId": code(js.ROW_ID),
        "onCellEditingStarted": code(js.OPEN_LIST),
        "singleClickEdit": True,
        "stopEditingWhenCellsLoseFocus": True,
        "suppressCsvExport": True,
        "suppressMovableColumns": True,
        "enableCellTextSelection": True,
        "ensureDomOrder": True,
        "tooltipShowDelay": 400,
        "onGridReady": code(js.ON_NARROW),
        "maintainColumnOrder": True,
        "rowHeight": ROW_HEIGHT,
        "headerHeight": HEADER_HEIGHT,
    }


def _columns(code: Callable[[str], Any]) -> list[dict[str, Any]]:
    shape = "".join(f"x == '{each}' ? '{SHAPES[each]} {each}' : " for each in Temperature)
    warmth = {each.name.lower(): f"data.temperature == '{each}'" for each in Temperature}
    return [
        {
            "field": "open",
            "headerName": "",
            "width": 56,
            "sortable": False,
            "cellClass": "open",
            "pinned": "left",
            "tooltipValueGetter": code("() => 'Read the conversation'"),
        },
        {
            "field": "temperature",
            "headerName": "Temperature",
            "width": 106,
            "cellClassRules": warmth,
            "valueFormatter": f"({shape}x) + (data.set_by_hand ? ' {BY_HAND}' : '')",
            "tooltipField": "set_by_hand",
            "sortingOrder": ["desc", "asc"],
        },
        {
            "field": "score",
            "headerName": "Score",
            "width": 66,
            "type": "numericColumn",
            "cellClassRules": warmth,
            "valueFormatter": "x.toFixed(0)",
            "cellStyle": code(js.SCORE_BAR),
            "sortingOrder": ["desc", "asc"],
        },
        _text("name", "Name", 124),
        _text("email", "E-mail", 224),
        _text("phone", "Phone", 118),
        _text("company", "Company", 138),
        _text("intent", "Intent", 220) | {"flex": 1, "cellClass": "wraps"},
        _text("channel", "Channel", 118),
        {
            "field": "status",
            "headerName": "Status",
            "width": 112,
            "editable": True,
            "cellClass": "status",
            "cellEditor": "agSelectCellEditor",
            "cellEditorParams": {"values": [status.value for status in Status]},
        },
        {
            "field": "captured_at",
            "headerName": "Captured",
            "width": 86,
            "tooltipField": "captured_exactly",
            "sortingOrder": ["desc", "asc"],
        },
    ]


def _text(field: str, header: str, width: int) -> dict[str, Any]:
    """A column that shows its whole text on hover, and a dash where there is none."""
    return {
        "field": field,
        "headerName": header,
        "width": width,
        "minWidth": min(width, 200),
        "tooltipField": field,
        "valueFormatter": "x ? x : '–'",
        "cellClassRules": {"missing": "!x"},
    }


def _with_order(
    column: dict[str, Any],
    sorted_by: Mapping[str, tuple[int, Sort]],
    code: Callable[[str], Any],
) -> dict[str, Any]:
    column |= {"comparator": code(js.KEEP_ORDER)}
    if column["field"] in sorted_by:
        place, sort = sorted_by[column["field"]]
        column |= {"sort": "desc" if sort.descending else "asc", "sortIndex": place}
    return column
