"""Rows for tests of what reads and changes them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert

from lib.domain import Status, Temperature
from lib.schema import conversations, lead_conversations, lead_words, leads
from lib.search import words

NOW = datetime.fromisoformat("2026-03-10T14:30Z")  # when the tests play: a Tuesday afternoon

AddLead = Callable[..., int]


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
        "active_at": captured_at,
        **values,
    }
    row.setdefault("known_hot", row["temperature"] == Temperature.HOT)
    lead_id = connection.execute(insert(leads).values(row).returning(leads.c.id)).scalar_one()
    link = {"conversation_id": conversation_id, "lead_id": lead_id}
    connection.execute(insert(lead_conversations).values(link))
    contact = [values.get(kind) for kind in ("name", "email", "phone", "company")]
    if found := [{"word": word, "lead_id": lead_id} for word in words(*contact)]:
        connection.execute(insert(lead_words), found)
    return int(lead_id)
