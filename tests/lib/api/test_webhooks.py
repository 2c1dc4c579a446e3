"""Webhooks of each system: signed by its secret, read as its events, taken in once."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select
from starlette.testclient import TestClient

from lib import database
from lib.attempts import MOST_ADDRESSES, WINDOW, Attempts
from lib.domain import Kind, Unavailable
from lib.quarantine import replay
from lib.schema import conversations, deliveries, quarantine, source_hours
from lib.webhook_secrets import create_secret
from tests.lib.api.chats import CHAT, counted
from tests.lib.api.signing import signed
from tests.lib.api.test_bodies import chatwoot

TYPE = (b"content-type", b"application/json")


@pytest.fixture(autouse=True)
def fresh_attempts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lib.webhook_api.attempts", Attempts())


def secret(engine: Engine, kind: Kind, source: str = "desk", **values: Any) -> str:
    with database.writing(engine) as connection:
        return create_secret(connection, source, kind, now=datetime.now(UTC), **values)


def deliver(
    client: TestClient, kind: Kind, key: str, value: object, id: str = "evt-1", source: str = "desk"
) -> Any:
    body = json.dumps(value).encode()
    headers = [TYPE, *signed(kind, key, body, id=id)]
    return client.post(f"/api/webhooks/{source}", content=body, headers=headers)


def test_an_event_of_chatwoot_is_stored_under_its_source(
    client: TestClient, engine: Engine
) -> None:
    key = secret(engine, Kind.CHATWOOT)
    answer = deliver(client, Kind.CHATWOOT, key, chatwoot())
    assert (answer.status_code, answer.json()) == (202, {"stored": 1, "messages": 1})
    with database.reading(engine) as connection:
        row = connection.execute(select(conversations)).one()
        assert connection.execute(select(deliveries.c.delivery_id)).scalars().all() == ["evt-1"]
    assert (row.source, row.session_id) == ("desk", "1-10")


def test_an_event_in_which_nothing_was_said_is_nothing_new(
    client: TestClient, engine: Engine
) -> None:
    key = secret(engine, Kind.CHATWOOT)
    event = {"event": "contact_updated", "account": {"id": 1}, "id": 3}
    assert deliver(client, Kind.CHATWOOT, key, event).status_code == 200
    assert counted(engine) == (0, 0, 0)


@pytest.mark.parametrize("wrapped", [CHAT, {"type": "chat.updated", "data": CHAT}])
def test_standard_webhooks_carry_our_own_form(
    client: TestClient, engine: Engine, wrapped: object
) -> None:
    key = secret(engine, Kind.STANDARD)
    assert deliver(client, Kind.STANDARD, key, wrapped).status_code == 202
    assert counted(engine) == (1, 2, 0)


def test_what_is_wrong_under_data_is_named_there(client: TestClient, engine: Engine) -> None:
    key = secret(engine, Kind.STANDARD)
    answer = deliver(client, Kind.STANDARD, key, {"data": {**CHAT, "messages": 5}})
    assert [each["path"] for each in answer.json()["fields"]] == ["data.messages"]


def test_what_cannot_be_read_is_kept_with_its_door_and_may_be_sent_again(
    client: TestClient, engine: Engine
) -> None:
    key = secret(engine, Kind.CHATWOOT)
    event = chatwoot(conversation={})
    for _ in range(3):  # as a system does that gets no 2xx
        assert deliver(client, Kind.CHATWOOT, key, event).status_code == 422
    with database.reading(engine) as connection:
        row = connection.execute(select(quarantine)).one()
        assert connection.execute(select(deliveries)).all() == []
    assert (row.source, row.door, row.path) == ("desk", "webhook:chatwoot", "conversation.id")
    assert json.loads(row.body) == event


ANYTHING: list[object] = [
    None,
    3,
    [],
    "text",
    {},
    {"id": [1]},
    {"id": "x" * 300},
    {"data": {"id": 1}},
]


@pytest.mark.parametrize("kind", Kind)
def test_whatever_is_signed_gets_an_answer(
    client: TestClient, engine: Engine, kind: Kind, subtests: pytest.Subtests
) -> None:
    key = secret(engine, kind)
    for number, value in enumerate(ANYTHING):
        with subtests.test(repr(value)):
            before = counted(engine)[2]
            answer = deliver(client, kind, key, value, f"evt-{number}")
            assert answer.status_code in {200, 422}
            assert counted(engine)[2] - before == (answer.status_code == 422)


def test_an_importer_that_stumbles_loses_nothing(
    client: TestClient,
    engine: Engine,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def stumbles(*_: object, **__: object) -> None:
        raise KeyError("what a visitor said")

    key = secret(engine, Kind.CHATWOOT)
    with monkeypatch.context() as broken:
        broken.setattr("lib.importers.chatwoot.parse", stumbles)
        assert deliver(client, Kind.CHATWOOT, key, chatwoot()).status_code == 422
    assert "KeyError" in caplog.text
    assert "what a visitor said" not in caplog.text.replace('raise KeyError("what a visitor', "")
    assert counted(engine) == (0, 0, 1)
    replayed = replay(engine, [1], now=datetime.now(UTC))
    assert (replayed.stored, counted(engine)) == (1, (1, 1, 0))


def test_two_secrets_work_side_by_side(client: TestClient, engine: Engine) -> None:
    old, new = secret(engine, Kind.CHATWOOT), secret(engine, Kind.CHATWOOT)
    assert deliver(client, Kind.CHATWOOT, old, chatwoot()).status_code == 202
    assert deliver(client, Kind.CHATWOOT, new, chatwoot(id=119), "evt-2").status_code == 202


def test_an_unknown_source_is_answered_like_a_wrong_signature(
    client: TestClient, engine: Engine
) -> None:
    key = secret(engine, Kind.STANDARD)
    wrong = "whsec_" + "A" * 32
    known = deliver(client, Kind.STANDARD, wrong, CHAT)
    for source in ("nobody", "a%00b", "a/b", "", "%0d", "x" * 500, "%ff"):
        answer = deliver(client, Kind.STANDARD, key, CHAT, source=source)
        assert (answer.status_code, answer.json()) == (known.status_code, known.json())
        assert answer.headers["WWW-Authenticate"] == known.headers["WWW-Authenticate"]


def test_a_source_with_a_slash_in_its_name_can_send(client: TestClient, engine: Engine) -> None:
    key = secret(engine, Kind.STANDARD, "shop/eu west")
    source = "shop%2Feu%20west"
    assert deliver(client, Kind.STANDARD, key, CHAT, source=source).status_code == 202


def test_the_same_id_of_two_sources_is_two_deliveries(client: TestClient, engine: Engine) -> None:
    for source in ("desk", "shop"):
        key = secret(engine, Kind.STANDARD, source)
        assert deliver(client, Kind.STANDARD, key, CHAT, source=source).status_code == 202
    assert counted(engine) == (2, 4, 0)


def test_an_event_is_counted_in_its_hour_with_what_it_stores(
    client: TestClient, engine: Engine
) -> None:
    key = secret(engine, Kind.CHATWOOT)
    deliver(client, Kind.CHATWOOT, key, chatwoot())
    deliver(client, Kind.CHATWOOT, key, chatwoot())  # the same delivery does not count
    deliver(client, Kind.CHATWOOT, key, chatwoot(id=119), "evt-2")
    deliver(client, Kind.CHATWOOT, key, chatwoot(conversation={}), "evt-3")  # nor what is refused
    with database.reading(engine) as connection:
        assert sum(connection.scalars(select(source_hours.c.events))) == 2


def test_a_database_that_fails_in_between_leaves_nothing(
    client: TestClient, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = secret(engine, Kind.CHATWOOT)

    def away(*_: object, **__: object) -> None:
        raise Unavailable("The database does not answer.")

    with monkeypatch.context() as broken:
        broken.setattr("lib.deliveries.count_event", away)  # the last step before the commit
        answer = deliver(client, Kind.CHATWOOT, key, chatwoot())
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert counted(engine) == (0, 0, 0)
    assert deliver(client, Kind.CHATWOOT, key, chatwoot()).status_code == 202


def test_failures_are_counted_by_address_and_forgotten_after_ten_minutes() -> None:
    attempts = Attempts()
    assert not any(attempts.failed("192.0.2.1", 5.0) for _ in range(1_000))
    assert attempts.failed("192.0.2.1", 5.0 + WINDOW / 2) == 301
    assert not attempts.failed("192.0.2.2", 6.0)
    assert not attempts.failed("192.0.2.1", 5.0 + WINDOW)


def test_a_million_addresses_take_no_more_memory() -> None:
    attempts = Attempts()
    for number in range(3 * MOST_ADDRESSES):
        attempts.failed(f"{number}", 1.0)
    assert len(attempts._failures) == MOST_ADDRESSES


def test_old_deliveries_are_forgotten(client: TestClient, engine: Engine) -> None:
    key = secret(engine, Kind.CHATWOOT)
    deliver(client, Kind.CHATWOOT, key, chatwoot(), "old")
    then = datetime.now(UTC) - timedelta(days=31)
    with database.writing(engine) as connection:
        connection.execute(deliveries.update().values(received_at=then))
        connection.execute(source_hours.update().values(hour=then))
    deliver(client, Kind.CHATWOOT, key, chatwoot(id=119), "new")
    with database.reading(engine) as connection:
        assert connection.scalars(select(deliveries.c.delivery_id)).all() == ["new"]
