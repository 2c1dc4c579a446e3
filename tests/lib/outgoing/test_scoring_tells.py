"""What is told when conversations are scored, and when a new set scores them again."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from embeddings.exemplars import Thresholds, starter_exemplars
from lib import database, drafts, ingest
from lib.config import Settings
from lib.domain import Conversation, Message, Role, Visitor
from lib.schema import outbox
from lib.scorer import Scorer
from tests.fakes import WordEncoder
from tests.lib.outgoing.conftest import make_target
from tests.rows import NOW

BUYS = [each.text for each in starter_exemplars() if each.intent == "Ready to buy"][:4]


@pytest.fixture
def scorer(engine: Engine, settings: Settings, encoder: WordEncoder) -> Scorer:
    with database.writing(engine) as connection:
        make_target(connection)
    return Scorer(engine, settings, encoder)


def take_in(engine: Engine, session_id: str, age: timedelta) -> None:
    said = [Message(Role.VISITOR, text, NOW - age) for text in BUYS]
    visitor = Visitor("Ada Park", f"{session_id}@globex.com")
    with database.writing(engine) as connection:
        chat = Conversation("website", session_id, said, visitor=visitor)
        ingest.record(connection, [chat], now=NOW)


def told(engine: Engine) -> list[tuple[str, str]]:
    with database.reading(engine) as connection:
        rows = connection.execute(select(outbox).order_by(outbox.c.id)).all()
    return [(row.event.value, row.payload["lead"]["email"]) for row in rows]


def publish(engine: Engine, thresholds: Thresholds) -> None:
    with database.writing(engine) as connection:
        draft = drafts.open_draft(connection, by="ana", now=NOW)
        draft = drafts.change(connection, draft, replace(draft.stored, thresholds=thresholds))
        drafts.publish(connection, draft, note="", by="ana", now=NOW)


def test_of_a_file_only_the_chats_of_the_last_day_are_told(engine: Engine, scorer: Scorer) -> None:
    for days in range(40):
        take_in(engine, f"ada{days}", timedelta(days=days))
    assert scorer.score_some(now=NOW) == 40
    assert told(engine) == [("lead.created", "ada0@globex.com")]


def test_a_new_set_that_makes_leads_hot_tells_of_those_of_the_last_day(
    engine: Engine, scorer: Scorer
) -> None:
    scorer.score_some(now=NOW)
    publish(engine, Thresholds(100, 99))
    for days in (0, 5):
        take_in(engine, f"ada{days}", timedelta(days=days))
    scorer.score_some(now=NOW)
    assert told(engine) == []
    publish(engine, Thresholds(10, 5))
    later = NOW + timedelta(hours=1)
    assert scorer.score_some(now=later) == 2
    assert told(engine) == [("lead.turned_hot", "ada0@globex.com")]
    scorer.score_some(now=later)
    assert len(told(engine)) == 1
