"""Conversations on which scores and people disagree, or scores with themselves."""

from enum import StrEnum
from typing import Any

import polars as pl
from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from lib.domain import Status, Temperature
from lib.queries import AnySelect, Schema, frame, word
from lib.schema import STANDING, STANDING_UNINDEXED, labels, leads, scores

MOST_COUNTED = 999
SURE = 0.5  # a chance of any temperature from which a score is no guess

QUEUE: Schema = {
    "lead_id": pl.Int64,
    "conversation_id": pl.Int64,
    "name": pl.String,
    "email": pl.String,
    "status": pl.String,
    "score": pl.Float64,
    "temperature": pl.String,
    "unsure": pl.Boolean,
}


class Kind(StrEnum):
    """Why a conversation is worth a look."""

    HOT_BUT_LOST = "Hot, but Lost"
    COLD_BUT_QUALIFIED = "Cold, but Qualified"
    LEAST_SURE = "Least sure"


# The less even three chances are, the larger is the sum of their squares (C. Gini, 1912).
EVENNESS = (
    scores.c.hot * scores.c.hot + scores.c.warm * scores.c.warm + scores.c.cold * scores.c.cold
)

WHICH: dict[Kind, ColumnElement[bool]] = {
    Kind.HOT_BUT_LOST: and_(scores.c.temperature == Temperature.HOT, leads.c.status == Status.LOST),
    Kind.COLD_BUT_QUALIFIED: and_(
        scores.c.temperature == Temperature.COLD, leads.c.status == Status.QUALIFIED
    ),
    Kind.LEAST_SURE: or_(
        scores.c.unsure,
        and_(scores.c.hot < SURE, scores.c.warm < SURE, scores.c.cold < SURE),
    ),
}
WORST_FIRST: dict[Kind, ColumnElement[float]] = {
    Kind.HOT_BUT_LOST: scores.c.score.desc(),
    Kind.COLD_BUT_QUALIFIED: scores.c.score.asc(),
    Kind.LEAST_SURE: EVENNESS.asc(),
}


def counts(connection: Connection) -> dict[Kind, int]:
    """How many wait of each kind; MOST_COUNTED + 1 says that there are more than that."""
    found = {}
    for kind in Kind:
        some = _of(kind, scores.c.conversation_id).limit(MOST_COUNTED + 1).subquery()
        found[kind] = connection.execute(select(func.count()).select_from(some)).scalar_one()
    return found


def queue(connection: Connection, kind: Kind, *, most: int = 50) -> pl.DataFrame:
    """Leads whose strongest conversation is of the kind and has no label, the worst first.

    Score and temperature are the conversation's, whatever a person set by hand.
    """
    columns = (
        *(leads.c.id.label("lead_id"), scores.c.conversation_id, leads.c.name, leads.c.email),
        *(word(leads.c.status), scores.c.score, word(scores.c.temperature), scores.c.unsure),
    )
    query = _of(kind, *columns).order_by(WORST_FIRST[kind], scores.c.conversation_id)
    return frame(connection, query.limit(most), QUEUE)


def _of(kind: Kind, *columns: ColumnElement[Any]) -> AnySelect:
    standing = STANDING_UNINDEXED if kind is Kind.LEAST_SURE else STANDING
    return (
        select(*columns)
        .select_from(leads)
        .join(scores, scores.c.conversation_id == leads.c.conversation_id)
        .outerjoin(labels, labels.c.conversation_id == leads.c.conversation_id)
        .where(standing, labels.c.conversation_id.is_(None), WHICH[kind])
    )
