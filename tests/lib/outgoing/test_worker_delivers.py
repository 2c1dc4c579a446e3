"""The worker delivers beside its scoring, and never instead of it."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from threading import Event

import pytest
from sqlalchemy import Engine, update

from lib import database, worker
from lib.config import ROOT, Settings
from lib.delivery import Courier
from lib.domain import Temperature
from lib.leads import set_temperature
from lib.schema import conversations
from tests.lib.outgoing.conftest import make_target
from tests.lib.outgoing.receiver import Receiver, receiving
from tests.rows import NOW, insert_lead

WORKER = [sys.executable, "-m", "lib", "worker"]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as server:
        yield server


def turn_hot(engine: Engine, receiver: Receiver) -> None:
    with database.writing(engine) as connection:
        make_target(connection, url=receiver.url)
        lead_id = insert_lead(connection, "a")
        set_temperature(connection, lead_id, Temperature.HOT, by="Ana", now=NOW)
        connection.execute(update(conversations).values(scored_revision=1))  # nothing to score


def wait_for(condition: Callable[[], object], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it never happened"
        time.sleep(0.05)


def environment(url: str) -> dict[str, str]:
    return os.environ | {"DATABASE_URL": url, "LEADS_WEBHOOK_PRIVATE": "true"}


def test_a_worker_delivers_also_while_another_one_scores(
    engine: Engine, url: str, receiver: Receiver
) -> None:
    turn_hot(engine, receiver)
    with database.exclusive(engine, "scoring"):
        process = subprocess.Popen(WORKER, cwd=ROOT, env=environment(url))
        try:
            wait_for(lambda: receiver.received)
        finally:
            process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0
    assert len(receiver.received) == 1


def test_once_delivers_what_is_due_and_ends(engine: Engine, url: str, receiver: Receiver) -> None:
    turn_hot(engine, receiver)
    command = [*WORKER, "--once"]
    subprocess.run(command, cwd=ROOT, env=environment(url), check=True, timeout=120)
    assert len(receiver.received) == 1


def test_a_receiver_that_does_not_answer_never_delays_scoring(
    engine: Engine, url: str, receiver: Receiver
) -> None:
    receiver.says, receiver.dripping = b"x" * 1_000, 0.1
    turn_hot(engine, receiver)
    courier = Courier(engine, Settings.read(environment(url)))
    with worker._beside(courier, Event()):
        wait_for(lambda: receiver.received)
        for step in range(50):  # each takes the database for itself, as a step of scoring does
            with database.writing(engine) as connection:
                insert_lead(connection, f"scored {step}")
        assert not receiver.closed.is_set(), "it was waited for"
        receiver.dripping = 0


def test_delivery_ends_with_the_worker(engine: Engine, url: str) -> None:
    courier, stop = Courier(engine, Settings.read(environment(url))), Event()
    before = {*threading.enumerate()}
    with worker._beside(courier, stop):
        (running,) = {*threading.enumerate()} - before
    assert not running.is_alive()
