"""The record of imports: begun, how far they are, what they were refused, how they ended (write).

Progress stands in the transaction that stores the conversations, so an import that is killed goes
on where it was, and what the history says is what the tables hold.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import file_digest
from pathlib import Path

from sqlalchemy import Connection, insert, select, update

from lib.domain import ImportState, LeadsError, NotFound, Refused, UnusableFile
from lib.importers import Batch, Options
from lib.ingest import Recorded
from lib.schema import imports, refusals

LONGEST_NAME = 255
UNFINISHED = (ImportState.RUNNING, ImportState.BROKEN_OFF, ImportState.CANCELLED)


class Stopped(LeadsError):
    """Somebody cancelled this import while it ran."""


@dataclass(frozen=True, slots=True)
class File:
    """A file to import: its name as people know it, what is in it (SHA-256), its size in bytes."""

    name: str
    digest: str
    size: int


@dataclass(frozen=True, slots=True)
class Begun:
    """An import that runs now; so many `entries` of its file were done before."""

    id: int
    entries: int


def describe(path: Path, name: str | None = None) -> File:
    """What a file is known by. Raises UnusableFile where it cannot be read."""
    try:
        with path.open("rb") as file:
            digest = file_digest(file, "sha256").hexdigest()
        size = path.stat().st_size
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UnusableFile(f"{path} cannot be read: {reason}.") from error
    shown = "".join(c if c.isprintable() else " " for c in name or path.name)
    return File(shown.strip()[-LONGEST_NAME:] or "file", digest, size)


def begin(
    connection: Connection, file: File, format: str, options: Options, *, by: str, now: datetime
) -> Begun:
    """Begin to import a file, or go on with an import of it that was read alike and broke off."""
    unfinished = (
        select(imports.c.id, imports.c.entries, imports.c.options)
        .where(
            imports.c.digest == file.digest,
            imports.c.format == format,
            imports.c.state.in_(UNFINISHED),
        )
        .order_by(imports.c.id.desc())
    )
    rows = connection.execute(unfinished).all()
    if row := next((row for row in rows if row.options == options.as_json()), None):
        running = {"state": ImportState.RUNNING, "ended_at": None, "problem": None}
        connection.execute(update(imports).where(imports.c.id == row.id).values(running))
        return Begun(row.id, row.entries)
    values = {
        "file_name": file.name,
        "digest": file.digest,
        "size": file.size,
        "format": format,
        "options": options.as_json(),
        "state": ImportState.RUNNING,
        "started_by": by,
        "started_at": now,
    }
    query = insert(imports).values(values).returning(imports.c.id)
    return Begun(connection.execute(query).scalar_one(), 0)


def advance(connection: Connection, import_id: int, batch: Batch, recorded: Recorded) -> None:
    """Note what became of a batch, in the transaction that stored it.

    Raises Stopped where the import was cancelled meanwhile; then the batch must not be stored.
    """
    table = imports.c
    done = (
        update(imports)
        .where(table.id == import_id, table.state == ImportState.RUNNING)
        .values(
            entries=table.entries + batch.entries,
            stored=table.stored + recorded.stored,
            unchanged=table.unchanged + recorded.unchanged,
            messages=table.messages + recorded.messages,
            refused=table.refused + len(batch.refused),
        )
    )
    if connection.execute(done).rowcount == 0:
        raise Stopped("The import was cancelled. What it stored stays; import again to go on.")
    _keep(connection, import_id, batch.refused)


def end(
    connection: Connection,
    import_id: int,
    state: ImportState,
    *,
    now: datetime,
    problem: str | None = None,
) -> None:
    """Say how an import ended; one that was cancelled stays so."""
    running = (imports.c.id == import_id, imports.c.state == ImportState.RUNNING)
    values = {"state": state, "ended_at": now, "problem": problem}
    connection.execute(update(imports).where(*running).values(values))


def reach(connection: Connection, import_id: int, bytes_read: int) -> None:
    """Note how much of the file has been read, for who watches."""
    values = {"bytes_read": bytes_read}
    connection.execute(update(imports).where(imports.c.id == import_id).values(values))


def cancel(connection: Connection, import_id: int, *, now: datetime) -> None:
    """Let a running import stop before its next batch. Raises NotFound where none runs."""
    running = (imports.c.id == import_id, imports.c.state == ImportState.RUNNING)
    values = {"state": ImportState.CANCELLED, "ended_at": now}
    if connection.execute(update(imports).where(*running).values(values)).rowcount == 0:
        raise NotFound("This import does not run any more.")


def _keep(connection: Connection, import_id: int, refused: Sequence[Refused]) -> None:
    rows = [
        {
            "import_id": import_id,
            "line": each.line,
            "path": each.path,
            "reason": each.reason,
            "raw": each.raw,
        }
        for each in refused
    ]
    if rows:
        connection.execute(insert(refusals), rows)
