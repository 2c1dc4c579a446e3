"""One lead in full: its card, its conversations, what was said, why it scored so, its history."""

from dataclasses import dataclass, fields
from typing import Any

import polars as pl
from sqlalchemy import Connection, ScalarSelect, func, or_, select

from lib.domain import NotFound, Visit
from lib.queries import UTC_TIME, Schema, frame, word
from lib.queries.leads import LEADS
from lib.schema import contacts, conversations, lead_conversations, leads, messages, scores
from lib.schema import status_changes as changes

CARD: Schema = {**LEADS, "conversation_id": pl.Int64, "automatic": pl.String}
CONVERSATIONS: Schema = {
    "id": pl.Int64,
    "source": pl.String,
    "session_id": pl.String,
    "channel": pl.String,
    "started_at": UTC_TIME,
    "last_active_at": UTC_TIME,
    "messages": pl.Int64,
    "score": pl.Float64,
    "temperature": pl.String,
    "summary": pl.String,
}
TRANSCRIPT: Schema = {
    "position": pl.Int64,
    "role": pl.String,
    "text": pl.String,
    "sent_at": UTC_TIME,
    "time_known": pl.Boolean,
}
CONTACTS: Schema = {
    "kind": pl.String,
    "value": pl.String,
    "conversation_id": pl.Int64,
    "position": pl.Int64,
}
HISTORY: Schema = {
    "changed_at": UTC_TIME,
    "changed_by": pl.String,
    "old": pl.String,
    "new": pl.String,
}


@dataclass(frozen=True, slots=True)
class Score:
    """A conversation's score and how it came about; `score` is `base` and all points."""

    score: float
    temperature: str
    base: float
    hot: float
    warm: float
    cold: float
    unsure: bool
    evidence: list[dict[str, Any]]


def lead(connection: Connection, lead_id: int) -> dict[str, Any]:
    """The lead's row of the list, and the temperature of its score. Raises NotFound.

    Of a lead that became part of another one, the other one's. `automatic` is None where no
    conversation of the lead has a score.
    """
    c = leads.c
    columns = [word(c[n]) if LEADS[n] == pl.String else c[n] for n in LEADS]
    query = (
        select(*columns, c.conversation_id, word(scores.c.temperature))
        .outerjoin(scores, scores.c.conversation_id == c.conversation_id)
        .where(c.id == _current(lead_id))
    )
    found = frame(connection, query, CARD)
    if found.is_empty():
        raise NotFound("There is no such lead. It may have become one with another lead.")
    return found.row(0, named=True)


def _current(lead_id: int) -> ScalarSelect[Any]:
    """The lead that this one is part of, or itself."""
    c = leads.alias().c
    return select(func.coalesce(c.merged_into, c.id)).where(c.id == lead_id).scalar_subquery()


def conversations_of(connection: Connection, lead_id: int) -> pl.DataFrame:
    """All conversations of the person, the latest first."""
    c = conversations.c
    count = select(func.count()).where(messages.c.conversation_id == c.id).scalar_subquery()
    query = (
        select(
            *(c.id, c.source, c.session_id, c.channel, c.started_at, c.last_active_at, count),
            *(scores.c.score, word(scores.c.temperature), scores.c.summary),
        )
        .join(lead_conversations, lead_conversations.c.conversation_id == c.id)
        .outerjoin(scores, scores.c.conversation_id == c.id)
        .where(lead_conversations.c.lead_id == lead_id)
        .order_by(c.last_active_at.desc(), c.id.desc())
    )
    return frame(connection, query, CONVERSATIONS)


def transcript(connection: Connection, conversation_id: int) -> pl.DataFrame:
    """What was said, in order; `position` counts from 0, as evidence and contacts count it."""
    m = messages.c
    query = (
        select(word(m.role), m.text, m.sent_at, m.time_known)
        .where(m.conversation_id == conversation_id)
        .order_by(m.sent_at, m.position, m.id)
    )
    schema = {name: kind for name, kind in TRANSCRIPT.items() if name != "position"}
    return frame(connection, query, schema).with_row_index("position").cast({"position": pl.Int64})


def score(connection: Connection, conversation_id: int) -> Score | None:
    """Why the conversation scored so; None where it has no score yet."""
    s = scores.c
    query = select(
        *(
            s.score,
            word(s.temperature).label("temperature"),
            s.base,
            s.hot,
            s.warm,
            s.cold,
            s.unsure,
            s.evidence,
        )
    ).where(s.conversation_id == conversation_id)
    row = connection.execute(query).one_or_none()
    return Score(**row._mapping) if row else None


def contacts_of(connection: Connection, lead_id: int) -> pl.DataFrame:
    """Every contact detail that the person gave, the latest first, and where."""
    query = (
        select(contacts.c.kind, contacts.c.value, contacts.c.conversation_id, contacts.c.position)
        .join(
            lead_conversations, lead_conversations.c.conversation_id == contacts.c.conversation_id
        )
        .join(conversations, conversations.c.id == contacts.c.conversation_id)
        .where(lead_conversations.c.lead_id == lead_id)
        .order_by(conversations.c.last_active_at.desc(), conversations.c.id.desc(), contacts.c.rank)
    )
    return frame(connection, query, CONTACTS)


def status_history(connection: Connection, lead_id: int) -> pl.DataFrame:
    """Who moved the lead, or one that is part of it, from what to what, and when; latest first."""
    person = select(leads.c.id).where(or_(leads.c.id == lead_id, leads.c.merged_into == lead_id))
    query = (
        select(changes.c.changed_at, changes.c.changed_by, word(changes.c.old), word(changes.c.new))
        .where(changes.c.lead_id.in_(person))
        .order_by(changes.c.changed_at.desc(), changes.c.version.desc(), changes.c.id.desc())
    )
    return frame(connection, query, HISTORY)


def visit(connection: Connection, conversation_id: int) -> Visit:
    """Where the visitor wrote from and what brought them there, as far as the source told."""
    columns = (conversations.c[each.name] for each in fields(Visit))
    row = connection.execute(select(*columns).where(conversations.c.id == conversation_id)).one()
    return Visit(**row._mapping)
