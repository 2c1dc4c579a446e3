"""A body from a known sender, through any door: stored, found to be nothing new, or put aside."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine

from lib import database, deliveries, doors, ingest, quarantine, webhooks
from lib.domain import Conversation, Kind, LeadsError
from lib.importers import strict_json
from lib.importers.fields import Invalid, Problem
from lib.ingest import Recorded
from lib.signatures import Headers

OTHER_BODY = Problem("$", "Another body came under this delivery's id before.")


class OtherSource(LeadsError):
    """A conversation that names another source than its sender's."""


class OtherBody(LeadsError):
    """A delivery whose id came with another body before."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A body whose sender is known; of a webhook its kind and headers too."""

    source: str
    body: bytes
    kind: Kind | None = None
    headers: Headers | None = None

    @property
    def door(self) -> str:
        """The door that it came through."""
        return doors.webhook(self.kind) if self.kind else doors.API


def take_in(engine: Engine, arrival: Arrival, *, now: datetime) -> Recorded:
    """Store what a body tells; it is on disk when this returns.

    Raises Invalid and OtherBody, and then the body is in quarantine; OtherSource and Unavailable.
    """
    try:
        value = strict_json.parse(arrival.body)
        delivery = _delivery(arrival, value)
        arrived = doors.understand(arrival.door, value, source=arrival.source)
    except Invalid as error:
        with database.writing(engine) as connection:
            _keep(connection, arrival, error.problems[0], now)
        raise
    if arrived is not None and arrived.source != arrival.source:
        raise OtherSource(
            f"This sender speaks for {arrival.source}; the conversation names another source."
        )
    with database.writing(engine) as connection:
        recorded = _record(connection, arrival, delivery, arrived, now)
    if recorded is None:
        raise OtherBody("Another body came with this id before; this one is kept in quarantine.")
    return recorded


def _delivery(arrival: Arrival, value: Any) -> str | None:  # noqa: ANN401 what JSON holds
    if arrival.kind is None:
        return None
    return webhooks.delivery_id(arrival.kind, arrival.headers or {}, value)


def _record(
    connection: Connection,
    arrival: Arrival,
    delivery: str | None,
    arrived: Conversation | None,
    now: datetime,
) -> Recorded | None:
    """What was new; None where the delivery's id is that of another body."""
    if delivery is not None:
        digest = deliveries.digest(arrival.body)
        before = deliveries.admit(connection, arrival.source, delivery, digest, now=now)
        if before == digest:
            return Recorded()
        if before is not None:
            _keep(connection, arrival, OTHER_BODY, now)
            return None
    recorded = ingest.record(connection, [arrived] if arrived else [], now=now)
    deliveries.count_event(connection, arrival.source, now=now)
    return recorded


def _keep(connection: Connection, arrival: Arrival, problem: Problem, now: datetime) -> None:
    quarantine.keep(connection, arrival.source, arrival.door, arrival.body, problem, now=now)
