"""The tables, as SQLAlchemy Core sees them and Alembic compares them."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from lib.columns import Id, UtcDateTime, Vector, Word, words
from lib.domain import Role, Status, Temperature

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


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

vectors = Table(
    "vectors",
    metadata,
    Column("model", String(100), primary_key=True),
    Column("digest", LargeBinary(16), primary_key=True),
    Column("vector", Vector, nullable=False),
)

exemplar_sets = Table(
    "exemplar_sets",
    metadata,
    Column("id", Id, primary_key=True),
    Column("state", String(20), nullable=False),
    Column("model", String(100), nullable=False),
    Column("hot_from", Float, nullable=False),
    Column("warm_from", Float, nullable=False),
    Column("calibration", JSON, nullable=False),
    Column("note", Text, nullable=False, server_default=""),
    Column("created_by", String(255), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("published_at", UtcDateTime),
)
PUBLISHED = text("state = 'published'")
Index(
    "uq_exemplar_sets_published",  # one set is published, whoever publishes at the same moment
    exemplar_sets.c.state,
    unique=True,
    sqlite_where=PUBLISHED,
    postgresql_where=PUBLISHED,
)

intents = Table(
    "intents",
    metadata,
    Column("exemplar_set_id", Id, ForeignKey("exemplar_sets.id"), primary_key=True),
    Column("name", String(100), primary_key=True),
    Column("temperature", words(Temperature), nullable=False),
)

exemplars = Table(
    "exemplars",
    metadata,
    Column("id", Id, primary_key=True),
    Column("exemplar_set_id", Id, nullable=False),
    Column("intent", String(100), nullable=False),
    Column("text", Text, nullable=False),
    ForeignKeyConstraint(
        ["exemplar_set_id", "intent"], ["intents.exemplar_set_id", "intents.name"]
    ),
    Index(None, "exemplar_set_id", "intent"),
)

scores = Table(
    "scores",
    metadata,
    Column("conversation_id", Id, ForeignKey("conversations.id"), primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("exemplar_set_id", Id, ForeignKey("exemplar_sets.id"), nullable=False, index=True),
    Column("score", Float, nullable=False),
    Column("temperature", words(Temperature), nullable=False),
    Column("hot", Float, nullable=False),
    Column("warm", Float, nullable=False),
    Column("cold", Float, nullable=False),
    Column("base", Float, nullable=False),
    Column("evidence", JSON, nullable=False),
    Column("intent", String(100), nullable=False),
    Column("summary", Text, nullable=False),
    Column("unsure", Boolean, nullable=False),
    Column("scored_at", UtcDateTime, nullable=False),
)

contacts = Table(
    "contacts",
    metadata,
    Column("conversation_id", Id, ForeignKey("conversations.id"), primary_key=True),
    Column("kind", String(20), primary_key=True),
    Column("value", Text, nullable=False),
    # An e-mail or phone in the form that says whether two people are one (lib/contacts.py).
    Column("identity", String(400), index=True),
    # Where it was said; all three empty for what the source already knew.
    Column("position", Integer),
    Column("start", Integer),
    Column("end", Integer),
)

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
    Index(None, "score", "id"),
    Index(None, "status", "score", "id"),
    Index(None, "temperature", "status", "captured_at"),
    Index(None, "captured_at", "temperature"),
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
    Column("digest", String(64), nullable=False, unique=True),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("revoked_at", UtcDateTime),
)
