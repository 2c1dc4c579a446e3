"""Out of the outbox to the targets: sent at least once, tried again where it failed.

An attempt is two short transactions around a POST. The first counts it and says when the next one
is due; the second says how it went. So whoever is killed in between only lets the next one come.
"""

import logging
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from threading import Event as Signal

from sqlalchemy import Connection, Engine, delete, or_, select, update

from lib import announcement, database, outbox, posting, signature
from lib.addresses import NoAnswer
from lib.config import Settings
from lib.database import AnyRow
from lib.lead_json import iso
from lib.schema import PENDING, targets
from lib.schema import outbox as messages
from lib.targets import Target

REST = 1.0  # seconds between two looks for what is due
LOOK_FOR_QUIET = 60.0  # seconds between two looks for leads that went quiet
TURN = 5.0  # seconds of one target before it is another one's turn
AT_ONCE = 20  # messages of one turn
KEPT = timedelta(days=30)  # after which a message that needs nothing more is deleted
GONE = 410
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
BACKOFF = (MINUTE / 2, 2 * MINUTE, 10 * MINUTE, HOUR, *4 * [6 * HOUR])  # 25 hours in all

log = logging.getLogger(__name__)


def utc_now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


class Courier:
    """Delivers what is due in one database; several may do so beside each other."""

    def __init__(
        self, engine: Engine, settings: Settings, clock: Callable[[], datetime] = utc_now
    ) -> None:
        self.engine = engine
        self.settings = settings
        self.clock = clock

    def run(self, stop: Signal) -> None:
        """Deliver until told to stop; whatever breaks is logged, and tried again."""
        looked = -LOOK_FOR_QUIET
        while not stop.is_set():
            try:
                if time.monotonic() - looked >= LOOK_FOR_QUIET:
                    self.look_for_quiet()
                    looked = time.monotonic()
                self.deliver(stop)
            except Exception:
                log.exception("webhooks wait, since something broke")
                stop.wait(10 * REST)
            stop.wait(REST)

    def look_for_quiet(self) -> None:
        """Write down which leads went quiet, and forget messages that are long done with."""
        now = self.clock()
        found = outbox.AT_ONCE
        while found == outbox.AT_ONCE:
            with database.writing(self.engine) as connection:
                found = outbox.announce_quiet(connection, now=now)
        done = or_(messages.c.delivered_at.is_not(None), messages.c.given_up_at.is_not(None))
        with database.writing(self.engine) as connection:
            connection.execute(delete(messages).where(messages.c.created_at < now - KEPT, done))

    def deliver(self, stop: Signal | None = None) -> int:
        """Give each target with something due a turn; how many messages arrived."""
        with database.reading(self.engine) as connection:
            waiting = _targets_with_due(connection, self.clock())
        return sum(self._turn(each, stop or Signal()) for each in waiting)

    def _turn(self, target: int, stop: Signal) -> int:
        """Send what is due to a target until one fails: the others would hardly fare better."""
        until = time.monotonic() + TURN
        for count in range(AT_ONCE):
            if stop.is_set() or time.monotonic() > until or not self._send_next(target):
                return count
        return AT_ONCE

    def _send_next(self, target: int) -> bool:
        with database.writing(self.engine) as connection:
            message = _claim(connection, target, self.clock())
        if message is None:
            return False
        body = announcement.body(message.payload, self.settings.url)
        failure, status = self._post(message, body)
        with database.writing(self.engine) as connection:
            _record(connection, message, failure, status, self.clock())
        return failure is None

    def _post(self, message: AnyRow, body: bytes) -> tuple[str | None, int | None]:
        """Why a message did not arrive, None where it did; and the status of the answer."""
        signed = signature.headers(message.message_id, body, message.secret, now=self.clock())
        try:
            answer = posting.post(message.url, body, signed, private=self.settings.webhook_private)
        except NoAnswer as error:
            return str(error), None
        return failure_of(answer), answer.status


def failure_of(answer: posting.Answer) -> str | None:
    """What is wrong with an answer, as a sentence; None for one that says that it arrived."""
    if 200 <= answer.status < 300:
        return None
    if 300 <= answer.status < 400:
        return f"It answered {answer.status}, a redirect. Give the address that it leads to."
    if answer.status == GONE:
        return "It answered 410: nobody wants this any more."
    return f"It answered {answer.status}" + (f": {answer.text}" if answer.text else ".")


def send_test(target: Target, settings: Settings, *, now: datetime) -> str | None:
    """Send a message that tells of nothing; why it did not arrive, None where it did."""
    content = announcement.test_body(iso(now))
    signed = signature.headers(signature.new_id(), content, target.secret, now=now)
    try:
        answer = posting.post(target.url, content, signed, private=settings.webhook_private)
    except NoAnswer as error:
        return str(error)
    return failure_of(answer)


def _targets_with_due(connection: Connection, now: datetime) -> Sequence[int]:
    due = select(messages.c.id).where(
        messages.c.target_id == targets.c.id, PENDING, messages.c.next_attempt_at <= now
    )
    query = select(targets.c.id).where(targets.c.active, targets.c.removed_at.is_(None))
    return connection.scalars(query.where(due.exists()).order_by(targets.c.id)).all()


def _claim(connection: Connection, target: int, now: datetime) -> AnyRow | None:
    """The message that is due longest, counted as tried: nobody else will take it now."""
    due = (messages.c.target_id == target, PENDING, messages.c.next_attempt_at <= now)
    query = (
        select(messages, targets.c.url, targets.c.secret)
        .join(targets)
        .where(*due, targets.c.active)
        .order_by(messages.c.next_attempt_at, messages.c.id)
        .limit(1)
        .with_for_update(of=messages, skip_locked=True)
    )
    found = connection.execute(query).first()
    if found:
        wait = BACKOFF[min(found.attempts, len(BACKOFF) - 1)]
        tried = {"attempts": found.attempts + 1, "next_attempt_at": now + wait}
        connection.execute(update(messages).where(messages.c.id == found.id).values(tried))
    return found


def _record(
    connection: Connection, message: AnyRow, failure: str | None, status: int | None, now: datetime
) -> None:
    """Say how the attempt went, unless another one was begun or asked for meanwhile."""
    own = (messages.c.id == message.id, messages.c.attempts == message.attempts + 1)
    over = failure and (status == GONE or message.attempts >= len(BACKOFF))
    values = {
        "failure": failure,
        "delivered_at": None if failure else now,
        "given_up_at": now if over else None,
    }
    connection.execute(update(messages).where(*own, PENDING).values(values))
