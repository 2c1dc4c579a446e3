"""Who may send, what they delivered, and when they were heard of."""

from sqlalchemy import Column, Integer, String, Table, Text

from lib.columns import Id, UtcDateTime, words
from lib.domain import Kind, Right
from lib.schema.base import metadata

tokens = Table(
    "tokens",
    metadata,
    Column("id", Id, primary_key=True),
    Column("source", String(100), nullable=False),
    Column("right", words(Right), nullable=False, server_default=Right.SEND.value),
    Column("digest", String(64), nullable=False, unique=True),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("revoked_at", UtcDateTime),
)

webhook_secrets = Table(
    "webhook_secrets",
    metadata,
    Column("id", Id, primary_key=True),
    Column("source", String(100), nullable=False, index=True),
    Column("kind", words(Kind), nullable=False),
    # Itself and not its digest: a signature can only be checked by whoever can make it.
    Column("secret", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime),
    Column("revoked_at", UtcDateTime),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("source", String(100), primary_key=True),
    Column("delivery_id", String(255), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("received_at", UtcDateTime, nullable=False, index=True),
)

source_hours = Table(
    "source_hours",
    metadata,
    Column("source", String(100), primary_key=True),
    Column("hour", UtcDateTime, primary_key=True),
    Column("events", Integer, nullable=False),
    Column("last_at", UtcDateTime, nullable=False),
)
