"""Whatever waits is scored, once for what was said, and again only when there is a reason."""

from collections.abc import Sequence
from datetime import datetime

import pytest
from sqlalchemy import Engine, func, select, update

from embeddings.encoder import UnusableModel, Vectors
from embeddings.exemplars import starter_exemplars
from lib import database, exemplars, ingest
from lib.config import Settings
from lib.domain import Conversation, Message, Role, Visitor
from lib.schema import (
    contacts,
    conversations,
    exemplar_sets,
    lead_conversations,
    leads,
    metadata,
    scores,
    vectors,
)
from lib.scorer import Scorer
from tests.fakes import BrokenEncoder, WordEncoder
from tests.rows import NOW

# The fake model sees shared words only, so these say what the starter set says.
BUYS = [each.text for each in starter_exemplars() if each.intent == "Ready to buy"][:4]
CHATS = [each.text for each in starter_exemplars() if each.intent == "Small talk"][:4]


def chat(session_id: str, *texts: str, visitor: Visitor | None = None) -> Conversation:
    said = [Message(Role.VISITOR, text, NOW, id=f"m{n}") for n, text in enumerate(texts)]
    return Conversation("website", session_id, said, visitor=visitor or Visitor())


def take_in(engine: Engine, *chats: Conversation) -> None:
    with database.writing(engine) as connection:
        ingest.record(connection, chats, now=NOW)


@pytest.fixture
def scorer(engine: Engine, settings: Settings, encoder: WordEncoder) -> Scorer:
    return Scorer(engine, settings, encoder)


def everything(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables, as they are compared before and after."""
    with database.reading(engine) as connection:
        return {
            table.name: [tuple(map(str, row)) for row in connection.execute(select(table))]
            for table in metadata.sorted_tables
        }


def test_a_buyer_scores_above_small_talk(engine: Engine, scorer: Scorer) -> None:
    take_in(engine, chat("buyer", *BUYS), chat("idler", *CHATS))
    assert scorer.score_some() == 2
    by_session = select(conversations.c.session_id, scores.c.score).join(scores)
    with database.reading(engine) as connection:
        found = {row.session_id: row.score for row in connection.execute(by_session)}
    assert found["buyer"] > found["idler"]


def test_scoring_again_finds_nothing_to_do(engine: Engine, scorer: Scorer) -> None:
    take_in(engine, chat("a", *BUYS))
    scorer.score_some()
    before = everything(engine)
    assert scorer.score_some() == 0
    assert everything(engine) == before


def test_nothing_waiting_does_not_wake_the_model(scorer: Scorer, encoder: WordEncoder) -> None:
    assert scorer.score_some() == 0
    assert encoder.encoded == []


def test_a_text_is_encoded_once_however_many_say_it(
    engine: Engine, scorer: Scorer, encoder: WordEncoder
) -> None:
    take_in(engine, chat("a", "I want it now", "ok"), chat("b", "I want it now"))
    scorer.score_some()
    take_in(engine, chat("c", "I want it now"))
    scorer.score_some()
    assert encoder.encoded.count("I want it now") == 1


def test_a_new_message_brings_a_new_score(engine: Engine, scorer: Scorer) -> None:
    take_in(engine, chat("a", CHATS[0]))
    scorer.score_some()
    with database.reading(engine) as connection:
        before = connection.scalar(select(scores.c.score))
    take_in(engine, chat("a", CHATS[0], *BUYS))
    assert scorer.score_some() == 1
    with database.reading(engine) as connection:
        after = connection.execute(select(scores.c.score, scores.c.revision)).one()
    assert after.score > before
    assert after.revision == 2


def test_base_and_points_add_up_to_the_stored_score(engine: Engine, scorer: Scorer) -> None:
    take_in(engine, chat("a", *BUYS, *CHATS))
    scorer.score_some()
    with database.reading(engine) as connection:
        row = connection.execute(select(scores)).one()
    points = sum(each["points"] for each in row.evidence)
    assert row.base + points == pytest.approx(row.score, abs=1e-6)


def test_a_score_names_the_set_it_was_made_with(engine: Engine, scorer: Scorer) -> None:
    take_in(engine, chat("a", *BUYS))
    scorer.score_some()
    with database.reading(engine) as connection:
        published = exemplars.published(connection)
        assert published is not None
        assert connection.scalar(select(scores.c.exemplar_set_id)) == published.id


def test_another_published_set_makes_every_score_wait_without_encoding_a_message_again(
    engine: Engine, scorer: Scorer, encoder: WordEncoder
) -> None:
    take_in(engine, chat("a", *BUYS), chat("b", *CHATS))
    scorer.score_some()
    with database.writing(engine) as connection:
        # Any set is another set: the same exemplars under a model of another name, named back.
        set_id = exemplars.ensure_published(connection, "other", now=NOW)
        connection.execute(
            update(exemplar_sets).where(exemplar_sets.c.id == set_id).values(model=scorer.model)
        )
    encoder.encoded.clear()
    assert scorer.score_some() == 2
    assert encoder.encoded == []
    with database.reading(engine) as connection:
        assert connection.scalars(select(scores.c.exemplar_set_id)).all() == [set_id, set_id]


def test_a_message_that_arrives_while_it_is_scored_is_not_lost(
    engine: Engine, settings: Settings
) -> None:
    class Interrupted(WordEncoder):
        def encode(self, texts: Sequence[str], /) -> Vectors:
            if "now or never" not in texts and CHATS[0] in texts:
                take_in(engine, chat("a", CHATS[0], "now or never"))
            return super().encode(texts)

    take_in(engine, chat("a", CHATS[0]))
    scorer = Scorer(engine, settings, Interrupted())
    scorer.score_some()
    with database.reading(engine) as connection:
        assert connection.execute(select(scores)).all() == []
    assert scorer.score_some() == 1
    with database.reading(engine) as connection:
        assert [each["text"] for each in connection.scalars(select(scores.c.evidence)).one()] == [
            CHATS[0],
            "now or never",
        ]


def test_a_conversation_that_cannot_be_scored_does_not_stop_the_others(
    engine: Engine, settings: Settings
) -> None:
    take_in(engine, chat("good", *BUYS), chat("bad", "poison"), chat("fine", *CHATS))
    scorer = Scorer(engine, settings, BrokenEncoder("poison"))
    while scorer.score_some():
        pass
    query = select(conversations.c.session_id, conversations.c.failures, conversations.c.failure)
    with database.reading(engine) as connection:
        assert connection.scalar(select(func.count()).select_from(scores)) == 2
        failed = connection.execute(query.where(conversations.c.failures > 0)).all()
    assert [(row.session_id, row.failures) for row in failed] == [("bad", 3)]
    assert "the model choked" in failed[0].failure


def test_what_was_set_aside_is_tried_again_with_its_next_message(
    engine: Engine, settings: Settings
) -> None:
    take_in(engine, chat("bad", "poison"))
    scorer = Scorer(engine, settings, BrokenEncoder("poison"))
    while scorer.score_some():
        pass
    take_in(engine, chat("bad", "poison", "hello"))
    assert Scorer(engine, settings, WordEncoder()).score_some() == 1


def test_a_missing_model_lets_everything_wait(engine: Engine, settings: Settings) -> None:
    class Missing(WordEncoder):
        def encode(self, texts: Sequence[str], /) -> Vectors:
            raise UnusableModel("The model is not there.")

    take_in(engine, chat("a", *BUYS))
    with pytest.raises(UnusableModel):
        Scorer(engine, settings, Missing()).score_some()
    with database.reading(engine) as connection:
        assert connection.scalar(select(conversations.c.failures)) == 0


@pytest.mark.parametrize("text", ["", "   ", "\u200b", "👍", "?!"])
def test_where_the_visitor_said_nothing_there_is_no_score(
    engine: Engine, scorer: Scorer, text: str
) -> None:
    take_in(engine, chat("a", text))
    scorer.score_some()
    assert scorer.score_some() == 0
    with database.reading(engine) as connection:
        assert connection.execute(select(scores)).all() == []


def test_stored_vectors_are_of_the_published_sets_model(engine: Engine, scorer: Scorer) -> None:
    take_in(engine, chat("a", *BUYS))
    scorer.score_some()
    with database.reading(engine) as connection:
        assert connection.scalars(select(vectors.c.model).distinct()).all() == [scorer.model]


def test_a_contact_keeps_the_message_it_came_from(engine: Engine, scorer: Scorer) -> None:
    take_in(engine, chat("a", BUYS[0], "write to maria@globex-labs.com"))
    scorer.score_some()
    query = select(contacts).where(contacts.c.kind == "email")
    with database.reading(engine) as connection:
        found = connection.execute(query).one()
    assert (found.value, found.position) == ("maria@globex-labs.com", 1)
    assert "write to maria@globex-labs.com"[found.start : found.end] == found.value


def test_a_crash_between_two_steps_loses_nothing(
    engine: Engine, settings: Settings, encoder: WordEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was scored is scored with its lead, and what was not waits, wherever it is cut off."""
    monkeypatch.setattr("lib.scorer.AT_ONCE", 2)
    take_in(engine, *(chat(f"s{n}", *BUYS, f"me{n}@globex-labs.com") for n in range(5)))
    cut = Scorer(engine, settings, encoder)
    cut.score_some()
    monkeypatch.setattr("lib.scorer.capture", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        cut.score_some()
    monkeypatch.undo()
    again = Scorer(engine, settings, encoder)
    while again.score_some():
        pass
    with database.reading(engine) as connection:
        for table in (scores, leads, lead_conversations):
            assert connection.scalar(select(func.count()).select_from(table)) == 5


def test_a_day_of_chats_scores_the_same_in_one_go_or_as_it_comes(
    engine: Engine, settings: Settings, encoder: WordEncoder, now: datetime
) -> None:
    whole = [chat("a", *BUYS, *CHATS), chat("b", *CHATS, BUYS[0])]
    take_in(engine, *whole)
    scorer = Scorer(engine, settings, encoder)
    scorer.score_some()
    query = select(conversations.c.session_id, scores.c.score, scores.c.evidence).join(scores)
    with database.reading(engine) as connection:
        in_one_go = {row[0]: tuple(row)[1:] for row in connection.execute(query)}
    for each in whole:
        for last in range(1, len(each.messages) + 1):
            texts = [message.text for message in each.messages[:last]]
            take_in(engine, chat(f"{each.session_id}-slowly", *texts))
            scorer.score_some()
    with database.reading(engine) as connection:
        found = {row[0]: tuple(row)[1:] for row in connection.execute(query)}
    assert {name: found[f"{name}-slowly"] for name in in_one_go} == in_one_go
