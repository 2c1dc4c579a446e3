"""Exemplar sets in the database: the shipped one goes in first, and one is published."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import numpy as np
from sqlalchemy import Connection, insert, select, update

from embeddings.calibration import Calibration
from embeddings.encoder import Encoder
from embeddings.exemplars import (
    Exemplar,
    ExemplarSet,
    Thresholds,
    read_exemplars,
    starter_calibration,
    starter_exemplars,
)
from lib.schema import PUBLISHED, exemplar_sets, exemplars, intents, publications
from lib.vectors import ByText

SHIPPED_BY = "Leads"


@dataclass(frozen=True, slots=True)
class StoredSet:
    """A set as the tables hold it, without vectors."""

    id: int
    model: str
    exemplars: tuple[Exemplar, ...]
    calibration: Calibration
    thresholds: Thresholds

    @property
    def texts(self) -> list[str]:
        """The exemplars' sentences, in order."""
        return [exemplar.text for exemplar in self.exemplars]

    def ready(self, known: ByText) -> ExemplarSet:
        """The set to score with, given the vectors of its sentences."""
        return ExemplarSet(
            self.texts,
            [exemplar.intent for exemplar in self.exemplars],
            {exemplar.intent: exemplar.temperature for exemplar in self.exemplars},
            np.stack([known[text] for text in self.texts]).astype(np.float32),
            self.calibration,
            self.thresholds,
        )


class Published(NamedTuple):
    """Which set scores are made with now, and for which model."""

    id: int
    model: str


def from_files(
    encoder: Encoder, exemplars_file: Path | None = None, calibration_file: Path | None = None
) -> ExemplarSet:
    """The shipped set, or one with exemplars (CSV) or calibration (JSON) of one's own.

    Raises UnusableExemplars and UnusableCalibration, naming what is wrong.
    """
    rows = starter_exemplars()
    if exemplars_file:
        with exemplars_file.open(encoding="utf-8-sig", newline="") as file:
            rows = read_exemplars(file)
    calibration = starter_calibration()
    if calibration_file:
        calibration = Calibration.from_json(calibration_file.read_text(encoding="utf-8"))
    return ExemplarSet.of(rows, encoder, calibration)


def published(connection: Connection) -> Published | None:
    """The set that scores are made with now; None in a database that never scored."""
    query = select(exemplar_sets.c.id, exemplar_sets.c.model).where(PUBLISHED)
    row = connection.execute(query).one_or_none()
    return row and Published(*row)


def ensure_published(connection: Connection, model: str, *, now: datetime) -> int:
    """The id of the published set for this model.

    A new database gets the shipped set; another model than the published set's makes a copy of
    that set for it, and so everything is scored again.
    """
    current = published(connection)
    if current is None:
        rows = tuple(starter_exemplars())
        shipped = StoredSet(0, model, rows, starter_calibration(), Thresholds())
        return _publish(connection, shipped, "The set that Leads ships with", now)
    if current.model == model:
        return current.id
    copy = replace(load(connection, current.id), model=model)
    return _publish(connection, copy, f"Set {current.id} for the model {model}", now)


def load(connection: Connection, set_id: int) -> StoredSet:
    """Read a set; its exemplars in the order they were added."""
    row = connection.execute(select(exemplar_sets).where(exemplar_sets.c.id == set_id)).one()
    query = (
        select(exemplars.c.text, exemplars.c.intent, intents.c.temperature)
        .join(intents)
        .where(exemplars.c.exemplar_set_id == set_id)
        .order_by(exemplars.c.id)
    )
    return StoredSet(
        row.id,
        row.model,
        tuple(Exemplar(r.text, r.intent, r.temperature.value) for r in connection.execute(query)),
        Calibration.from_json(json.dumps(row.calibration)),
        Thresholds(row.hot_from, row.warm_from),
    )


def write(connection: Connection, stored: StoredSet, state: str, **values: object) -> int:
    """Write a new set, with these further values of its row; its id."""
    row = {"state": state, **numbers(stored), **values}
    query = insert(exemplar_sets).values(row).returning(exemplar_sets.c.id)
    set_id = int(connection.execute(query).scalar_one())
    write_exemplars(connection, set_id, stored.exemplars)
    return set_id


def numbers(stored: StoredSet) -> dict[str, object]:
    """What a set's own row holds of it."""
    return {
        "model": stored.model,
        "hot_from": stored.thresholds.hot,
        "warm_from": stored.thresholds.warm,
        "calibration": json.loads(stored.calibration.to_json()),
    }


def write_exemplars(connection: Connection, set_id: int, rows: Sequence[Exemplar]) -> None:
    """Give a set that has none its intents and exemplars."""
    temperatures = {each.intent: each.temperature for each in rows}
    connection.execute(
        insert(intents),
        [
            {"exemplar_set_id": set_id, "name": name, "temperature": temperature}
            for name, temperature in temperatures.items()
        ],
    )
    connection.execute(
        insert(exemplars),
        [{"exemplar_set_id": set_id, "intent": each.intent, "text": each.text} for each in rows],
    )


def make_published(
    connection: Connection, set_id: int, *, note: str, by: str, now: datetime
) -> None:
    """Make a set the published one, and write down who did it."""
    connection.execute(update(exemplar_sets).where(PUBLISHED).values(state="history"))
    connection.execute(
        update(exemplar_sets)
        .where(exemplar_sets.c.id == set_id)
        .values(state="published", note=note, published_at=now)
    )
    row = {"exemplar_set_id": set_id, "note": note, "published_by": by, "published_at": now}
    connection.execute(insert(publications).values(row))


def _publish(connection: Connection, stored: StoredSet, note: str, now: datetime) -> int:
    """Write a set of our own making and publish it."""
    set_id = write(connection, stored, "history", created_by=SHIPPED_BY, created_at=now)
    make_published(connection, set_id, note=note, by=SHIPPED_BY, now=now)
    return set_id
