"""The shipped set goes in first; what is published can be loaded as it was."""

from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import Connection, func, select

from embeddings.exemplars import UnusableExemplars, starter_calibration, starter_exemplars
from lib import exemplars
from lib.schema import exemplar_sets
from tests.fakes import WordEncoder


def test_a_new_database_gets_the_shipped_set(connection: Connection, now: datetime) -> None:
    set_id = exemplars.ensure_published(connection, "model", now=now)
    assert exemplars.published(connection) == (set_id, "model")
    stored = exemplars.load(connection, set_id)
    assert list(stored.exemplars) == starter_exemplars()
    assert stored.calibration.to_json() == starter_calibration().to_json()
    assert (stored.thresholds.hot, stored.thresholds.warm) == (70, 40)


def test_a_set_is_published_once(connection: Connection, now: datetime) -> None:
    first = exemplars.ensure_published(connection, "model", now=now)
    assert exemplars.ensure_published(connection, "model", now=now) == first
    assert connection.scalar(select(func.count()).select_from(exemplar_sets)) == 1


def test_another_model_gets_a_copy_and_the_old_set_stays_as_history(
    connection: Connection, now: datetime
) -> None:
    old = exemplars.ensure_published(connection, "old", now=now)
    new = exemplars.ensure_published(connection, "new", now=now)
    assert exemplars.published(connection) == (new, "new")
    assert exemplars.load(connection, new).exemplars == exemplars.load(connection, old).exemplars
    states = dict(connection.execute(select(exemplar_sets.c.id, exemplar_sets.c.state)).all())
    assert states == {old: "history", new: "published"}


def test_a_stored_set_scores_like_the_files_it_came_from(
    connection: Connection, encoder: WordEncoder, now: datetime
) -> None:
    stored = exemplars.load(connection, exemplars.ensure_published(connection, "model", now=now))
    known = dict(zip(stored.texts, encoder.encode(stored.texts), strict=True))
    from_database, from_files = stored.ready(known), exemplars.from_files(encoder)
    assert from_database.texts == from_files.texts
    assert from_database.temperatures == from_files.temperatures
    assert np.array_equal(from_database.vectors, from_files.vectors)


def test_exemplars_of_ones_own_replace_the_shipped_ones(
    tmp_path: Path, encoder: WordEncoder
) -> None:
    file = tmp_path / "own.csv"
    rows = ["text,intent,temperature", "I take it,Buy,Hot", "How much?,Price,Warm", "Hi,Talk,Cold"]
    file.write_text("\n".join(rows), encoding="utf-8-sig")
    own = exemplars.from_files(encoder, file)
    assert own.texts == ["I take it", "How much?", "Hi"]


def test_exemplars_that_cannot_be_used_name_the_line(tmp_path: Path, encoder: WordEncoder) -> None:
    file = tmp_path / "own.csv"
    file.write_text("text,intent,temperature\nI take it,Buy,Hot\nHi,Talk,Tepid\n")
    with pytest.raises(UnusableExemplars, match="Line 3"):
        exemplars.from_files(encoder, file)
