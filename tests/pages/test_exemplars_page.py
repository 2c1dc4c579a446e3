"""The exemplar lab from the first change of a draft to a published set, and back."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine, select
from streamlit.testing.v1 import AppTest

from embeddings.exemplars import Exemplar, Thresholds, starter_exemplars
from lib import database, drafts
from lib.domain import Conversation, Message, Role, Visitor
from lib.schema import leads
from lib.scorer import Scorer
from tests.pages.conftest import Open, Score
from tests.rows import NOW

BUYS = [each.text for each in starter_exemplars() if each.intent == "Ready to buy"][:4]


@pytest.fixture
def scorer(score: Score) -> Scorer:
    """One lead is scored."""
    said = [Message(Role.VISITOR, text, NOW) for text in BUYS]
    return score(Conversation("website", "a", said, visitor=Visitor("Hanna", "h@globex-labs.com")))


def draft_with(
    engine: Engine, *more: Exemplar, thresholds: Thresholds | None = None
) -> drafts.Draft:
    with database.writing(engine) as connection:
        draft = drafts.open_draft(connection, by="ana", now=NOW)
        to = replace(
            draft.stored,
            exemplars=(*draft.stored.exemplars, *more),
            thresholds=thresholds or draft.stored.thresholds,
        )
        return drafts.change(connection, draft, to)


def texts(app: AppTest) -> str:
    return " | ".join(each.value for each in app.text)


def press(app: AppTest, label: str) -> AppTest:
    return next(each for each in app.button if each.label == label).click().run()


def section(app: AppTest, name: str) -> AppTest:
    return app.button_group(key="lab section").set_value(name).run()


EVERYTHING_COLD = Thresholds(100, 99.9999)


def test_before_the_first_score_it_says_what_to_do(open_page: Open) -> None:
    app = open_page("exemplars.py")
    assert not app.exception
    assert "check that the worker runs" in app.error[0].value


@pytest.mark.usefixtures("scorer")
def test_the_published_set_is_shown(open_page: Open) -> None:
    app = open_page("exemplars.py")
    assert not app.exception
    assert f"Set 1 is published: {len(starter_exemplars())} sentences, by Leads" in texts(app)
    assert "There is no draft; the first change opens one." in texts(app)


@pytest.mark.usefixtures("scorer")
def test_a_new_intent_opens_a_draft_and_can_be_undone(open_page: Open, engine: Engine) -> None:
    app = open_page("exemplars.py")
    app.text_input[0].set_value("Partnership")
    app.text_input[1].set_value("We would like to resell your product")
    press(app, "Add to the draft")
    assert "Draft: 1 added" in texts(app)
    press(app, "Undo: added the intent Partnership")
    assert "Draft: nothing changed yet" in texts(app)
    with database.reading(engine) as connection:
        draft = drafts.current(connection)
    assert draft is not None
    assert not [each for each in draft.stored.exemplars if each.intent == "Partnership"]


@pytest.mark.usefixtures("scorer")
@pytest.mark.parametrize(
    ("name", "sentence", "problem"),
    [
        ("Pricing", "What is the monthly price of it", "There is an intent Pricing already."),
        ("Partnership", "", "The text is empty."),
        ("", "We would like to resell it", "The intent is empty."),
        ("Partnership", "Yes please", "This sentence is already an exemplar of Accept an offer."),
    ],
)
def test_what_cannot_be_an_exemplar_is_refused_in_words(
    open_page: Open, name: str, sentence: str, problem: str
) -> None:
    app = open_page("exemplars.py")
    app.text_input[0].set_value(name)
    app.text_input[1].set_value(sentence)
    press(app, "Add to the draft")
    assert [each.value for each in app.error] == [problem]
    assert "There is no draft" in texts(app)


@pytest.mark.usefixtures("scorer")
def test_leads_that_would_move_are_listed_before_publishing(
    open_page: Open, engine: Engine
) -> None:
    draft_with(engine, thresholds=EVERYTHING_COLD)
    app = section(open_page("exemplars.py"), "Changes")
    assert not app.exception
    assert "1 of 1 lead would change temperature." in texts(app)
    table = app.dataframe[0].value
    assert table["lead"].to_list() == ["Hanna"]
    assert table["would_be"].to_list() == ["Cold"]


@pytest.mark.usefixtures("scorer")
def test_without_a_draft_there_is_nothing_to_publish(open_page: Open) -> None:
    app = section(open_page("exemplars.py"), "Changes")
    assert "There is no draft" in app.info[0].value


def test_a_draft_is_published_with_a_note_and_taken_back(
    open_page: Open, engine: Engine, scorer: Scorer
) -> None:
    draft_with(engine, thresholds=EVERYTHING_COLD)
    app = section(open_page("exemplars.py"), "Changes")
    label = "Publish, and move 1 lead"
    press(app, label)
    assert "Say in a few words" in app.error[0].value
    app.text_input[0].set_value("Nobody is worth a call")
    press(app, label)
    assert "Set 2 is published" in texts(app)
    while scorer.score_some():
        pass
    assert temperature(engine) == "Cold"
    app = section(app, "History")
    assert "Local user" in texts(app)
    assert "Nobody is worth a call" in texts(app)
    press(app, "Go back to this set")
    assert "Set 1 is published" in texts(app)
    while scorer.score_some():
        pass
    assert temperature(engine) != "Cold"


@pytest.mark.usefixtures("scorer")
def test_publishing_what_somebody_else_changed_meanwhile_is_refused(
    open_page: Open, engine: Engine
) -> None:
    draft_with(engine, thresholds=EVERYTHING_COLD)
    app = section(open_page("exemplars.py"), "Changes")
    app.text_input[0].set_value("Mine")
    # The form's button carries the draft as it was when the page was drawn.
    draft_with(engine, Exemplar("We would like to resell it", "Partnership", "Warm"))
    press(app, "Publish, and move 1 lead")
    assert "Somebody else changed the draft" in app.error[0].value
    assert "Set 1 is published" in texts(app)
    assert "Draft: 1 added" in texts(app)


@pytest.mark.usefixtures("scorer")
def test_what_would_change_is_that_of_the_draft_of_now(open_page: Open, engine: Engine) -> None:
    """Nothing that is kept in memory of an earlier draft, or of a draft's beginning, is shown."""
    with database.writing(engine) as connection:
        drafts.open_draft(connection, by="ana", now=NOW)
    app = section(open_page("exemplars.py"), "Changes")
    assert "0 of 1 lead would change temperature." in texts(app)
    draft_with(engine, thresholds=EVERYTHING_COLD)
    app.run()
    assert "1 of 1 lead would change temperature." in texts(app)
    app.text_input[0].set_value("Nobody is worth a call")
    press(app, "Publish, and move 1 lead")
    draft_with(engine, thresholds=Thresholds(99.9999999, 99.9999998))
    press(section(app, "Changes"), "Discard it")
    with database.writing(engine) as connection:
        drafts.open_draft(connection, by="ana", now=NOW)
    app.run()
    assert "Draft: nothing changed yet" in texts(app)


@pytest.mark.usefixtures("scorer")
def test_a_draft_is_discarded(open_page: Open, engine: Engine) -> None:
    draft_with(engine, thresholds=EVERYTHING_COLD)
    app = press(open_page("exemplars.py"), "Discard it")
    assert "There is no draft" in texts(app)


def temperature(engine: Engine) -> str:
    with database.reading(engine) as connection:
        return str(connection.scalars(select(leads.c.temperature)).one())
