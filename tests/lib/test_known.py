"""Labelled conversations are read as vectors, and nothing is encoded."""

import numpy as np
import pytest
from sqlalchemy import Engine, delete, select, update

from embeddings.exemplars import starter_exemplars
from lib import database, ingest, known, labels, replay
from lib.config import Settings
from lib.domain import Conversation, Label, Message, Role, Status, StatusChange, Visitor
from lib.known import Known
from lib.leads import change_status
from lib.schema import conversations, leads, scores, vectors
from lib.scorer import Scorer
from tests.fakes import WordEncoder
from tests.rows import NOW

SAID = {
    "buyer": [each.text for each in starter_exemplars() if each.intent == "Ready to buy"][:3],
    "asker": [each.text for each in starter_exemplars() if each.intent == "Pricing"][:2],
    "idler": [each.text for each in starter_exemplars() if each.intent == "Small talk"][:1],
    "silent": [],
}


@pytest.fixture
def scorer(engine: Engine, settings: Settings, encoder: WordEncoder) -> Scorer:
    chats = [
        Conversation(
            "website",
            name,
            [Message(Role.ASSISTANT, "Hello, can I help?", NOW, id="hello")]
            + [Message(Role.VISITOR, text, NOW, id=f"m{n}") for n, text in enumerate(texts)],
            visitor=Visitor(email=f"{name}@globex-labs.com"),
        )
        for name, texts in SAID.items()
    ]
    with database.writing(engine) as connection:
        ingest.record(connection, chats, now=NOW)
    scorer = Scorer(engine, settings, encoder)
    scorer.score_some()
    return scorer


def label(engine: Engine, **said: Label | None) -> None:
    with database.writing(engine) as connection:
        for name, each in said.items():
            query = select(conversations.c.id).where(conversations.c.session_id == name)
            id = connection.scalars(query).one()
            labels.set_label(connection, id, each, by="ana", now=NOW)


def qualify(engine: Engine, name: str) -> None:
    with database.writing(engine) as connection:
        query = select(leads.c.id).where(leads.c.email == f"{name}@globex-labs.com")
        change = StatusChange(connection.scalars(query).one(), 0, Status.QUALIFIED)
        change_status(connection, change, by="ana", now=NOW)


def read(engine: Engine, scorer: Scorer) -> Known:
    with database.reading(engine) as connection:
        return known.read(connection, scorer.model)


def test_without_labels_nothing_is_known(engine: Engine, scorer: Scorer) -> None:
    found = read(engine, scorer)
    assert found.counts == {"Hot": 0, "Warm": 0, "Cold": 0}
    assert (found.shown, found.left_out) == (0, 0)


def test_labels_and_qualified_leads_say_what_conversations_were(
    engine: Engine, scorer: Scorer
) -> None:
    qualify(engine, "buyer")
    label(engine, asker=Label.WARM, idler=Label.NOT_A_LEAD)
    found = read(engine, scorer)
    assert sorted(found.temperatures) == ["Cold", "Hot", "Warm"]
    assert found.counts == {"Hot": 1, "Warm": 1, "Cold": 1}
    assert found.shown == 1


def test_a_label_counts_more_than_a_qualified_lead(engine: Engine, scorer: Scorer) -> None:
    qualify(engine, "buyer")
    label(engine, buyer=Label.COLD)
    found = read(engine, scorer)
    assert found.temperatures == ["Cold"]
    assert found.shown == 0


def test_it_says_what_the_command_line_measures_with(engine: Engine, scorer: Scorer) -> None:
    qualify(engine, "buyer")
    label(engine, asker=Label.HOT, idler=Label.COLD)
    with database.reading(engine) as connection:
        wanted = [each.label.value for each in labels.known(connection)]
    assert read(engine, scorer).temperatures == wanted


def test_the_chances_are_those_of_the_stored_scores(
    engine: Engine, scorer: Scorer, encoder: WordEncoder
) -> None:
    label(engine, buyer=Label.HOT, asker=Label.WARM, idler=Label.COLD)
    encoder.encoded.clear()
    found = read(engine, scorer)
    with database.reading(engine) as connection:
        s = scores.c
        query = select(s.hot, s.warm, s.cold, s.exemplar_set_id).order_by(s.conversation_id)
        rows = connection.execute(query).all()
        using = replay.with_vectors(connection, rows[0].exemplar_set_id)
    wanted = [(row.hot, row.warm, row.cold) for row in rows]
    np.testing.assert_allclose(found.said.probabilities(using), wanted, atol=1e-5)
    assert not encoder.encoded


@pytest.mark.parametrize("missing", ["vectors", "digests", "words"])
def test_what_has_no_stored_vectors_is_counted_and_left_out(
    engine: Engine, scorer: Scorer, missing: str
) -> None:
    label(engine, **{"silent" if missing == "words" else "buyer": Label.HOT})
    with database.writing(engine) as connection:
        if missing == "vectors":
            connection.execute(delete(vectors))
        elif missing == "digests":
            connection.execute(update(scores).values(texts=None))
    found = read(engine, scorer)
    assert found.temperatures == []
    assert found.left_out == 1


def test_a_label_or_a_status_changes_the_stamp(engine: Engine, scorer: Scorer) -> None:
    def stamp() -> known.Stamp:
        with database.reading(engine) as connection:
            return known.stamp(connection)

    stamps = [stamp()]
    label(engine, buyer=Label.HOT)
    stamps.append(stamp())
    qualify(engine, "asker")
    stamps.append(stamp())
    label(engine, buyer=None)
    stamps.append(stamp())
    assert len(set(stamps)) == 4
    assert stamp() == stamps[-1]
