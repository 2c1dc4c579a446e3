"""Stored conversations, read back whole."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, select

from lib.domain import Conversation, Message, Visitor
from lib.schema import conversations, messages


@dataclass(frozen=True, slots=True)
class Dialogue:
    """A conversation with its id and the revision that was read."""

    id: int
    revision: int
    conversation: Conversation


def read(connection: Connection, ids: Collection[int]) -> list[Dialogue]:
    """These conversations, their messages in the order in which they were said."""
    # The revision first: a message that arrives between the two reads makes it old, so what is
    # derived from this dialogue is then refused and done again. The other way it would be missed.
    rows = connection.execute(select(conversations).where(conversations.c.id.in_(ids))).all()
    said = _said(connection, ids)
    return [
        Dialogue(
            row.id,
            row.revision,
            Conversation(
                row.source,
                row.session_id,
                said[row.id],
                row.channel,
                row.started_at,
                Visitor(
                    row.visitor_name, row.visitor_email, row.visitor_phone, row.visitor_company
                ),
            ),
        )
        for row in rows
    ]


def _said(connection: Connection, ids: Collection[int]) -> dict[int, list[Message]]:
    m = messages.c
    query = (
        select(m.conversation_id, m.role, m.text, m.sent_at, m.key)
        .where(m.conversation_id.in_(ids))
        .order_by(m.conversation_id, m.sent_at, m.position, m.id)
    )
    said: dict[int, list[Message]] = defaultdict(list)
    for row in connection.execute(query):
        said[row.conversation_id].append(Message(row.role, row.text, row.sent_at, row.key))
    return said
