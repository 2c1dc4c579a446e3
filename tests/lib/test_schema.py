"""The migrations and the tables that the code knows are the same, on both databases."""

from datetime import UTC, datetime, timedelta, timezone

import numpy as np
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, insert, inspect, select
from sqlalchemy.exc import IntegrityError, StatementError

from lib import database
from lib.schema import conversations, exemplar_sets, metadata, vectors
from tests.rows import NOW


def a_conversation(**changes: object) -> dict[str, object]:
    times = dict.fromkeys(("started_at", "last_active_at", "received_at"), NOW)
    return {"source": "website", "session_id": "a", "channel": "API", **times, **changes}


def test_upgrading_from_nothing_gives_the_tables_the_code_knows(connection: Connection) -> None:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    assert compare_metadata(context, metadata) == []


def test_upgrading_again_changes_nothing(engine: Engine) -> None:
    before = inspect(engine).get_table_names()
    database.migrate(engine)
    assert inspect(engine).get_table_names() == before


def test_a_moment_comes_back_in_utc_to_the_microsecond(connection: Connection) -> None:
    noon = datetime(2026, 3, 10, 12, 0, 0, 123456, timezone(timedelta(hours=5, minutes=30)))
    connection.execute(insert(conversations).values(a_conversation(started_at=noon)))
    stored = connection.scalar(select(conversations.c.started_at))
    assert stored == noon
    assert stored.tzinfo is UTC


def test_a_moment_without_a_zone_is_refused(connection: Connection) -> None:
    naive = NOW.replace(tzinfo=None)
    with pytest.raises(StatementError, match="no time zone"):
        connection.execute(insert(conversations).values(a_conversation(started_at=naive)))


def test_a_vector_comes_back_bit_for_bit(connection: Connection) -> None:
    vector = np.random.default_rng(20).normal(size=384).astype(np.float16)
    connection.execute(insert(vectors).values(model="m", digest=b"d" * 16, vector=vector))
    assert np.array_equal(connection.scalars(select(vectors.c.vector)).one(), vector)


def test_only_one_exemplar_set_can_be_published(engine: Engine) -> None:
    one = {
        "state": "published",
        "model": "m",
        "hot_from": 70,
        "warm_from": 40,
        "calibration": {},
        "created_by": "ana",
        "created_at": NOW,
    }
    with database.writing(engine) as connection:
        connection.execute(insert(exemplar_sets).values(one))
        connection.execute(insert(exemplar_sets).values(one | {"state": "history"}))
    with pytest.raises(IntegrityError), database.writing(engine) as connection:
        connection.execute(insert(exemplar_sets).values(one))
