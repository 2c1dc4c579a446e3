"""Leads that turn out to be one person become one lead; nothing of them is lost.

A lead that became part of another keeps its row, with `merged_into` set, and its status changes.
What it held moves to the lead that stays. `lib.unmerging` takes all of it back.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, or_, select, update

from lib.database import AnyRow
from lib.domain import LeadsError
from lib.holdings import held, move_all
from lib.lead_details import refresh
from lib.moved import Moved, Part
from lib.schema import lead_words, leads, merges
from lib.warmth import latest, set_by_hand, write

MOST = 100  # leads of one merge
AUTOMATIC = "Leads"  # who merged, where nobody did


@dataclass(frozen=True, slots=True)
class Merge:
    """Leads that became one: `lead_id` stays, `merged` are part of it from now on."""

    id: int
    lead_id: int
    merged: tuple[int, ...]


class CannotMerge(LeadsError):
    """These leads cannot become one."""


def merge(connection: Connection, lead_ids: Collection[int], *, by: str, now: datetime) -> Merge:
    """Make one lead of some: of the one that people moved most often, then the one captured first.

    Raises CannotMerge for fewer than two leads or more than MOST, for one that is not there, and
    for one that became part of another meanwhile.
    """
    ids = sorted(set(lead_ids))
    if len(ids) < 2:
        raise CannotMerge("Choose at least two leads to merge.")
    if len(ids) > MOST:
        raise CannotMerge(f"No more than {MOST} leads can be merged at once. Choose fewer.")
    kept, *others = most_worked_first(connection, ids)
    done = fold(connection, kept, others, by=by, now=now)
    refresh(connection, [kept.id])
    return done


def most_worked_first(connection: Connection, lead_ids: Collection[int]) -> Sequence[AnyRow]:
    """The leads, locked, in the order in which they are kept. Raises CannotMerge."""
    c = leads.c
    query = (
        select(c.id, c.status, c.status_version, c.captured_at, c.merged_into)
        .where(c.id.in_(lead_ids))
        .order_by(c.id)  # two who lock the same leads must do so in the same order
        .with_for_update()
    )
    found = connection.execute(query).all()
    if len(found) < len(lead_ids):
        raise CannotMerge("One of these leads is no longer there. Load the page again.")
    if any(row.merged_into for row in found):
        raise CannotMerge(
            "One of these leads became part of another one meanwhile. Load the page again."
        )
    return sorted(found, key=lambda row: (-row.status_version, row.captured_at, row.id))


def fold(
    connection: Connection, kept: AnyRow, others: Sequence[AnyRow], *, by: str, now: datetime
) -> Merge:
    """Move all that the other leads hold to the kept one; what it shows is not refreshed yet."""
    ids = [row.id for row in others]
    by_hand = set_by_hand(connection, [kept.id, *ids])
    moved = Moved(
        parts=tuple(_part(connection, id) for id in ids),
        stayed=held(connection, kept.id),
        before=by_hand[kept.id],
        after=latest(by_hand[kept.id], *(by_hand[id] for id in ids)),
        status=kept.status,
        status_version=kept.status_version,
    )
    move_all(connection, ids, to=kept.id)
    if moved.after != moved.before:
        write(connection, kept.id, moved.after)
    connection.execute(delete(lead_words).where(lead_words.c.lead_id.in_(ids)))
    part_of = or_(leads.c.id.in_(ids), leads.c.merged_into.in_(ids))
    connection.execute(update(leads).where(part_of).values(merged_into=kept.id))
    return Merge(_record(connection, kept.id, moved, by, now), kept.id, tuple(ids))


def _part(connection: Connection, lead_id: int) -> Part:
    members = select(leads.c.id).where(leads.c.merged_into == lead_id).order_by(leads.c.id)
    return Part(lead_id, tuple(connection.scalars(members)), held(connection, lead_id))


def _record(connection: Connection, lead_id: int, moved: Moved, by: str, now: datetime) -> int:
    row = {"lead_id": lead_id, "moved": moved.plain(), "merged_by": by, "merged_at": now}
    query = insert(merges).values(row).returning(merges.c.id)
    merge_id: int = connection.execute(query).scalar_one()
    return merge_id
