"""The daily review as a person does it: in a real browser, in the real grid."""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import Engine, select

from lib import database, ingest
from lib.config import Settings
from lib.domain import Conversation, Message, Role, Status, Temperature, Visitor
from lib.schema import leads, status_changes
from lib.scorer import Scorer
from tests.browser.conftest import PATIENCE
from tests.fakes import WordEncoder
from tests.rows import NOW, insert_lead

pytestmark = pytest.mark.browser
ATTACKS = (
    "<img src=https://evil.example/i onerror=\"document.title='run'\">",
    "![x](https://evil.example/x.png) [y](javascript:document.title='run')",
    "::JSCODE::(function(){document.title='run'})()::JSCODE::",
)


@pytest.fixture
def two_leads(engine: Engine) -> None:
    with database.writing(engine) as connection:
        for name, score in (("Hot Hanna", 91), ("Hot Hugo", 82)):
            row = {"name": name, "score": score, "temperature": Temperature.HOT}
            insert_lead(connection, name, captured_at=datetime.now(UTC), **row)


def cell(page: Page, row: int, field: str) -> str:
    return f'.ag-center-cols-container [row-index="{row}"] [col-id="{field}"]'


@pytest.mark.usefixtures("two_leads")
def test_a_status_chosen_in_the_grid_is_in_the_database_and_can_be_taken_back(
    address: str, page: Page, engine: Engine
) -> None:
    page.goto(address)
    grid = page.frame_locator("iframe[title*='agGrid']")
    grid.locator(cell(page, 1, "status")).click()
    grid.get_by_role("option", name="Contacted").click()
    expect(page.get_by_text("Moved to Contacted.")).to_be_visible(timeout=PATIENCE)
    expect(grid.locator(cell(page, 1, "status"))).to_contain_text("Contacted")
    query = select(leads.c.name, leads.c.status).order_by(leads.c.score.desc())
    with database.reading(engine) as connection:
        found = [tuple(row) for row in connection.execute(query)]
        assert found == [("Hot Hanna", Status.NEW), ("Hot Hugo", Status.CONTACTED)]
    page.get_by_role("button", name="Undo").click()
    expect(grid.locator(cell(page, 1, "status"))).to_contain_text("New")
    with database.reading(engine) as connection:
        assert set(connection.scalars(select(leads.c.status))) == {Status.NEW}
        assert len(connection.execute(select(status_changes)).all()) == 2


@pytest.mark.usefixtures("two_leads")
def test_a_header_sorts_all_leads_and_a_search_narrows_them(address: str, page: Page) -> None:
    page.goto(address)
    grid = page.frame_locator("iframe[title*='agGrid']")
    expect(grid.locator(cell(page, 0, "name"))).to_contain_text("Hanna")
    grid.get_by_role("columnheader", name="Name").click()
    grid.get_by_role("columnheader", name="Name").click()
    expect(grid.locator(cell(page, 0, "name"))).to_contain_text("Hugo", timeout=PATIENCE)
    page.get_by_label("Search").fill("hanna")
    expect(page.get_by_text("1 lead matches")).to_be_visible(timeout=PATIENCE)
    expect(grid.locator(cell(page, 0, "name"))).to_contain_text("Hanna")


def test_a_deep_link_on_a_fresh_process_opens_the_conversation_and_runs_nothing_in_it(
    address: str, page: Page, engine: Engine, settings: Settings, encoder: WordEncoder
) -> None:
    said = [Message(Role.VISITOR, f"I want to buy it now {attack}", NOW) for attack in ATTACKS]
    visitor = Visitor(name=ATTACKS[0], email="maria@globex-labs.com", company=ATTACKS[2])
    with database.writing(engine) as connection:
        ingest.record(connection, [Conversation("website", "a", said, visitor=visitor)], now=NOW)
    Scorer(engine, settings, encoder).score_some(now=NOW)
    with database.reading(engine) as connection:
        lead = connection.execute(select(leads.c.id)).scalar_one()
    outside: list[str] = []
    page.on(
        "request", lambda request: outside.append(request.url) if "evil" in request.url else None
    )
    page.goto(f"{address}/conversation?lead={lead}")
    expect(page.get_by_role("heading", name="Conversation")).to_be_visible(timeout=PATIENCE)
    expect(page.locator(".turn.visitor")).to_have_count(3)
    expect(page.get_by_text("All leads")).to_be_visible()
    page.get_by_text("All leads").click()
    grid = page.frame_locator("iframe[title*='agGrid']")
    expect(grid.locator(cell(page, 0, "email"))).to_contain_text("maria@", timeout=PATIENCE)
    assert page.title() != "run"
    assert outside == []


@pytest.mark.usefixtures("two_leads")
def test_a_lead_is_opened_and_the_next_one_follows_and_the_filter_is_still_there(
    address: str, page: Page
) -> None:
    page.goto(address)
    page.get_by_label("Search").fill("hot")
    expect(page.get_by_text("2 leads match")).to_be_visible(timeout=PATIENCE)
    grid = page.frame_locator("iframe[title*='agGrid']")
    grid.locator('.ag-pinned-left-cols-container [row-index="0"] [col-id="open"]').click()
    expect(page.get_by_role("heading", name="Hot Hanna")).to_be_visible(timeout=PATIENCE)
    page.get_by_text("Next").click()
    expect(page.get_by_role("heading", name="Hot Hugo")).to_be_visible(timeout=PATIENCE)
    assert re.search(r"/conversation\?lead=\d+", page.url)
    page.get_by_text("All leads").click()
    expect(page.get_by_text("2 leads match")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_label("Search")).to_have_value("hot")
