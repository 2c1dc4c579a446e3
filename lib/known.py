"""Conversations whose warmth people said or showed, in memory as vectors."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import numpy as np
from sqlalchemy import Connection, func, or_, select

from embeddings.archive import Archive
from lib import vectors
from lib.domain import Status, Temperature
from lib.labels import MEANS
from lib.schema import STANDING, labels, leads, merges, scores, status_changes


class Stamp(NamedTuple):
    """What changes when a label does, a lead's status, or which leads are one."""

    labels: int
    last: datetime | None
    changes: int | None
    merges: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """Conversations in memory of which people said, or showed, how warm they are.

    `temperatures` belong to the conversations of `said`, in order. Of these `shown` have no label
    but a Qualified lead. `left_out` more have a label but no stored vectors.
    """

    said: Archive
    temperatures: list[str]
    shown: int
    left_out: int

    @property
    def counts(self) -> dict[str, int]:
        """How many there are of each temperature."""
        found = Counter(self.temperatures)
        return {each.value: found[each.value] for each in Temperature}


def stamp(connection: Connection) -> Stamp:
    """A mark to tell by whether `read` would give something else."""
    count, last = connection.execute(
        select(func.count(), func.max(labels.c.labelled_at)).select_from(labels)
    ).one()
    changes = connection.scalar(select(func.max(status_changes.c.id)))
    merged = connection.execute(select(func.count(), func.count(merges.c.undone_at))).one()
    return Stamp(count, last, changes, (merged[0], merged[1]))


def read(connection: Connection, model: str) -> Known:
    """The conversations that have a label, or whose lead is Qualified, with stored vectors.

    A label says it; where there is none, the conversation of a Qualified lead was Hot.
    """
    qualified = select(leads.c.conversation_id).where(leads.c.status == Status.QUALIFIED, STANDING)
    of = dict.fromkeys(connection.scalars(qualified), Temperature.HOT)
    query = select(labels.c.conversation_id, labels.c.label)
    labelled = {row.conversation_id: row.label for row in connection.execute(query)}
    of |= {id: MEANS[label] for id, label in labelled.items()}
    wanted = scores.c.conversation_id
    stored = (
        select(wanted, scores.c.texts)
        .where(or_(wanted.in_(select(labels.c.conversation_id)), wanted.in_(qualified)))
        .order_by(wanted)
    )
    digests = {
        row.conversation_id: vectors.digests_in(row.texts or b"")
        for row in connection.execute(stored)
    }
    distinct = dict.fromkeys(digest for each in digests.values() for digest in each)
    rows, matrix = vectors.matrix(connection, model, list(distinct))
    ready = {id: [rows[d] for d in ds] for id, ds in digests.items() if ds and rows.keys() >= {*ds}}
    sizes = [len(views) // 2 for views in ready.values()]
    return Known(
        Archive(
            matrix,
            np.array([row for views in ready.values() for row in views], np.int64).reshape(-1, 2),
            np.cumsum([0, *sizes], dtype=np.int64)[:-1],
        ),
        [of[id].value for id in ready],
        len(ready.keys() - labelled.keys()),
        len(of) - len(ready),
    )
