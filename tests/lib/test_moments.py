"""Times are said as people say them, in the zone of who reads them."""

from datetime import UTC, datetime, timedelta

import pytest

from lib import moments
from tests.rows import NOW


@pytest.mark.parametrize(
    ("passed", "said"),
    [
        (timedelta(seconds=-5), "just now"),
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=5), "5 min ago"),
        (timedelta(hours=23, minutes=59), "23 h ago"),
        (timedelta(days=27), "27 d ago"),
        (timedelta(days=40), "29 Jan"),
        (timedelta(days=400), "Feb 2025"),
    ],
)
def test_how_long_ago(passed: timedelta, said: str) -> None:
    assert moments.ago(NOW - passed, NOW) == said


def test_the_exact_moment_is_in_the_readers_zone() -> None:
    assert moments.exact(NOW, moments.zone("Asia/Kolkata")) == "Tue 10 Mar 2026, 20:00"


@pytest.mark.parametrize("name", [None, "", "Mars/Base", "../etc/passwd"])
def test_an_unknown_zone_is_utc(name: str | None) -> None:
    assert moments.exact(NOW, moments.zone(name)) == "Tue 10 Mar 2026, 14:30"


def test_the_day_begins_at_the_readers_midnight() -> None:
    late = datetime(2026, 3, 10, 23, 30, tzinfo=UTC)
    assert moments.midnight(late, moments.zone("Europe/Berlin")) == late - timedelta(minutes=30)
    assert moments.ahead(late, moments.zone("Europe/Berlin")) == timedelta(hours=1)


def test_the_night_of_summer_time_has_a_beginning_too() -> None:
    noon = datetime(2026, 3, 29, 10, 0, tzinfo=UTC)
    began = datetime(2026, 3, 28, 23, 0, tzinfo=UTC)
    assert moments.midnight(noon, moments.zone("Europe/Berlin")) == began
