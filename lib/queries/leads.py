"""The list of leads: a page of it, how many there are, what stands out, and how they came in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import polars as pl
from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    case,
    false,
    func,
    select,
)

from lib.columns import local_day
from lib.domain import LeadFilter, Status, Temperature
from lib.queries import UTC_TIME, AnySelect, Schema, frame, word
from lib.schema import STANDING, STANDING_UNINDEXED, lead_words, leads
from lib.search import wanted

LEADS: Schema = {
    "id": pl.Int64,
    "status_version": pl.Int64,
    "temperature": pl.String,
    "score": pl.Float64,
    "name": pl.String,
    "email": pl.String,
    "phone": pl.String,
    "company": pl.String,
    "intent": pl.String,
    "channel": pl.String,
    "status": pl.String,
    "captured_at": UTC_TIME,
    "unsure": pl.Boolean,
    "temperature_by": pl.String,
    "temperature_at": UTC_TIME,
}
FLOW: Schema = {"day": pl.Date, "temperature": pl.String, "leads": pl.Int64}

PAGE = 100
MOST_COUNTED = 10_000
LONGEST_SEARCH = 200
A_DAY = timedelta(days=1)
INDEXED = ("score", "captured_at")  # columns whose order an index holds
LAST = chr(0x10FFFF)  # sorts after every other character, so a prefix is a range


@dataclass(frozen=True, slots=True)
class Counters:
    """What a sales manager asks first."""

    hot_and_new: int
    captured_today: int
    waiting: int
    qualified: int
    worked: int

    @property
    def qualified_rate(self) -> float | None:
        """Share of the leads that somebody worked on which are Qualified; None before the first."""
        return self.qualified / self.worked if self.worked else None


def list_leads(
    connection: Connection, chosen: LeadFilter = LeadFilter(), *, page: int = 1
) -> pl.DataFrame:
    """One page of the leads that pass the filter, the strongest first unless sorted otherwise."""
    columns = (_shown(name) for name in LEADS)
    query = matching(select(*columns), chosen).order_by(*_order(chosen))
    return frame(connection, query.limit(PAGE).offset((page - 1) * PAGE), LEADS)


def count_leads(connection: Connection, chosen: LeadFilter = LeadFilter()) -> int:
    """How many leads pass the filter; MOST_COUNTED + 1 says that there are more than that."""
    some = matching(select(leads.c.id), chosen).limit(MOST_COUNTED + 1).subquery()
    return connection.execute(select(func.count()).select_from(some)).scalar_one()


def pages_of(count: int) -> int:
    """How many pages a list of so many leads has that can be turned to."""
    return max(-(-min(count, MOST_COUNTED) // PAGE), 1)


def neighbours(
    connection: Connection, chosen: LeadFilter, lead_id: int, *, page: int
) -> tuple[int | None, int | None]:
    """The leads before and after one, in the list as the person last saw it."""
    query = matching(select(leads.c.id), chosen).order_by(*_order(chosen))
    first = max((page - 1) * PAGE - 1, 0)
    ids = connection.scalars(query.limit(PAGE + 2).offset(first)).all()
    if lead_id not in ids:
        return None, None
    at = ids.index(lead_id)
    return (ids[at - 1] if at else None), (ids[at + 1] if at + 1 < len(ids) else None)


def counters(connection: Connection, *, now: datetime, today: datetime) -> Counters:
    """Counts over all leads; `today` is the moment when the viewer's day began."""
    new, hot = leads.c.status == Status.NEW, leads.c.temperature == Temperature.HOT
    any_temperature = leads.c.temperature.in_(list(Temperature))  # so that its index serves
    waiting = and_(any_temperature, new, leads.c.captured_at < now - A_DAY)
    worked = leads.c.status.in_([status for status in Status if status is not Status.NEW])
    wishes = (
        and_(hot, new),
        leads.c.captured_at >= today,
        waiting,
        leads.c.status == Status.QUALIFIED,
        worked,
    )
    counts = (
        select(func.count()).select_from(leads).where(wish, STANDING).scalar_subquery()
        for wish in wishes
    )
    return Counters(*connection.execute(select(*counts)).one())


def lead_flow(
    connection: Connection, *, since: datetime, offset: timedelta = timedelta()
) -> pl.DataFrame:
    """Leads captured on each day and temperature since a moment, where there were any.

    A day begins at midnight in the viewer's zone, which is `offset` ahead of UTC.
    """
    day = local_day(leads.c.captured_at, int(offset.total_seconds() // 60))
    query = (
        select(day, word(leads.c.temperature), func.count())
        .where(leads.c.captured_at >= since, STANDING)
        .group_by(day, leads.c.temperature)
        .order_by(day)
    )
    return frame(connection, query, FLOW)


def _shown(name: str) -> ColumnElement[Any]:
    column = leads.c[name]
    return word(column) if LEADS[name] == pl.String else column


def matching(query: AnySelect, chosen: LeadFilter) -> AnySelect:
    """A query over the leads, of those that pass the filter."""
    query = query.where(_standing(chosen))
    if chosen.temperatures:
        query = query.where(leads.c.temperature.in_(chosen.temperatures))
    if chosen.statuses:
        query = query.where(leads.c.status.in_(chosen.statuses))
    if typed := chosen.search.strip()[:LONGEST_SEARCH]:
        starts = wanted(typed)
        query = (
            query.where(*(_has_word(start) for start in starts)) if starts else query.where(false())
        )
    return query


def _standing(chosen: LeadFilter) -> ColumnElement[bool]:
    """Leads that are not part of another one, by an index where one serves."""
    sorted_by_index = not chosen.sort or chosen.sort[0].column in INDEXED
    return STANDING if chosen.is_narrow or sorted_by_index else STANDING_UNINDEXED


def _has_word(start: str) -> ColumnElement[bool]:
    named = select(lead_words.c.lead_id).where(
        lead_words.c.word >= start, lead_words.c.word < start + LAST
    )
    return leads.c.id.in_(named)


def _order(chosen: LeadFilter) -> list[ColumnElement[Any]]:
    """What the person sorted by, then the strongest first, and no two leads alike."""
    order: list[ColumnElement[Any]] = []
    for sort in chosen.sort:
        by = ORDERS[sort.column]
        if sort.column not in INDEXED:
            order.append(by.is_(None))  # both databases put what is empty last
        order.append(by.desc() if sort.descending else by.asc())
    return [*order, leads.c.score.desc(), leads.c.id.desc()]


def _place(column: ColumnElement[Any], words: Iterable[StrEnum]) -> ColumnElement[int]:
    """A number to sort a column of words by: that of its word among all of them."""
    return case({word: place for place, word in enumerate(words)}, value=column)


ORDERS: dict[str, ColumnElement[Any]] = {
    "score": leads.c.score,
    "temperature": _place(leads.c.temperature, reversed(Temperature)),
    "status": _place(leads.c.status, Status),
    "captured_at": leads.c.captured_at,
    **{name: func.lower(leads.c[name]) for name in ("name", "email", "company", "intent")},
    **{name: leads.c[name] for name in ("phone", "channel")},
}
