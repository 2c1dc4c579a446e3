"""Conversations that were just scored, and targets that are told of their leads."""

from collections.abc import Callable
from datetime import datetime
from itertools import count
from typing import Any

import pytest
from sqlalchemy import Connection, func, insert, select

from lib import exemplars
from lib.domain import Event, Temperature
from lib.schema import contacts, conversations, outbox, scores, targets
from lib.targets import add_target
from tests.rows import NOW

Scored = Callable[..., int]
Told = Callable[[], list[tuple[str, int]]]

EVIDENCE = [
    {"text": "We need forty chairs.", "points": 30.0},
    {"text": "Hello!", "points": -2.0},
    {"text": "Please send the contract.", "points": 41.5},
]


@pytest.fixture
def scored(connection: Connection) -> Scored:
    """Add a conversation with its score and contact, as scoring writes them; its id."""
    numbers = count()
    set_id = exemplars.ensure_published(connection, "test", now=NOW)

    def add(temperature: str, *, at: datetime = NOW, **contact: str) -> int:
        times = dict.fromkeys(("started_at", "last_active_at", "received_at"), at)
        row = {"source": "website", "session_id": f"s{next(numbers)}", "channel": "API", **times}
        query = insert(conversations).values(row).returning(conversations.c.id)
        id: int = connection.execute(query).scalar_one()
        rescore(connection, id, temperature, set_id)
        for kind, value in contact.items():
            said = {"conversation_id": id, "kind": kind, "value": value, "identity": value}
            connection.execute(insert(contacts).values(said))
        return id

    return add


def rescore(connection: Connection, conversation_id: int, temperature: str, set_id: int) -> None:
    score = {"Hot": 91.0, "Warm": 72.0, "Cold": 30.0}[temperature]  # all of them make a lead
    values: dict[str, Any] = {
        "conversation_id": conversation_id,
        "revision": 1,
        "exemplar_set_id": set_id,
        "score": score,
        "temperature": Temperature(temperature),
        **dict.fromkeys(("hot", "warm", "cold", "base"), 0.0),
        "evidence": EVIDENCE,
        "intent": "Pricing",
        "summary": "Pricing: forty chairs",
        "unsure": False,
        "scored_at": NOW,
    }
    connection.execute(scores.delete().where(scores.c.conversation_id == conversation_id))
    connection.execute(insert(scores).values(values))


@pytest.fixture
def target(connection: Connection) -> int:
    """A target that wants to be told of everything from NOW on."""
    return make_target(connection)


def make_target(connection: Connection, *events: Event, **values: Any) -> int:
    made = {"url": "https://hooks.example.com/leads", "by": "Ana", "now": NOW, **values}
    add_target(connection, "Sales chat", made.pop("url"), events or tuple(Event), **made)
    return int(connection.execute(select(func.max(targets.c.id))).scalar_one())


@pytest.fixture
def told(connection: Connection) -> Told:
    """What is written to be told since this was last asked: events and leads, in order."""
    last = [0]

    def since() -> list[tuple[str, int]]:
        query = select(outbox).where(outbox.c.id > last[0]).order_by(outbox.c.id)
        rows = connection.execute(query).all()
        last[0] = max([last[0], *(row.id for row in rows)])
        return [(row.event.value, row.lead_id) for row in rows]

    return since
