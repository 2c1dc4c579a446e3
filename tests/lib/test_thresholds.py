"""Thresholds are found for a target, and it is told what they would do."""

from datetime import datetime, timedelta

import numpy as np
import polars as pl
import pytest
from sqlalchemy import Engine, update

from embeddings.archive import Archive
from embeddings.exemplars import Thresholds, starter_exemplars
from lib import archive, database, ingest, known, replay, thresholds
from lib.archive import CHANGES, Leads
from lib.config import Settings
from lib.domain import Conversation, Message, Role, Visitor
from lib.exemplars import published
from lib.known import Known
from lib.schema import leads
from lib.scorer import Scorer
from lib.thresholds import Scored
from tests.embeddings.sets import exemplar_set
from tests.fakes import WordEncoder
from tests.rows import NOW

NOTHING = Archive(np.empty((0, 16)), np.empty((0, 2), np.int64), np.empty(0, np.int64))
NO_LABELS = Known(NOTHING, [], 0, 0)


def shop(
    scores: list[float], *, days_ago: list[float] | None = None, by_hand: tuple[int, ...] = ()
) -> Scored:
    """Leads of these scores; those set by hand are Warm."""
    ago = days_ago or [1.0] * len(scores)
    people = pl.DataFrame(
        [
            (n, None, None, "Pricing", "New", "Warm", score, n in by_hand, NOW - timedelta(each))
            for n, (score, each) in enumerate(zip(scores, ago, strict=True))
        ],
        schema=CHANGES,
        orient="row",
    )
    recent = np.array(ago) < 28
    return Scored(
        Leads(NOTHING, np.empty(0, np.int64), people), np.array(scores), recent, min(28, max(ago))
    )


HUNDRED = [n + 0.55 for n in range(100)]


def told(found: Scored, cut: Thresholds) -> thresholds.Effect:
    return thresholds.effect(found, cut, NO_LABELS, exemplar_set())


def test_shares_of_the_leads_come_out_as_asked() -> None:
    found = shop(HUNDRED)
    cut = thresholds.by_share(found, 0.1, 0.3)
    assert told(found, cut).leads == {"Hot": 10, "Warm": 30, "Cold": 60}


def test_leads_of_one_score_make_thresholds_that_can_be_used() -> None:
    cut = thresholds.by_share(shop([100.0] * 5), 0.2, 0.2)
    assert 0 < cut.warm < cut.hot <= 100


def test_as_many_are_hot_a_day_as_can_be_called() -> None:
    found = shop(HUNDRED, days_ago=[n % 28 + 0.5 for n in range(100)])
    cut = thresholds.by_capacity(found, 1.0, warm=20.0)
    assert told(found, cut).a_day == pytest.approx(1, abs=0.02)
    assert cut.warm == 20


def test_leads_of_long_ago_do_not_count_for_what_can_be_called() -> None:
    found = shop([99.0] * 50 + HUNDRED, days_ago=[60.0] * 50 + [10.0] * 100)
    cut = thresholds.by_capacity(found, 10 / 28, warm=20.0)
    assert (np.array(HUNDRED) >= cut.hot).sum() == 10
    assert told(found, cut).a_day == pytest.approx(10 / 28)


def test_who_can_call_everybody_is_left_with_hot_above_warm() -> None:
    cut = thresholds.by_capacity(shop(HUNDRED), 1000, warm=40.0)
    assert 40 < cut.hot <= 41
    assert cut.warm == 40


def test_a_temperature_that_a_person_set_stays() -> None:
    found = shop([90.0, 90.0, 10.0], by_hand=(0, 2))
    assert told(found, Thresholds()).leads == {"Hot": 1, "Warm": 2, "Cold": 0}
    assert told(found, Thresholds()).a_day == 1


@pytest.mark.parametrize(("hot", "warm"), [(40, 40), (39.996, 40), (30, 50)])
def test_hot_that_is_not_above_warm_is_refused_in_words(hot: float, warm: float) -> None:
    with pytest.raises(thresholds.UnusableThresholds, match="Hot must begin above Warm"):
        thresholds.chosen(hot, warm)


@pytest.mark.parametrize(("hot", "warm"), [(100.1, 40), (50, 0)])
def test_thresholds_beyond_any_score_are_refused(hot: float, warm: float) -> None:
    with pytest.raises(thresholds.UnusableThresholds, match="above 0, and 100 at most"):
        thresholds.chosen(hot, warm)


def test_labels_say_how_many_hot_ones_are_found_and_how_many_are_right() -> None:
    using = exemplar_set()
    row = np.arange(len(using.texts))
    said = Archive(using.vectors, np.stack([row, row], axis=1), row)
    judged = said.scores(using)
    truth = ["Hot" if score > np.median(judged) else "Cold" for score in judged]
    there = Known(said, truth, 0, 0)
    cut = Thresholds(float(np.sort(judged)[-3]) - 1e-9, 0.01)
    found = thresholds.effect(shop(HUNDRED), cut, there, using)
    assert found.precision == 1
    assert found.recall == pytest.approx(3 / (len(truth) / 2))


def test_without_labels_nothing_is_said_of_them() -> None:
    found = told(shop(HUNDRED), Thresholds())
    assert np.isnan([found.precision, found.recall]).all()


@pytest.fixture
def scorer(engine: Engine, settings: Settings, encoder: WordEncoder) -> Scorer:
    buys = [each.text for each in starter_exemplars() if each.intent == "Ready to buy"][:3]
    chats = [
        Conversation(
            "website",
            f"s{n}",
            [Message(Role.VISITOR, text, NOW - timedelta(days=n))],
            visitor=Visitor(email=f"v{n}@globex-labs.com"),
        )
        for n, text in enumerate(buys)
    ]
    with database.writing(engine) as connection:
        ingest.record(connection, chats, now=NOW)
    scorer = Scorer(engine, settings, encoder)
    scorer.score_some()
    return scorer


def scored(engine: Engine, scorer: Scorer, now: datetime) -> Scored:
    with database.reading(engine) as connection:
        found = archive.read(connection, scorer.model)
        current = published(connection)
        assert current
        using = replay.with_vectors(connection, current.id)
        assert known.read(connection, scorer.model).temperatures == []
    return thresholds.scored(found, using, now=now)


def test_stored_leads_are_scored_and_told_apart_by_when_they_came(
    engine: Engine, scorer: Scorer
) -> None:
    with database.writing(engine) as connection:
        late = update(leads).where(leads.c.email == "v0@globex-labs.com")
        connection.execute(update(leads).values(captured_at=NOW - timedelta(days=7)))
        connection.execute(late.values(captured_at=NOW - timedelta(days=90)))
    found = scored(engine, scorer, NOW)
    assert found.scores.tolist() == pytest.approx(found.leads.people["score"].to_list(), abs=1e-3)
    assert found.recent.sum() == 2
    assert found.days == 28


def test_a_shop_of_a_week_counts_a_week(engine: Engine, scorer: Scorer) -> None:
    with database.writing(engine) as connection:
        connection.execute(update(leads).values(captured_at=NOW - timedelta(days=7)))
    found = scored(engine, scorer, NOW)
    assert found.days == 7
    assert found.recent.all()


def test_no_leads_are_nothing_to_divide_by(engine: Engine, scorer: Scorer) -> None:
    found = thresholds.scored(
        Leads(NOTHING, np.empty(0, np.int64), pl.DataFrame(schema=CHANGES)),
        exemplar_set(),
        now=NOW,
    )
    assert told(found, Thresholds()).a_day == 0
