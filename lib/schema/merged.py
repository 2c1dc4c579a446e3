"""Leads that became one, and leads that shall not."""

from sqlalchemy import JSON, Column, ForeignKey, Index, String, Table

from lib.columns import Id, UtcDateTime
from lib.schema.base import metadata

merges = Table(
    "merges",
    metadata,
    Column("id", Id, primary_key=True),
    # The lead that stayed, and what came to it from which (lib/merging.py).
    Column("lead_id", Id, ForeignKey("leads.id"), nullable=False, index=True),
    Column("moved", JSON, nullable=False),
    Column("merged_by", String(255), nullable=False),
    Column("merged_at", UtcDateTime, nullable=False),
    Column("undone_by", String(255)),
    Column("undone_at", UtcDateTime),
)

kept_apart = Table(
    "kept_apart",
    metadata,
    # The smaller id stands first.
    Column("lead_id", Id, ForeignKey("leads.id"), primary_key=True),
    Column("other_id", Id, ForeignKey("leads.id"), primary_key=True),
    Column("kept_by", String(255), nullable=False),
    Column("kept_at", UtcDateTime, nullable=False),
    Index(None, "other_id"),
)
