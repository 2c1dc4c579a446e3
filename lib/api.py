"""POST /api/conversations and GET /api/health, as docs/ingest.md promises them; all routes."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from lib import api_leads, database, ingest
from lib.domain import Conversation, Right
from lib.endpoint import Endpoint, Refusal, as_json, token_with
from lib.importers import chatwoot, payload, strict_json
from lib.importers.fields import Invalid, Problem, clean
from lib.ingest import Recorded
from lib.queries.health import backlog
from lib.schema import quarantine

LARGEST_BODY = 5 << 20
LARGEST_KEPT = 1 << 20  # bytes of a refused body that are kept in quarantine


class Conversations(Endpoint):
    """Takes one conversation, or one event of a chat system, from a sender with a token."""

    allowed = "POST"

    async def answer(self, request: Request) -> Response:
        """Store what was sent; the answer goes out when it is on disk."""
        token = await token_with(Right.SEND, request)
        _check_type(request)
        return await run_in_threadpool(_take_in, await _body(request), token.source)


class Health(Endpoint):
    """Says how far the product is with its own work; nothing of any person."""

    async def answer(self, request: Request) -> Response:
        """The backlog in numbers."""
        return as_json(200, {"status": "ok"} | await run_in_threadpool(_backlog))


class NotFound(Endpoint):
    """Whatever else is asked for."""

    async def dispatch(self) -> None:
        """Say in JSON that nothing is here, to any method."""
        response = as_json(404, {"error": "There is nothing here; send to /api/conversations."})
        await response(self.scope, self.receive, self.send)


routes = [
    Route("/conversations", Conversations),
    Route("/leads", api_leads.Leads),
    Route("/health", Health),
    Route("/{path:path}", NotFound),
]


def _recorded(recorded: Recorded) -> Response:
    content = {"stored": recorded.stored, "messages": recorded.messages}
    return as_json(202 if recorded.stored else 200, content)


def _check_type(request: Request) -> None:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise Refusal(415, "Send JSON, with the header Content-Type: application/json.")
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise Refusal(415, "Send the body as it is, without Content-Encoding.")


async def _body(request: Request) -> bytes:
    """The body, counted while it comes in: what the sender says of its length is not trusted."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            raise Refusal(413, f"A request may have {LARGEST_BODY >> 20} MiB at most.")
    return bytes(body)


def _take_in(body: bytes, source: str) -> Response:
    try:
        arrived = _conversation(body, source)
    except Invalid as error:
        _keep(source, body, error.problems[0])
        fields = [problem._asdict() for problem in error.problems]
        return as_json(422, {"error": "The conversation was not stored.", "fields": fields})
    if arrived is None:
        return _recorded(Recorded())
    if arrived.source != source:
        raise Refusal(403, f"This token sends for {source}; the conversation names another source.")
    with database.writing(database.engine()) as connection:
        recorded = ingest.record(connection, [arrived], now=datetime.now(UTC))
    return _recorded(recorded)


def _conversation(body: bytes, source: str) -> Conversation | None:
    """What the body spells; None for an event in which nothing was said."""
    value = strict_json.parse(body)
    if chatwoot.is_event(value):
        return chatwoot.parse(value, source=source)
    return payload.parse(value, default=source)


def _keep(source: str, body: bytes, problem: Problem) -> None:
    """Put a refused body aside: it may be all that is left of what a visitor said."""
    values = {
        "source": source,
        "received_at": datetime.now(UTC),
        "path": problem.path,
        "reason": problem.reason,
        "body": clean(body[:LARGEST_KEPT].decode("utf-8", "replace")),
    }
    with database.writing(database.engine()) as connection:
        connection.execute(insert(quarantine).values(values))


def _backlog() -> dict[str, Any]:
    with database.reading(database.engine()) as connection:
        found = backlog(connection)
    oldest = found.oldest_unscored
    return {
        "unscored": found.unscored,
        "oldest_unscored": oldest.isoformat() if oldest else None,
        "set_aside": found.set_aside,
        "quarantined": found.quarantined,
    }
