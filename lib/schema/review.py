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
    func,
    text,
)

from lib.columns import Id, UtcDateTime, Word, words
from lib.domain import Label, Status, Temperature
from lib.schema.base import metadata

NOT_MERGED = text("merged_into IS NULL")
MERGED = text("merged_into IS NOT NULL")


def _standing(*columns: str) -> Index:
    """An index that reads of leads use: all of them leave merged ones out."""
    return Index(None, *columns, sqlite_where=NOT_MERGED, postgresql_where=NOT_MERGED)


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
    # The lead that this one became part of; never one that is itself part of another.
    Column("merged_into", Id, ForeignKey("leads.id")),
    # What leads of one person may have in common (lib/likeness.py).
    Column("same_company", String(210)),
    Column("same_domain", String(210)),
    _standing("score", "id"),
    _standing("status", "score", "id"),
    _standing("temperature", "status", "captured_at"),
    _standing("captured_at", "temperature"),
    _standing("same_company", "id"),
    _standing("same_domain", "id"),
    Index(None, "merged_into", sqlite_where=MERGED, postgresql_where=MERGED),
)

# The leads that reads show: those that did not become part of another one.
STANDING = leads.c.merged_into.is_(None)
# The same for reads of the whole table in an order that no index holds: SQLite would walk through
# any index that holds only such leads, in its order, and fetch the rows one by one.
STANDING_UNINDEXED = func.coalesce(leads.c.merged_into, 0) == 0

QUIET = text("merged_into IS NULL AND NOT stale AND status IN ('New', 'Contacted')")
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
