"""What visitors say that resembles no exemplar, and where it lies."""

import pytest
from sqlalchemy import Engine

from embeddings.exemplars import starter_exemplars
from lib import database, gaps, ingest, mapping, replay
from lib.config import Settings
from lib.domain import Conversation, Message, Role
from lib.scorer import Scorer
from tests.fakes import WordEncoder
from tests.rows import NOW

KNOWN = starter_exemplars()[0].text
ODD = ("zorp quib nalf", "zorp quib nalf drim", "wix")


@pytest.fixture
def scorer(engine: Engine, settings: Settings, encoder: WordEncoder) -> Scorer:
    said = [(KNOWN, ODD[0]), (ODD[1],), (ODD[2],), (ODD[0].upper(),)]
    chats = [
        Conversation("site", str(n), [Message(Role.VISITOR, text, NOW) for text in texts])
        for n, texts in enumerate(said)
    ]
    with database.writing(engine) as connection:
        ingest.record(connection, chats, now=NOW)
    scorer = Scorer(engine, settings, encoder)
    scorer.score_some()
    return scorer


def test_what_resembles_nothing_is_grouped_without_what_is_known(
    engine: Engine, scorer: Scorer
) -> None:
    with database.reading(engine) as connection:
        found = gaps.gaps(connection, scorer.model)
    assert [sorted(each.casefold() for each in group) for group in found] == [
        sorted(ODD[:2]),
        [ODD[2]],
    ]


def test_where_nothing_was_said_there_are_no_gaps(engine: Engine, scorer: Scorer) -> None:
    with database.reading(engine) as connection:
        assert gaps.gaps(connection, "another model") == []


def test_the_latest_sentences_lie_on_the_map_beside_the_exemplars(
    engine: Engine, scorer: Scorer
) -> None:
    with database.reading(engine) as connection:
        said = mapping.said_lately(connection, scorer.model)
        placed = mapping.placed(replay.with_vectors(connection, 1), said)
    assert len(placed) == len(starter_exemplars()) + 4
    visitors = placed.filter(temperature="")
    assert {text.casefold() for text in visitors["text"]} == {KNOWN.casefold(), *ODD}
    assert placed.null_count().sum_horizontal().item() == 0
