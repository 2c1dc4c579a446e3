"""Thresholds are chosen on the page, with what they would do, and saved into the draft."""

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from embeddings.exemplars import Thresholds, starter_exemplars
from lib import database, drafts, exemplars
from lib.domain import Conversation, Message, Role, Visitor
from tests.pages.conftest import Open, Score
from tests.rows import NOW


@pytest.fixture(autouse=True)
def _scored(score: Score) -> None:
    score(
        *(
            Conversation(
                "website",
                each.text,
                [Message(Role.VISITOR, f"{each.text} please", NOW)],
                visitor=Visitor(email=f"v{n}@globex-labs.com"),
            )
            for n, each in enumerate(starter_exemplars()[::25])
        )
    )


def opened(open_page: Open) -> AppTest:
    app = open_page("exemplars.py").button_group(key="lab section").set_value("Thresholds").run()
    assert not app.exception
    return app


def by(app: AppTest, way: str) -> AppTest:
    app.button_group(key="lab way").set_value(way).run()
    assert not app.exception
    return app


def number(app: AppTest, label: str, value: float) -> AppTest:
    next(each for each in app.number_input if each.label == label).set_value(value).run()
    assert not app.exception
    return app


def leads(app: AppTest) -> dict[str, int]:
    shown = {each.label: each.value for each in app.metric}
    return {
        name: int(shown[f"{shape} {name} leads"])
        for name, shape in (("Hot", "▲"), ("Warm", "◆"), ("Cold", "●"))
    }


def draft(engine: Engine) -> drafts.Draft | None:
    with database.reading(engine) as connection:
        return drafts.current(connection)


def test_at_first_it_shows_how_it_is_now(open_page: Open, engine: Engine) -> None:
    app = opened(open_page)
    assert "Hot begins at 70 and Warm at 40, in the published set." in texts(app)
    assert next(b for b in app.button if b.label == "These are the thresholds of now").disabled
    assert draft(engine) is None


def test_what_is_chosen_by_hand_is_foretold_and_saved_into_the_draft(
    open_page: Open, engine: Engine
) -> None:
    app = opened(open_page)
    before = leads(app)
    number(app, "Hot from", 99.9)
    assert leads(app)["Hot"] < before["Hot"]
    assert sum(leads(app).values()) == sum(before.values())
    assert draft(engine) is None
    press(app, "Use these in the draft: Hot from 99.9, Warm from 40")
    saved = draft(engine)
    assert saved is not None
    assert saved.stored.thresholds == Thresholds(99.9, 40)
    with database.reading(engine) as connection:
        current = exemplars.published(connection)
        assert current
        assert exemplars.load(connection, current.id).thresholds == Thresholds()
    assert "Hot begins at 99.9 and Warm at 40, in the draft." in texts(app)


def test_hot_below_warm_is_refused_in_words(open_page: Open) -> None:
    app = number(opened(open_page), "Hot from", 30)
    assert "Hot must begin above Warm: 30 is not above 40." in app.error[0].value
    assert not [b for b in app.button if b.label.startswith("Use these")]


def test_shares_are_turned_into_thresholds(open_page: Open) -> None:
    app = by(opened(open_page), "By share")
    found = leads(app)
    total = sum(found.values())
    assert abs(found["Hot"] - 0.1 * total) <= 1
    assert abs(found["Warm"] - 0.3 * total) <= 2
    number(app, "Hot: the hottest, in % of all leads", 50)
    assert abs(leads(app)["Hot"] - 0.5 * total) <= 1


def test_shares_that_leave_nothing_cold_are_refused(open_page: Open) -> None:
    app = number(by(opened(open_page), "By share"), "Hot: the hottest, in % of all leads", 80)
    assert "leave nothing to be Cold" in app.error[0].value


def test_capacity_is_turned_into_a_threshold(open_page: Open) -> None:
    app = by(opened(open_page), "By capacity")
    assert "leads a day came in" in texts(app)
    number(app, "Leads we can call a day", 0.5)
    few = leads(app)["Hot"]
    number(app, "Leads we can call a day", 1000)
    assert leads(app)["Hot"] >= few
    assert "You can call them all" in texts(app)


def press(app: AppTest, label: str) -> AppTest:
    app = next(each for each in app.button if each.label == label).click().run()
    assert not app.exception
    return app


def texts(app: AppTest) -> str:
    return " | ".join(each.value for each in app.text)
