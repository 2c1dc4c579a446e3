"""The section Review: what disagrees is labelled, skipped or made an exemplar."""

import pytest
from sqlalchemy import Engine, select, update
from streamlit.testing.v1 import AppTest

from embeddings.exemplars import starter_exemplars
from lib import database, drafts
from lib.domain import Conversation, Label, Message, Role, Status, Visitor
from lib.schema import labels, leads
from tests.pages.conftest import Open, Score
from tests.rows import NOW

BUYS = [each.text for each in starter_exemplars() if each.intent == "Ready to buy"][:4]


@pytest.fixture
def two_lost(score: Score, engine: Engine) -> None:
    """Two Hot leads that were Lost; the second said something more."""
    score(
        *(
            Conversation(
                "site",
                name,
                [Message(Role.VISITOR, text, NOW) for text in texts],
                visitor=Visitor(name, f"{name.lower()}@globex-labs.com"),
            )
            for name, texts in (("Hanna", BUYS), ("Hugo", (*BUYS, "zorp quib nalf")))
        )
    )
    with database.writing(engine) as connection:
        connection.execute(update(leads).values(status=Status.LOST))


def review(open_page: Open) -> AppTest:
    app = open_page("exemplars.py").button_group(key="lab section").set_value("Review").run()
    assert not app.exception
    return app


def who(app: AppTest) -> str:
    bodies = [each.proto.body for each in app.main if each.type == "html"]
    return str(next(body for body in bodies if body.startswith("<h3>")))[4:-5]


def press(app: AppTest, label: str) -> AppTest:
    return next(each for each in app.button if each.label == label).click().run()


def labelled(engine: Engine) -> list[Label]:
    with database.reading(engine) as connection:
        return list(connection.scalars(select(labels.c.label)))


@pytest.mark.usefixtures("two_lost")
def test_a_label_brings_the_next_conversation_and_can_be_taken_back(
    open_page: Open, engine: Engine
) -> None:
    app = review(open_page)
    first = who(app)
    assert any("and the lead is Lost" in each.value for each in app.text)
    press(app, "Cold")
    assert labelled(engine) == [Label.COLD]
    assert {first, who(app)} == {"Hanna", "Hugo"}
    press(app, "Undo: take the label Cold away")
    assert labelled(engine) == []
    assert who(app) == first


@pytest.mark.usefixtures("two_lost")
def test_what_is_skipped_comes_again_when_asked_for(open_page: Open) -> None:
    app = review(open_page)
    first = who(app)
    press(app, "Skip")
    assert who(app) != first
    press(app, "Skip")
    press(app, "Show them again")
    assert who(app) == first


@pytest.mark.usefixtures("two_lost")
def test_a_sentence_becomes_an_exemplar_and_a_known_one_is_refused(
    open_page: Open, engine: Engine
) -> None:
    app = review(open_page)
    if who(app) == "Hanna":
        press(app, "Skip")
    sentence = next(each for each in app.selectbox if each.label == "Sentence")
    sentence.set_value("zorp quib nalf").run()
    next(each for each in app.selectbox if each.label == "Intent").set_value("Small talk").run()
    press(app, "Add to the draft")
    with database.reading(engine) as connection:
        draft = drafts.current(connection)
    assert draft is not None
    assert draft.stored.exemplars[-1] == ("zorp quib nalf", "Small talk", "Cold")
    press(app, "Add to the draft")
    assert "already an exemplar of Small talk" in app.toast[0].value


def test_where_all_agree_it_says_so(open_page: Open, score: Score) -> None:
    score(Conversation("site", "a", [Message(Role.VISITOR, BUYS[0], NOW)]))
    assert "scores and people agree" in review(open_page).info[0].value


def test_what_a_visitor_calls_themselves_is_shown_and_never_run(
    open_page: Open, score: Score, engine: Engine
) -> None:
    name = "<img src=x onerror=alert(1)> [y](https://evil.example)"
    said = [Message(Role.VISITOR, text, NOW) for text in BUYS]
    score(Conversation("site", "a", said, visitor=Visitor(name, "a@globex-labs.com")))
    with database.writing(engine) as connection:
        connection.execute(update(leads).values(name=name, status=Status.LOST))
    app = review(open_page)
    assert who(app).startswith("&lt;img")
    assert not [each for each in app.markdown if "evil.example" in each.value]
