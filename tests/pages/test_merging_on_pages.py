"""Leads that may be one person, on the pages: merged, kept apart, found, and taken apart again."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, select, update
from streamlit.testing.v1 import AppTest

from lib import database
from lib.domain import Conversation, Message, Role, Status, StatusChange, Visitor
from lib.leads import change_status
from lib.merging import merge
from lib.queries.leads import list_leads
from lib.schema import kept_apart, leads, merges
from tests.pages.conftest import Open, Score, grid_rows
from tests.rows import NOW

ATTACK = "<script>alert(1)</script> :red[PAID] $x$"
People = Callable[..., list[str]]


@pytest.fixture
def people(score: Score, engine: Engine) -> People:
    """Take in a conversation with each person; the ids of their leads, as links spell them."""

    def make(*visitors: Visitor) -> list[str]:
        said = [Message(Role.VISITOR, "I want to buy it, we are ready to sign", NOW)]
        score(
            *(
                Conversation("website", f"c{number}", said, visitor=visitor)
                for number, visitor in enumerate(visitors)
            )
        )
        with database.reading(engine) as connection:
            return [str(id) for id in connection.scalars(select(leads.c.id).order_by(leads.c.id))]

    return make


ANA = Visitor("Ana Díaz", "ana@globex-labs.com", "+1 415 555 0134")
ANA_TOO = Visitor("Ana Diaz", "adiaz@globex-labs.com")
BEN = Visitor("Ben Okafor", "ben@initech-tools.com")


def standing(engine: Engine) -> list[str]:
    with database.reading(engine) as connection:
        return sorted(map(str, list_leads(connection)["id"]))


def texts(app: AppTest) -> str:
    return "\n".join(each.value for each in app.text)


def toasts(app: AppTest) -> str:
    return "\n".join(each.value for each in app.toast)


def press(app: AppTest, label: str) -> AppTest:
    return next(each for each in app.button if each.label == label).click().run()


def test_who_may_be_the_same_person_is_proposed_and_merged(
    open_page: Open, people: People, engine: Engine
) -> None:
    first, second = people(ANA, ANA_TOO)
    app = open_page("conversation.py", lead=second)
    assert f"#{first} · Ana Díaz · ana@globex-labs.com" in texts(app)
    assert "The same name at the same company." in texts(app)
    press(app, "Merge")
    assert not app.exception
    assert f"Merged into lead #{first}" in toasts(app)
    assert standing(engine) == [first]
    assert "also ana@globex-labs.com" in html(app) or "also adiaz@globex-labs.com" in html(app)
    assert "2 conversations of this person" in [each.label for each in app.selectbox]
    assert "Merged by Local user" in texts(app)
    assert "The same name" not in texts(app)


def html(app: AppTest) -> str:
    return "".join(each.proto.body for each in app.main if each.type == "html")


def test_a_merge_is_undone_right_after_and_later(
    open_page: Open, people: People, engine: Engine
) -> None:
    first, second = people(ANA, ANA_TOO)
    app = press(open_page("conversation.py", lead=second), "Merge")
    press(app, "Undo merge")
    assert "The leads are apart again." in toasts(app)
    assert standing(engine) == [first, second]
    assert "Undo merge" not in [each.label for each in app.button]
    with database.writing(engine) as connection:
        done = merge(connection, [int(first), int(second)], by="Ben", now=NOW)
        change_status(connection, StatusChange(int(first), 0, Status.LOST), by="Ben", now=NOW)
    app = open_page("conversation.py", lead=first)
    assert f"#{second} · Ana Diaz · adiaz@globex-labs.com" in texts(app)
    assert "Merged by Ben, Tue 10 Mar 2026" in texts(app)
    app.button(key=f"unmerge {done.id}").click().run()
    assert not app.exception
    assert f"Lead #{first} stays Lost" in toasts(app)
    assert standing(engine) == [first, second]


def test_who_is_not_the_same_person_is_not_proposed_again(
    open_page: Open, people: People, engine: Engine
) -> None:
    first, second = people(ANA, ANA_TOO)
    app = press(open_page("conversation.py", lead=second), "Not the same person")
    assert "They stay two leads" in toasts(app)
    assert "The same name" not in texts(app)
    with database.reading(engine) as connection:
        row = connection.execute(select(kept_apart)).one()
    assert (row.lead_id, row.other_id, row.kept_by) == (int(first), int(second), "Local user")


def test_any_lead_is_found_and_merged(open_page: Open, people: People, engine: Engine) -> None:
    first, second = people(ANA, BEN)
    app = open_page("conversation.py", lead=first)
    app.text_input(key=f"merge with {first}").set_value("ben@init").run()
    assert f"#{second} · Ben Okafor · ben@initech-tools.com" in texts(app)
    app.button(key=f"merge {first} with {second}").click().run()
    assert not app.exception
    assert standing(engine) == [first]


def test_what_visitors_call_themselves_is_shown_as_text_only(
    open_page: Open, people: People, engine: Engine
) -> None:
    first, second, third = people(ANA, ANA_TOO, BEN)
    with database.writing(engine) as connection:
        merge(connection, [int(first), int(third)], by="Ben", now=NOW)
        named = {"name": ATTACK, "same_company": "attack"}
        connection.execute(update(leads).values(named))
    app = open_page("conversation.py", lead=first)
    app.text_input(key=f"merge with {first}").set_value(f"#{second}").run()
    assert texts(app).count(ATTACK) == 3  # proposed, merged and found
    interpreted = [each.value for each in (*app.markdown, *app.title, *app.caption)]
    labels = [each.label for each in (*app.button, *app.text_input)]
    assert not [text for text in interpreted + labels if "PAID" in text]


def test_nobody_is_offered_where_nobody_is_found(open_page: Open, people: People) -> None:
    first, _ = people(ANA, BEN)
    app = open_page("conversation.py", lead=first)
    app.text_input(key=f"merge with {first}").set_value("nobody").run()
    assert not app.exception
    assert "No other lead is found by that." in texts(app)


def test_a_lead_that_somebody_else_merged_meanwhile_is_said_so(
    open_page: Open, people: People, engine: Engine
) -> None:
    first, second, third = people(ANA, ANA_TOO, BEN)
    app = open_page("conversation.py", lead=first)
    with database.writing(engine) as connection:
        merge(connection, [int(second), int(third)], by="Ben", now=NOW)
        change = StatusChange(int(second), 0, Status.LOST)
        change_status(connection, change, by="Ben", now=NOW)
        merge(connection, [int(first), int(second)], by="Ben", now=NOW)
    press(app, "Merge")
    assert "became part of another one meanwhile" in toasts(app)
    with database.reading(engine) as connection:
        assert len(connection.execute(select(merges)).all()) == 2


def test_a_link_to_a_merged_lead_shows_the_one_that_stayed(
    open_page: Open, people: People, engine: Engine
) -> None:
    first, second = people(ANA, BEN)
    with database.writing(engine) as connection:
        merge(connection, [int(first), int(second)], by="Ben", now=NOW)
    app = open_page("conversation.py", lead=second)
    assert not app.error
    assert app.selectbox(key=f"status of {first}").value is Status.NEW
    assert f"#{second} · Ben Okafor" in texts(app)


def test_the_list_shows_pairs_that_may_be_one_person_where_asked(
    open_page: Open, people: People, engine: Engine
) -> None:
    first, second, third = people(ANA, ANA_TOO, BEN)
    app = open_page()
    assert grid_rows(app)["id"].to_list() == [third, second, first]
    assert "The same name" not in texts(app)
    app.toggle(key="one person").set_value(True).run()
    assert f"#{first} · Ana Díaz" in texts(app)
    press(app, "Merge")
    assert not app.exception
    assert grid_rows(app)["id"].to_list() == [third, first]
    assert "No two leads look like one person." in texts(app)
    press(app, "Undo merge")
    assert standing(engine) == [first, second, third]
