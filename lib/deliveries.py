"""Deliveries of webhooks that were taken in, so that none is taken in twice; and who was heard of.

Both are written in the transaction that stores the conversation.
"""

from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import Connection, delete, select

from lib.database import insert
from lib.schema import deliveries, source_hours

KEPT = timedelta(days=30)


def digest(body: bytes) -> str:
    """What tells one body from another: SHA-256 in hexadecimal."""
    return sha256(body).hexdigest()


def admit(
    connection: Connection, source: str, delivery_id: str, body_digest: str, *, now: datetime
) -> str | None:
    """Note a delivery; the digest of the body that came under this id before, None if none did."""
    values = {
        "source": source,
        "delivery_id": delivery_id,
        "digest": body_digest,
        "received_at": now,
    }
    query = (
        insert(connection, deliveries)
        .values(values)
        .on_conflict_do_nothing()
        .returning(deliveries.c.digest)
    )
    if connection.scalar(query) is not None:
        return None
    c = deliveries.c
    before = (c.source == source, c.delivery_id == delivery_id)
    found: str | None = connection.scalar(select(c.digest).where(*before))
    return found


def count_event(connection: Connection, source: str, *, now: datetime) -> None:
    """Count an event of a source in its hour; with each new hour old deliveries are forgotten."""
    c = source_hours.c
    hour = now.replace(minute=0, second=0, microsecond=0)
    query = insert(connection, source_hours).values(source=source, hour=hour, events=1, last_at=now)
    events = connection.scalar(
        query.on_conflict_do_update(
            index_elements=[c.source, c.hour],
            set_={"events": c.events + 1, "last_at": query.excluded.last_at},
        ).returning(c.events)
    )
    if events == 1:
        prune(connection, now=now)


def prune(connection: Connection, *, now: datetime) -> int:
    """Forget deliveries of more than 30 days ago; how many those were."""
    old = delete(deliveries).where(deliveries.c.received_at < now - KEPT)
    return connection.execute(old).rowcount
