"""A newly published set scores everything again, from what is stored."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine, Row, delete, select, update

from embeddings.exemplars import Exemplar, Thresholds, starter_exemplars
from embeddings.scoring import assess_quotes
from lib import database, drafts, ingest, rescoring
from lib.config import Settings
from lib.domain import Conversation, Message, Role, Status, StatusChange
from lib.leads import change_status
from lib.schema import conversations, leads, scores, vectors
from lib.scorer import Scorer
from tests.fakes import WordEncoder
from tests.rows import NOW

BUYS = [each.text for each in starter_exemplars() if each.intent == "Ready to buy"][:4]
CHATS = [each.text for each in starter_exemplars() if each.intent == "Small talk"][:4]


def take_in(engine: Engine, session_id: str, *texts: str) -> None:
    said = [Message(Role.VISITOR, text, NOW, id=f"m{n}") for n, text in enumerate(texts)]
    with database.writing(engine) as connection:
        ingest.record(connection, [Conversation("website", session_id, said)], now=NOW)


def publish(engine: Engine, *more: Exemplar, thresholds: Thresholds | None = None) -> int:
    """The published set with these exemplars, and not as they were before."""
    with database.writing(engine) as connection:
        draft = drafts.open_draft(connection, by="ana", now=NOW)
        said = {each.text for each in more}
        to = replace(
            draft.stored,
            exemplars=(*(e for e in draft.stored.exemplars if e.text not in said), *more),
            thresholds=thresholds or draft.stored.thresholds,
        )
        draft = drafts.change(connection, draft, to)
        return drafts.publish(connection, draft, note="", by="ana", now=NOW)


def found(engine: Engine) -> dict[str, Row[tuple[object, ...]]]:
    query = select(conversations.c.session_id, scores).join(scores)
    with database.reading(engine) as connection:
        return {row.session_id: row for row in connection.execute(query)}


@pytest.fixture
def scorer(engine: Engine, settings: Settings, encoder: WordEncoder) -> Scorer:
    """Three conversations are scored with the shipped set."""
    take_in(engine, "buyer", *BUYS)
    take_in(engine, "idler", *CHATS)
    take_in(engine, "both", CHATS[0], BUYS[0], "ok")
    scorer = Scorer(engine, settings, encoder)
    assert scorer.score_some() == 3
    return scorer


ANY_TIME = {"scored_at": None}
NEW = Exemplar(CHATS[0] + " indeed", "Ready to buy", "Hot")


def test_scores_come_out_as_if_made_from_the_texts(
    engine: Engine, settings: Settings, scorer: Scorer, encoder: WordEncoder
) -> None:
    set_id = publish(engine, NEW)
    encoder.encoded.clear()
    assert scorer.score_some() == 3
    assert encoder.encoded == [NEW.text]
    rescored = found(engine)
    assert {row.exemplar_set_id for row in rescored.values()} == {set_id}
    with database.writing(engine) as connection:
        connection.execute(delete(scores))
        connection.execute(update(conversations).values(scored_revision=0))
    Scorer(engine, settings, encoder).score_some()
    whole = found(engine)
    for session_id, row in rescored.items():
        assert dict(row._mapping) | ANY_TIME == dict(whole[session_id]._mapping) | ANY_TIME


def test_it_ends(engine: Engine, scorer: Scorer) -> None:
    publish(engine, NEW)
    assert scorer.score_some() == 3
    assert scorer.score_some() == 0


def test_leads_show_the_new_score_and_keep_what_people_did(engine: Engine, scorer: Scorer) -> None:
    query = select(leads).order_by(leads.c.id)
    with database.writing(engine) as connection:
        before = connection.execute(query).first()
        assert before is not None
        change_status(connection, StatusChange(before.id, 0, Status.CONTACTED), by="ana", now=NOW)
    publish(engine, thresholds=Thresholds(99.9999, 99.999))
    scorer.score_some()
    with database.reading(engine) as connection:
        after = connection.execute(query).first()
    assert after is not None
    assert after.temperature == "Cold"
    assert after.status == Status.CONTACTED
    assert (after.captured_at, after.id) == (before.captured_at, before.id)


def test_a_conversation_may_become_worth_a_lead(engine: Engine, scorer: Scorer) -> None:
    count = select(leads.c.conversation_id)
    idler = found(engine)["idler"].conversation_id
    with database.reading(engine) as connection:
        assert idler not in connection.scalars(count).all()
    small_talk = [each for each in starter_exemplars() if each.intent == "Small talk"][:-1]
    publish(engine, *(Exemplar(each.text, "Ready to buy", "Hot") for each in small_talk))
    scorer.score_some()
    assert found(engine)["idler"].score >= 70
    with database.reading(engine) as connection:
        assert idler in connection.scalars(count).all()


@pytest.mark.parametrize("missing", ["vectors", "digests"])
def test_where_too_little_is_stored_the_texts_are_read_again(
    engine: Engine, settings: Settings, scorer: Scorer, encoder: WordEncoder, missing: str
) -> None:
    with database.writing(engine) as connection:
        if missing == "vectors":
            connection.execute(delete(vectors))
        else:
            connection.execute(update(scores).values(texts=None))
    set_id = publish(engine)
    assert Scorer(engine, settings, encoder).score_some() == 3
    assert {row.exemplar_set_id for row in found(engine).values()} == {set_id}


def test_a_score_that_cannot_be_made_again_is_made_from_the_text(
    engine: Engine, scorer: Scorer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def choke(*_: object) -> None:
        raise ValueError("these vectors have another length")

    monkeypatch.setattr(rescoring, "assess_quotes", choke)
    set_id = publish(engine)
    assert scorer.score_some() == 3
    assert {row.exemplar_set_id for row in found(engine).values()} == {set_id}


def test_a_message_that_arrives_meanwhile_is_not_lost(
    engine: Engine, scorer: Scorer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*arguments: object) -> object:
        take_in(engine, "idler", *CHATS, "now or never")
        monkeypatch.undo()
        return assess_quotes(*arguments)  # type: ignore[arg-type]

    publish(engine, NEW)
    monkeypatch.setattr(rescoring, "assess_quotes", interrupted)
    while scorer.score_some():
        pass
    assert found(engine)["idler"].evidence[-1]["text"] == "now or never"
    assert len({row.exemplar_set_id for row in found(engine).values()}) == 1


def test_a_crash_in_the_middle_goes_on_where_it_was(
    engine: Engine,
    settings: Settings,
    scorer: Scorer,
    encoder: WordEncoder,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rescoring, "AT_ONCE", 2)
    set_id = publish(engine, NEW)
    assert scorer.score_some() == 2
    monkeypatch.setattr(rescoring, "refresh_scores", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        scorer.score_some()
    assert sum(row.exemplar_set_id == set_id for row in found(engine).values()) == 2
    monkeypatch.undo()
    again = Scorer(engine, settings, encoder)
    assert again.score_some() == 1
    assert {row.exemplar_set_id for row in found(engine).values()} == {set_id}


def test_what_is_new_is_scored_before_what_is_outdated(engine: Engine, scorer: Scorer) -> None:
    publish(engine, NEW)
    take_in(engine, "late", BUYS[0])
    assert scorer.score_some() == 1
    assert "late" in found(engine)
