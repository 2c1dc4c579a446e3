"""The keys of sources as one list: tokens of programs, and secrets of chat systems' webhooks."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import quote

from sqlalchemy import Connection

from lib import access, webhook_secrets
from lib.domain import Kind


class Sender(StrEnum):
    """What sends, as people choose it."""

    PROGRAM = "Own program"
    CHATWOOT = "Chatwoot"
    INTERCOM = "Intercom"
    TAWKTO = "tawk.to"
    CRISP = "Crisp"
    STANDARD = "Standard Webhooks"

    @property
    def kind(self) -> Kind | None:
        """Whose webhooks; None for a program, which has a token."""
        return None if self is Sender.PROGRAM else Kind[self.name]


@dataclass(frozen=True, slots=True)
class Key:
    """One key without its secret; `ends_at` is None for one that stays until it is revoked."""

    id: int
    sender: Sender
    source: str
    state: str
    created_at: datetime
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class Made:
    """A key that was just made, its secret, and the path to which it opens."""

    source: str
    secret: str
    path: str


def path_of(sender: Sender, source: str) -> str:
    """Where that source sends to, behind the address of this installation."""
    return f"/api/webhooks/{quote(source, safe='')}" if sender.kind else "/api/conversations"


def make(
    connection: Connection, sender: Sender, source: str, *, now: datetime, given: str = ""
) -> Made:
    """Make a key. Raises UnusableToken and UnusableSecret.

    `given` is the secret of a webhook that the chat system made; what is empty is made here.
    """
    name = " ".join(source.split())
    kind = sender.kind
    if kind is None:
        secret = access.create_token(connection, name, now=now)
    else:
        secret = webhook_secrets.create_secret(
            connection, name, kind, now=now, given=given.strip() or None
        )
    return Made(name, secret, path_of(sender, name))


def revoke(connection: Connection, key: Key, *, now: datetime) -> None:
    """Let a key open no more doors. Raises NotFound."""
    if key.sender is Sender.PROGRAM:
        access.revoke_token(connection, key.id, now=now)
    else:
        webhook_secrets.revoke_secret(connection, key.id, now=now)


def keys(connection: Connection, *, now: datetime) -> list[Key]:
    """Every key that was not revoked, by source, the latest first."""
    tokens = [
        Key(t.id, Sender.PROGRAM, t.source, t.state(now), t.created_at, t.expires_at)
        for t in access.list_tokens(connection)
    ]
    secrets = [
        Key(s.id, Sender[s.kind.name], s.source, s.state(now), s.created_at, s.expires_at)
        for s in webhook_secrets.list_secrets(connection)
    ]
    found = [key for key in (*tokens, *secrets) if key.state != "revoked"]
    return sorted(found, key=lambda key: (key.source, -key.created_at.timestamp(), -key.id))
