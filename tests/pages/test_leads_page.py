"""The daily review: what the page shows, and what it says when there is nothing to show."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from lib import database, ingest
from lib.domain import Conversation, Message, Role, Status, StatusChange, Temperature
from tests.pages.conftest import Open, grid_rows
from tests.rows import NOW, insert_lead


@pytest.fixture
def three_leads(engine: Engine) -> None:
    with database.writing(engine) as connection:
        for name, score, temperature, status in (
            ("Warm Will", 55, Temperature.WARM, Status.NEW),
            ("Hot Hanna", 91, Temperature.HOT, Status.NEW),
            ("Hot Hugo", 82, Temperature.HOT, Status.CONTACTED),
        ):
            row = {"name": name, "score": score, "temperature": temperature, "status": status}
            insert_lead(connection, name, captured_at=datetime.now(UTC), **row)


@pytest.mark.usefixtures("three_leads")
def test_the_strongest_lead_is_on_top(open_page: Open) -> None:
    app = open_page()
    assert not app.exception
    assert grid_rows(app)["name"].to_list() == ["Hot Hanna", "Hot Hugo", "Warm Will"]
    assert "3 leads" in [text.value for text in app.text]


@pytest.mark.usefixtures("three_leads")
def test_the_counters_stand_above_the_list(open_page: Open) -> None:
    shown = {metric.label: metric.value for metric in open_page().metric}
    assert shown["Hot and New"] == "1"
    assert shown["Captured today"] == "3"
    assert shown["Waiting over a day"] == "0"
    assert shown["Qualified"] == "0%"


@pytest.mark.usefixtures("three_leads")
def test_filters_narrow_the_list(open_page: Open) -> None:
    app = open_page()
    app.button_group(key="temperatures").set_value([Temperature.HOT])
    app.button_group(key="statuses").set_value([Status.NEW]).run()
    assert grid_rows(app)["name"].to_list() == ["Hot Hanna"]
    assert "1 lead matches" in [text.value for text in app.text]


@pytest.mark.usefixtures("three_leads")
def test_search_finds_by_the_start_of_a_word(open_page: Open) -> None:
    app = open_page()
    app.text_input(key="search").set_value("hug").run()
    assert grid_rows(app)["name"].to_list() == ["Hot Hugo"]


@pytest.mark.usefixtures("three_leads")
def test_where_nothing_matches_one_click_shows_all_again(open_page: Open) -> None:
    app = open_page()
    app.text_input(key="search").set_value("%").run()
    assert "No lead matches" in app.info[0].value
    next(button for button in app.button if button.label == "Show all leads").click().run()
    assert len(grid_rows(app)) == 3


def test_an_empty_installation_says_what_to_do(open_page: Open) -> None:
    app = open_page()
    assert not app.exception
    assert "python -m lib demo" in app.info[0].value
    assert [metric.value for metric in app.metric] == ["0", "0", "0", "–"]


def test_a_database_that_is_away_is_said_in_plain_words(
    open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_page()
    monkeypatch.setenv("DATABASE_URL", "postgresql://leads@127.0.0.1:9/leads")
    app.run()
    assert not app.exception
    assert "The database does not answer" in app.error[0].value


def test_what_waits_for_a_score_is_told(open_page: Open, engine: Engine) -> None:
    chat = Conversation("website", "a", [Message(Role.VISITOR, "hi", NOW)])
    with database.writing(engine) as connection:
        ingest.record(connection, [chat], now=NOW)
    assert any("1 conversation is waiting" in text.value for text in open_page().text)


def test_more_leads_than_a_page_come_in_pages(open_page: Open, engine: Engine) -> None:
    with database.writing(engine) as connection:
        for number in range(105):
            insert_lead(connection, f"s{number}", captured_at=NOW - timedelta(days=number))
    app = open_page()
    assert len(grid_rows(app)) == 100
    assert any(each.type == "pagination" for each in app.main)


@pytest.mark.usefixtures("three_leads")
def test_a_change_can_be_taken_back(open_page: Open, engine: Engine) -> None:
    app = open_page()
    hugo = int(grid_rows(app)["id"][1])
    app.session_state.undo = StatusChange(hugo, 0, Status.NEW)
    app.run()
    next(button for button in app.button if button.label.startswith("Undo")).click().run()
    assert grid_rows(app)["status"].to_list() == ["New", "New", "New"]
    assert not [button for button in app.button if button.label.startswith("Undo")]
