"""The draft of the next exemplar set: opened, changed, published; and the way back to an old set.

There is one draft at a time, and everybody works on it. A change names the version it was made
from, so nobody overwrites what they have not seen. A published set never changes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from embeddings.exemplars import Exemplar, UnusableExemplars, checked
from lib.database import AnyRow
from lib.domain import LeadsError, NotFound, StaleDraft
from lib.exemplars import (
    StoredSet,
    load,
    make_published,
    numbers,
    published,
    write,
    write_exemplars,
)
from lib.schema import DRAFT, exemplar_sets, exemplars, intents, publications

MOST_EXEMPLARS = 5_000
LONGEST_EXEMPLAR = 300  # characters


class UnusableDraft(LeadsError):
    """Exemplars that a draft cannot hold; the text says which and why."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A set that is being worked on, as it was at `version`; a copy of the set `based_on` once."""

    stored: StoredSet
    version: int
    based_on: int
    created_by: str


def current(connection: Connection) -> Draft | None:
    """The draft, where somebody has opened one."""
    row = connection.execute(select(exemplar_sets).where(DRAFT)).one_or_none()
    if row is None:
        return None
    return Draft(load(connection, row.id), row.version, row.based_on, row.created_by)


def open_draft(connection: Connection, *, by: str, now: datetime) -> Draft:
    """The draft; where there is none, a copy of the published set. Raises NotFound before that."""
    _wait_for_turn(connection)
    if draft := current(connection):
        return draft
    base = published(connection)
    if base is None:
        raise NotFound("No exemplar set is published yet. Start the scoring worker first.")
    values = {"created_by": by, "created_at": now, "based_on": base.id}
    set_id = write(connection, load(connection, base.id), "draft", **values)
    return Draft(load(connection, set_id), 0, base.id, by)


def change(connection: Connection, draft: Draft, to: StoredSet) -> Draft:
    """Replace what the draft holds. Raises StaleDraft and UnusableDraft."""
    check(to.exemplars)
    set_id = draft.stored.id
    _hold(connection, draft)
    connection.execute(
        update(exemplar_sets)
        .where(exemplar_sets.c.id == set_id)
        .values(version=draft.version + 1, **numbers(to))
    )
    _empty(connection, set_id)
    write_exemplars(connection, set_id, to.exemplars)
    return Draft(load(connection, set_id), draft.version + 1, draft.based_on, draft.created_by)


def check(rows: Sequence[Exemplar]) -> None:
    """Raise UnusableDraft, naming the row, where a draft cannot hold these exemplars."""
    if len(rows) > MOST_EXEMPLARS:
        raise UnusableDraft(f"A set holds {MOST_EXEMPLARS:,} exemplars at most.")
    for number, row in enumerate(rows, start=1):
        if len(row.text) > LONGEST_EXEMPLAR:
            raise UnusableDraft(
                f"Row {number} has {len(row.text):,} characters, {LONGEST_EXEMPLAR} are possible. "
                "Keep the sentence that tells, or make two of it."
            )
    try:
        kept = checked((number, row._asdict()) for number, row in enumerate(rows, start=1))
    except UnusableExemplars as error:
        raise UnusableDraft(str(error).replace("Line", "Row", 1)) from error
    missing = [
        each for each in ("Hot", "Warm", "Cold") if each not in {r.temperature for r in kept}
    ]
    if missing:
        raise UnusableDraft(f"No exemplar is {missing[0]}; a set needs Hot, Warm and Cold ones.")


def discard(connection: Connection, draft: Draft) -> None:
    """Throw the draft away. Raises StaleDraft.

    Its row stays without exemplars, so that its number never is another draft's.
    """
    _hold(connection, draft)
    _empty(connection, draft.stored.id)
    connection.execute(
        update(exemplar_sets).where(exemplar_sets.c.id == draft.stored.id).values(state="discarded")
    )


def publish(connection: Connection, draft: Draft, *, note: str, by: str, now: datetime) -> int:
    """Score everything with the draft from now on; its id as a published set.

    Raises StaleDraft where the draft was changed or published meanwhile, or another set was.
    """
    _wait_for_turn(connection)
    _hold(connection, draft)
    base = published(connection)
    if base is None or base.id != draft.based_on:
        raise StaleDraft(
            f"{_who_published(connection)} while this draft was based on set {draft.based_on}. "
            "Take the draft out as CSV, discard it, and bring your changes into a new one."
        )
    make_published(connection, draft.stored.id, note=note, by=by, now=now)
    return draft.stored.id


def publish_again(
    connection: Connection, set_id: int, *, note: str, by: str, now: datetime
) -> None:
    """Go back to a set that was published before, as it was. Raises NotFound."""
    _wait_for_turn(connection)
    query = select(exemplar_sets.c.id).where(
        exemplar_sets.c.id == set_id, exemplar_sets.c.state == "history"
    )
    if connection.execute(query).first() is None:
        raise NotFound(f"Set {set_id} is not in the history; reload the page.")
    make_published(connection, set_id, note=note, by=by, now=now)


def history(connection: Connection) -> Sequence[AnyRow]:
    """What was published when, by whom and why; the latest first."""
    return connection.execute(select(publications).order_by(publications.c.id.desc())).all()


def _wait_for_turn(connection: Connection) -> None:
    """One transaction at a time opens a draft or publishes: the first set's row is the gate."""
    first = select(exemplar_sets.c.id).order_by(exemplar_sets.c.id).limit(1)
    connection.execute(first.with_for_update()).first()


def _hold(connection: Connection, draft: Draft) -> None:
    """Nobody changes the draft until this transaction ends. Raises StaleDraft."""
    query = (
        select(exemplar_sets.c.version, exemplar_sets.c.state)
        .where(exemplar_sets.c.id == draft.stored.id)
        .with_for_update()
    )
    row = connection.execute(query).one_or_none()
    if row is None or row.state != "draft":
        raise StaleDraft(f"{_who_published(connection)}, or discarded this draft. Reload the page.")
    if row.version != draft.version:
        raise StaleDraft("Somebody else changed the draft since it was shown. Reload the page.")


def _empty(connection: Connection, set_id: int) -> None:
    connection.execute(delete(exemplars).where(exemplars.c.exemplar_set_id == set_id))
    connection.execute(delete(intents).where(intents.c.exemplar_set_id == set_id))


def _who_published(connection: Connection) -> str:
    latest = history(connection)
    if not latest:
        return "Nobody has published a set yet"
    return f"{latest[0].published_by} published set {latest[0].exemplar_set_id}"
