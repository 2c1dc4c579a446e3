"""Signatures of webhooks: whether a body comes from whoever shares a secret with us.

Each scheme is a function of the headers (by lower-case name, every value that was sent, in bytes),
the raw body, one secret and the moment. It raises BadSignature, and Stale where the signature is
right but older or newer than five minutes: a stranger never learns more than that it is wrong.
"""

import base64
import binascii
import hmac
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from lib.domain import LeadsError

Headers = Mapping[str, Sequence[bytes]]
Verify = Callable[[Headers, bytes, str, datetime], None]

TOLERANCE = timedelta(minutes=5)
LONGEST_HEADER = 4_096  # bytes; what is longer is no signature
STANDARD_PREFIX = "whsec_"


class BadSignature(LeadsError):
    """The body was not signed with this secret."""


class Stale(BadSignature):
    """It was signed with this secret, but not now."""


def chatwoot(headers: Headers, body: bytes, secret: str, now: datetime) -> None:
    """sha256=HEX of HMAC-SHA256 over "TIMESTAMP.BODY", the time in seconds.

    Source: receivers of Chatwoot 4 (X-Chatwoot-Signature); older versions sign nothing.
    """
    timestamp = _one(headers, "x-chatwoot-timestamp")
    signature = _one(headers, "x-chatwoot-signature")
    made = _hex(secret, timestamp + b"." + body, "sha256")
    _compare(b"sha256=" + made, [signature.lower()])
    _check_time(timestamp, now)


def intercom(headers: Headers, body: bytes, secret: str, now: datetime) -> None:
    """sha1=HEX of HMAC-SHA1 over the body, without a time.

    Source: developers.intercom.com, webhooks, signed notifications (X-Hub-Signature); the secret
    is the client secret of the app.
    """
    signature = _one(headers, "x-hub-signature")
    _compare(b"sha1=" + _hex(secret, body, "sha1"), [signature.lower()])


def tawkto(headers: Headers, body: bytes, secret: str, now: datetime) -> None:
    """HEX of HMAC-SHA1 over the body, without a time.

    Source: developer.tawk.to/webhooks (X-Tawk-Signature).
    """
    _compare(_hex(secret, body, "sha1"), [_one(headers, "x-tawk-signature").lower()])


def crisp(headers: Headers, body: bytes, secret: str, now: datetime) -> None:
    """HEX of HMAC-SHA256 over "[TIMESTAMP;BODY]", the time in milliseconds or seconds.

    Source: crisp-im/node-crisp-api, lib/crisp.ts, __verifySignature (X-Crisp-Signature); there
    the body is parsed and written as JSON again, which gives what was sent.
    """
    timestamp = _one(headers, "x-crisp-request-timestamp")
    signature = _one(headers, "x-crisp-signature")
    _compare(_hex(secret, b"[" + timestamp + b";" + body + b"]", "sha256"), [signature.lower()])
    _check_time(timestamp, now)


def standard(headers: Headers, body: bytes, secret: str, now: datetime) -> None:
    """v1,BASE64 of HMAC-SHA256 over "ID.TIMESTAMP.BODY"; of several one has to fit.

    Source: github.com/standard-webhooks/standard-webhooks, spec/standard-webhooks.md.
    """
    delivery, timestamp = _one(headers, "webhook-id"), _one(headers, "webhook-timestamp")
    if b"." in delivery:  # which would shift what is signed
        raise BadSignature("The webhook-id may have no full stop.")
    signed = b".".join((delivery, timestamp, body))
    made = hmac.digest(standard_key(secret), signed, "sha256")
    presented = _one(headers, "webhook-signature").split(b" ")
    _compare(b"v1," + base64.b64encode(made), presented)
    _check_time(timestamp, now)


def standard_key(secret: str) -> bytes:
    """The key that a secret of Standard Webhooks spells: whsec_ and base64. Raises ValueError."""
    try:
        return base64.b64decode(secret.removeprefix(STANDARD_PREFIX), validate=True)
    except binascii.Error as error:
        raise ValueError("is not base64") from error


def verify(
    scheme: Verify, headers: Headers, body: bytes, secrets: Sequence[str], now: datetime
) -> None:
    """Raise BadSignature unless one of the secrets fits, and Stale where only the time does not."""
    refusal = BadSignature("The signature is missing or does not fit the body.")
    for secret in secrets:
        try:
            return scheme(headers, body, secret, now)
        except Stale as error:
            refusal = error
        except BadSignature:
            continue
    raise refusal


def _one(headers: Headers, name: str) -> bytes:
    """The header's value; two of them are as good as none."""
    values = headers.get(name, ())
    if len(values) != 1 or len(values[0]) > LONGEST_HEADER:
        raise BadSignature(f"The request needs one header {name}.")
    return values[0].strip()


def _hex(secret: str, signed: bytes, algorithm: str) -> bytes:
    return hmac.digest(secret.encode(), signed, algorithm).hex().encode()


def _compare(made: bytes, presented: Sequence[bytes]) -> None:
    # All of them, and each in constant time: how long it takes tells nothing of the right one.
    fits = [hmac.compare_digest(made, each) for each in presented]
    if not any(fits):
        raise BadSignature("The signature does not fit the body.")


def _check_time(timestamp: bytes, now: datetime) -> None:
    if not timestamp.isdigit() or len(timestamp) > 13:
        raise BadSignature("The time of the signature is no number of seconds since 1970.")
    number = int(timestamp)
    seconds = number / 1_000 if number >= 10**11 else number
    if abs(seconds - now.astimezone(UTC).timestamp()) > TOLERANCE.total_seconds():
        raise Stale("The signature is more than 5 minutes off; check the clocks, then send anew.")
