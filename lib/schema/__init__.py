"""The tables, as SQLAlchemy Core sees them and Alembic compares them."""

from lib.schema.base import metadata
from lib.schema.derived import contacts, scores, vectors
from lib.schema.imports import column_choices, imports, refusals
from lib.schema.incoming import UNSCORED, conversations, messages, quarantine
from lib.schema.review import (
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
    "PUBLISHED",
    "UNSCORED",
    "column_choices",
    "contacts",
    "conversations",
    "deliveries",
    "exemplar_sets",
    "exemplars",
    "imports",
    "intents",
    "labels",
    "lead_conversations",
    "lead_identities",
    "lead_words",
    "leads",
    "messages",
    "metadata",
    "publications",
    "quarantine",
    "refusals",
    "scores",
    "source_hours",
    "status_changes",
    "tokens",
    "vectors",
    "webhook_secrets",
]
