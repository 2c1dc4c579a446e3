"""Files that were imported, what of them was refused, and how their columns were read."""

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, String, Table, Text

from lib.columns import Id, UtcDateTime, words
from lib.domain import ImportState
from lib.schema.base import metadata

imports = Table(
    "imports",
    metadata,
    Column("id", Id, primary_key=True),
    Column("file_name", String(255), nullable=False),
    Column("digest", String(64), nullable=False),  # SHA-256 of the file as it came
    Column("size", Id, nullable=False),  # bytes
    Column("format", String(20), nullable=False),
    Column("options", JSON, nullable=False),
    Column("state", words(ImportState), nullable=False),
    # How many entries of the file are done, in its order; an import that broke off goes on there.
    Column("entries", Id, nullable=False, server_default="0"),
    Column("bytes_read", Id, nullable=False, server_default="0"),
    Column("stored", Id, nullable=False, server_default="0"),
    Column("unchanged", Id, nullable=False, server_default="0"),
    Column("messages", Id, nullable=False, server_default="0"),
    Column("refused", Id, nullable=False, server_default="0"),
    Column("started_by", String(255), nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    Column("problem", Text),  # why it broke off
    Column("undone_by", String(255)),
    Column("undone_at", UtcDateTime),
    Index(None, "digest"),
)

refusals = Table(
    "refusals",
    metadata,
    Column("id", Id, primary_key=True),
    Column("import_id", Id, ForeignKey("imports.id"), nullable=False, index=True),
    Column("line", Integer, nullable=False),
    Column("path", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("raw", Text, nullable=False),
)

column_choices = Table(
    "column_choices",
    metadata,
    Column("header", String(64), primary_key=True),  # SHA-256 of the first row's names
    Column("columns", JSON, nullable=False),
    Column("chosen_by", String(255), nullable=False),
    Column("chosen_at", UtcDateTime, nullable=False),
)
