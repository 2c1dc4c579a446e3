"""The grid of leads: what it shows, how it looks, and what an event in it asks for. Pure."""

from lib.grid.columns import options
from lib.grid.events import EVENTS, opened, sort, status_change
from lib.grid.javascript import COLLECT, RETURNS
from lib.grid.look import height, style, theme
from lib.grid.rows import ROWS, count_line, rows

__all__ = [
    "COLLECT",
    "EVENTS",
    "RETURNS",
    "ROWS",
    "count_line",
    "height",
    "opened",
    "options",
    "rows",
    "sort",
    "status_change",
    "style",
    "theme",
]
