"""From scored conversations to leads: one lead for each person, showing their strongest wish.

Scoring writes a lead's score, intent and contact details. Status, a temperature set by hand, the
moment of capture and all else that a person decides stay as they are.
"""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, and_, exists, or_, select

from lib.config import Rules
from lib.database import AnyRow, insert
from lib.lead_details import refresh
from lib.people import EMAIL, People
from lib.schema import contacts, conversations, lead_conversations, lead_identities, scores


def capture(
    connection: Connection, scored: Collection[int], rules: Rules, *, now: datetime | None = None
) -> None:
    """Make or refresh the leads of conversations whose score and contact were just written."""
    people = People(connection, scored, now=now or datetime.now(UTC))
    touched = {
        lead_id
        for row in _scored(connection, scored)
        if (lead_id := people.lead_of(row, rules)) is not None
    }
    touched = {people.current(lead_id) for lead_id in touched}
    _link_earlier(connection, touched)
    refresh(connection, touched, now=now)


def _scored(connection: Connection, ids: Collection[int]) -> Sequence[AnyRow]:
    """The conversations with their scores, the oldest first so that it founds the lead."""
    c = conversations.c
    query = (
        select(
            *(c.id, c.last_active_at, c.channel),
            *(scores.c.score, scores.c.temperature, scores.c.unsure, scores.c.summary),
            lead_conversations.c.lead_id,
        )
        .join(scores, scores.c.conversation_id == c.id)
        .outerjoin(lead_conversations, lead_conversations.c.conversation_id == c.id)
        .where(c.id.in_(ids))
        .order_by(c.started_at, c.id)
    )
    return connection.execute(query).all()


def _link_earlier(connection: Connection, lead_ids: Collection[int]) -> None:
    """Link what these people said before they were worth a lead: by its e-mail, else by a phone."""
    who, c = lead_identities.c, contacts.c
    email = contacts.alias()
    has_email = exists().where(
        email.c.conversation_id == c.conversation_id,
        email.c.kind == EMAIL,
        email.c.identity.is_not(None),
    )
    query = (
        select(c.conversation_id, who.lead_id)
        .join(lead_identities, and_(who.kind == c.kind, who.value == c.identity))
        .outerjoin(lead_conversations, lead_conversations.c.conversation_id == c.conversation_id)
        .where(
            who.lead_id.in_(lead_ids),
            lead_conversations.c.conversation_id.is_(None),
            or_(c.kind == EMAIL, ~has_email),
        )
        .order_by(c.conversation_id, c.rank.desc())
    )
    found = {row.conversation_id: row.lead_id for row in connection.execute(query)}
    if found:
        rows = [{"conversation_id": id, "lead_id": lead_id} for id, lead_id in found.items()]
        connection.execute(insert(connection, lead_conversations), rows)
