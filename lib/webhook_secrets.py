"""Secrets of webhooks: with which a source signs what it sends.

A signature can only be checked with the secret itself, so it is stored as it is, unlike a token;
it is shown once all the same. A source may have several valid ones, so that they can be exchanged
without a gap. All that are valid belong to one kind of system.
"""

import base64
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, insert, or_, select, update

from lib.access import LONGEST_LIFE, LONGEST_SOURCE, SECRET_BYTES
from lib.domain import Kind, LeadsError, NotFound
from lib.schema import webhook_secrets
from lib.signatures import STANDARD_PREFIX, standard_key

SHORTEST, LONGEST = 16, 255  # characters of a secret that was made elsewhere


class UnusableSecret(LeadsError):
    """A secret that cannot be used like this; the text says why."""


@dataclass(frozen=True, slots=True)
class WebhookSecret:
    """What is known of a secret beside the secret itself."""

    id: int
    source: str
    kind: Kind
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None

    def state(self, now: datetime) -> str:
        """Whether it opens the door: valid, expired or revoked."""
        if self.revoked_at:
            return "revoked"
        return "valid" if self.expires_at is None or now < self.expires_at else "expired"


def create_secret(
    connection: Connection,
    source: str,
    kind: Kind,
    *,
    now: datetime,
    given: str | None = None,
    days: int | None = None,
) -> str:
    """Let a source send webhooks, and give the secret with which it signs them.

    `given` is the secret where the other system made it; it never ends unless `days` says when.
    Raises UnusableSecret for a name, a secret or a number of days that cannot be, and for a
    second kind of a source.
    """
    name = " ".join(source.split())
    if not name or len(name) > LONGEST_SOURCE or not name.isprintable():
        raise UnusableSecret(
            f"A source needs a name of at most {LONGEST_SOURCE} printable characters."
        )
    if days is not None and not 1 <= days <= LONGEST_LIFE:
        raise UnusableSecret(f"A secret is valid for 1 to {LONGEST_LIFE:,} days.")
    others = {other for other, _ in secrets_of(connection, name, now=now)} - {kind}
    if others:
        raise UnusableSecret(f"{name} sends webhooks of {others.pop()}; choose another name.")
    secret = _made(kind) if given is None else _checked(given.strip(), kind)
    values = {
        "source": name,
        "kind": kind,
        "secret": secret,
        "created_at": now,
        "expires_at": now + timedelta(days=days) if days else None,
    }
    connection.execute(insert(webhook_secrets).values(values))
    return secret


def secrets_of(connection: Connection, source: str, *, now: datetime) -> list[tuple[Kind, str]]:
    """The secrets of a source that are valid now, each with its kind; the latest first."""
    c = webhook_secrets.c
    query = (
        select(c.kind, c.secret)
        .where(c.source == source, c.revoked_at.is_(None))
        .where(or_(c.expires_at.is_(None), c.expires_at > now))
        .order_by(c.id.desc())
    )
    return [(row.kind, row.secret) for row in connection.execute(query)]


def revoke_secret(connection: Connection, secret_id: int, *, now: datetime) -> None:
    """Let a secret open no more doors; one that is revoked already stays so. Raises NotFound."""
    c = webhook_secrets.c
    if connection.scalar(select(c.id).where(c.id == secret_id)) is None:
        raise NotFound(
            f"There is no secret {secret_id}. List them with: python -m lib webhook list"
        )
    unrevoked = (c.id == secret_id, c.revoked_at.is_(None))
    connection.execute(update(webhook_secrets).where(*unrevoked).values(revoked_at=now))


def list_secrets(connection: Connection) -> list[WebhookSecret]:
    """Every secret ever made, the latest first."""
    c = webhook_secrets.c
    query = select(c.id, c.source, c.kind, c.created_at, c.expires_at, c.revoked_at)
    return [WebhookSecret(*row) for row in connection.execute(query.order_by(c.id.desc()))]


def _made(kind: Kind) -> str:
    if kind is Kind.STANDARD:
        return STANDARD_PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()
    return secrets.token_urlsafe(SECRET_BYTES)


def _checked(given: str, kind: Kind) -> str:
    if not SHORTEST <= len(given) <= LONGEST or not given.isascii() or not given.isprintable():
        raise UnusableSecret(f"A secret has {SHORTEST} to {LONGEST} letters, digits and signs.")
    if kind is Kind.STANDARD:
        try:
            standard_key(given)
        except ValueError as error:
            raise UnusableSecret(
                f"A secret of this kind is {STANDARD_PREFIX} and base64."
            ) from error
    return given
