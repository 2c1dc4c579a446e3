"""What is refused waits; after a fix it is stored, and leaves in the same transaction."""

import json
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, event, select

from lib import database, doors, quarantine
from lib.deliveries import digest
from lib.domain import Kind, NotFound, Unavailable
from lib.importers import payload
from lib.importers.fields import Problem, invalid
from lib.quarantine import LARGEST_KEPT, Replayed
from lib.queries import quarantine as read
from lib.schema import quarantine as table
from tests.lib.api.chats import CHAT, counted
from tests.lib.api.test_bodies import chatwoot
from tests.rows import NOW

PROBLEM = Problem("messages[0].role", "The role must be visitor.")
GOOD = json.dumps(CHAT).encode()


def put(engine: Engine, *bodies: bytes, door: str = doors.API, source: str = "website") -> None:
    with database.writing(engine) as connection:
        for body in bodies:
            quarantine.keep(connection, source, door, body, PROBLEM, now=NOW)


def ids(engine: Engine) -> list[int]:
    with database.reading(engine) as connection:
        return read.ids(connection)


def again(engine: Engine) -> Replayed:
    return quarantine.replay(engine, ids(engine), now=NOW + timedelta(hours=1))


def test_a_body_is_kept_once_however_often_it_is_sent(engine: Engine) -> None:
    put(engine, b"a", b"a", b"b")
    put(engine, b"a", door=doors.webhook(Kind.CRISP))
    put(engine, b"a", source="shop")
    assert counted(engine)[2] == 4


def test_what_is_kept_tells_where_it_came_from_and_why(engine: Engine) -> None:
    put(engine, b"a\0\xff")
    with database.reading(engine) as connection:
        row = read.body(connection, 1)
        kept = connection.execute(select(table.c.digest)).scalar_one()
    assert (row.source, row.door, row.path, row.reason) == ("website", "api", *PROBLEM)
    assert (row.received_at, row.attempts, row.size, row.body) == (NOW, 0, 3, "a\u2400\ufffd")
    assert kept == digest(b"a\0\xff")


def test_after_a_fix_it_is_stored_and_gone(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise invalid("$", "This version is broken.")

    put(engine, GOOD)
    with monkeypatch.context() as older:
        older.setattr(payload, "parse", broken)
        (refused,) = again(engine).refused
    assert (refused.path, refused.reason) == ("$", "This version is broken.")
    assert counted(engine) == (0, 0, 1)
    assert again(engine) == Replayed(stored=1)
    assert counted(engine) == (1, 2, 0)


def test_each_door_reads_in_its_own_way(engine: Engine) -> None:
    event = json.dumps(chatwoot()).encode()
    put(engine, event, door=doors.webhook(Kind.CHATWOOT))
    put(engine, json.dumps({"data": CHAT}).encode(), door=doors.webhook(Kind.STANDARD))
    put(engine, json.dumps(chatwoot(id=119)).encode())
    assert again(engine) == Replayed(stored=3)
    assert counted(engine) == (2, 4, 0)


def test_a_door_of_another_version_is_told(engine: Engine) -> None:
    put(engine, GOOD, door="webhook:carrier-pigeon")
    (refused,) = again(engine).refused
    assert "knows no webhooks" in refused.reason


def test_what_is_still_refused_stays_with_its_new_reason(engine: Engine) -> None:
    put(engine, b"{", GOOD)
    done = again(engine)
    assert (done.stored, [each.id for each in done.refused]) == (1, [1])
    again(engine)
    with database.reading(engine) as connection:
        row = read.body(connection, 1)
    assert (row.path, row.attempts) == ("$", 2)
    assert "not JSON" in row.reason


def test_what_was_stored_meanwhile_is_nothing_new(engine: Engine) -> None:
    put(engine, GOOD, GOOD + b" ")
    assert again(engine) == Replayed(stored=1, unchanged=1)
    assert counted(engine) == (1, 2, 0)


def test_an_event_in_which_nothing_was_said_leaves_too(engine: Engine) -> None:
    event = {"event": "contact_updated", "account": {"id": 1}}
    put(engine, json.dumps(event).encode(), door=doors.webhook(Kind.CHATWOOT))
    assert again(engine) == Replayed(unchanged=1)
    assert counted(engine) == (0, 0, 0)


def test_what_is_gone_is_passed_over(engine: Engine) -> None:
    put(engine, GOOD)
    assert quarantine.replay(engine, [7, 1, 1], now=NOW) == Replayed(stored=1)


def test_of_what_was_cut_the_reason_says_so(engine: Engine) -> None:
    put(engine, b'{"conversation_id": "a", "messages": []}' + b" " * LARGEST_KEPT)
    (refused,) = again(engine).refused
    assert "first MiB" in refused.reason


def test_another_source_cannot_be_spoken_for(engine: Engine) -> None:
    put(engine, json.dumps({**CHAT, "source": "crm"}).encode())
    (refused,) = again(engine).refused
    assert refused.path == "source"
    assert counted(engine) == (0, 0, 1)


def test_killed_before_the_commit_it_is_still_there(engine: Engine) -> None:
    put(engine, GOOD)

    def killed(_: object) -> None:
        raise Unavailable("gone")

    event.listen(engine, "commit", killed)
    with pytest.raises(Unavailable):
        again(engine)
    event.remove(engine, "commit", killed)
    assert counted(engine) == (0, 0, 1)
    assert again(engine) == Replayed(stored=1)


def test_what_is_dropped_is_gone(engine: Engine) -> None:
    put(engine, b"a", b"b", b"c")
    with database.writing(engine) as connection:
        assert quarantine.drop(connection, [1, 3, 9]) == 2
    assert ids(engine) == [2]
    with pytest.raises(NotFound), database.writing(engine) as connection:
        quarantine.drop(connection, [1])


def test_what_waits_is_listed_the_latest_first(engine: Engine) -> None:
    put(engine, b"a", b"b", b"c")
    with database.reading(engine) as connection:
        assert read.waiting(connection, 2)["id"].to_list() == [3, 2]
        with pytest.raises(NotFound, match="no 9"):
            read.body(connection, 9)


def test_an_empty_quarantine_has_every_column(engine: Engine) -> None:
    with database.reading(engine) as connection:
        assert dict(read.waiting(connection).schema) == read.WAITING
        assert dict(read.reasons(connection).schema) == read.REASONS


def test_reasons_are_counted_by_source(engine: Engine) -> None:
    put(engine, b"a", b"b")
    put(engine, b"c", source="crm")
    with database.reading(engine) as connection:
        found = read.reasons(connection).rows()
    assert found == [("website", PROBLEM.reason, 2), ("crm", PROBLEM.reason, 1)]


def test_bodies_kept_by_an_older_version_can_be_tried(engine: Engine, now: datetime) -> None:
    old = {"source": "website", "received_at": now, "path": "$", "reason": "x.",
           "body": GOOD.decode()}  # fmt: skip
    with database.writing(engine) as connection:
        connection.execute(table.insert().values(old))
    assert again(engine) == Replayed(stored=1)
