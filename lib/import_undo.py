"""An import taken back: what it brought is gone, what people did with it stays (write)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import Column, Connection, Select, delete, func, or_, select, update

from lib.database import AnyRow
from lib.domain import ImportState, LeadsError
from lib.lead_details import refresh
from lib.merging import AUTOMATIC
from lib.queries import imports as read
from lib.schema import (
    contacts,
    conversations,
    imports,
    kept_apart,
    labels,
    lead_conversations,
    lead_identities,
    lead_words,
    leads,
    merges,
    messages,
    outbox,
    scores,
)

AT_ONCE = 5_000  # ids of one statement


class NotUndoable(LeadsError):
    """An import that cannot be taken back now."""


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back, and how many conversations stayed because people worked with them."""

    conversations: int = 0
    messages: int = 0
    leads: int = 0
    kept: int = 0


def undo(connection: Connection, import_id: int, *, by: str, now: datetime) -> Undone:
    """Take away the messages that an import brought, and the conversations and leads it made.

    A conversation stays whole where somebody labelled it or worked on its lead: moved its status,
    set its temperature, merged it. One that holds other messages as well loses only those of the
    import and is scored anew. Raises NotFound, and NotUndoable while the import runs or where it
    is undone.
    """
    found = read.one(connection, import_id)
    if found.state is ImportState.UNDONE:
        raise NotUndoable(f"{found.undone_by} has already undone this import.")
    if found.state is ImportState.RUNNING:
        raise NotUndoable("This import still runs. Cancel it first.")
    touched = _touched(connection, import_id)
    brought = _brought(connection, import_id)
    kept = _worked_on(connection, touched) | _bound(connection, touched, brought)
    gone = brought - kept
    removed = _remove_messages(connection, import_id, touched - kept)
    _score_again(connection, touched - kept - gone)
    made_leads = _remove_conversations(connection, gone)
    values = {"state": ImportState.UNDONE, "undone_by": by, "undone_at": now}
    connection.execute(update(imports).where(imports.c.id == import_id).values(values))
    return Undone(len(gone), removed, made_leads, len(kept))


def _touched(connection: Connection, import_id: int) -> set[int]:
    """The conversations that it made or brought messages to."""
    said = select(messages.c.conversation_id).where(messages.c.import_id == import_id).distinct()
    made = select(conversations.c.id).where(conversations.c.import_id == import_id)
    return {*connection.scalars(said), *connection.scalars(made)}


def _brought(connection: Connection, import_id: int) -> set[int]:
    """The conversations that it made, and to which nothing else was added since."""
    c = conversations.c
    added = (
        select(messages.c.id)
        .where(
            messages.c.conversation_id == c.id,
            or_(messages.c.import_id.is_(None), messages.c.import_id != import_id),
        )
        .exists()
    )
    return {*connection.scalars(select(c.id).where(c.import_id == import_id, ~added))}


def _worked_on(connection: Connection, ids: Collection[int]) -> set[int]:
    """Those that somebody labelled, or whose lead somebody worked on."""
    by_hand = or_(leads.c.status_version > 0, leads.c.temperature_by.is_not(None))
    worked = (
        select(lead_conversations.c.conversation_id)
        .join(leads, leads.c.id == lead_conversations.c.lead_id)
        .where(by_hand)
    )
    labelled = select(labels.c.conversation_id)
    return {
        *_among(connection, worked, lead_conversations.c.conversation_id, ids),
        *_among(connection, labelled, labels.c.conversation_id, ids),
    }


def _bound(connection: Connection, touched: Collection[int], brought: Collection[int]) -> set[int]:
    """Those whose lead somebody merged, or of which only a part of a joined lead would go."""
    c = lead_conversations.c
    joined = select(merges.c.lead_id, merges.c.merged_by)
    whose = select(c.conversation_id, c.lead_id)
    leads_of = {row.lead_id for row in _rows(connection, whose, c.conversation_id, touched)}
    found = _rows(connection, joined, merges.c.lead_id, leads_of)
    by = {row.lead_id: row.merged_by for row in found}
    bound: set[int] = set()
    of: dict[int, set[int]] = defaultdict(set)
    for row in _rows(connection, whose, c.lead_id, by):
        of[row.lead_id].add(row.conversation_id)
    for lead_id, ids in of.items():
        if by[lead_id] != AUTOMATIC or not ids <= set(brought):
            bound |= ids
    return bound & set(touched)


def _remove_messages(connection: Connection, import_id: int, ids: Collection[int]) -> int:
    removed = 0
    for some in _portions(ids):
        mine = (messages.c.import_id == import_id, messages.c.conversation_id.in_(some))
        removed += connection.execute(delete(messages).where(*mine)).rowcount
    return removed


def _score_again(connection: Connection, ids: Collection[int]) -> None:
    """Let the scorer look again at conversations in which less is said now."""
    for some in _portions(ids):
        last = (
            select(func.max(messages.c.sent_at))
            .where(messages.c.conversation_id == conversations.c.id)
            .scalar_subquery()
        )
        connection.execute(
            update(conversations)
            .where(conversations.c.id.in_(some))
            .values(
                revision=conversations.c.revision + 1,
                last_active_at=func.coalesce(last, conversations.c.started_at),
            )
        )


def _remove_conversations(connection: Connection, ids: Collection[int]) -> int:
    """Remove conversations and all that was found in them; how many leads went with them."""
    affected: set[int] = set()
    c = lead_conversations.c
    for some in _portions(ids):
        affected.update(connection.scalars(select(c.lead_id).where(c.conversation_id.in_(some))))
        connection.execute(delete(lead_conversations).where(c.conversation_id.in_(some)))
        for table in (contacts, scores):
            connection.execute(delete(table).where(table.c.conversation_id.in_(some)))
    left = set(_among(connection, select(c.lead_id).distinct(), c.lead_id, affected))
    _remove_leads(connection, affected - left)
    _refer_to_others(connection, left)
    for some in _portions(ids):
        connection.execute(delete(conversations).where(conversations.c.id.in_(some)))
    return len(affected - left)


def _remove_leads(connection: Connection, ids: Collection[int]) -> None:
    members = _among(connection, select(leads.c.id), leads.c.merged_into, ids)
    for some in _portions({*ids, *members}):
        for table in (lead_identities, lead_words, merges, kept_apart, outbox):
            connection.execute(delete(table).where(table.c.lead_id.in_(some)))
        connection.execute(delete(kept_apart).where(kept_apart.c.other_id.in_(some)))
        connection.execute(delete(leads).where(leads.c.merged_into.in_(some)))
    for some in _portions(ids):
        connection.execute(delete(leads).where(leads.c.id.in_(some)))


def _refer_to_others(connection: Connection, ids: Collection[int]) -> None:
    """Show these leads by the conversations that they still have, and know them by these only."""
    c = lead_conversations.c
    other = select(func.min(c.conversation_id)).where(c.lead_id == leads.c.id).scalar_subquery()
    told = (
        select(contacts.c.conversation_id)
        .join(lead_conversations, c.conversation_id == contacts.c.conversation_id)
        .where(
            c.lead_id == lead_identities.c.lead_id,
            contacts.c.kind == lead_identities.c.kind,
            contacts.c.identity == lead_identities.c.value,
        )
        .exists()
    )
    for some in _portions(ids):
        connection.execute(update(leads).where(leads.c.id.in_(some)).values(conversation_id=other))
        connection.execute(
            delete(lead_identities).where(lead_identities.c.lead_id.in_(some), ~told)
        )
        refresh(connection, some)


def _rows(
    connection: Connection, query: Select[Any], column: Column[Any], ids: Collection[int]
) -> Iterable[AnyRow]:
    """The rows that the query gives where the column is one of the ids."""
    for some in _portions(ids):
        yield from connection.execute(query.where(column.in_(some)))


def _among(
    connection: Connection, query: Select[Any], column: Column[Any], ids: Collection[int]
) -> Iterable[int]:
    """What the query gives where the column is one of the ids."""
    for some in _portions(ids):
        yield from connection.scalars(query.where(column.in_(some)))


def _portions(ids: Collection[int]) -> Iterable[Sequence[int]]:
    rest = iter(sorted(ids))
    while some := list(islice(rest, AT_ONCE)):
        yield some
