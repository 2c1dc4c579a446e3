"""The exemplar lab in a browser, from no draft to a published set and back."""

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import Engine, select

from embeddings.exemplars import starter_exemplars
from lib import database, exemplars, ingest
from lib.config import Settings
from lib.domain import Conversation, Message, Role, Visitor
from lib.schema import scores
from lib.scorer import Scorer
from tests.fakes import WordEncoder
from tests.rows import NOW

BUYS = [each.text for each in starter_exemplars() if each.intent == "Ready to buy"][:4]
pytestmark = pytest.mark.browser
COUNT = len(starter_exemplars())
FIRST = sorted(starter_exemplars(), key=lambda each: each.intent)[0]


@pytest.fixture
def scorer(engine: Engine, settings: Settings, encoder: WordEncoder) -> Scorer:
    """One lead is scored."""
    said = [Message(Role.VISITOR, text, NOW) for text in BUYS]
    chat = Conversation("website", "a", said, visitor=Visitor("Hanna", "hanna@globex-labs.com"))
    with database.writing(engine) as connection:
        ingest.record(connection, [chat], now=NOW)
    scorer = Scorer(engine, settings, encoder)
    scorer.score_some()
    return scorer


def test_from_no_draft_to_a_published_set_and_back(
    scorer: Scorer, page: Page, address: str, engine: Engine
) -> None:
    page.goto(f"{address}/exemplars")
    expect(page.get_by_text("There is no draft; the first change opens one.")).to_be_visible()

    edit_first_sentence(page, f"{FIRST.text} indeed")
    expect(page.get_by_text("1 added, 1 removed, not saved yet")).to_be_visible()
    page.get_by_role("button", name="Save to the draft").click()
    expect(page.get_by_text("Draft: 1 added, 1 removed.")).to_be_visible()

    page.get_by_role("button", name="Undo: 1 added, 1 removed").click()
    expect(page.get_by_text("Draft: nothing changed yet.")).to_be_visible()

    page.get_by_role("button", name="New intent").click()
    page.get_by_label("Name").fill("Partnership")
    page.get_by_label("First sentence").fill("We would like to resell your product")
    page.get_by_role("button", name="Add to the draft").click()
    expect(page.get_by_text("Draft: 1 added.")).to_be_visible()

    page.get_by_text("Changes", exact=True).click()
    expect(page.get_by_text("of 1 lead would change temperature.")).to_be_visible()
    page.get_by_label("What was changed, and why").fill("Resellers write to us")
    page.get_by_role("button", name="Publish, and move").click()
    expect(
        page.get_by_text(f"Set 2 is published: {COUNT + 1} sentences, by Local user")
    ).to_be_visible()
    while scorer.score_some():
        pass
    assert set_of_scores(engine) == 2

    page.get_by_text("History", exact=True).click()
    expect(page.get_by_text("Resellers write to us")).to_be_visible()
    page.get_by_role("button", name="Go back to this set").click()
    expect(page.get_by_text(f"Set 1 is published: {COUNT} sentences")).to_be_visible()
    while scorer.score_some():
        pass
    assert set_of_scores(engine) == 1
    with database.reading(engine) as connection:
        assert FIRST in exemplars.load(connection, 1).exemplars


def edit_first_sentence(page: Page, text: str) -> None:
    """Type into the first cell of the table, which is drawn on a canvas."""
    table = page.get_by_test_id("stDataFrame").locator("canvas").first
    expect(table).to_be_visible()
    # Another element lies over the canvas and takes the clicks for it.
    table.click(position={"x": 200, "y": 52}, force=True)
    page.keyboard.press("Enter")
    editor = page.locator("#portal textarea")
    editor.fill(text)
    editor.press("Enter")


def set_of_scores(engine: Engine) -> int:
    with database.reading(engine) as connection:
        return int(connection.scalars(select(scores.c.exemplar_set_id)).one())
