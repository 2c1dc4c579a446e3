"""Transactions, and the lock that one process at a time holds."""

from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import Engine, func, insert, select

from lib import database
from lib.schema import conversations
from tests.lib.test_schema import a_conversation


def test_a_lock_is_held_by_one_at_a_time(engine: Engine) -> None:
    with database.exclusive(engine, "scoring", wait=False) as first:
        assert first
        with database.exclusive(engine, "scoring", wait=False) as second:
            assert not second


def test_locks_of_other_names_are_free(engine: Engine) -> None:
    with (
        database.exclusive(engine, "scoring"),
        database.exclusive(engine, "migrate", wait=False) as other,
    ):
        assert other


def test_a_lock_is_free_again_after_its_holder(engine: Engine) -> None:
    for _ in range(2):
        with database.exclusive(engine, "scoring", wait=False) as had:
            assert had


def test_who_waits_for_a_lock_gets_it(engine: Engine) -> None:
    got = Event()

    def wait() -> None:
        with database.exclusive(engine, "scoring"):
            got.set()

    waiting = Thread(target=wait)
    with database.exclusive(engine, "scoring"):
        waiting.start()
        assert not got.wait(0.3)
    assert got.wait(10)
    waiting.join()


def test_writers_take_turns_instead_of_failing(engine: Engine) -> None:
    """Each reads before it writes, which SQLite refuses to a transaction that began as a reader."""

    def add(writer: int) -> None:
        for number in range(10):
            with database.writing(engine) as connection:
                connection.scalar(select(func.count()).select_from(conversations))
                row = a_conversation(session_id=f"{writer}-{number}")
                connection.execute(insert(conversations).values(row))

    writers = [Thread(target=add, args=(writer,)) for writer in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with database.reading(engine) as connection:
        assert connection.scalar(select(func.count()).select_from(conversations)) == 40


def test_the_folder_of_a_new_sqlite_file_is_made(tmp_path: Path) -> None:
    engine = database.connect(f"sqlite:///{tmp_path / 'new' / 'leads.db'}")
    database.migrate(engine)
    assert (tmp_path / "new" / "leads.db").exists()
    engine.dispose()


def test_a_commit_on_sqlite_is_on_disk(sqlite_url: str) -> None:
    pragmas = {"synchronous": 2, "journal_mode": "wal", "foreign_keys": 1}
    with database.reading(database.connect(sqlite_url)) as connection:
        for pragma, value in pragmas.items():
            assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar_one() == value


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_a_writer_that_fails_leaves_nothing_locked(engine: Engine) -> None:
    def fail() -> None:
        with database.writing(engine):
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with database.writing(engine) as connection:
        connection.execute(insert(conversations).values(a_conversation()))
