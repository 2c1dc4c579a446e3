"""Which person each conversation is with, and which lead that person is.

An e-mail says it surely, and so does a session that goes on. A phone says it where no other e-mail
speaks against it: two people may share an office's number, so that is only proposed.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import Connection, select, tuple_

from lib.apart import apart_from
from lib.config import Rules
from lib.database import AnyRow, insert
from lib.holdings import Identity, who_is_in
from lib.lead_details import refresh
from lib.merging import AUTOMATIC, fold, most_worked_first
from lib.schema import lead_conversations, lead_identities, leads

EMAIL = "email"


class People:
    """Which lead each identity belongs to, kept while a batch of conversations is gone through."""

    def __init__(self, connection: Connection, scored: Collection[int], *, now: datetime) -> None:
        self.connection = connection
        self.now = now
        self.who = who_is_in(connection, scored)
        everybody = {each for said in self.who.values() for each in said}
        _lock(
            connection, [*_leads_of(connection, everybody).values(), *_linked(connection, scored)]
        )
        self.leads = _leads_of(connection, everybody)  # as they are once they are locked
        known = {*self.leads.values(), *_linked(connection, scored)}
        self.with_email = _with_email(connection, known)
        self.joined: dict[int, int] = {}

    def current(self, lead_id: int) -> int:
        """The lead that this one is now part of."""
        while lead_id in self.joined:
            lead_id = self.joined[lead_id]
        return lead_id

    def lead_of(self, row: AnyRow, rules: Rules) -> int | None:
        """The lead that a conversation belongs to, made now where it is worth one."""
        who = self.who[row.id]
        lead_id = self._known(row, who)
        if lead_id is None:
            if not _is_worth_a_lead(row.score, bool(who), rules):
                return None
            lead_id = _new_lead(self.connection, row)
        self._link(lead_id, row, who)
        return lead_id

    def _known(self, row: AnyRow, who: list[Identity]) -> int | None:
        """The lead of a conversation, all that surely are one person joined to it."""
        has_email = any(kind == EMAIL for kind, _ in who)
        lead_id = None
        for other in self._sure(row, who):
            lead_id = other if lead_id is None else self._join(lead_id, other)
        for other in self._leads_by(who, phone=True):
            shared = has_email or lead_id in self.with_email
            if not (shared and other in self.with_email):
                lead_id = other if lead_id is None else self._join(lead_id, other)
        return lead_id

    def _sure(self, row: AnyRow, who: list[Identity]) -> Iterable[int]:
        if row.lead_id:
            yield self.current(row.lead_id)
        yield from self._leads_by(who, phone=False)

    def _leads_by(self, who: list[Identity], *, phone: bool) -> Iterable[int]:
        for each in who:
            if each in self.leads and (each[0] != EMAIL) == phone:
                yield self.current(self.leads[each])

    def _join(self, lead_id: int, other: int) -> int:
        """Make two leads of one person one; two that people worked on already stay apart."""
        if other == lead_id or other in apart_from(self.connection, lead_id):
            return lead_id
        kept, folded = most_worked_first(self.connection, [lead_id, other])
        if folded.status_version > 0:
            return lead_id
        refresh(self.connection, [folded.id])  # so that it shows whose it was
        fold(self.connection, kept, [folded], by=AUTOMATIC, now=self.now)
        self.joined[folded.id] = kept.id
        if folded.id in self.with_email:
            self.with_email.add(kept.id)
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
            if kind == EMAIL:
                self.with_email.add(lead_id)


def _is_worth_a_lead(score: float, has_contact: bool, rules: Rules) -> bool:
    return score >= (rules.score_with_contact if has_contact else rules.score_without_contact)


def _lock(connection: Connection, lead_ids: Collection[int]) -> None:
    """Let nobody merge these leads until this transaction ends."""
    query = select(leads.c.id).where(leads.c.id.in_(lead_ids)).order_by(leads.c.id)
    connection.execute(query.with_for_update()).all()


def _linked(connection: Connection, ids: Collection[int]) -> Collection[int]:
    link = lead_conversations.c
    return connection.scalars(select(link.lead_id).where(link.conversation_id.in_(ids))).all()


def _leads_of(connection: Connection, people: Collection[Identity]) -> dict[Identity, int]:
    table = lead_identities.c
    query = select(table.kind, table.value, table.lead_id).where(
        tuple_(table.kind, table.value).in_(list(people))
    )
    return {(row.kind, row.value): row.lead_id for row in connection.execute(query)}


def _with_email(connection: Connection, lead_ids: Collection[int]) -> set[int]:
    table = lead_identities.c
    query = select(table.lead_id).where(table.lead_id.in_(lead_ids), table.kind == EMAIL)
    return set(connection.scalars(query))


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
