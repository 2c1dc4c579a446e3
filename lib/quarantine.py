"""Quarantine: bodies of known senders that could not be taken in, and what becomes of them.

They may be all that is left of what a visitor said: some systems send a webhook once and never
again. So the body waits here, and after a fix it is tried again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, delete, insert, select, update

from lib import database, doors, ingest
from lib.database import AnyRow
from lib.deliveries import digest
from lib.domain import Conversation, NotFound
from lib.importers.fields import Invalid, Problem, clean, invalid
from lib.schema import quarantine

LARGEST_KEPT = 1 << 20  # bytes of a refused body that are kept


@dataclass(frozen=True, slots=True)
class StillRefused:
    """A body that cannot be taken in yet, and why."""

    id: int
    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Replayed:
    """What became of the bodies that were tried again."""

    stored: int = 0
    unchanged: int = 0
    refused: tuple[StillRefused, ...] = ()


def keep(
    connection: Connection, source: str, door: str, body: bytes, problem: Problem, *, now: datetime
) -> None:
    """Put a refused body aside, once however often it is sent."""
    c = quarantine.c
    seen = digest(body)
    same = (c.source == source, c.digest == seen, c.door == door)
    if connection.scalar(select(c.id).where(*same).limit(1)) is not None:
        return
    values = {
        "source": source,
        "received_at": now,
        "path": problem.path,
        "reason": problem.reason,
        "body": clean(body[:LARGEST_KEPT].decode("utf-8", "replace")),
        "door": door,
        "digest": seen,
        "size": len(body),
    }
    connection.execute(insert(quarantine).values(values))


def replay(engine: Engine, ids: Sequence[int], *, now: datetime) -> Replayed:
    """Try to take these bodies in again, each in a transaction of its own.

    What is stored leaves quarantine; what is refused stays, with its new reason. Ids that are
    gone are passed over, since somebody else was first.
    """
    stored = unchanged = 0
    refused: list[StillRefused] = []
    for id in ids:
        with database.writing(engine) as connection:
            row = _held(connection, id)
            if row is None:
                continue
            found = _again(connection, row, now)
        if isinstance(found, StillRefused):
            refused.append(found)
        elif found:
            stored += 1
        else:
            unchanged += 1
    return Replayed(stored, unchanged, tuple(refused))


def drop(connection: Connection, ids: Sequence[int]) -> int:
    """Delete these bodies for good; how many there were. Raises NotFound where there was none."""
    gone = connection.execute(delete(quarantine).where(quarantine.c.id.in_(list(ids)))).rowcount
    if ids and not gone:
        raise NotFound("None of these is in quarantine any more.")
    return gone


def _held(connection: Connection, id: int) -> AnyRow | None:
    query = select(quarantine).where(quarantine.c.id == id).with_for_update()
    return connection.execute(query).one_or_none()


def _again(connection: Connection, row: AnyRow, now: datetime) -> StillRefused | bool:
    """Whether something new was stored, or why it was not."""
    this = quarantine.c.id == row.id
    try:
        arrived = _read(row)
    except Invalid as error:
        path, reason = error.problems[0]
        values = {"path": path, "reason": reason, "attempts": quarantine.c.attempts + 1}
        connection.execute(update(quarantine).where(this).values(values))
        return StillRefused(row.id, path, reason)
    connection.execute(delete(quarantine).where(this))
    return arrived is not None and bool(ingest.record(connection, [arrived], now=now).stored)


def _read(row: AnyRow) -> Conversation | None:
    if row.size is not None and row.size > LARGEST_KEPT:
        raise invalid(
            "$", "Only the first MiB of it was kept; have it sent again in smaller pieces."
        )
    arrived = doors.read(row.door, row.body.encode(), source=row.source)
    if arrived is not None and arrived.source != row.source:
        raise invalid("source", f"It came from {row.source} and names another source.")
    return arrived
