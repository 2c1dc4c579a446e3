"""Leads page by page for programs: each page goes on where the last one ended.

A page is found by the place of the lead before it, not by a number of leads to pass over, so leads
that come in meanwhile neither repeat nor hide any.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import polars as pl
from sqlalchemy import ColumnElement, Connection, and_, or_, select

from lib.domain import LeadFilter
from lib.lead_json import FIELDS
from lib.queries import UTC_TIME, AnySelect, Schema, frame, word
from lib.queries.leads import matching
from lib.schema import leads

TYPES: Schema = {
    "id": pl.Int64,
    "score": pl.Float64,
    "unsure": pl.Boolean,
    "captured_at": UTC_TIME,
    "active_at": UTC_TIME,
    "conversation_id": pl.Int64,
}
LEADS: Schema = {name: TYPES.get(name, pl.String) for name in FIELDS}


class Order(StrEnum):
    """What comes first: what was captured last, or what scored highest."""

    CAPTURED = "captured"
    SCORE = "score"


@dataclass(frozen=True, slots=True)
class Place:
    """The place of a lead in an order: behind it goes the next page on."""

    order: Order
    value: datetime | float
    id: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which leads; nothing said means all. Moments are UTC, `captured_to` is the first left out."""

    chosen: LeadFilter = LeadFilter()
    channels: tuple[str, ...] = ()
    captured_from: datetime | None = None
    captured_to: datetime | None = None
    active_since: datetime | None = None
    score_min: float | None = None


def lead_page(
    connection: Connection,
    wanted: Wanted = Wanted(),
    *,
    order: Order = Order.CAPTURED,
    after: Place | None = None,
    limit: int = 100,
) -> tuple[pl.DataFrame, Place | None]:
    """A page of at most `limit` leads, and the place where the next one begins, if there is one."""
    by = BY[order]
    query = _wanted(select(*(_shown(name) for name in FIELDS)), wanted)
    if after:
        behind = or_(by < after.value, and_(by == after.value, leads.c.id < after.id))
        query = query.where(by <= after.value, behind)  # the first of which an index can use
    query = query.order_by(by.desc(), leads.c.id.desc()).limit(limit + 1)
    found = frame(connection, query, LEADS)
    if len(found) <= limit:
        return found, None
    last = found.row(limit - 1, named=True)
    return found.head(limit), Place(order, last[by.name], last["id"])


def _wanted(query: AnySelect, wanted: Wanted) -> AnySelect:
    query = matching(query, wanted.chosen)
    if wanted.channels:
        query = query.where(leads.c.channel.in_(wanted.channels))
    bounds = (
        (leads.c.captured_at.__ge__, wanted.captured_from),
        (leads.c.captured_at.__lt__, wanted.captured_to),
        (leads.c.active_at.__ge__, wanted.active_since),
        (leads.c.score.__ge__, wanted.score_min),
    )
    return query.where(*(holds(bound) for holds, bound in bounds if bound is not None))


def _shown(name: str) -> ColumnElement[Any]:
    return word(leads.c[name]) if LEADS[name] == pl.String else leads.c[name]


BY = {Order.CAPTURED: leads.c.captured_at, Order.SCORE: leads.c.score}
