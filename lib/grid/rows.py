"""The page of leads as the grid takes it: text and plain numbers, times as people say them."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

import polars as pl

from lib import moments

ROWS: Mapping[str, type[pl.DataType]] = {
    "id": pl.String,
    "status_version": pl.Int64,
    "open": pl.String,
    "temperature": pl.String,
    "set_by_hand": pl.String,
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
    by_hand = zip(leads["temperature_by"], leads["temperature_at"], strict=True)
    return leads.with_columns(
        pl.col("id").cast(pl.String),
        pl.lit("Open").alias("open"),
        pl.Series("set_by_hand", [_by_hand(*each, local) for each in by_hand], pl.String),
        pl.Series("captured_at", [moments.ago(time, now) for time in times], pl.String),
        pl.Series("captured_exactly", [moments.exact(t, local) for t in times], pl.String),
    ).select(*ROWS)


def _by_hand(who: str | None, when: datetime | None, local: ZoneInfo) -> str | None:
    """Who set the temperature; None where it follows the score."""
    return f"Set by {who}, {moments.exact(when, local)}" if who and when else None


def count_line(count: int, *, most: int, narrow: bool) -> str:
    """How many leads the list has, in words."""
    number = f"more than {most:,}" if count > most else f"{count:,}"
    noun = "lead" if count == 1 else "leads"
    verb = "matches" if count == 1 else "match"
    return f"{number} {noun} {verb}".capitalize() if narrow else f"{number} {noun}".capitalize()
