"""What came in: conversations and their messages, what was refused, and who may send or read."""

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
from lib.domain import Right, Role
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
)

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
