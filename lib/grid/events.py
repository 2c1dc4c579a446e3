"""What an event in the grid asks for; what it was not made for asks for nothing."""

from collections.abc import Mapping
from typing import Any

from lib.domain import Sort, Status, StatusChange

EVENTS = ["cellValueChanged", "sortChanged", "cellClicked"]


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
