"""POST /api/webhooks/{source}: events of chat systems, which sign them. See docs/ingest.md."""

import time
from collections.abc import Sequence
from datetime import UTC, datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from lib import database, signatures, webhooks
from lib.answers import recorded
from lib.arrivals import Arrival
from lib.attempts import Attempts
from lib.domain import Kind
from lib.endpoint import Endpoint, Refusal, check_type, read_body
from lib.signatures import BadSignature, Headers, Stale
from lib.webhook_secrets import secrets_of

attempts = Attempts()


class Webhooks(Endpoint):
    """Takes one event of a chat system that signs it with a secret of its source."""

    allowed = "POST"

    async def answer(self, request: Request) -> Response:
        """Store what the event tells; the answer goes out when it is on disk."""
        check_type(request)
        body = await read_body(request)
        headers = _headers(request)
        address = request.client.host if request.client else ""
        return await run_in_threadpool(_take_in, _source(request), headers, body, address)


def _source(request: Request) -> str:
    return str(request.path_params["source"])


def _headers(request: Request) -> Headers:
    found: dict[str, list[bytes]] = {}
    for name, value in request.headers.raw:
        found.setdefault(name.decode("latin-1").lower(), []).append(value)
    return found


def _take_in(source: str, headers: Headers, body: bytes, address: str) -> Response:
    now = datetime.now(UTC)
    try:
        kind = _signed(source, headers, body, now)
    except BadSignature as error:
        raise _refusal(error, address) from error
    return recorded(Arrival(source, body, kind, headers), now=now)


def _signed(source: str, headers: Headers, body: bytes, now: datetime) -> Kind:
    """The kind of the source, whose signature fits. Raises BadSignature.

    Of a source that is not there, the answer is that of a wrong signature.
    """
    known: Sequence[tuple[Kind, str]] = []
    # What no database can hold names no source.
    if "\0" not in source and source.isprintable():
        with database.reading(database.engine()) as connection:
            known = secrets_of(connection, source, now=now)
    kind = known[0][0] if known else Kind.STANDARD
    secrets = [secret for _, secret in known]
    signatures.verify(webhooks.SYSTEMS[kind].verify, headers, body, secrets, now)
    return kind


def _refusal(error: BadSignature, address: str) -> Refusal:
    """401, and 429 for an address that fails all the time.

    Only failures are counted and held back: behind a proxy all senders may have one address, and
    what is signed well is taken in whoever else shares it.
    """
    if wait := attempts.failed(address, time.monotonic()):
        return Refusal(429, "Too many bad signatures from here; wait.", Retry_After=str(wait))
    code = "stale" if isinstance(error, Stale) else "signature"
    return Refusal(401, str(error), code=code, WWW_Authenticate="Signature")
