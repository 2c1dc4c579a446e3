"""Signatures of outgoing webhooks, as Standard Webhooks 1.0.0 spells them.

Source: github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import hmac
import secrets
from base64 import b64decode, b64encode
from datetime import datetime
from hashlib import sha256

SECRET_PREFIX = "whsec_"  # noqa: S105 the prefix alone
SECRET_BYTES = 32


def new_secret() -> str:
    """A secret that nobody can guess, in the spelling that receivers expect."""
    return SECRET_PREFIX + b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def new_id() -> str:
    """A webhook-id: what stays the same when a message is sent again."""
    return f"msg_{secrets.token_hex(16)}"


def headers(message_id: str, body: bytes, secret: str, *, now: datetime) -> dict[str, str]:
    """What goes with a body, by which the receiver knows who sent it, when, and if it is a copy."""
    moment = str(int(now.timestamp()))
    key = b64decode(secret.removeprefix(SECRET_PREFIX))
    digest = hmac.digest(key, f"{message_id}.{moment}.".encode() + body, sha256)
    return {
        "Content-Type": "application/json",
        "User-Agent": "Leads",
        "webhook-id": message_id,
        "webhook-timestamp": moment,
        "webhook-signature": f"v1,{b64encode(digest).decode()}",
    }
