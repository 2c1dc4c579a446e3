"""The grid of leads: what it shows and how it looks, and what an event in it asks for.

Pure: AG Grid's options as plain data. JavaScript stands here as constants only; what visitors said
goes into rows, where the grid never runs it.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from lib import moments
from lib.domain import Sort, Status, StatusChange, Temperature

COLORS = {Temperature.HOT: "#d92d20", Temperature.WARM: "#a86208", Temperature.COLD: "#2f6fb3"}
COLORS_ON_DARK = {
    Temperature.HOT: "#ff7a6e",
    Temperature.WARM: "#f2b04b",
    Temperature.COLD: "#7db4ea",
}
SHAPES = {Temperature.HOT: "▲", Temperature.WARM: "◆", Temperature.COLD: "●"}

HEADER_HEIGHT = 38
ROW_HEIGHT = 46  # two lines of an intent
MOST_ROWS_IN_SIGHT = 12

# Rows are known by their lead, never by their place: an edit must not land on another lead.
ROW_ID = "(params) => params.data.id"

# The status list opens at the first click instead of the second.
OPEN_LIST = """(event) => setTimeout(() => {
    const select = event.api.getCellEditorInstances()[0];
    if (select && select.eSelect) select.eSelect.showPicker();
})"""

# What goes back to the server: what happened, to which lead, and the order of the list.
COLLECT = """function({streamlitRerunEventTriggerName, eventData}) {
    const sorted = eventData.api.getColumnState().filter(column => column.sort);
    sorted.sort((a, b) => a.sortIndex - b.sortIndex);
    return {
        type: streamlitRerunEventTriggerName,
        field: eventData.colDef ? eventData.colDef.field : null,
        lead: eventData.data ? eventData.data.id : null,
        version: eventData.data ? eventData.data.status_version : null,
        old: eventData.oldValue ?? null,
        new: eventData.newValue ?? null,
        sort: sorted.map(column => [column.colId, column.sort]),
    };
}"""

# Of clicks only those that open a lead.
RETURNS = """function({streamlitRerunEventTriggerName, eventData}) {
    return streamlitRerunEventTriggerName != 'cellClicked' || eventData.colDef.field == 'open';
}"""

SCORE_BAR = """(params) => ({
    backgroundImage: 'linear-gradient(currentColor, currentColor)',
    backgroundRepeat: 'no-repeat',
    backgroundSize: `calc((100% - 20px) * ${params.value / 100}) 3px`,
    backgroundPosition: '10px calc(100% - 6px)',
})"""

# On a phone what a salesperson does comes before what there is to read.
ON_NARROW = """(event) => {
    if (window.innerWidth >= 600) return;
    event.api.moveColumns(['status', 'intent', 'phone'], 4);
    event.api.setColumnWidths([{key: 'temperature', newWidth: 78}, {key: 'score', newWidth: 52}]);
}"""

KEEP_ORDER = "() => 0"  # the server sorts; the grid sees one page only

EVENTS = ["cellValueChanged", "sortChanged", "cellClicked"]

ROWS: Mapping[str, type[pl.DataType]] = {
    "id": pl.String,
    "status_version": pl.Int64,
    "open": pl.String,
    "temperature": pl.String,
    "score": pl.Float64,
    "name": pl.String,
    "email": pl.String,
    "phone": pl.String,
    "company": pl.String,
    "intent": pl.String,
    "channel": pl.String,
    "status": pl.String,
    "captured_at": pl.String,
    "captured_exactly": pl.String,
}


def rows(leads: pl.DataFrame, *, now: datetime, local: ZoneInfo) -> pl.DataFrame:
    """The page of leads as the grid takes it: text and plain numbers, times as people say them."""
    times = leads["captured_at"].to_list()
    return leads.with_columns(
        pl.col("id").cast(pl.String),
        pl.lit("Open").alias("open"),
        pl.Series("captured_at", [moments.ago(time, now) for time in times], pl.String),
        pl.Series("captured_exactly", [moments.exact(t, local) for t in times], pl.String),
    ).select(*ROWS)


def height(count: int) -> int:
    """Pixels that so many rows need, up to those that fit on a screen."""
    return ROW_HEIGHT * min(max(count, 3), MOST_ROWS_IN_SIGHT) + HEADER_HEIGHT + 18


def options(javascript: Callable[[str], Any], sort: tuple[Sort, ...]) -> dict[str, Any]:
    """AG Grid's options; `javascript` marks a constant as code."""
    sorted_by = {each.column: (place, each) for place, each in enumerate(sort)}
    columns = [_with_order(column, sorted_by, javascript) for column in _columns(javascript)]
    return {
        "columnDefs": columns,
        "defaultColDef": {
            "sortable": True,
            "resizable": True,
            "suppressMovable": True,
            "suppressHeaderMenuButton": True,
            "wrapHeaderText": False,
        },
        "getRowId": javascript(ROW_ID),
        "onCellEditingStarted": javascript(OPEN_LIST),
        "singleClickEdit": True,
        "stopEditingWhenCellsLoseFocus": True,
        "suppressCsvExport": True,
        "suppressMovableColumns": True,
        "enableCellTextSelection": True,
        "ensureDomOrder": True,
        "tooltipShowDelay": 400,
        "onGridReady": javascript(ON_NARROW),
        "maintainColumnOrder": True,
        "rowHeight": ROW_HEIGHT,
        "headerHeight": HEADER_HEIGHT,
    }


def _columns(javascript: Callable[[str], Any]) -> list[dict[str, Any]]:
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
            "tooltipValueGetter": javascript("() => 'Read the conversation'"),
        },
        {
            "field": "temperature",
            "headerName": "Temperature",
            "width": 106,
            "cellClassRules": warmth,
            "valueFormatter": f"{shape}x",
        },
        {
            "field": "score",
            "headerName": "Score",
            "width": 66,
            "type": "numericColumn",
            "cellClassRules": warmth,
            "valueFormatter": "x.toFixed(0)",
            "cellStyle": javascript(SCORE_BAR),
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
            "valueFormatter": "x + '  ▾'",
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
    javascript: Callable[[str], Any],
) -> dict[str, Any]:
    column |= {"comparator": javascript(KEEP_ORDER)}
    if column["field"] in sorted_by:
        place, sort = sorted_by[column["field"]]
        column |= {"sort": "desc" if sort.descending else "asc", "sortIndex": place}
    return column


def style(dark: bool) -> dict[str, dict[str, str]]:
    """The rules for the classes that the columns name."""
    colors = COLORS_ON_DARK if dark else COLORS
    words = {
        f".{each.name.lower()}": {"color": f"{colors[each]} !important", "font-weight": "600"}
        for each in Temperature
    }
    return words | {
        ".open": {"text-decoration": "underline", "cursor": "pointer", "font-weight": "600"},
        ".status": {"cursor": "pointer", "font-weight": "600"},
        ".missing": {"opacity": "0.45"},
        ".ag-cell": {"line-height": f"{ROW_HEIGHT - 2}px"},
        ".wraps .ag-cell-wrapper": {"height": "100%", "align-items": "center"},
        ".wraps .ag-cell-value": {
            "display": "-webkit-box",
            "-webkit-box-orient": "vertical",
            "-webkit-line-clamp": "2",
            "line-height": "1.35",
            "white-space": "normal",
        },
    }


def status_change(event: Mapping[str, Any]) -> StatusChange | None:
    """The change of status that an event asks for, or None where it asks for none."""
    match event:
        case {
            "type": "cellValueChanged",
            "field": "status",
            "lead": str(lead),
            "version": int(version),
            "old": old,
            "new": str(new),
        } if old != new and lead.isdecimal() and new in list(Status):
            return StatusChange(int(lead), version, Status(new))
        case _:
            return None


def opened(event: Mapping[str, Any]) -> int | None:
    """The lead whose conversation an event asks for."""
    match event:
        case {"type": "cellClicked", "field": "open", "lead": str(lead)} if lead.isdecimal():
            return int(lead)
        case _:
            return None


def sort(event: Mapping[str, Any], allowed: Mapping[str, Any]) -> tuple[Sort, ...] | None:
    """The order that an event asks for, columns that cannot be sorted by left out."""
    if event.get("type") != "sortChanged" or not isinstance(event.get("sort"), list):
        return None
    asked = [each for each in event["sort"] if isinstance(each, list) and len(each) == 2]
    return tuple(Sort(column, way == "desc") for column, way in asked if column in allowed)


def theme(dark: bool) -> dict[str, Any]:
    """Parameters of the grid's theme that make it one with the page."""
    return {
        "fontFamily": "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif",
        "fontSize": 13,
        "rowHeight": ROW_HEIGHT,
        "headerHeight": HEADER_HEIGHT,
        "browserColorScheme": "dark" if dark else "light",
        "backgroundColor": "#12171d" if dark else "#ffffff",
        "foregroundColor": "#e6ebf0" if dark else "#1c2530",
        "headerBackgroundColor": "#1b222b" if dark else "#f4f6f8",
        "borderColor": "#323c47" if dark else "#d8dee5",
        "accentColor": "#7db4ea" if dark else "#1f5fa8",
        "cellHorizontalPadding": 10,
    }


def count_line(count: int, *, most: int, narrow: bool) -> str:
    """How many leads the list has, in words."""
    number = f"more than {most:,}" if count > most else f"{count:,}"
    noun = "lead" if count == 1 else "leads"
    verb = "matches" if count == 1 else "match"
    return f"{number} {noun} {verb}".capitalize() if narrow else f"{number} {noun}".capitalize()
