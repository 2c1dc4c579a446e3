"""The loop around the scorer: wake, work, rest; and how the app keeps one as a child process."""

import asyncio
import logging
import os
import signal
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, nullcontext, suppress
from threading import Event, Thread

from lib import database, delivery, scorer
from lib.config import ROOT, Settings

REST = 1.0  # seconds between two looks for work, when there was none
LONGEST_PAUSE = 60.0  # seconds before a child that keeps failing is started again
PATIENCE = 10.0  # seconds that a child has to finish what it is at

log = logging.getLogger(__name__)


def run(settings: Settings, *, once: bool = False, parent: int | None = None) -> None:
    """Score what waits until told to stop by SIGTERM or SIGINT; with `once`, until none waits.

    Beside it, what is to be told of leads is delivered to webhooks. It stops also when the process
    `parent`, which started it, has ended. A second worker on the same database waits with its
    scoring, ready to take over, and delivers meanwhile.
    """
    stop = Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: stop.set())
    if parent:
        Thread(target=_stop_with, args=(parent, stop), daemon=True).start()
    engine = database.connect(settings.database_url)
    database.migrate(engine)
    step = scorer.Scorer(engine, settings)
    courier = delivery.Courier(engine, settings)
    with nullcontext() if once else _beside(courier, stop):
        while not stop.is_set():
            with database.exclusive(engine, "scoring", wait=False) as alone:
                done = _work(step, stop) if alone else 0
            if once and alone and not done:
                break
            stop.wait(REST)
    if once:
        courier.deliver(stop)


@contextmanager
def _beside(courier: delivery.Courier, stop: Event) -> Iterator[None]:
    """Deliver in a thread of its own: a slow receiver must not hold up scores."""
    thread = Thread(target=courier.run, args=(stop,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(PATIENCE)


def _work(step: "scorer.Scorer", stop: Event) -> int:
    """Score until nothing waits; how many conversations that were."""
    total = 0
    while not stop.is_set() and (done := step.score_some()):
        total += done
    if total:
        log.info("scored %d conversations", total)
    return total


def _stop_with(parent: int, stop: Event) -> None:
    while os.getppid() == parent:
        if stop.wait(REST):
            return
    stop.set()


@asynccontextmanager
async def child() -> AsyncIterator[None]:
    """A worker beside this process: started again when it ends, and ended with it."""
    keeper = asyncio.create_task(_keep())
    try:
        yield
    finally:
        keeper.cancel()
        with suppress(asyncio.CancelledError):
            await keeper


async def _keep() -> None:
    pause = REST
    while True:
        loop = asyncio.get_running_loop()
        started = loop.time()
        await _run_to_its_end()
        lived = loop.time() - started
        pause = REST if lived > LONGEST_PAUSE else min(2 * pause, LONGEST_PAUSE)
        log.warning("the scoring worker ended; starting it again in %.0f s", pause)
        await asyncio.sleep(pause)


async def _run_to_its_end() -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "lib", "worker", "--with-parent", str(os.getpid())), cwd=ROOT
    )
    try:
        await process.wait()
    finally:
        if process.returncode is None:
            process.terminate()
            try:
                await asyncio.wait_for(process.wait(), PATIENCE)
            except TimeoutError:
                process.kill()
