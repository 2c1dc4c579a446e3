"""The engine for SQLite or PostgreSQL, transactions, migrations, and one lock across processes."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from typing import Any
from zlib import crc32

from alembic import command
from alembic.config import Config
from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, Row, Table, create_engine, event, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from lib.config import ROOT, Settings
from lib.domain import Unavailable

AnyRow = Row[*tuple[Any, ...]]  # a row whose columns are named where it is selected

SQLITE_PRAGMAS = {
    "journal_mode": "WAL",
    "synchronous": "FULL",  # a commit is on disk before anybody is told so
    "busy_timeout": 15_000,
    "foreign_keys": "ON",
    "cache_size": -65_536,
    "temp_store": "MEMORY",
}


def engine() -> Engine:
    """The engine of this installation, one for the process."""
    return connect(Settings.read(os.environ).database_url)


@cache
def connect(url: str) -> Engine:
    """The engine for a URL; the folder of a SQLite file is made where it is missing."""
    if url.startswith("sqlite"):
        return _sqlite(url)
    return create_engine(
        url,
        pool_pre_ping=True,
        pool_size=10,
        connect_args={"connect_timeout": 5, "options": "-c timezone=UTC"},
    )


def _sqlite(url: str) -> Engine:
    engine = create_engine(url)
    Path(engine.url.database or "").parent.mkdir(parents=True, exist_ok=True)

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: SqliteConnection, _: Any) -> None:  # noqa: ANN401 the pool's record
        connection.isolation_level = None  # we say BEGIN ourselves, below
        for pragma, value in SQLITE_PRAGMAS.items():
            connection.execute(f"PRAGMA {pragma} = {value}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A deferred transaction that turns into a writer fails at once when another one wrote
        # meanwhile, whatever the time-out; one that begins as a writer waits for its turn.
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A consistent view that writes nothing. Raises Unavailable where the database is away."""
    with _answering(), engine.connect() as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction: committed to disk at the end, or undone as a whole by an exception.

    Raises Unavailable where the database is away, or too busy to take it now.
    """
    with (
        _answering(),
        engine.connect().execution_options(writes=True) as connection,
        connection.begin(),
    ):
        yield connection


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except (OperationalError, InterfaceError, PoolTimeout) as error:
        raise Unavailable(
            "The database does not answer. Check that it runs, that its disk has room, "
            "and that DATABASE_URL names it; then try again."
        ) from error


def insert(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that knows ON CONFLICT, which the two databases spell alike."""
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table)
    return postgresql.insert(table)


def migrate(engine: Engine) -> None:
    """Bring the tables to the newest revision; harmless when they are there already."""
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    with exclusive(engine, "migrate"), writing(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


@contextmanager
def exclusive(engine: Engine, name: str, *, wait: bool = True) -> Iterator[bool]:
    """Hold a lock that one process at a time can have; whether it was had.

    Without `wait`, False says that somebody else holds it. It is gone with its holder, however
    that ends: a file lock beside a SQLite file, an advisory lock of the session on PostgreSQL.
    """
    held = _locked_file if engine.dialect.name == "sqlite" else _locked_session
    with held(engine, name, wait) as had:
        yield had


@contextmanager
def _locked_file(engine: Engine, name: str, wait: bool) -> Iterator[bool]:
    try:
        with FileLock(f"{engine.url.database}.{name}.lock", timeout=-1 if wait else 0):
            yield True
    except Timeout:
        yield False


@contextmanager
def _locked_session(engine: Engine, name: str, wait: bool) -> Iterator[bool]:
    key = crc32(f"leads.{name}".encode())
    lock = func.pg_advisory_lock if wait else func.pg_try_advisory_lock
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        had = connection.scalar(select(lock(key))) is not False  # the waiting one gives nothing
        try:
            yield had
        finally:
            if had:
                connection.execute(select(func.pg_advisory_unlock(key)))
