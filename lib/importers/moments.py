"""A moment as systems write it down: ISO 8601, or a number since 1970."""

import math
import re
from datetime import UTC, datetime

SECONDS_BELOW, MILLISECONDS_BELOW = 1e11, 1e14  # what is larger counts microseconds
FIRST_YEAR, LAST_YEAR = 1970, 9998
NUMBER = re.compile(r"\d{9,17}(\.\d{1,9})?")

UNREADABLE = (
    "is not a time; write it like 2026-03-10T14:30:00Z, or as seconds or milliseconds since 1970"
)
OUT_OF_RANGE = f"is a time outside the years {FIRST_YEAR} to {LAST_YEAR}"


def moment(value: object) -> datetime:
    """The moment in UTC; a time without a zone is taken as UTC. Raise ValueError, saying why."""
    if isinstance(value, str):
        text = value.strip()
        return _of_number(float(text)) if NUMBER.fullmatch(text) else _of_text(text)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _of_number(value)
    raise ValueError(UNREADABLE)


def _of_number(number: float) -> datetime:
    if not math.isfinite(number):
        raise ValueError(UNREADABLE)
    try:
        return _in_range(datetime.fromtimestamp(number / _a_second(number), UTC))
    except (OverflowError, OSError, ValueError) as error:
        raise ValueError(OUT_OF_RANGE) from error


def _a_second(number: float) -> int:
    """How many of its unit are a second, told by its size: none of the three ranges overlap."""
    if number < SECONDS_BELOW:
        return 1
    return 1_000 if number < MILLISECONDS_BELOW else 1_000_000


def _of_text(text: str) -> datetime:
    for zone in (" UTC", " GMT"):
        text = text.removesuffix(zone)
    try:
        read = datetime.fromisoformat(text)
    except ValueError as error:
        raise ValueError(UNREADABLE) from error
    try:
        return _in_range(read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC))
    except OverflowError as error:
        raise ValueError(OUT_OF_RANGE) from error


def _in_range(when: datetime) -> datetime:
    if not FIRST_YEAR <= when.year <= LAST_YEAR:
        raise ValueError(OUT_OF_RANGE)
    return when
