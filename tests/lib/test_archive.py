"""What a draft would change is what publishing it then changes."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine, delete, select, update

from embeddings.exemplars import Exemplar, Thresholds, starter_exemplars
from lib import archive, database, drafts, ingest, replay
from lib.config import Settings
from lib.domain import Conversation, Message, Role, Visitor
from lib.schema import leads, scores, vectors
from lib.scorer import Scorer
from tests.fakes import WordEncoder
from tests.rows import NOW

BUYS = [each.text for each in starter_exemplars() if each.intent == "Ready to buy"][:4]
CHATS = [each.text for each in starter_exemplars() if each.intent == "Small talk"]


def take_in(engine: Engine, session_id: str, *texts: str, email: str | None = None) -> None:
    said = [Message(Role.VISITOR, text, NOW, id=f"m{n}") for n, text in enumerate(texts)]
    chat = Conversation("website", session_id, said, visitor=Visitor(email=email))
    with database.writing(engine) as connection:
        ingest.record(connection, [chat], now=NOW)


@pytest.fixture
def scorer(engine: Engine, settings: Settings, encoder: WordEncoder) -> Scorer:
    take_in(engine, "buyer", *BUYS, email="buyer@globex-labs.com")
    take_in(engine, "idler", *CHATS[:3], email="idler@globex-labs.com")
    take_in(engine, "back", CHATS[0], BUYS[0], email="idler@globex-labs.com")
    take_in(engine, "twice", BUYS[1], "ok", CHATS[2], email="twice@globex-labs.com")
    scorer = Scorer(engine, settings, encoder)
    scorer.score_some()
    return scorer


def draft_of(engine: Engine, scorer: Scorer, *, cold: bool, thresholds: Thresholds) -> drafts.Draft:
    """A draft that calls small talk Hot, or one that calls buying Cold."""
    intent, temperature, said = (
        ("Small talk", "Cold", set(BUYS)) if cold else ("Ready to buy", "Hot", set(CHATS[:-1]))
    )
    with database.writing(engine) as connection:
        draft = drafts.open_draft(connection, by="ana", now=NOW)
        moved = tuple(
            Exemplar(each.text, intent, temperature) if each.text in said else each
            for each in draft.stored.exemplars
        )
        to = replace(draft.stored, exemplars=moved, thresholds=thresholds)
        return drafts.change(connection, draft, to)


def temperatures(engine: Engine) -> dict[int, str]:
    with database.reading(engine) as connection:
        return {row.id: row.temperature.value for row in connection.execute(select(leads))}


@pytest.mark.parametrize("cold", [True, False])
@pytest.mark.parametrize("hot", [70, 99.9])
def test_what_is_foretold_comes_true(
    engine: Engine, scorer: Scorer, cold: bool, hot: float
) -> None:
    before = temperatures(engine)
    draft = draft_of(engine, scorer, cold=cold, thresholds=Thresholds(hot, 40))
    with database.reading(engine) as connection:
        found = archive.read(connection, scorer.model)
        told = archive.changes(found, replay.with_vectors(connection, draft.stored.id))
    with database.writing(engine) as connection:
        drafts.publish(connection, draft, note="", by="ana", now=NOW)
    while scorer.score_some():
        pass
    after = temperatures(engine)
    moved = {id: now for id, now in after.items() if id in before and before[id] != now}
    assert dict(told.select("lead_id", "would_be").iter_rows()) == moved
    assert moved
    with database.reading(engine) as connection:
        scored = {row.id: row.score for row in connection.execute(select(leads))}
    for lead_id, would_score in told.select("lead_id", "would_score").iter_rows():
        assert would_score == pytest.approx(scored[lead_id], abs=1e-3)


def test_the_set_that_is_published_changes_nothing(engine: Engine, scorer: Scorer) -> None:
    with database.reading(engine) as connection:
        found = archive.read(connection, scorer.model)
        set_id = connection.scalars(select(scores.c.exemplar_set_id).distinct()).one()
        assert archive.changes(found, replay.with_vectors(connection, set_id)).is_empty()
    assert len(found.people) == 2


def test_a_temperature_that_a_person_set_stays(engine: Engine, scorer: Scorer) -> None:
    draft = draft_of(engine, scorer, cold=False, thresholds=Thresholds(99.99999, 99.9999))
    with database.writing(engine) as connection:
        connection.execute(update(leads).values(temperature_by="ana", temperature_at=NOW))
    with database.reading(engine) as connection:
        found = archive.read(connection, scorer.model)
        using = replay.with_vectors(connection, draft.stored.id)
    assert archive.changes(found, using).is_empty()


@pytest.mark.parametrize("missing", ["vectors", "digests"])
def test_leads_without_stored_vectors_are_left_out(
    engine: Engine, scorer: Scorer, missing: str
) -> None:
    with database.writing(engine) as connection:
        if missing == "vectors":
            connection.execute(delete(vectors))
        else:
            connection.execute(update(scores).values(texts=None))
    with database.reading(engine) as connection:
        assert archive.read(connection, scorer.model).people.is_empty()
