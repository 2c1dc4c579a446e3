"""A file into the tables, a batch a transaction, from where it broke off the last time."""

import time
from collections.abc import Callable, Generator, Iterator
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine

from lib import database, importers, imports, ingest
from lib.domain import ImportState, LeadsError
from lib.importers import Options
from lib.ingest import Recorded

PAUSE = 1.0  # seconds between two notes of how far the reading is


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
        progress = _Progress(engine, begun.id, on_read)
        entries = importers.read(
            path, options, format=format, on_read=progress.reach, skip=begun.entries
        )
        try:
            yield from _stored(engine, begun.id, entries)
        except BaseException as error:
            problem = str(error).replace(str(path), file.name)
            known = isinstance(error, LeadsError)
            _end(engine, begun.id, ImportState.BROKEN_OFF, problem if known else None)
            raise
        _end(engine, begun.id, ImportState.DONE)


class _Progress:
    """Tells how much has been read: whoever asked each time, the history once a second.

    A format whose conversations lie all over the file is read whole before any is stored.
    """

    def __init__(
        self, engine: Engine, import_id: int, told: Callable[[int], object] | None
    ) -> None:
        self._engine = engine
        self._import_id = import_id
        self._told = told
        self._next = time.monotonic() + PAUSE

    def reach(self, bytes_read: int) -> None:
        """So many bytes of the file have been read."""
        if self._told:
            self._told(bytes_read)
        if time.monotonic() >= self._next:
            with database.writing(self._engine) as connection:
                imports.reach(connection, self._import_id, bytes_read)
            self._next = time.monotonic() + PAUSE


def _stored(
    engine: Engine, import_id: int, entries: Iterator[importers.Entry]
) -> Iterator[Recorded]:
    for batch in importers.batches(entries):
        now = datetime.now(UTC)
        with database.writing(engine) as connection:
            recorded = ingest.record(connection, batch.conversations, now=now, import_id=import_id)
            imports.advance(connection, import_id, batch, recorded)
        yield recorded


def _end(engine: Engine, import_id: int, state: ImportState, problem: str | None = None) -> None:
    with database.writing(engine) as connection:
        imports.end(connection, import_id, state, now=datetime.now(UTC), problem=problem)
