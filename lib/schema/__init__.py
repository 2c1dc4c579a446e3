"""The tables, as SQLAlchemy Core sees them and Alembic compares them."""

from lib.schema.base import metadata
from lib.schema.derived import contacts, scores, vectors
from lib.schema.incoming import UNSCORED, conversations, messages, quarantine, tokens
from lib.schema.merged import kept_apart, merges
from lib.schema.review import (
    STANDING,
    STANDING_UNINDEXED,
    labels,
    lead_conversations,
    lead_identities,
    lead_words,
    leads,
    status_changes,
)
from lib.schema.sets import DRAFT, PUBLISHED, exemplar_sets, exemplars, intents, publications

__all__ = [
    "DRAFT",
    "PUBLISHED",
    "STANDING",
    "STANDING_UNINDEXED",
    "UNSCORED",
    "contacts",
    "conversations",
    "exemplar_sets",
    "exemplars",
    "intents",
    "kept_apart",
    "labels",
    "lead_conversations",
    "lead_identities",
    "lead_words",
    "leads",
    "merges",
    "messages",
    "metadata",
    "publications",
    "quarantine",
    "scores",
    "status_changes",
    "tokens",
    "vectors",
]
