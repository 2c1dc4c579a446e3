"""What is in the outbox arrives at least once, whoever fails, hangs or is killed meanwhile."""

import hmac
import os
import signal
import subprocess
import sys
import time
from base64 import b64decode, b64encode
from collections.abc import Iterator
from datetime import datetime, timedelta
from threading import Event as Signal
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import Engine, select, update

from lib import database, posting
from lib.config import ROOT, Settings
from lib.delivery import BACKOFF, KEPT, Courier, failure_of, send_test
from lib.domain import Event, NotFound, Temperature
from lib.leads import set_temperature
from lib.posting import Answer
from lib.schema import outbox, targets
from lib.targets import list_targets, remove, send_again, set_active
from tests.lib.outgoing.conftest import make_target
from tests.lib.outgoing.receiver import Receiver, receiving
from tests.rows import NOW, insert_lead


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as server:
        yield server


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def courier(engine: Engine, url: str, clock: Clock) -> Courier:
    environment = {"DATABASE_URL": url, "LEADS_WEBHOOK_PRIVATE": "true"}
    return Courier(engine, Settings.read(environment), clock)


def listen(engine: Engine, url: str) -> int:
    with database.writing(engine) as connection:
        return make_target(connection, url=url)


def turn_hot(engine: Engine, *names: str) -> None:
    """Leads that a person sets to Hot, which is told."""
    with database.writing(engine) as connection:
        for name in names:
            lead_id = insert_lead(connection, name, name=name)
            set_temperature(connection, lead_id, Temperature.HOT, by="Ana", now=NOW)


def stored(engine: Engine) -> list[Any]:
    with database.reading(engine) as connection:
        return list(connection.execute(select(outbox).order_by(outbox.c.id)).all())


def test_what_happened_arrives_once(engine: Engine, courier: Courier, receiver: Receiver) -> None:
    listen(engine, f"{receiver.url}/hook")
    turn_hot(engine, "Ada Park")
    assert courier.deliver() == 1
    (got,) = receiver.received
    assert got.path == "/hook"
    assert got.headers["content-type"] == "application/json"
    assert (got.json["event"], got.json["lead"]["name"]) == ("lead.turned_hot", "Ada Park")
    assert got.json["text"].startswith("Turned Hot: Ada Park, ")
    assert (stored(engine)[0].delivered_at, stored(engine)[0].attempts) == (NOW, 1)
    assert courier.deliver() == 0
    assert len(receiver.received) == 1


def test_a_message_is_signed_as_standard_webhooks_says(
    engine: Engine, courier: Courier, receiver: Receiver
) -> None:
    listen(engine, receiver.url)
    turn_hot(engine, "Ada")
    courier.deliver()
    (got,) = receiver.received
    with database.reading(engine) as connection:
        (target,) = list_targets(connection)
    signed = f"{got.headers['webhook-id']}.{got.headers['webhook-timestamp']}.".encode() + got.body
    key = b64decode(target.secret.removeprefix("whsec_"))
    expected = b64encode(hmac.digest(key, signed, "sha256")).decode()
    assert got.headers["webhook-signature"] == f"v1,{expected}"
    assert got.headers["webhook-timestamp"] == str(int(NOW.timestamp()))
    assert len(key) >= 24


def test_what_failed_comes_again_later_and_later_with_the_same_id(
    engine: Engine, courier: Courier, receiver: Receiver, clock: Clock
) -> None:
    receiver.answers = [500]
    listen(engine, receiver.url)
    turn_hot(engine, "Ada")
    courier.deliver()
    for count, wait in enumerate(BACKOFF, start=1):
        clock.now += wait - timedelta(seconds=1)
        assert len(receiver.received) == count
        courier.deliver()
        assert len(receiver.received) == count, "it came too early"
        clock.now += timedelta(seconds=1)
        courier.deliver()
    assert len(receiver.received) == 1 + len(BACKOFF)
    (row,) = stored(engine)
    assert set(receiver.ids) == {row.message_id}
    assert (row.given_up_at, row.failure) == (clock.now, "It answered 500: ok")
    clock.now += timedelta(days=3)
    courier.deliver()
    assert len(receiver.received) == 1 + len(BACKOFF)


def test_it_is_tried_for_about_a_day() -> None:
    assert [each.total_seconds() for each in BACKOFF[:5]] == [30, 120, 600, 3_600, 21_600]
    assert timedelta(hours=24) < sum(BACKOFF, timedelta()) < timedelta(hours=26)


def test_what_failed_once_arrives_and_is_done(
    engine: Engine, courier: Courier, receiver: Receiver, clock: Clock
) -> None:
    receiver.answers = [503, 204]
    listen(engine, receiver.url)
    turn_hot(engine, "Ada")
    assert courier.deliver() == 0
    clock.now += BACKOFF[0]
    assert courier.deliver() == 1
    (row,) = stored(engine)
    assert (row.delivered_at, row.failure, row.given_up_at) == (clock.now, None, None)


def test_410_gives_up_at_once(engine: Engine, courier: Courier, receiver: Receiver) -> None:
    receiver.answers = [410]
    listen(engine, receiver.url)
    turn_hot(engine, "Ada")
    courier.deliver()
    (row,) = stored(engine)
    assert (row.given_up_at, row.attempts) == (NOW, 1)


def test_a_target_that_does_not_answer_does_not_hold_up_the_others(
    engine: Engine, courier: Courier, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(posting.post.__kwdefaults__ or {}, "seconds", 0.3)
    with receiving() as dead:
        dead.says, dead.dripping = b"x" * 100, 0.1
        listen(engine, dead.url)
        listen(engine, receiver.url)
        turn_hot(engine, *(f"Lead {number}" for number in range(8)))
        began = time.monotonic()
        assert courier.deliver() == 8
        assert time.monotonic() - began < 4
        assert (len(dead.received), len(receiver.received)) == (1, 8)
    assert stored(engine)[0].failure == "There was no answer within 0.3 seconds."


def test_a_private_address_is_refused_unless_it_is_allowed(
    engine: Engine, settings: Settings, receiver: Receiver, clock: Clock
) -> None:
    listen(engine, receiver.url)
    turn_hot(engine, "Ada")
    assert Courier(engine, settings, clock).deliver() == 0
    assert receiver.received == []
    assert "LEADS_WEBHOOK_PRIVATE" in stored(engine)[0].failure


def test_a_paused_target_gets_what_waited_when_it_goes_on(
    engine: Engine, courier: Courier, receiver: Receiver
) -> None:
    target = listen(engine, receiver.url)
    turn_hot(engine, "before")
    with database.writing(engine) as connection:
        set_active(connection, target, False)
    turn_hot(engine, "meanwhile")
    assert courier.deliver() == 0
    with database.writing(engine) as connection:
        set_active(connection, target, True)
    assert courier.deliver() == 1
    assert receiver.received[0].json["lead"]["name"] == "before"


def test_a_removed_target_is_told_nothing_more_and_its_secret_is_gone(
    engine: Engine, courier: Courier, receiver: Receiver
) -> None:
    target = listen(engine, receiver.url)
    turn_hot(engine, "Ada")
    with database.writing(engine) as connection:
        remove(connection, target, now=NOW)
        assert connection.scalar(select(targets.c.secret)) == ""
        assert list_targets(connection) == []
    assert courier.deliver() == 0
    assert stored(engine)[0].given_up_at == NOW
    with database.writing(engine) as connection, pytest.raises(NotFound):
        send_again(connection, stored(engine)[0].id, now=NOW)


def test_sending_again_repeats_the_message_with_its_id(
    engine: Engine, courier: Courier, receiver: Receiver
) -> None:
    listen(engine, receiver.url)
    turn_hot(engine, "Ada")
    courier.deliver()
    with database.writing(engine) as connection:
        send_again(connection, stored(engine)[0].id, now=NOW)
    assert courier.deliver() == 1
    first, second = receiver.received
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.body == second.body


def test_two_workers_send_nothing_twice(
    engine: Engine, courier: Courier, receiver: Receiver
) -> None:
    listen(engine, receiver.url)
    turn_hot(engine, *(f"Lead {number}" for number in range(12)))
    both = [Thread(target=courier.deliver) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert sorted(receiver.ids) == sorted(row.message_id for row in stored(engine))


def test_what_is_long_done_is_forgotten_and_what_waits_is_kept(
    engine: Engine, courier: Courier, receiver: Receiver, clock: Clock
) -> None:
    receiver.answers = [200, 500]
    listen(engine, receiver.url)
    turn_hot(engine, "arrives", "waits")
    courier.deliver()
    clock.now += KEPT
    courier.look_for_quiet()
    assert len(stored(engine)) == 2
    clock.now += timedelta(seconds=1)
    courier.look_for_quiet()
    assert [row.payload["lead"]["name"] for row in stored(engine)] == ["waits"]


def test_leads_that_went_quiet_are_found_and_told(
    engine: Engine, courier: Courier, receiver: Receiver, clock: Clock
) -> None:
    listen(engine, receiver.url)
    with database.writing(engine) as connection:
        insert_lead(connection, "a", temperature=Temperature.HOT, name="Ada")
    clock.now += timedelta(days=1)
    stop = Signal()
    running = Thread(target=courier.run, args=(stop,))
    running.start()
    until = time.monotonic() + 10
    while not receiver.received and time.monotonic() < until:
        time.sleep(0.02)
    stop.set()
    running.join()
    assert receiver.received[0].json["text"].startswith("Hot and quiet: Ada")


def test_a_courier_goes_on_after_whatever_broke(
    courier: Courier, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop, seen = Signal(), []

    def broken(_: Signal) -> int:
        seen.append(1)
        if len(seen) == 2:
            stop.set()
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(courier, "deliver", broken)
    monkeypatch.setattr("lib.delivery.REST", 0.01)
    courier.run(stop)
    assert len(seen) == 2


KILLED = """
import sys
from lib import database
from lib.config import Settings
from lib.delivery import Courier
settings = Settings.read({"DATABASE_URL": sys.argv[1], "LEADS_WEBHOOK_PRIVATE": "true"})
Courier(database.connect(sys.argv[1]), settings).deliver()
"""


def test_a_worker_that_is_killed_while_it_sends_loses_nothing(
    engine: Engine, url: str, courier: Courier, receiver: Receiver, clock: Clock
) -> None:
    receiver.says, receiver.dripping = b"x" * 1000, 0.1
    listen(engine, receiver.url)
    turn_hot(engine, "Ada")
    process = subprocess.Popen([sys.executable, "-c", KILLED, url], cwd=ROOT, env={**os.environ})
    until = time.monotonic() + 30
    while not receiver.received:
        assert time.monotonic() < until
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    receiver.dripping = 0
    (row,) = stored(engine)
    assert (row.delivered_at, row.attempts) == (None, 1)
    clock.now = row.next_attempt_at
    assert courier.deliver() == 1
    assert receiver.ids == [row.message_id] * 2
    assert stored(engine)[0].delivered_at == clock.now


def test_the_result_of_an_old_attempt_does_not_stand_against_a_new_one(
    engine: Engine, courier: Courier, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    listen(engine, receiver.url)
    turn_hot(engine, "Ada")

    def asked_again_meanwhile(*_: object, **__: object) -> Answer:
        with database.writing(engine) as connection:
            connection.execute(update(outbox).values(attempts=0, next_attempt_at=NOW))
        return Answer(500, "")

    monkeypatch.setattr(posting, "post", asked_again_meanwhile)
    courier.deliver()
    assert stored(engine)[0].failure is None


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer(200, ""), None),
        (Answer(204, ""), None),
        (Answer(302, ""), "a redirect. Give the address that it leads to."),
        (Answer(404, "no_service"), "It answered 404: no_service"),
        (Answer(500, ""), "It answered 500."),
        (Answer(410, "x"), "nobody wants this any more"),
    ],
)
def test_an_answer_is_said_in_plain_words(answer: Answer, said: str | None) -> None:
    told = failure_of(answer)
    assert told is None if said is None else said in str(told)


def test_a_test_message_is_signed_and_tells_of_no_lead(
    engine: Engine, courier: Courier, receiver: Receiver
) -> None:
    listen(engine, receiver.url)
    with database.reading(engine) as connection:
        (target,) = list_targets(connection)
    assert send_test(target, courier.settings, now=NOW) is None
    receiver.answers = [404]
    assert send_test(target, courier.settings, now=NOW) == "It answered 404: ok"
    assert receiver.received[0].json["event"] == "test"
    assert receiver.received[0].headers["webhook-signature"].startswith("v1,")
    assert len(set(receiver.ids)) == 2
    assert stored(engine) == []


def test_every_event_has_a_line_of_its_own(engine: Engine) -> None:
    from lib.announcement import HEADLINES

    assert set(HEADLINES) == set(Event)
