"""Pairs of leads that are not one person, whatever they have in common."""

from collections.abc import Collection
from datetime import datetime
from itertools import combinations
from typing import Any

from sqlalchemy import Connection, Select, case, func, or_, select

from lib.database import insert
from lib.domain import NotFound
from lib.schema import kept_apart, leads


def keep_apart(
    connection: Connection, lead_ids: Collection[int], *, by: str, now: datetime
) -> None:
    """Let none of these leads join another one by itself, nor be proposed. Raises NotFound."""
    ids = sorted(set(lead_ids))
    known = select(func.count()).select_from(leads).where(leads.c.id.in_(ids))
    if connection.scalar(known) != len(ids):
        raise NotFound("One of these leads is no longer there.")
    rows = [
        {"lead_id": low, "other_id": high, "kept_by": by, "kept_at": now}
        for low, high in combinations(ids, 2)
    ]
    if rows:
        query = insert(connection, kept_apart).on_conflict_do_nothing()
        connection.execute(query, rows)


def apart_from(connection: Connection, lead_id: int) -> frozenset[int]:
    """The leads, as they are now, that are not the person of this one."""
    now = pairs().subquery()
    query = select(now).where(or_(now.c.lead_id == lead_id, now.c.other_id == lead_id))
    return frozenset(id for row in connection.execute(query) for id in row if id != lead_id)


def pairs() -> Select[Any]:
    """The pairs (`lead_id` < `other_id`), each lead as the one that it is part of by now."""
    one, two = leads.alias(), leads.alias()
    first = func.coalesce(one.c.merged_into, one.c.id)
    second = func.coalesce(two.c.merged_into, two.c.id)
    least, most = _ordered(first, second)
    return (
        select(least.label("lead_id"), most.label("other_id"))
        .select_from(kept_apart)
        .join(one, one.c.id == kept_apart.c.lead_id)
        .join(two, two.c.id == kept_apart.c.other_id)
        .distinct()
    )


def _ordered(first: Any, second: Any) -> tuple[Any, Any]:  # noqa: ANN401 expressions of any kind
    """Both databases know this spelling of the smaller and the larger of two."""
    return case((first < second, first), else_=second), case((first < second, second), else_=first)
