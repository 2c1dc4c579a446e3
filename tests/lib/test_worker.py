"""The worker scores what comes in, survives what it can, and ends when it should."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import Engine, func, select

from lib import database, ingest, worker
from lib.config import ROOT
from lib.domain import Conversation, Message, Role
from lib.schema import scores

WORKER = [sys.executable, "-m", "lib", "worker"]


def take_in(engine: Engine, session_id: str, now: datetime) -> None:
    chat = Conversation("website", session_id, [Message(Role.VISITOR, "I want to buy it", now)])
    with database.writing(engine) as connection:
        ingest.record(connection, [chat], now=now)


def scored(engine: Engine) -> int:
    with database.reading(engine) as connection:
        return connection.execute(select(func.count()).select_from(scores)).scalar_one()


def wait_for(condition: Callable[[], bool], seconds: float = 90) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it never happened"
        time.sleep(0.1)


@pytest.mark.model
def test_a_worker_scores_what_waits_and_what_comes_and_ends_when_told(
    engine: Engine, url: str, now: datetime
) -> None:
    take_in(engine, "before", now)
    process = subprocess.Popen(WORKER, cwd=ROOT, env=os.environ | {"DATABASE_URL": url})
    try:
        wait_for(lambda: scored(engine) == 1)
        take_in(engine, "meanwhile", now)
        wait_for(lambda: scored(engine) == 2)
    finally:
        process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0


@pytest.mark.model
def test_once_scores_what_waits_and_ends(engine: Engine, url: str, now: datetime) -> None:
    take_in(engine, "a", now)
    environment = os.environ | {"DATABASE_URL": url}
    subprocess.run([*WORKER, "--once"], cwd=ROOT, env=environment, check=True, timeout=120)
    assert scored(engine) == 1


def test_a_second_worker_waits_harmlessly(engine: Engine, url: str) -> None:
    with database.exclusive(engine, "scoring"):
        process = subprocess.Popen(WORKER, cwd=ROOT, env=os.environ | {"DATABASE_URL": url})
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(5)
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0


def test_a_worker_ends_with_the_process_that_started_it(sqlite_url: str) -> None:
    start = (
        "import os, subprocess; "
        f"command = {[*WORKER, '--with-parent']!r} + [str(os.getpid())]; "
        "print(subprocess.Popen(command).pid, flush=True)"
    )
    environment = os.environ | {"DATABASE_URL": sqlite_url}
    parent = subprocess.run(
        [sys.executable, "-c", start],
        cwd=ROOT,
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        timeout=60,
    )
    wait_for(lambda: not is_running(int(parent.stdout)))


def test_a_child_that_dies_is_started_again_and_ends_with_the_app(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started: list[float] = []

    async def end_at_once() -> None:
        started.append(time.monotonic())

    monkeypatch.setattr(worker, "_run_to_its_end", end_at_once)
    monkeypatch.setattr(worker, "REST", 0.01)

    async def live() -> None:
        async with worker.child():
            while len(started) < 3:
                await asyncio.sleep(0.01)

    asyncio.run(asyncio.wait_for(live(), 30))
    before = len(started)
    time.sleep(0.2)
    assert len(started) == before


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # A process that ended and that nobody waited for is still listed, as a zombie.
    with open(f"/proc/{pid}/stat") as stat:
        return stat.read().rpartition(")")[2].split()[0] != "Z"
