"""The demo fills an empty database with leads of every kind, as a sales team has them."""

from datetime import datetime

import pytest
from sqlalchemy import Engine, func, select

from lib import database
from lib.config import Settings
from lib.demo.fill import fill, is_empty
from lib.domain import Status, Temperature
from lib.schema import conversations, leads, status_changes


@pytest.mark.model
def test_the_demo_has_every_temperature_status_and_channel(sqlite_url: str, now: datetime) -> None:
    engine = database.connect(sqlite_url)
    fill(engine, Settings.read({"DATABASE_URL": sqlite_url}), now=now)
    with database.reading(engine) as connection:
        assert not is_empty(connection)
        query = select(leads.c.temperature, leads.c.status)
        kinds = {(row.temperature, row.status) for row in connection.execute(query)}
        channels = set(connection.scalars(select(leads.c.channel)))
        count = connection.execute(select(func.count()).select_from(conversations)).scalar_one()
        latest = connection.execute(select(func.max(status_changes.c.changed_at))).scalar_one()
    assert count >= 350
    assert {each for each, _ in kinds} == set(Temperature)
    assert {each for _, each in kinds} == set(Status)
    assert len(channels) == 5
    assert latest <= now
    engine.dispose()


def test_a_database_that_nothing_came_into_is_empty(engine: Engine) -> None:
    with database.reading(engine) as connection:
        assert is_empty(connection)
