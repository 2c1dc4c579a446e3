"""Every lead for an export, read in pages by key, so that memory stays the same at any size."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from lib.domain import Status, Temperature
from lib.schema import STANDING, conversations, leads

PAGE = 2_000


@dataclass(frozen=True, slots=True)
class ExportedLead:
    """A lead as it leaves the product; `session_id` and `source` are of its strongest chat."""

    temperature: Temperature
    score: float
    name: str | None
    email: str | None
    phone: str | None
    company: str | None
    intent: str
    channel: str
    status: Status
    captured_at: datetime
    temperature_by: str | None
    lead_id: int
    conversation_id: int
    session_id: str
    source: str


def every_lead(connection: Connection, *, page: int = PAGE) -> Iterator[ExportedLead]:
    """All leads in the order in which they were made."""
    last = 0
    query = (
        select(
            *(leads.c[name] for name in ("temperature", "score", "name", "email", "phone")),
            *(leads.c[name] for name in ("company", "intent", "channel", "status", "captured_at")),
            *(leads.c.temperature_by, leads.c.id, leads.c.conversation_id),
            *(conversations.c.session_id, conversations.c.source),
        )
        .join(conversations, conversations.c.id == leads.c.conversation_id)
        .where(STANDING)
        .order_by(leads.c.id)
        .limit(page)
    )
    while rows := connection.execute(query.where(leads.c.id > last)).all():
        for row in rows:
            yield ExportedLead(*tuple(row))
        last = rows[-1].id
