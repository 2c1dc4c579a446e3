"""When a source is silent for longer than usual, and what is counted of it."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, select

from lib.deliveries import admit, count_event, prune
from lib.queries.health import sources, usual_silence
from lib.schema import deliveries, source_hours

MONDAY = datetime(2026, 3, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def office_hours(weeks: int = 4) -> list[datetime]:
    """Every hour from 9 to 17, Monday to Friday."""
    days = [MONDAY - timedelta(weeks=weeks) + timedelta(days=n) for n in range(7 * weeks)]
    return [day + n * HOUR for day in days if day.weekday() < 5 for n in range(9, 17)]


def fill(connection: Connection, source: str, hours: Iterable[datetime], events: int = 2) -> None:
    rows = [{"source": source, "hour": hour, "events": events, "last_at": hour} for hour in hours]
    connection.execute(source_hours.insert(), rows)


def test_nights_and_weekends_are_usual() -> None:
    usual = usual_silence(office_hours())
    assert usual is not None
    assert timedelta(hours=64) < usual <= timedelta(hours=98)


def test_a_single_holiday_is_not() -> None:
    every_hour = [MONDAY + n * HOUR for n in range(500)]
    without_two_days = every_hour[:200] + every_hour[248:]
    assert usual_silence(every_hour) == usual_silence(without_two_days) == timedelta(hours=3)


@pytest.mark.parametrize(("hours", "known"), [(0, False), (1, False), (19, False), (20, True)])
def test_nothing_is_usual_before_twenty_hours(hours: int, known: bool) -> None:
    found = usual_silence([MONDAY + n * HOUR for n in range(hours)])
    assert (found is not None) is known


def test_a_source_is_silent_once_it_is_longer_than_usual(connection: Connection) -> None:
    fill(connection, "website", [MONDAY + n * HOUR for n in range(48)])
    last = MONDAY + 47 * HOUR
    for later, silent in ((3 * HOUR, False), (3 * HOUR + timedelta(seconds=1), True)):
        (found,) = sources(connection, now=last + later)
        assert (found.last_event, found.is_silent) == (last, silent)


def test_events_of_a_day_are_added_up(connection: Connection) -> None:
    fill(connection, "website", [MONDAY + n * HOUR for n in range(48)])
    (found,) = sources(connection, now=MONDAY + 47 * HOUR + timedelta(minutes=30))
    assert found.events_in_24_h == 2 * 24


def test_a_source_of_long_ago_is_still_told(connection: Connection) -> None:
    fill(connection, "old", [MONDAY - timedelta(days=400)])
    fill(connection, "new", [MONDAY])
    found = {each.source: each for each in sources(connection, now=MONDAY)}
    assert (found["old"].events_in_24_h, found["old"].usual_silence) == (0, None)
    assert not found["old"].is_silent
    assert list(found) == ["new", "old"]


def test_events_are_counted_hour_by_hour(connection: Connection) -> None:
    for minutes in (0, 59, 60):
        count_event(connection, "website", now=MONDAY + timedelta(minutes=minutes))
    c = source_hours.c
    found = connection.execute(select(c.hour, c.events, c.last_at).order_by(c.hour)).all()
    assert [tuple(row) for row in found] == [
        (MONDAY, 2, MONDAY + timedelta(minutes=59)),
        (MONDAY + HOUR, 1, MONDAY + HOUR),
    ]


def test_a_delivery_is_known_by_its_source_and_id(connection: Connection) -> None:
    assert admit(connection, "a", "1", "x", now=MONDAY) is None
    assert admit(connection, "a", "1", "y", now=MONDAY) == "x"
    assert admit(connection, "b", "1", "y", now=MONDAY) is None


def test_deliveries_are_forgotten_after_thirty_days(connection: Connection) -> None:
    for days in (29, 30, 31):
        admit(connection, "a", f"{days}", "x", now=MONDAY - timedelta(days=days))
    assert prune(connection, now=MONDAY) == 1
    kept = connection.scalars(select(deliveries.c.delivery_id).order_by(deliveries.c.delivery_id))
    assert kept.all() == ["29", "30"]
