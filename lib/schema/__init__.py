"""The tables, as SQLAlchemy Core sees them and Alembic compares them."""

from lib.schema.base import metadata
from lib.schema.derived import contacts, scores, vectors
from lib.schema.imports import column_choices, imports, refusals
from lib.schema.incoming import UNSCORED, conversations, messages, quarantine
from lib.schema.merged import kept_apart, merges
from lib.schema.outgoing import PENDING, outbox, targets
from lib.schema.review import (
    QUIET,
    STANDING,
    STANDING_UNINDEXED,
    labels,
    lead_conversations,
    lead_identities,
    lead_words,
    leads,
    status_changes,
)
from lib.schema.senders import deliveries, source_hours, tokens, webhook_secrets
from lib.schema.sets import DRAFT, PUBLISHED, exemplar_sets, exemplars, intents, publications

__all__ = [
    "DRAFT",
    "PENDING",
    "PUBLISHED",
    "QUIET",
    "STANDING",
    "STANDING_UNINDEXED",
    "UNSCORED",
    "column_choices",
    "contacts",
    "conversations",
    "deliveries",
    "exemplar_sets",
    "exemplars",
    "imports",
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
    "outbox",
    "publications",
    "quarantine",
    "refusals",
    "scores",
    "source_hours",
    "status_changes",
    "targets",
    "tokens",
    "vectors",
    "webhook_secrets",
]
