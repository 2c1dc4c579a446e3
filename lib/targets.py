"""Targets: the addresses that are told what happens to leads, and what each was told."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import Connection, insert, select, update

from lib.domain import Event, LeadsError, NotFound
from lib.schema import PENDING, outbox, targets
from lib.signature import new_secret

LONGEST_NAME = 100
LONGEST_URL = 2_000
GONE = "This webhook is no longer there."


class UnusableTarget(LeadsError):
    """A webhook that cannot be made like this; the text says why."""


@dataclass(frozen=True, slots=True)
class Target:
    """An address that is told of some events while it is active."""

    id: int
    name: str
    url: str
    secret: str
    events: tuple[Event, ...]
    active: bool
    created_by: str
    created_at: datetime


def add_target(
    connection: Connection,
    name: str,
    url: str,
    events: Collection[Event],
    *,
    by: str,
    now: datetime,
) -> str:
    """Tell this address of these events from now on; gives the secret that signs its messages.

    Raises UnusableTarget for a name, an address or events that cannot be.
    """
    name, url = name.strip(), url.strip()
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise UnusableTarget(f"Give a name of at most {LONGEST_NAME} printable characters.")
    if not events:
        raise UnusableTarget("Choose at least one event that it is told of.")
    check_url(url)
    secret = new_secret()
    values = {
        "name": name,
        "url": url,
        "secret": secret,
        "events": [event.value for event in Event if event in events],
        "active": True,
        "created_by": by,
        "created_at": now,
    }
    connection.execute(insert(targets).values(values))
    return secret


def check_url(url: str) -> None:
    """Raise UnusableTarget where this can be no address of a webhook, whatever its name means."""
    try:
        parts = urlsplit(url)
        port = parts.port
        (parts.hostname or "").encode("idna")
    except ValueError as error:
        raise UnusableTarget("This is no address such as https://example.com/hook.") from error
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0:
        raise UnusableTarget("Give an address that begins with https:// or http://.")
    if parts.username is not None or parts.password is not None:
        raise UnusableTarget(
            "Leave the user and password out of the address: every message is signed instead."
        )
    if len(url) > LONGEST_URL or not url.isprintable() or " " in url:
        raise UnusableTarget(
            f"An address may have {LONGEST_URL:,} printable characters at most, and no space."
        )


def list_targets(connection: Connection) -> list[Target]:
    """Every target that was not removed, in the order in which they were made."""
    c = targets.c
    query = select(
        c.id, c.name, c.url, c.secret, c.events, c.active, c.created_by, c.created_at
    ).where(c.removed_at.is_(None))
    return [
        Target(*row[:4], tuple(map(Event, row.events)), *row[5:])
        for row in connection.execute(query.order_by(c.id))
    ]


def set_active(connection: Connection, target_id: int, active: bool) -> None:
    """Pause a target, or let it go on: nothing new is kept for it meanwhile, and nothing sent.

    Raises NotFound.
    """
    there = (targets.c.id == target_id, targets.c.removed_at.is_(None))
    if connection.execute(update(targets).where(*there).values(active=active)).rowcount == 0:
        raise NotFound(GONE)


def remove(connection: Connection, target_id: int, *, now: datetime) -> None:
    """Tell this address nothing more, nor what it was still to be told. Raises NotFound."""
    there = (targets.c.id == target_id, targets.c.removed_at.is_(None))
    gone = update(targets).where(*there).values(active=False, removed_at=now, secret="")
    if connection.execute(gone).rowcount == 0:
        raise NotFound(GONE)
    waiting = update(outbox).where(outbox.c.target_id == target_id, PENDING)
    connection.execute(waiting.values(given_up_at=now, failure="The webhook was removed."))


def send_again(connection: Connection, message: int, *, now: datetime) -> None:
    """Let a message be sent once more, with the same webhook-id. Raises NotFound."""
    there = select(targets.c.id).where(
        targets.c.id == outbox.c.target_id, targets.c.removed_at.is_(None)
    )
    query = update(outbox).where(outbox.c.id == message, there.exists())
    due = {"next_attempt_at": now, "attempts": 0, "delivered_at": None, "given_up_at": None}
    if connection.execute(query.values(due)).rowcount == 0:
        raise NotFound("This message is no longer there.")
