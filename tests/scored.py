"""Conversations as scoring leaves them behind: with a score and contact details."""

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import count
from typing import Any

from sqlalchemy import Connection, insert, select

from lib import exemplars
from lib.capture import capture
from lib.config import Rules
from lib.contacts import email_identity
from lib.domain import Temperature
from lib.schema import contacts, conversations, lead_conversations, scores
from tests.rows import NOW

Scored = Callable[..., int]
Captured = Callable[..., int]
RULES = Rules(score_with_contact=20, score_without_contact=70)


def scorer_of(connection: Connection) -> Scored:
    """A function that adds a conversation with its score and contact; it gives its id."""
    numbers = count()
    set_id = exemplars.ensure_published(connection, "test", now=NOW)

    def add(
        score: float,
        *,
        at: datetime = NOW,
        channel: str = "API",
        others: Sequence[tuple[str, str]] = (),
        **contact: str,
    ) -> int:
        row = {
            "source": "website",
            "session_id": f"s{next(numbers)}",
            "channel": channel,
            "started_at": at,
            "last_active_at": at,
            "received_at": NOW,
        }
        query = insert(conversations).values(row).returning(conversations.c.id)
        conversation_id = int(connection.execute(query).scalar_one())
        rescore(connection, conversation_id, score, set_id)
        for kind, value in contact.items():
            say(connection, conversation_id, kind, value)
        for rank, (kind, value) in enumerate(others, start=1):
            say(connection, conversation_id, kind, value, rank=rank)
        return conversation_id

    return add


def say(
    connection: Connection, conversation_id: int, kind: str, value: str, *, rank: int = 0
) -> None:
    """Add a contact detail to a conversation."""
    identity = {"email": email_identity(value), "phone": value}.get(kind)
    row = {"conversation_id": conversation_id, "kind": kind, "rank": rank}
    connection.execute(insert(contacts).values(**row, value=value, identity=identity))


def rescore(connection: Connection, conversation_id: int, score: float, set_id: int) -> None:
    """Replace the score of a conversation: Hot from 70 on, else Cold."""
    hot = {True: Temperature.HOT, False: Temperature.COLD}[score >= 70]
    connection.execute(scores.delete().where(scores.c.conversation_id == conversation_id))
    connection.execute(
        insert(scores).values(
            conversation_id=conversation_id,
            revision=1,
            exemplar_set_id=set_id,
            score=score,
            temperature=hot,
            hot=0,
            warm=0,
            cold=1,
            base=score,
            evidence=[],
            intent="Pricing",
            summary=f"Pricing: {score:g}",
            unsure=False,
            scored_at=NOW,
        )
    )


def captor_of(connection: Connection, scored: Scored) -> Captured:
    """A function that makes a lead of one conversation; it gives the lead's id."""

    def make(score: float = 50, **contact: Any) -> int:
        chat = scored(score, **contact)
        capture(connection, [chat], RULES, now=NOW)
        return lead_of(connection, chat)

    return make


def lead_of(connection: Connection, conversation_id: int) -> int:
    """The lead that a conversation belongs to."""
    link = lead_conversations.c
    query = select(link.lead_id).where(link.conversation_id == conversation_id)
    return int(connection.execute(query).scalar_one())
