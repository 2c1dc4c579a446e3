"""From scored conversations to leads: one lead for each person, showing their strongest wish.

Scoring writes a lead's score, intent and contact details. Status, a temperature set by hand, the
moment of capture and all else that a person decides stay as they are.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Connection, and_, delete, select, tuple_, update

from lib.config import Rules
from lib.database import AnyRow, insert
from lib.lead_details import refresh
from lib.schema import (
    contacts,
    conversations,
    lead_conversations,
    lead_identities,
    lead_words,
    leads,
    scores,
)

Identity = tuple[str, str]


def capture(
    connection: Connection, scored: Collection[int], rules: Rules, *, now: datetime | None = None
) -> None:
    """Make or refresh the leads of conversations whose score and contact were just written."""
    people = _People(connection, scored)
    touched = {
        lead_id
        for row in _scored(connection, scored)
        if (lead_id := people.lead_of(row, rules)) is not None
    }
    touched = {people.current(lead_id) for lead_id in touched}
    _link_earlier(connection, touched)
    refresh(connection, touched, now=now)


def _scored(connection: Connection, ids: Collection[int]) -> Sequence[AnyRow]:
    """The conversations with their scores, the oldest first so that it founds the lead."""
    c = conversations.c
    query = (
        select(
            *(c.id, c.last_active_at, c.channel),
            *(scores.c.score, scores.c.temperature, scores.c.unsure, scores.c.summary),
            lead_conversations.c.lead_id,
        )
        .join(scores, scores.c.conversation_id == c.id)
        .outerjoin(lead_conversations, lead_conversations.c.conversation_id == c.id)
        .where(c.id.in_(ids))
        .order_by(c.started_at, c.id)
    )
    return connection.execute(query).all()


class _People:
    """Which lead each identity belongs to, kept while a batch of conversations is gone through."""

    def __init__(self, connection: Connection, scored: Collection[int]) -> None:
        self.connection = connection
        self.identities = _identities(connection, scored)
        everybody = {who for each in self.identities.values() for who in each}
        self.leads = _leads_of(connection, everybody)
        self.joined: dict[int, int] = {}

    def current(self, lead_id: int) -> int:
        """The lead that this one is now part of."""
        while lead_id in self.joined:
            lead_id = self.joined[lead_id]
        return lead_id

    def lead_of(self, row: AnyRow, rules: Rules) -> int | None:
        """The lead that a conversation belongs to, made now where it is worth one."""
        who = self.identities[row.id]
        known = [row.lead_id] if row.lead_id else []
        known += [self.leads[each] for each in who if each in self.leads]
        if not known and not _is_worth_a_lead(row.score, bool(who), rules):
            return None
        lead_id = self.current(known[0]) if known else _new_lead(self.connection, row)
        for other in map(self.current, known):
            lead_id = self._join(lead_id, self.current(other))
        self._link(lead_id, row, who)
        return lead_id

    def _join(self, lead_id: int, other: int) -> int:
        """Make two leads of one person one; two that people worked on already stay apart."""
        if other == lead_id:
            return lead_id
        kept, folded = _older_first(self.connection, lead_id, other)
        if folded.status_version > 0:
            return lead_id
        _fold(self.connection, folded.id, into=kept.id)
        self.joined[folded.id] = kept.id
        return int(kept.id)

    def _link(self, lead_id: int, row: AnyRow, who: list[Identity]) -> None:
        if row.lead_id is None:
            link = {"conversation_id": row.id, "lead_id": lead_id}
            self.connection.execute(insert(self.connection, lead_conversations).values(link))
        new = [each for each in who if each not in self.leads]
        for kind, value in new:
            identity = {"kind": kind, "value": value, "lead_id": lead_id}
            self.connection.execute(insert(self.connection, lead_identities).values(identity))
            self.leads[kind, value] = lead_id


def _is_worth_a_lead(score: float, has_contact: bool, rules: Rules) -> bool:
    return score >= (rules.score_with_contact if has_contact else rules.score_without_contact)


def _identities(connection: Connection, ids: Collection[int]) -> dict[int, list[Identity]]:
    """Who each conversation is with: the e-mail first, since it says most surely who."""
    query = (
        select(contacts.c.conversation_id, contacts.c.kind, contacts.c.identity)
        .where(contacts.c.conversation_id.in_(ids), contacts.c.identity.is_not(None))
        .order_by(contacts.c.kind)
    )
    found: dict[int, list[Identity]] = defaultdict(list)
    for row in connection.execute(query):
        found[row.conversation_id].append((row.kind, row.identity))
    return found


def _leads_of(connection: Connection, people: Collection[Identity]) -> dict[Identity, int]:
    table = lead_identities.c
    query = select(table.kind, table.value, table.lead_id).where(
        tuple_(table.kind, table.value).in_(list(people))
    )
    return {(row.kind, row.value): row.lead_id for row in connection.execute(query)}


def _new_lead(connection: Connection, row: AnyRow) -> int:
    values = {
        "temperature": row.temperature,
        "score": row.score,
        "unsure": row.unsure,
        "intent": row.summary,
        "channel": row.channel,
        "captured_at": row.last_active_at,
        "conversation_id": row.id,
    }
    query = insert(connection, leads).values(values).returning(leads.c.id)
    lead_id: int = connection.execute(query).scalar_one()
    return lead_id


def _older_first(connection: Connection, *lead_ids: int) -> Sequence[AnyRow]:
    """Leads, one that people have worked on before others, then the one captured first."""
    query = (
        select(leads.c.id, leads.c.status_version)
        .where(leads.c.id.in_(lead_ids))
        .order_by((leads.c.status_version == 0), leads.c.captured_at, leads.c.id)
    )
    return connection.execute(query).all()


def _fold(connection: Connection, folded: int, *, into: int) -> None:
    """Move all that a lead holds to another one, and remove it."""
    _keep_temperature(connection, folded, into)
    for table in (lead_conversations, lead_identities):
        connection.execute(update(table).where(table.c.lead_id == folded).values(lead_id=into))
    connection.execute(delete(lead_words).where(lead_words.c.lead_id == folded))
    connection.execute(delete(leads).where(leads.c.id == folded))


def _keep_temperature(connection: Connection, folded: int, into: int) -> None:
    """Of the temperatures that people set for the two leads, the later one stays."""
    by_hand = (leads.c.temperature, leads.c.temperature_by, leads.c.temperature_at)
    query = (
        select(leads.c.id, *by_hand)
        .where(leads.c.id.in_((folded, into)), leads.c.temperature_by.is_not(None))
        .order_by(leads.c.temperature_at.desc())
        .with_for_update()
    )
    last = connection.execute(query).first()
    if last and last.id == folded:
        values = {column: getattr(last, column.name) for column in by_hand}
        connection.execute(update(leads).where(leads.c.id == into).values(values))


def _link_earlier(connection: Connection, lead_ids: Collection[int]) -> None:
    """Link what these people said before they were worth a lead."""
    query = (
        select(contacts.c.conversation_id, lead_identities.c.lead_id)
        .join(
            lead_identities,
            and_(
                lead_identities.c.kind == contacts.c.kind,
                lead_identities.c.value == contacts.c.identity,
            ),
        )
        .outerjoin(
            lead_conversations,
            lead_conversations.c.conversation_id == contacts.c.conversation_id,
        )
        .where(
            lead_identities.c.lead_id.in_(lead_ids), lead_conversations.c.conversation_id.is_(None)
        )
    )
    found = {row.conversation_id: row.lead_id for row in connection.execute(query)}
    if found:
        rows = [{"conversation_id": id, "lead_id": lead_id} for id, lead_id in found.items()]
        connection.execute(insert(connection, lead_conversations), rows)
