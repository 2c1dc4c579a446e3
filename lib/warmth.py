"""Temperatures that people set for leads, and which of them stays where leads become one."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, select, update

from lib.domain import Temperature
from lib.schema import leads

Plain = list[str] | None


class Warmth(NamedTuple):
    """A temperature set by hand: by whom, and when."""

    temperature: Temperature
    by: str
    at: datetime

    def plain(self) -> Plain:
        """As JSON holds it."""
        return [self.temperature.value, self.by, self.at.isoformat()]

    @classmethod
    def from_plain(cls, plain: Plain) -> "Warmth | None":
        """What `plain` gave."""
        if plain is None:
            return None
        temperature, by, at = plain
        return cls(Temperature(temperature), by, datetime.fromisoformat(at))


def set_by_hand(connection: Connection, lead_ids: Collection[int]) -> dict[int, Warmth | None]:
    """What people set for these leads; None where the temperature follows the score."""
    c = leads.c
    query = select(c.id, c.temperature, c.temperature_by, c.temperature_at)
    return {
        row.id: Warmth(row.temperature, row.temperature_by, row.temperature_at)
        if row.temperature_by
        else None
        for row in connection.execute(query.where(c.id.in_(lead_ids)))
    }


def latest(first: Warmth | None, *others: Warmth | None) -> Warmth | None:
    """The one that was set last; the first of equals."""
    warmths = [each for each in (first, *others) if each]
    return max(warmths, key=lambda each: each.at) if warmths else None


def write(connection: Connection, lead_id: int, warmth: Warmth | None) -> None:
    """Set a temperature as it was set before; None leaves it to what refreshes the score."""
    values = {
        "temperature_by": warmth.by if warmth else None,
        "temperature_at": warmth.at if warmth else None,
        **({"temperature": warmth.temperature} if warmth else {}),
    }
    connection.execute(update(leads).where(leads.c.id == lead_id).values(values))
