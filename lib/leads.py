"""What a person does to a lead. Every change names who made it, and can be taken back."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, insert, select, update

from lib.database import AnyRow
from lib.domain import NotFound, StaleStatus, Status, StatusChange, Temperature
from lib.lead_details import refresh_scores
from lib.outbox import announce
from lib.schema import STANDING, leads, status_changes

MERGED = "This lead became one with another lead. Its status is now that of the other one."
GONE = "This lead is no longer there. It may have become one with another lead."


def change_status(
    connection: Connection, change: StatusChange, *, by: str, now: datetime
) -> StatusChange:
    """Move a lead to another status, unless somebody moved it since it was shown.

    Gives the change that would take it back. Raises StaleStatus, naming who was first, also where
    the lead has that status by then: then two people are about to work it; and where it became part
    of another lead. Raises NotFound.
    """
    old = _lock(connection, change.lead_id)
    if old.merged_into:
        raise StaleStatus(MERGED)
    if old.status_version != change.seen_version or old.status == change.new:
        raise StaleStatus(_who_was_first(connection, change.lead_id, old.status, now))
    version = change.seen_version + 1
    connection.execute(
        update(leads)
        .where(leads.c.id == change.lead_id)
        .values(status=change.new, status_version=version, active_at=now, stale=False)
    )
    connection.execute(
        insert(status_changes).values(
            lead_id=change.lead_id,
            version=version,
            old=old.status,
            new=change.new,
            changed_by=by,
            changed_at=now,
        )
    )
    return StatusChange(change.lead_id, version, old.status)


def set_temperature(
    connection: Connection, lead_id: int, temperature: Temperature | None, *, by: str, now: datetime
) -> None:
    """Let a person's word stand above the score; None gives the temperature back to the score.

    Raises NotFound.
    """
    automatic = {"temperature_by": None, "temperature_at": None}
    by_hand = {"temperature": temperature, "temperature_by": by, "temperature_at": now}
    query = update(leads).where(leads.c.id == lead_id, STANDING).values(active_at=now, stale=False)
    if connection.execute(query.values(by_hand if temperature else automatic)).rowcount == 0:
        raise NotFound(GONE)
    if temperature is None:
        refresh_scores(connection, [lead_id], now=now)
    else:
        announce(connection, [lead_id], now=now, by_hand=True)


def _lock(connection: Connection, lead_id: int) -> AnyRow:
    """The lead's status, which nobody else can change until this transaction ends."""
    c = leads.c
    query = select(c.status, c.status_version, c.merged_into).where(c.id == lead_id)
    row = connection.execute(query.with_for_update()).one_or_none()
    if row is None:
        raise NotFound(GONE)
    return row


def _who_was_first(connection: Connection, lead_id: int, status: Status, now: datetime) -> str:
    query = (
        select(status_changes.c.changed_by, status_changes.c.changed_at)
        .where(status_changes.c.lead_id == lead_id)
        .order_by(status_changes.c.version.desc())
        .limit(1)
    )
    last = connection.execute(query).one_or_none()
    if last is None:
        return f"This lead is already {status}."
    return (
        f"{last.changed_by} moved this lead to {status} {_ago(now - last.changed_at)}. "
        "It was left as it is."
    )


def _ago(passed: timedelta) -> str:
    """How long ago, in the largest unit that it fills."""
    seconds = max(int(passed.total_seconds()), 0)
    for name, length in (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1)):
        if (number := seconds // length) >= 1:
            return f"{number} {name}{'s' if number > 1 else ''} ago"
    return "just now"
