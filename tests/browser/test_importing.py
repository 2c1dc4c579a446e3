"""A file brought in as a person does it: dropped, its columns named, tried, and taken back."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import Engine, select

from lib import database
from lib.schema import messages
from tests.lib.importers.files import csv_of

pytestmark = pytest.mark.browser
EVIL = "![x](https://evil.example/x.png) <img src=x onerror=\"document.title='run'\">"
HEADER = ("Chat No", "Speaker", EVIL, "Written at")
ROWS = (
    ("7001", "customer", "We need 40 folding chairs on Saturday", "2026-03-10 09:14"),
    ("7001", "agent", "They are 120 a day", "2026-03-10 09:16"),
    ("7002", "king", EVIL, "2026-03-10 10:00"),
)
HOLDS = ("Conversation", "Who speaks", "What was said", "When")


def texts(engine: Engine) -> list[str]:
    with database.reading(engine) as connection:
        return list(connection.scalars(select(messages.c.text).order_by(messages.c.id)))


def test_a_table_with_columns_of_its_own_goes_in_and_out_again(
    address: str, page: Page, engine: Engine, tmp_path: Path
) -> None:
    outside: list[str] = []
    page.on("request", lambda sent: outside.append(sent.url) if "evil" in sent.url else None)
    file = tmp_path / "chats.csv"
    file.write_text(csv_of(HEADER, *ROWS, delimiter=";"), encoding="utf-8")
    page.goto(f"{address}/imports")
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_text("Say which column holds")).to_be_visible()
    expect(page.get_by_text(EVIL, exact=True)).to_be_visible()
    for at, held in enumerate(HOLDS):
        choice = page.get_by_role("combobox").nth(at + 2)
        choice.click()
        page.get_by_role("option", name=held, exact=True).click()
        expect(choice).to_have_value(held)
    page.get_by_role("button", name="Dry run").click()
    expect(page.get_by_text("would store 1 conversation with 2 new messages")).to_be_visible()
    assert texts(engine) == []
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_text("chats.csv is imported.")).to_be_visible()
    assert texts(engine) == [row[2] for row in ROWS[:2]]
    with page.expect_download() as download:
        page.get_by_role("button", name="Download 1 refused row").click()
    refused = Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert "The role must be visitor, assistant or agent" in refused

    page.get_by_role("radio", name="History").click()
    expect(page.get_by_text("Tick a row")).to_be_visible()
    page.locator(".stDataFrameGlideDataEditor").first.click(position={"x": 16, "y": 52})
    page.get_by_text("Undo this import").click()
    page.get_by_role("button", name="Undo it").click()
    expect(page.get_by_text("Taken back: 1 conversation,")).to_be_visible()
    assert texts(engine) == []
    assert outside == []
    assert page.title() != "run"
