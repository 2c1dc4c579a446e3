"""The account of each exemplar, from the evidence of stored scores."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from sqlalchemy import Connection, insert

from embeddings.exemplars import ExemplarSet
from lib.domain import Status, Temperature
from lib.exemplars import ensure_published
from lib.ledger import Mark, ledger, tally
from lib.schema import leads, scores
from tests.embeddings.sets import exemplar_set
from tests.rows import NOW, AddLead

Score = Callable[..., None]


@pytest.fixture
def score(connection: Connection, add_lead: AddLead) -> Score:
    """Add a lead whose visitor said what was nearest to these exemplars."""
    set_id = ensure_published(connection, "m", now=NOW)

    def add(*nearest: str, status: Status = Status.NEW) -> None:
        lead_id = add_lead(status=status)
        query = leads.select().where(leads.c.id == lead_id)
        row = {
            "conversation_id": connection.execute(query).one().conversation_id,
            "revision": 1,
            "exemplar_set_id": set_id,
            "score": 50.0,
            "temperature": Temperature.WARM,
            **dict.fromkeys(("hot", "warm", "cold"), 0.3),
            "base": 50.0,
            "evidence": [{"exemplar": text} for text in nearest],
            "intent": "",
            "summary": "",
            "unsure": False,
            "scored_at": NOW,
        }
        connection.execute(insert(scores).values(row))

    return add


def account(connection: Connection, exemplars: ExemplarSet, place: int) -> dict[str, object]:
    found = ledger(tally(connection), exemplars)
    return found.row(place, named=True)


def apart() -> ExemplarSet:
    """A set whose sentences have nothing in common."""
    exemplars = exemplar_set()
    return replace(exemplars, vectors=np.eye(len(exemplars.texts), 16, dtype=np.float32))


def test_utterances_and_leads_are_counted(connection: Connection, score: Score) -> None:
    score("exemplar 0", "exemplar 0", "exemplar 1", status=Status.QUALIFIED)
    score("exemplar 0", status=Status.LOST)
    score("exemplar 0")
    row = account(connection, apart(), 0)
    assert (row["nearest"], row["leads"], row["qualified"], row["lost"]) == (4, 3, 1, 1)
    assert row["share"] == 0.5
    assert row["low"] == pytest.approx(0.095, abs=0.001)  # Wilson, 1 of 2
    assert row["high"] == pytest.approx(0.905, abs=0.001)


def test_what_nobody_says_is_marked(connection: Connection, score: Score) -> None:
    score("exemplar 0")
    found = ledger(tally(connection), apart())
    assert found["mark"].to_list() == ["", *[Mark.DEAD] * 11]


def test_before_the_first_score_nothing_is_dead(connection: Connection) -> None:
    assert set(ledger(tally(connection), apart())["mark"]) == {""}


def test_a_hot_exemplar_whose_leads_are_lost_misleads(connection: Connection, score: Score) -> None:
    for _ in range(12):
        score("exemplar 0", status=Status.LOST)
        score("exemplar 1", status=Status.QUALIFIED)
        score("exemplar 8", status=Status.QUALIFIED)
        score("exemplar 9", status=Status.LOST)
    found = ledger(tally(connection), apart())
    marked = found.filter(pl.col("mark") == Mark.HARMFUL)
    assert marked["text"].to_list() == ["exemplar 0", "exemplar 8"]
    assert marked["temperature"].to_list() == ["Hot", "Cold"]


def test_a_few_leads_prove_nothing(connection: Connection, score: Score) -> None:
    for _ in range(4):
        score("exemplar 0", status=Status.LOST)
        score("exemplar 1", status=Status.QUALIFIED)
    assert account(connection, apart(), 0)["mark"] == ""


@pytest.mark.parametrize(
    ("other", "cosine", "mark"),
    [(1, 0.96, Mark.DUPLICATE), (8, 0.9, Mark.CONFLICT), (1, 0.9, ""), (8, 0.8, "")],
)
def test_sentences_too_near_to_another_name_it(
    connection: Connection,
    score: Score,
    other: int,
    cosine: float,
    mark: str,
) -> None:
    exemplars = apart()
    vectors = exemplars.vectors.copy()
    vectors[0] = cosine * vectors[other] + np.sqrt(1 - cosine**2) * vectors[0]
    score(*exemplars.texts)
    row = account(connection, replace(exemplars, vectors=vectors), 0)
    assert row["mark"] == mark
    assert row["twin"] == (exemplars.texts[other] if mark else "")
