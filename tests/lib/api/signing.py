"""The headers with which each chat system signs a body."""

import base64
import hmac
from datetime import UTC, datetime

from lib.domain import Kind

Raw = list[tuple[bytes, bytes]]


def mac(secret: str | bytes, signed: bytes, algorithm: str = "sha256") -> bytes:
    key = secret.encode() if isinstance(secret, str) else secret
    return hmac.new(key, signed, algorithm).hexdigest().encode()


def signed(
    kind: Kind, secret: str, body: bytes, *, id: str = "evt-1", at: float | str | None = None
) -> Raw:
    """As the documentation of each system has it, written down a second time."""
    when = at if at is not None else datetime.now(UTC).timestamp()
    time = when.encode() if isinstance(when, str) else str(int(when)).encode()
    number = id.encode()
    match kind:
        case Kind.CHATWOOT:
            return [
                (b"x-chatwoot-timestamp", time),
                (b"x-chatwoot-signature", b"sha256=" + mac(secret, time + b"." + body)),
                (b"x-chatwoot-delivery", number),
            ]
        case Kind.INTERCOM:
            return [(b"x-hub-signature", b"sha1=" + mac(secret, body, "sha1"))]
        case Kind.TAWKTO:
            return [
                (b"x-tawk-signature", mac(secret, body, "sha1")),
                (b"x-hook-event-id", number),
            ]
        case Kind.CRISP:
            return [
                (b"x-crisp-request-timestamp", time),
                (b"x-crisp-signature", mac(secret, b"[" + time + b";" + body + b"]")),
            ]
        case Kind.STANDARD:
            key = base64.b64decode(secret.removeprefix("whsec_"))
            made = hmac.new(key, number + b"." + time + b"." + body, "sha256").digest()
            return [
                (b"webhook-id", number),
                (b"webhook-timestamp", time),
                (b"webhook-signature", b"v1," + base64.b64encode(made)),
            ]
