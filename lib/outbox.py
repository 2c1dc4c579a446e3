"""What other systems are to be told of leads, written in the transaction in which it happens.

Delivery reads it from there (lib/delivery.py), so a message is neither lost in a crash nor sent of
something that was never committed.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, select, update

from lib.database import AnyRow, insert
from lib.domain import Event, Temperature
from lib.lead_json import FIELDS, iso, lead_as_json
from lib.schema import QUIET, conversations, lead_conversations, leads, outbox, scores, targets
from lib.signature import new_id

RECENT = timedelta(hours=24)  # files of old chats must not sound as if all of it happened now
PATIENCE = {
    Temperature.HOT: timedelta(hours=24),
    Temperature.WARM: timedelta(days=3),
    Temperature.COLD: timedelta(days=14),
}
MOST_EVIDENCE = 5  # sentences
AT_ONCE = 500  # leads of one transaction

Message = tuple[Event, int, str]  # what happened to which lead, and which time that is


def heard(connection: Connection, lead_ids: Collection[int]) -> None:
    """Let the quiet time of leads begin again where somebody wrote since it began."""
    last = _last_message().where(lead_conversations.c.lead_id == leads.c.id).scalar_subquery()
    newer = leads.c.active_at.is_(None) | (leads.c.active_at < last)
    query = update(leads).where(leads.c.id.in_(lead_ids), newer)
    connection.execute(query.values(active_at=last, stale=False))


def announce(
    connection: Connection, lead_ids: Collection[int], *, now: datetime, by_hand: bool = False
) -> None:
    """Write what is to be told of leads that are new and Hot, or turned Hot since the last look.

    Scores of what was said over a day ago are told to nobody; what a person does always is.
    """
    changed = _changed(connection, lead_ids)
    if not changed:
        return
    _remember(connection, changed, now)
    fresh = [row for row in changed if by_hand or row.last_message > now - RECENT]
    hot = [row for row in fresh if row.temperature is Temperature.HOT]
    moment = now.isoformat()
    new = [(Event.CREATED, row.id, "") for row in hot if row.known_hot is None]
    turned = [(Event.TURNED_HOT, row.id, moment) for row in hot if row.known_hot is not None]
    _tell(connection, [*new, *turned], now)


def announce_quiet(connection: Connection, *, now: datetime) -> int:
    """Write which leads went quiet within the last day; how many those are, AT_ONCE at most."""
    wanting = _wanting(connection, [Event.STALE])
    if not wanting:
        return 0
    oldest = min(row.created_at for row in wanting)  # nothing is told from before it was asked for
    quiet = [
        row
        for temperature, patience in PATIENCE.items()
        for row in _quiet(
            connection, temperature, now - patience, max(now - RECENT, oldest) - patience
        )
    ][:AT_ONCE]
    ids = [row.id for row in quiet]
    mark = update(leads).where(leads.c.id.in_(ids), QUIET).values(stale=True)
    marked = set(connection.scalars(mark.returning(leads.c.id)))
    told = [(Event.STALE, row.id, row.active_at.isoformat()) for row in quiet if row.id in marked]
    _tell(connection, told, now)
    return len(told)


def _changed(connection: Connection, lead_ids: Collection[int]) -> Sequence[AnyRow]:
    """The leads that are Hot or not unlike at the last look, or that were never looked at."""
    last = func.coalesce(
        _last_message().where(lead_conversations.c.lead_id == leads.c.id).scalar_subquery(),
        leads.c.captured_at,
    )
    query = select(
        leads.c.id, leads.c.temperature, leads.c.known_hot, last.label("last_message")
    ).where(
        leads.c.id.in_(lead_ids),
        leads.c.known_hot.is_distinct_from(leads.c.temperature == Temperature.HOT),
    )
    return connection.execute(query).all()


def _remember(connection: Connection, changed: Sequence[AnyRow], now: datetime) -> None:
    """Take note of this look; new leads out of old chats are not told of as quiet, either."""
    ids = [row.id for row in changed]
    hot = leads.c.temperature == Temperature.HOT
    connection.execute(update(leads).where(leads.c.id.in_(ids)).values(known_hot=hot))
    old = [r.id for r in changed if r.known_hot is None and r.last_message <= now - RECENT]
    if old:
        connection.execute(update(leads).where(leads.c.id.in_(old)).values(stale=True))


def _quiet(
    connection: Connection, temperature: Temperature, until: datetime, since: datetime
) -> Sequence[AnyRow]:
    """Unfinished leads of a temperature that were last active in that time."""
    active = leads.c.active_at
    query = (
        select(leads.c.id, active)
        .where(QUIET, leads.c.temperature == temperature, active <= until, active > since)
        .order_by(active)
        .limit(AT_ONCE)
    )
    return connection.execute(query).all()


def _wanting(connection: Connection, events: Collection[Event]) -> list[AnyRow]:
    """The targets that want to be told of any of these events now."""
    query = select(targets.c.id, targets.c.events, targets.c.created_at).where(
        targets.c.active, targets.c.removed_at.is_(None)
    )
    return [row for row in connection.execute(query) if {*row.events} & {*events}]


def _tell(connection: Connection, told: Sequence[Message], now: datetime) -> None:
    wanting = _wanting(connection, {event for event, _, _ in told}) if told else []
    if not wanting:
        return
    facts = _facts(connection, {lead_id for _, lead_id, _ in told})
    rows = [
        {
            "target_id": target.id,
            "lead_id": lead_id,
            "event": event,
            "dedupe": f"{event}:{lead_id}:{which}",
            "message_id": new_id(),
            "payload": {"event": event.value, "occurred_at": iso(now), "lead": facts[lead_id]},
            "created_at": now,
            "next_attempt_at": now,
        }
        for target in wanting
        for event, lead_id, which in told
        if event in target.events
    ]
    connection.execute(insert(connection, outbox).on_conflict_do_nothing(), rows)


def _facts(connection: Connection, lead_ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """What is told of each lead, with the sentences that gave it the most points."""
    query = (
        select(*(leads.c[name] for name in FIELDS), scores.c.evidence)
        .outerjoin(scores, scores.c.conversation_id == leads.c.conversation_id)
        .where(leads.c.id.in_(lead_ids))
    )
    return {
        row.id: {**lead_as_json(row._asdict()), "evidence": _telling(row.evidence or [])}
        for row in connection.execute(query)
    }


def _telling(evidence: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    best = sorted(evidence, key=lambda each: -each["points"])[:MOST_EVIDENCE]
    return [{"text": e["text"], "points": e["points"]} for e in best if e["points"] > 0]


def _last_message() -> Any:  # noqa: ANN401 a SELECT of one moment
    """The last message of the conversations of a lead, which is still to be named."""
    of = conversations.c.id == lead_conversations.c.conversation_id
    return select(func.max(conversations.c.last_active_at)).where(of)
