"""Many deliveries at one moment: each is taken in once, and every one is counted."""

import json
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import Engine, select

from lib import arrivals, database
from lib.arrivals import Arrival, OtherBody
from lib.domain import Kind
from lib.schema import deliveries, source_hours
from tests.lib.api.chats import CHAT, counted
from tests.rows import NOW

AT_ONCE = 16


def arrival(delivery: str, **values: object) -> Arrival:
    body = json.dumps(CHAT | values).encode()
    return Arrival("shop", body, Kind.STANDARD, {"webhook-id": [delivery.encode()]})


def sent(engine: Engine, *wanted: Arrival) -> list[int | None]:
    """How many conversations each of them stored; None for a conflict."""

    def send(each: Arrival) -> int | None:
        try:
            return arrivals.take_in(engine, each, now=NOW).stored
        except OtherBody:
            return None

    with ThreadPoolExecutor(AT_ONCE) as threads:
        return list(threads.map(send, wanted))


def events(engine: Engine) -> int:
    with database.reading(engine) as connection:
        return sum(connection.scalars(select(source_hours.c.events)))


def test_one_delivery_sent_by_many_at_once_is_stored_once(engine: Engine) -> None:
    found = sent(engine, *[arrival("1")] * AT_ONCE)
    assert sorted(found, key=str) == [0] * (AT_ONCE - 1) + [1]
    assert (counted(engine), events(engine)) == ((1, 2, 0), 1)


def test_one_id_with_many_bodies_at_once_lets_one_in(engine: Engine) -> None:
    several = [arrival("1", conversation_id=f"{n}") for n in range(AT_ONCE)]
    found = sent(engine, *several)
    assert found.count(None) == AT_ONCE - 1
    assert counted(engine) == (1, 2, AT_ONCE - 1)


def test_many_deliveries_at_once_are_all_counted(engine: Engine) -> None:
    several = [arrival(f"{n}", conversation_id=f"{n % 4}") for n in range(4 * AT_ONCE)]
    assert sum(each or 0 for each in sent(engine, *several)) == 4
    assert (counted(engine), events(engine)) == ((4, 8, 0), 4 * AT_ONCE)
    with database.reading(engine) as connection:
        assert len(connection.execute(select(deliveries)).all()) == 4 * AT_ONCE
