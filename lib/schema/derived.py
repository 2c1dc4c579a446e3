"""What scoring found out about conversations: vectors, scores, contacts."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
)

from lib.columns import Id, UtcDateTime, Vector, words
from lib.domain import Temperature
from lib.schema.base import metadata

vectors = Table(
    "vectors",
    metadata,
    Column("model", String(100), primary_key=True),
    Column("digest", LargeBinary(16), primary_key=True),
    Column("vector", Vector, nullable=False),
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
    # The digests of each utterance's text, alone and in context: 32 bytes an utterance.
    Column("texts", LargeBinary),
)

contacts = Table(
    "contacts",
    metadata,
    Column("conversation_id", Id, ForeignKey("conversations.id"), primary_key=True),
    Column("kind", String(20), primary_key=True),
    # 0 for what the lead shows; from 1 on for further ones of the kind.
    Column("rank", Integer, primary_key=True, server_default="0"),
    Column("value", Text, nullable=False),
    # An e-mail or phone in the form that says whether two people are one (lib/contacts.py).
    Column("identity", String(400), index=True),
    # Where it was said; all three empty for what the source already knew.
    Column("position", Integer),
    Column("start", Integer),
    Column("end", Integer),
)
