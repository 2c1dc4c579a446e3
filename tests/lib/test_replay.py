"""A stored score can be made again from what is stored, bit for bit."""

from dataclasses import asdict
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from lib import database, ingest
from lib.config import Settings
from lib.domain import Conversation, Message, NotFound, Role
from lib.replay import replay
from lib.schema import scores
from lib.scorer import Scorer
from tests.fakes import WordEncoder
from tests.rows import NOW

SAID = ("Hello, what does the large plan cost?", "And for forty people?", "Good, we take it")


def chat(*texts: str) -> Conversation:
    said = [
        Message(Role.VISITOR, text, NOW + timedelta(minutes=n), f"m{n}")
        for n, text in enumerate(texts)
    ]
    return Conversation("website", "a", said)


def take_in(engine: Engine, *texts: str) -> int:
    with database.writing(engine) as connection:
        ingest.record(connection, [chat(*texts)], now=NOW)
        return 1


def test_a_score_is_replayed_bit_for_bit(
    engine: Engine, settings: Settings, encoder: WordEncoder
) -> None:
    take_in(engine, *SAID)
    Scorer(engine, settings, encoder).score_some(now=NOW)
    with database.reading(engine) as connection:
        stored = connection.execute(select(scores)).one()
        again = replay(connection, stored.conversation_id)
    assert again
    assert (again.score, again.base, again.summary) == (stored.score, stored.base, stored.summary)
    assert [asdict(each) for each in again.evidence] == stored.evidence
    assert again.probabilities.hot == stored.hot


def test_what_has_no_score_yet_cannot_be_replayed(engine: Engine) -> None:
    take_in(engine, *SAID)
    with database.reading(engine) as connection, pytest.raises(NotFound, match="no score yet"):
        replay(connection, 1)


def test_what_the_worker_has_not_read_is_said(
    engine: Engine, settings: Settings, encoder: WordEncoder
) -> None:
    take_in(engine, *SAID)
    Scorer(engine, settings, encoder).score_some(now=NOW)
    take_in(engine, *SAID, "And something that nobody has encoded")
    with database.reading(engine) as connection:
        stored = connection.execute(select(scores)).one()
        with pytest.raises(NotFound, match="More was said"):
            replay(connection, stored.conversation_id)
