"""How the grid looks: sizes in pixels, colours, and the rules for the classes its columns name."""

from typing import Any

from lib.domain import Temperature
from lib.palette import COLORS, COLORS_ON_DARK

HEADER_HEIGHT = 38
ROW_HEIGHT = 46  # two lines of an intent
MOST_ROWS_IN_SIGHT = 12
BY_HAND = "✎"  # stands beside a temperature that a person set


def height(count: int) -> int:
    """Pixels that so many rows need, up to those that fit on a screen."""
    return ROW_HEIGHT * min(max(count, 3), MOST_ROWS_IN_SIGHT) + HEADER_HEIGHT + 18


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
        ".status .ag-cell-value::after": {"content": "'▾'", "margin-left": "0.5em"},
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
