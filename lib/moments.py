"""Moments as people say them, in the viewer's time zone."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

UNITS = (("d", 86_400), ("h", 3_600), ("min", 60))


def zone(name: str | None) -> ZoneInfo:
    """The time zone of an IANA name, as browsers give it; UTC where there is none."""
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def ago(moment: datetime, now: datetime) -> str:
    """How long ago, in the largest unit it fills: 2 h ago; the day after four weeks."""
    passed = max((now - moment).total_seconds(), 0)
    if passed >= 28 * 86_400:
        return f"{moment:%-d %b}" if moment.year == now.year else f"{moment:%b %Y}"
    for name, seconds in UNITS:
        if passed >= seconds:
            return f"{int(passed // seconds)} {name} ago"
    return "just now"


def exact(moment: datetime, local: ZoneInfo) -> str:
    """Day and minute in that zone: Tue 10 Mar 2026, 14:30."""
    return f"{moment.astimezone(local):%a %-d %b %Y, %H:%M}"


def midnight(now: datetime, local: ZoneInfo) -> datetime:
    """When the day of `now` began in that zone, in UTC."""
    began = now.astimezone(local).replace(hour=0, minute=0, second=0, microsecond=0)
    return began.astimezone(UTC)


def ahead(now: datetime, local: ZoneInfo) -> timedelta:
    """How far that zone is ahead of UTC at that moment."""
    return now.astimezone(local).utcoffset() or timedelta()
