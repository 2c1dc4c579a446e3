"""Leads, and what people did to them."""

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from lib.columns import Id, UtcDateTime, Word, words
from lib.domain import Label, Status, Temperature
from lib.schema.base import metadata

leads = Table(
    "leads",
    metadata,
    Column("id", Id, primary_key=True),
    Column("temperature", words(Temperature), nullable=False),
    Column("score", Float, nullable=False),
    Column("unsure", Boolean, nullable=False),
    Column("name", Text),
    Column("email", Text),
    Column("phone", Text),
    Column("company", Text),
    Column("intent", Text, nullable=False),
    Column("channel", String(100), nullable=False),
    Column("status", words(Status), nullable=False, server_default=Status.NEW.value),
    Column("status_version", Integer, nullable=False, server_default="0"),
    Column("captured_at", UtcDateTime, nullable=False),
    Column("conversation_id", Id, ForeignKey("conversations.id"), nullable=False),
    # Who set the temperature by hand, and when; empty where it follows the score.
    Column("temperature_by", String(255)),
    Column("temperature_at", UtcDateTime),
    # Whether it was Hot when last looked at for what goes out; empty before the first look.
    Column("known_hot", Boolean),
    # The last message, or the last thing a person did; and whether it is told that none came since.
    Column("active_at", UtcDateTime),
    Column("stale", Boolean, nullable=False, server_default=false()),
    Index(None, "score", "id"),
    Index(None, "status", "score", "id"),
    Index(None, "temperature", "status", "captured_at"),
    Index(None, "captured_at", "temperature"),
)

QUIET = text("NOT stale AND status IN ('New', 'Contacted')")
Index(
    "ix_leads_quiet",
    leads.c.temperature,
    leads.c.active_at,
    sqlite_where=QUIET,
    postgresql_where=QUIET,
)

lead_conversations = Table(
    "lead_conversations",
    metadata,
    Column("conversation_id", Id, ForeignKey("conversations.id"), primary_key=True),
    Column("lead_id", Id, ForeignKey("leads.id"), nullable=False, index=True),
)

lead_identities = Table(
    "lead_identities",
    metadata,
    Column("kind", String(20), primary_key=True),
    Column("value", String(400), primary_key=True),
    Column("lead_id", Id, ForeignKey("leads.id"), nullable=False, index=True),
)

lead_words = Table(
    "lead_words",
    metadata,
    Column("word", Word, primary_key=True),
    Column("lead_id", Id, ForeignKey("leads.id"), primary_key=True, index=True),
)

labels = Table(
    "labels",
    metadata,
    Column("conversation_id", Id, ForeignKey("conversations.id"), primary_key=True),
    Column("label", words(Label), nullable=False),
    Column("labelled_by", String(255), nullable=False),
    Column("labelled_at", UtcDateTime, nullable=False),
)

status_changes = Table(
    "status_changes",
    metadata,
    Column("id", Id, primary_key=True),
    Column("lead_id", Id, ForeignKey("leads.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("old", words(Status, "old"), nullable=False),
    Column("new", words(Status, "new"), nullable=False),
    Column("changed_by", String(255), nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    UniqueConstraint("lead_id", "version"),
)
