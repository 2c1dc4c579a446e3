"""Leads and conversations as rows, for tests of what reads and changes them."""

from collections.abc import Callable
from datetime import datetime
from itertools import count
from typing import Any

import pytest
from sqlalchemy import Connection, insert

from lib.domain import Status, Temperature
from lib.schema import conversations, lead_conversations, lead_words, leads
from lib.search import words
from tests.conftest import NOW

AddLead = Callable[..., int]


@pytest.fixture
def add_lead(connection: Connection) -> AddLead:
    """Add a lead with a conversation of its own; its id. Say only what matters."""
    numbers = count(1)

    def add(**values: Any) -> int:
        return insert_lead(connection, f"s{next(numbers)}", **values)

    return add


def insert_lead(
    connection: Connection, session_id: str, *, captured_at: datetime = NOW, **values: Any
) -> int:
    """A lead as capture writes it, from a conversation that took place when it was captured."""
    times = dict.fromkeys(("started_at", "last_active_at", "received_at"), captured_at)
    chat = {"source": "test", "session_id": session_id, "channel": "API", **times}
    inserted = insert(conversations).values(chat).returning(conversations.c.id)
    conversation_id = connection.execute(inserted).scalar_one()
    row = {
        "temperature": Temperature.WARM,
        "score": 55.0,
        "unsure": False,
        "intent": "Pricing: how much is it?",
        "channel": "API",
        "status": Status.NEW,
        "captured_at": captured_at,
        "conversation_id": conversation_id,
        **values,
    }
    lead_id = connection.execute(insert(leads).values(row).returning(leads.c.id)).scalar_one()
    link = {"conversation_id": conversation_id, "lead_id": lead_id}
    connection.execute(insert(lead_conversations).values(link))
    contact = [values.get(kind) for kind in ("name", "email", "phone", "company")]
    if found := [{"word": word, "lead_id": lead_id} for word in words(*contact)]:
        connection.execute(insert(lead_words), found)
    return int(lead_id)
