"""The routes under /api: what they promise stands in docs/ingest.md and in lib/openapi.py."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from lib import api_leads, database, openapi
from lib.answers import recorded
from lib.arrivals import Arrival
from lib.bearer import token_with
from lib.domain import Right
from lib.endpoint import Endpoint, answered, check_type, read_body
from lib.queries import health
from lib.webhook_api import Webhooks


class Conversations(Endpoint):
    """Takes one conversation, or one event of a chat system, from a sender with a token."""

    allowed = "POST"

    async def answer(self, request: Request) -> Response:
        """Store what was sent; the answer goes out when it is on disk."""
        token = await token_with(Right.SEND, request)
        check_type(request)
        arrival = Arrival(token.source, await read_body(request))
        return await run_in_threadpool(recorded, arrival, now=datetime.now(UTC))


class Health(Endpoint):
    """Says how far the product is with its own work; nothing of any person."""

    async def answer(self, request: Request) -> Response:
        """The backlog in numbers, and when each source was heard of."""
        return answered(200, {"status": "ok"} | await run_in_threadpool(_health))


class Ready(Endpoint):
    """Says whether requests can be served now."""

    async def answer(self, request: Request) -> Response:
        """Ready, or 503 where the database does not answer."""
        await run_in_threadpool(_ask)
        return answered(200, {"status": "ready"})


class Description(Endpoint):
    """Describes all of this in OpenAPI 3.1."""

    async def answer(self, request: Request) -> Response:
        """The description."""
        return answered(200, openapi.DESCRIPTION)


class NotFound(Endpoint):
    """Whatever else is asked for."""

    async def dispatch(self) -> None:
        """Say in JSON that nothing is here, to any method."""
        response = answered(404, {"error": "There is nothing here; send to /api/conversations."})
        await response(self.scope, self.receive, self.send)


routes = [
    Route("/conversations", Conversations),
    Route("/leads", api_leads.Leads),
    Route("/webhooks/{source:path}", Webhooks),
    Route("/health", Health),
    Route("/ready", Ready),
    Route("/openapi.json", Description),
    Route("/{path:path}", NotFound),
]


def _ask() -> None:
    with database.reading(database.engine()) as connection:
        connection.execute(select(1))


def _health() -> dict[str, Any]:
    with database.reading(database.engine()) as connection:
        found = health.backlog(connection)
        sources = health.sources(connection, now=datetime.now(UTC))
    oldest = found.oldest_unscored
    return {
        "unscored": found.unscored,
        "oldest_unscored": oldest.isoformat() if oldest else None,
        "set_aside": found.set_aside,
        "quarantined": found.quarantined,
        "sources": [_as_json(each) for each in sources],
    }


def _as_json(source: health.SourceHealth) -> dict[str, Any]:
    usual = source.usual_silence
    return {
        "source": source.source,
        "last_event": source.last_event.isoformat(),
        "events_in_24_h": source.events_in_24_h,
        "usual_silence_h": usual.total_seconds() / 3_600 if usual else None,
        "is_silent": source.is_silent,
    }
