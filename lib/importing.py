"""A file into the tables, a batch a transaction, from where it broke off the last time."""

from collections.abc import Callable, Generator, Iterator
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine

from lib import database, importers, imports, ingest
from lib.domain import ImportState, LeadsError
from lib.importers import Options
from lib.ingest import Recorded


class AlreadyRunning(LeadsError):
    """Two imports of one file at a time would count everything twice."""


def run(
    engine: Engine,
    path: Path,
    file: imports.File,
    format: str,
    options: Options,
    *,
    by: str,
    on_read: Callable[[int], object] | None = None,
    on_begun: Callable[[imports.Begun], object] | None = None,
) -> Generator[Recorded, None, None]:
    """Store what is in the file; what each batch brought, once it is on disk.

    Raises UnusableFile, possibly late: what came before it is stored. Raises AlreadyRunning, and
    imports.Stopped where somebody cancelled it.
    """
    with database.exclusive(engine, f"import-{file.digest[:16]}", wait=False) as alone:
        if not alone:
            raise AlreadyRunning(f"{file.name} is being imported at this moment.")
        with database.writing(engine) as connection:
            begun = imports.begin(connection, file, format, options, by=by, now=datetime.now(UTC))
        if on_begun:
            on_begun(begun)
        entries = importers.read(path, options, format=format, on_read=on_read, skip=begun.entries)
        try:
            yield from _stored(engine, begun.id, entries)
        except BaseException as error:
            _end(engine, begun.id, ImportState.BROKEN_OFF, error)
            raise
        _end(engine, begun.id, ImportState.DONE)


def _stored(
    engine: Engine, import_id: int, entries: Iterator[importers.Entry]
) -> Iterator[Recorded]:
    for batch in importers.batches(entries):
        now = datetime.now(UTC)
        with database.writing(engine) as connection:
            recorded = ingest.record(connection, batch.conversations, now=now, import_id=import_id)
            imports.advance(connection, import_id, batch, recorded)
        yield recorded


def _end(
    engine: Engine, import_id: int, state: ImportState, error: BaseException | None = None
) -> None:
    problem = str(error) if isinstance(error, LeadsError) else None
    with database.writing(engine) as connection:
        imports.end(connection, import_id, state, now=datetime.now(UTC), problem=problem)
