"""What a lead shows, drawn from all conversations of the person."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from operator import attrgetter, itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, case, select, update

from lib import outbox
from lib.database import AnyRow
from lib.domain import CONTACT
from lib.lead_words import index
from lib.likeness import same_company, same_domain
from lib.schema import contacts, conversations, lead_conversations, leads, scores


def refresh(
    connection: Connection, lead_ids: Collection[int], *, now: datetime | None = None
) -> None:
    """Write score, intent and channel of the strongest conversation, and the latest contact."""
    if lead_ids:
        _refresh_scores(connection, lead_ids)
        _refresh_contacts(connection, lead_ids)
        outbox.heard(connection, lead_ids)
        outbox.announce(connection, lead_ids, now=now or datetime.now(UTC))


def refresh_scores(
    connection: Connection, lead_ids: Collection[int], *, now: datetime | None = None
) -> None:
    """Write score, intent and channel of the strongest conversation.

    A temperature that a person set stays; any other follows the score.
    """
    _refresh_scores(connection, lead_ids)
    outbox.announce(connection, lead_ids, now=now or datetime.now(UTC))


def _refresh_scores(connection: Connection, lead_ids: Collection[int]) -> None:
    rows = [
        {
            "at_id": lead_id,
            "temperature": best.temperature,
            "score": best.score,
            "unsure": best.unsure,
            "intent": best.summary,
            "channel": best.channel,
            "conversation_id": best.id,
        }
        for lead_id, best in _strongest(connection, lead_ids).items()
    ]
    _write(connection, rows)


def _refresh_contacts(connection: Connection, lead_ids: Collection[int]) -> None:
    contact = _contact(connection, lead_ids)
    known = _known(connection, lead_ids)
    changed = {id: contact[id] for id in lead_ids if contact[id] != known.get(id)}
    _write(connection, [{"at_id": id, **each, **_keys(each)} for id, each in changed.items()])
    index(connection, lead_ids)


def _keys(contact: Mapping[str, str | None]) -> dict[str, str | None]:
    """What another lead of the person may have in common with this one."""
    return {
        "same_company": same_company(contact["name"], contact["company"]),
        "same_domain": same_domain(contact["name"], contact["email"]),
    }


def _write(connection: Connection, rows: Sequence[Mapping[str, object]]) -> None:
    """Write values of leads: `at_id` says which, and all rows have the same columns.

    In the order of ids, as all who change several leads do, so that none waits for another forever.
    """
    if rows:
        columns = [name for name in rows[0] if name != "at_id"]
        query = update(leads).where(leads.c.id == bindparam("at_id"))
        connection.execute(
            query.values({name: _written(name) for name in columns}),
            sorted(rows, key=itemgetter("at_id")),
        )


def _written(name: str) -> ColumnElement[Any]:
    """The value of a row for a column; for a temperature that a person set, what it was."""
    value: ColumnElement[Any] = bindparam(name, type_=leads.c[name].type)
    if name != "temperature":
        return value
    return case((leads.c.temperature_by.is_(None), value), else_=leads.c.temperature)


def _strongest(connection: Connection, lead_ids: Collection[int]) -> dict[int, AnyRow]:
    """The conversation of each lead that scored highest; the latest of equals."""
    c, s = conversations.c, scores.c
    query = (
        select(
            *(lead_conversations.c.lead_id, c.id, c.channel),
            *(s.score, s.temperature, s.unsure, s.summary),
        )
        .join(conversations, c.id == lead_conversations.c.conversation_id)
        .join(scores, s.conversation_id == c.id)
        .where(lead_conversations.c.lead_id.in_(lead_ids))
        .order_by(s.score, c.last_active_at, c.id)
    )
    return {row.lead_id: row for row in connection.execute(query)}


def _contact(connection: Connection, lead_ids: Collection[int]) -> dict[int, dict[str, str | None]]:
    """The contact details of each lead, each from the latest conversation that has it."""
    query = (
        select(lead_conversations.c.lead_id, contacts.c.kind, contacts.c.value)
        .join(contacts, contacts.c.conversation_id == lead_conversations.c.conversation_id)
        .join(conversations, conversations.c.id == contacts.c.conversation_id)
        .where(lead_conversations.c.lead_id.in_(lead_ids), contacts.c.rank == 0)
        .order_by(conversations.c.last_active_at, conversations.c.id)
    )
    found: dict[int, dict[str, str | None]] = defaultdict(lambda: dict.fromkeys(CONTACT))
    for row in connection.execute(query):
        found[row.lead_id][row.kind] = row.value
    return found


def _known(connection: Connection, lead_ids: Collection[int]) -> dict[int, dict[str, str | None]]:
    """The contact details that the leads show now."""
    columns = (leads.c[name] for name in CONTACT)
    query = select(leads.c.id, *columns).where(leads.c.id.in_(lead_ids))
    values = attrgetter(*CONTACT)
    return {
        row.id: dict(zip(CONTACT, values(row), strict=True)) for row in connection.execute(query)
    }
