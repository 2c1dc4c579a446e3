"""The history of imports, and what each was refused."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from lib.database import AnyRow
from lib.domain import ImportState, NotFound, Refused
from lib.schema import imports, refusals

PAGE = 1_000
_COLUMNS = tuple(column for column in imports.c if column.name != "digest")


@dataclass(frozen=True, slots=True)
class Import:
    """A file that was imported, and what became of it; `size` is in bytes."""

    id: int
    file_name: str
    size: int
    format: str
    options: dict[str, Any]
    state: ImportState
    entries: int
    bytes_read: int
    stored: int
    unchanged: int
    messages: int
    refused: int
    started_by: str
    started_at: datetime
    ended_at: datetime | None
    problem: str | None
    undone_by: str | None
    undone_at: datetime | None


def history(connection: Connection, *, limit: int = 100) -> list[Import]:
    """The latest imports, the newest first."""
    query = select(*_COLUMNS).order_by(imports.c.id.desc()).limit(limit)
    return [_import(row) for row in connection.execute(query)]


def latest(connection: Connection, digest: str) -> Import | None:
    """The latest import of a file with this content (SHA-256), if there is one."""
    query = select(*_COLUMNS).where(imports.c.digest == digest).order_by(imports.c.id.desc())
    row = connection.execute(query.limit(1)).one_or_none()
    return _import(row) if row else None


def digest(connection: Connection, import_id: int) -> str:
    """The SHA-256 of the file that was imported."""
    query = select(imports.c.digest).where(imports.c.id == import_id)
    return str(connection.execute(query).scalar_one())


def one(connection: Connection, import_id: int) -> Import:
    """An import by its number. Raises NotFound."""
    row = connection.execute(select(*_COLUMNS).where(imports.c.id == import_id)).one_or_none()
    if row is None:
        raise NotFound(f"There is no import {import_id}.")
    return _import(row)


def refused(connection: Connection, import_id: int, *, page: int = PAGE) -> Iterator[Refused]:
    """What an import was refused, in the order of its file; read in pages by key."""
    r = refusals.c
    query = select(r.id, r.line, r.path, r.reason, r.raw).where(r.import_id == import_id)
    last = 0
    while rows := connection.execute(query.where(r.id > last).order_by(r.id).limit(page)).all():
        yield from _refused(rows)
        last = rows[-1].id


def _import(row: AnyRow) -> Import:
    return Import(**row._mapping)


def _refused(rows: Sequence[AnyRow]) -> Iterator[Refused]:
    return (Refused(row.line, row.path, row.reason, row.raw) for row in rows)
