"""Exemplar sets: what scores are made from."""

from sqlalchemy import (
    JSON,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    Text,
    text,
)

from lib.columns import Id, UtcDateTime, words
from lib.domain import Temperature
from lib.schema.base import metadata

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
    # Counts the changes of a draft: a change names the version that it was made from.
    Column("version", Integer, nullable=False, server_default="0"),
    Column("based_on", Id),  # the set that a draft was copied from
)
PUBLISHED = text("state = 'published'")
DRAFT = text("state = 'draft'")
for name, condition in (("published", PUBLISHED), ("draft", DRAFT)):
    Index(
        f"uq_exemplar_sets_{name}",  # one of each, whoever makes one at the same moment
        exemplar_sets.c.state,
        unique=True,
        sqlite_where=condition,
        postgresql_where=condition,
    )

publications = Table(
    "publications",
    metadata,
    Column("id", Id, primary_key=True),
    Column("exemplar_set_id", Id, ForeignKey("exemplar_sets.id"), nullable=False),
    Column("note", Text, nullable=False),
    Column("published_by", String(255), nullable=False),
    Column("published_at", UtcDateTime, nullable=False),
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
