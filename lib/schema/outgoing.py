"""Who is told what happens to leads, and what each of them is still to be told."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from lib.columns import Id, UtcDateTime, words
from lib.domain import Event
from lib.schema.base import metadata

targets = Table(
    "targets",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", String(100), nullable=False),
    Column("url", Text, nullable=False),
    # Readable, since every message is signed with it; whoever reads the database can sign, too.
    Column("secret", String(100), nullable=False),
    Column("events", JSON, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("created_by", String(255), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("removed_at", UtcDateTime),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Id, primary_key=True),
    Column("target_id", Id, ForeignKey("targets.id"), nullable=False),
    # No foreign key: a lead may become one with another, and what was said of it stays said.
    Column("lead_id", Id, nullable=False, index=True),
    Column("event", words(Event), nullable=False),
    # What happened, in a word of its own: it is told to a target once.
    Column("dedupe", String(200), nullable=False),
    # The webhook-id by which the target knows a repetition.
    Column("message_id", String(40), nullable=False),
    Column("payload", JSON, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("next_attempt_at", UtcDateTime, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("delivered_at", UtcDateTime),
    Column("failure", Text),
    Column("given_up_at", UtcDateTime),
    UniqueConstraint("target_id", "dedupe"),
)
PENDING = text("delivered_at IS NULL AND given_up_at IS NULL")
Index(
    "ix_outbox_pending",
    outbox.c.target_id,
    outbox.c.next_attempt_at,
    sqlite_where=PENDING,
    postgresql_where=PENDING,
)
Index("ix_outbox_created_at", outbox.c.created_at)
