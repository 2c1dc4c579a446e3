"""What came in: conversations and their messages, and what was refused."""

from dataclasses import fields

from sqlalchemy import (
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
from lib.domain import Role, Visit
from lib.schema.base import metadata

conversations = Table(
    "conversations",
    metadata,
    Column("id", Id, primary_key=True),
    Column("source", String(100), nullable=False),
    Column("session_id", String(255), nullable=False),
    Column("channel", String(100), nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("last_active_at", UtcDateTime, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    Column("visitor_name", Text),
    Column("visitor_email", Text),
    Column("visitor_phone", Text),
    Column("visitor_company", Text),
    # Where the visitor wrote from, and what brought them there (lib/domain.py, Visit).
    *(Column(each.name, Text) for each in fields(Visit)),
    Column("import_id", Id),  # the import that brought it; empty for what was sent
    # Counts what changed what was said; the score is up to date when it has seen this revision.
    Column("revision", Integer, nullable=False, server_default="1"),
    Column("scored_revision", Integer, nullable=False, server_default="0"),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("failure", Text),
    UniqueConstraint("source", "session_id"),
)
UNSCORED = text("revision > scored_revision AND failures < 3")
Index(
    "ix_conversations_unscored",
    conversations.c.started_at,
    conversations.c.id,
    sqlite_where=UNSCORED,
    postgresql_where=UNSCORED,
)

messages = Table(
    "messages",
    metadata,
    Column("id", Id, primary_key=True),
    Column("conversation_id", Id, ForeignKey("conversations.id"), nullable=False),
    Column("key", String(255), nullable=False),
    Column("role", words(Role), nullable=False),
    Column("text", Text, nullable=False),
    Column("sent_at", UtcDateTime, nullable=False),
    Column("time_known", Boolean, nullable=False),
    # Its place in what the sender sent: the order among messages of one moment.
    Column("position", Integer, nullable=False),
    Column("import_id", Id),
    UniqueConstraint("conversation_id", "key"),
)

quarantine = Table(
    "quarantine",
    metadata,
    Column("id", Id, primary_key=True),
    Column("source", String(100), nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    Column("path", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("body", Text, nullable=False),
    # Which way it came in, and so how it is read when it is tried again.
    Column("door", String(50), nullable=False, server_default="api"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    # SHA-256 and bytes of all that was sent; empty for what was kept before they were noted.
    Column("digest", String(64)),
    Column("size", Integer),
    Index(None, "source", "digest"),
)
