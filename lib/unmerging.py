"""A merge taken back: every lead is what it was, and what came in since goes to whose it is."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, select, update

from lib.apart import keep_apart
from lib.database import AnyRow
from lib.domain import LeadsError, NotFound
from lib.holdings import held, move
from lib.late import give_back
from lib.lead_details import refresh
from lib.moved import Moved
from lib.schema import leads, merges
from lib.warmth import latest, set_by_hand, write


@dataclass(frozen=True, slots=True)
class Undone:
    """Leads that are apart again: the one that stayed, and those that were part of it.

    `notes` are sentences that say what is not as it was, since people decided so after the merge.
    """

    lead_id: int
    leads: tuple[int, ...]
    notes: tuple[str, ...]


class CannotUndo(LeadsError):
    """This merge cannot be undone now."""


def undo_merge(connection: Connection, merge_id: int, *, by: str, now: datetime) -> Undone:
    """Give each lead back what it was and held before the merge.

    What people decided about the lead that stayed since then is left as it is, and said. Chats
    that came in since go to the lead that their e-mail, else their phone belongs to. The leads are
    kept apart from then on. Raises NotFound, and CannotUndo where it is undone already or where a
    later merge built on it.
    """
    kept, moved = _locked(connection, merge_id)
    others = _standing(connection, kept.id, but=merge_id)
    for part in moved.parts:
        move(connection, part.brought, of=kept.id, to=part.lead_id)
        _stand(connection, part.lead_id, None)
        for member in part.members:
            _stand(connection, member, part.lead_id)
    late = held(connection, kept.id) - moved.stayed
    for other in others.values():
        late -= other.brought
    give_back(connection, late, of=kept.id, to=moved.lead_ids)
    later = {id: each for id, each in others.items() if id > merge_id}
    notes = [*_status_note(kept, moved), *_undo_warmth(connection, kept.id, moved, later)]
    query = update(merges).where(merges.c.id == merge_id)
    connection.execute(query.values(undone_by=by, undone_at=now))
    apart = [kept.id, *moved.lead_ids]
    keep_apart(connection, apart, by=by, now=now)
    refresh(connection, apart)
    return Undone(kept.id, tuple(moved.lead_ids), tuple(notes))


def _locked(connection: Connection, merge_id: int) -> tuple[AnyRow, Moved]:
    """The lead that stayed and what was moved to it; nobody else changes these leads now."""
    query = select(merges).where(merges.c.id == merge_id)
    found = connection.execute(query).one_or_none()
    if found is None:
        raise NotFound("There is no such merge.")
    moved = Moved.from_plain(found.moved)
    ids = [found.lead_id, *moved.lead_ids, *moved.members]
    rows = select(leads).where(leads.c.id.in_(ids)).order_by(leads.c.id).with_for_update()
    locked = {row.id: row for row in connection.execute(rows)}
    now = connection.execute(query).one()  # as it is once the leads are locked
    if now.undone_at:
        raise CannotUndo(f"{now.undone_by} has undone this merge already.")
    if locked[found.lead_id].merged_into:
        raise CannotUndo("This lead became part of another one since. Undo that later merge first.")
    return locked[found.lead_id], Moved.from_plain(now.moved)


def _standing(connection: Connection, lead_id: int, *, but: int) -> dict[int, Moved]:
    """The other merges into this lead that are not undone, the first one first."""
    query = (
        select(merges.c.id, merges.c.moved)
        .where(merges.c.lead_id == lead_id, merges.c.undone_at.is_(None), merges.c.id != but)
        .order_by(merges.c.id)
    )
    return {row.id: Moved.from_plain(row.moved) for row in connection.execute(query)}


def _stand(connection: Connection, lead_id: int, merged_into: int | None) -> None:
    connection.execute(update(leads).where(leads.c.id == lead_id).values(merged_into=merged_into))


def _undo_warmth(
    connection: Connection, lead_id: int, undone: Moved, later: Mapping[int, Moved]
) -> list[str]:
    """Set the temperature that would have been set by hand without the merge."""
    now = set_by_hand(
        connection, [lead_id, *(id for each in later.values() for id in each.lead_ids)]
    )
    was, would_be = undone.after, undone.before
    for merge_id, each in later.items():
        if each.before != was:  # a person set another one between the two merges
            return []
        became = latest(would_be, *(now[id] for id in each.lead_ids))
        rewritten = replace(each, before=would_be, after=became).plain()
        connection.execute(update(merges).where(merges.c.id == merge_id).values(moved=rewritten))
        was, would_be = each.after, became
    if now[lead_id] != was:
        return [f"The temperature of lead #{lead_id} stays as it was set after the merge."]
    if would_be != was:
        write(connection, lead_id, would_be)
    return []


def _status_note(kept: AnyRow, moved: Moved) -> list[str]:
    if kept.status_version == moved.status_version:
        return []
    return [f"Lead #{kept.id} stays {kept.status.value}, as it was set after the merge."]
