"""Tokens: who may send conversations, and under which source's name; and who may read leads.

A token is shown once, when it is made. Only its SHA-256 is kept, so reading the database gives
nobody a way in. A source may have several valid ones at a time, so that they can be exchanged.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import Connection, insert, select, update

from lib.domain import LeadsError, NotFound, Right
from lib.schema import tokens

PREFIX = "leads_"
SECRET_BYTES = 32
LONGEST_SOURCE = 100
LONGEST_LIFE = 3_650  # days


KNOWN = [tokens.c[n] for n in ("id", "source", "right", "created_at", "expires_at", "revoked_at")]


class UnusableToken(LeadsError):
    """A token that cannot be made like this; the text says why."""


@dataclass(frozen=True, slots=True)
class Token:
    """What is known of a token beside the secret itself."""

    id: int
    source: str
    right: Right
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None

    def state(self, now: datetime) -> str:
        """Whether it opens the door: valid, expired or revoked."""
        if self.revoked_at:
            return "revoked"
        return "valid" if now < self.expires_at else "expired"


def create_token(
    connection: Connection,
    source: str,
    *,
    now: datetime,
    days: int = 365,
    right: Right = Right.SEND,
) -> str:
    """Make a token for a system that sends or reads; gives its secret, which nobody sees again.

    Raises UnusableToken for a source's name or a number of days that cannot be.
    """
    name = source.strip()
    if not name or len(name) > LONGEST_SOURCE or not name.isprintable():
        raise UnusableToken(
            f"A source needs a name of at most {LONGEST_SOURCE} printable characters."
        )
    if not 1 <= days <= LONGEST_LIFE:
        raise UnusableToken(f"A token is valid for 1 to {LONGEST_LIFE:,} days.")
    secret = PREFIX + secrets.token_urlsafe(SECRET_BYTES)
    values = {
        "source": name,
        "right": right,
        "digest": _digest(secret),
        "created_at": now,
        "expires_at": now + timedelta(days=days),
    }
    connection.execute(insert(tokens).values(values))
    return secret


def token_of(connection: Connection, presented: str, *, now: datetime) -> Token | None:
    """The token that was presented; None where it is unknown, revoked or expired."""
    digest = _digest(presented)
    valid = (tokens.c.revoked_at.is_(None), tokens.c.expires_at > now)
    query = select(*KNOWN, tokens.c.digest).where(tokens.c.digest == digest, *valid)
    row = connection.execute(query).one_or_none()
    if row is None or not hmac.compare_digest(row.digest, digest):
        return None
    return Token(*row[:-1])


def revoke_token(connection: Connection, token_id: int, *, now: datetime) -> None:
    """Let a token open no more doors; one that is revoked already stays so. Raises NotFound."""
    if connection.scalar(select(tokens.c.id).where(tokens.c.id == token_id)) is None:
        raise NotFound(f"There is no token {token_id}. List them with: python -m lib token list")
    unrevoked = (tokens.c.id == token_id, tokens.c.revoked_at.is_(None))
    connection.execute(update(tokens).where(*unrevoked).values(revoked_at=now))


def list_tokens(connection: Connection) -> list[Token]:
    """Every token ever made, the latest first."""
    query = select(*KNOWN).order_by(tokens.c.id.desc())
    return [Token(*row) for row in connection.execute(query)]


def _digest(presented: str) -> str:
    # Whatever a header holds: halves of characters have bytes too here, and match nothing.
    return sha256(presented.encode("utf-8", "surrogatepass")).hexdigest()
