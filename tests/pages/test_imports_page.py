"""Files on the Imports page: recognised, asked about, tried, brought in, taken back."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select
from streamlit.testing.v1 import AppTest

from lib import database, import_process, importing, uploads
from lib.domain import ImportState
from lib.queries import imports as read
from lib.schema import conversations
from tests.lib.importers.files import csv_of, json_lines
from tests.lib.importers.test_packed import workbook
from tests.pages.conftest import Open

HELLO = {"conversation_id": "a", "messages": [{"role": "visitor", "text": "Two *tents*, please"}]}
HEADER = ("Chat No", "Speaker", "Words")
Drop = Callable[..., AppTest]


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, engine: Engine) -> None:
    """Imports of the page happen at once and here, and its files lie in a folder of the test."""
    folder = tmp_path / "uploads"
    keep, find = uploads.keep, uploads.find
    monkeypatch.setattr(uploads, "keep", lambda content: keep(content, folder))
    monkeypatch.setattr(uploads, "find", lambda digest: find(digest, folder))

    def run(path: Path, *what: object, by: str) -> None:
        assert list(importing.run(engine, path, *what, by=by)) is not None  # type: ignore[arg-type]

    monkeypatch.setattr(import_process, "start", run)


@pytest.fixture
def drop(open_page: Open) -> Drop:
    """Drop a file on the page."""

    def drop(
        content: str | bytes, name: str = "chats.jsonl", app: AppTest | None = None
    ) -> AppTest:
        app = app or open_page("imports.py")
        raw = content.encode() if isinstance(content, str) else content
        app.file_uploader[0].set_value((name, raw, "application/octet-stream"))
        return app.run()

    return drop


def said(app: AppTest) -> str:
    kinds = (app.text, app.info, app.warning, app.error)
    return "\n".join(str(each.value) for kind in kinds for each in kind)


def press(app: AppTest, label: str) -> AppTest:
    return next(each for each in app.button if each.label == label).click().run()


def stored(engine: Engine) -> int:
    with database.reading(engine) as connection:
        return connection.scalar(select(func.count()).select_from(conversations)) or 0


def test_the_page_says_what_it_can_read(open_page: Open) -> None:
    app = open_page("imports.py")
    assert not app.exception
    assert "Chatwoot" in said(app)
    assert "CSV" in said(app)


def test_a_file_is_recognised_shown_tried_and_brought_in(drop: Drop, engine: Engine) -> None:
    app = drop(json_lines(HELLO) + "{broken\n")
    assert app.selectbox[0].value == "jsonl"
    assert app.dataframe[0].value.to_dict("records") == [
        {
            "Conversation": "a",
            "Who": "Visitor",
            "When": "not told",
            "What was said": "Two *tents*, please",
        }
    ]
    app = press(app, "Dry run")
    assert "would store 1 conversation with 1 new message. 0 are there already, 1 would be" in said(
        app
    )
    assert stored(engine) == 0
    app = press(app, "Import")
    assert not app.exception
    assert "chats.jsonl is imported." in said(app)
    assert [each.value for each in app.metric] == ["1", "0", "1", "1"]
    assert stored(engine) == 1
    assert list(app.dataframe[0].value["Line"]) == [2]


def test_columns_are_asked_for_remembered_and_read(drop: Drop, engine: Engine) -> None:
    table = csv_of(HEADER, ("7", "customer", "Two tents"), ("7", "agent", "Gladly"))
    app = drop(table, "export.csv")
    assert "Say which column holds: Conversation, What was said." in said(app)
    assert "Import" not in [each.label for each in app.button]
    choices = app.selectbox[-3:]
    choices[0].set_value("conversation")
    choices[2].set_value("text")
    app = press(app.run(), "Import")
    assert "export.csv is imported." in said(app)
    assert stored(engine) == 1
    later = drop(csv_of(HEADER, ("8", "customer", "One heater")), "later.csv", app)
    assert "Say which column" not in said(later)
    assert [each.value for each in later.selectbox[-3:]] == ["conversation", "role", "text"]


def test_a_whatsapp_chat_asks_who_is_us_and_which_number_is_the_day(
    drop: Drop, engine: Engine
) -> None:
    chat = "03/04/2026, 10:14 - Ana: Two tents, please\n03/04/2026, 10:15 - Shop: Gladly\n"
    app = drop(chat, "WhatsApp Chat with Ana.txt")
    assert app.selectbox[0].value == "whatsapp"
    assert "Say who of them is you" in said(app)
    app.multiselect[0].set_value(["Shop"])
    app = app.run()
    assert list(app.dataframe[0].value["Who"]) == ["Visitor", "Agent"]
    assert app.dataframe[0].value["When"][0].startswith("2026-04-03")
    app.segmented_control[1].set_value("4 March")
    app = press(app.run(), "Import")
    assert "WhatsApp Chat with Ana.txt is imported." in said(app)
    with database.reading(engine) as connection:
        began = connection.execute(select(conversations.c.started_at)).scalar_one()
    assert (began.month, began.day) == (3, 4)


def test_a_workbooks_columns_are_asked_for_like_those_of_a_csv(
    drop: Drop, tmp_path: Path, engine: Engine
) -> None:
    path = workbook(tmp_path / "chats.xlsx", [HEADER, ("7", "customer", "Two tents")])
    app = drop(path.read_bytes(), "chats.xlsx")
    assert "Say which column holds: Conversation, What was said." in said(app)
    choices = app.selectbox[-3:]
    choices[0].set_value("conversation")
    choices[2].set_value("text")
    app = press(app.run(), "Import")
    assert "chats.xlsx is imported." in said(app)
    assert stored(engine) == 1


def test_one_field_has_one_column(drop: Drop) -> None:
    app = drop(csv_of(("conversation_id", "role", "text", "Note"), ("7", "user", "Hi", "x")))
    app.selectbox[-1].set_value("text")
    assert "Two columns hold “What was said”." in said(app.run())


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"%PDF-1.7 ...", "a PDF document"),
        (b"\x89PNG\r\n", "a picture"),
        (b"MZ\x90\x00", "a program"),
        (b"\x80\x04\x95\x00\x00", "no text"),
    ],
)
def test_what_is_no_export_is_told_in_a_sentence(drop: Drop, content: bytes, why: str) -> None:
    app = drop(content, "chats.csv")
    assert not app.exception
    assert why in app.error[0].value
    assert "/" not in app.error[0].value.replace("JSON Lines", "")


def test_the_same_file_again_is_told(drop: Drop, engine: Engine) -> None:
    app = press(drop(json_lines(HELLO)), "Import")
    app = drop(json_lines(HELLO), app=app)
    assert "imported before (done)" in said(app)
    app = press(app, "Import")
    assert [each.value for each in app.metric] == ["0", "1", "0", "0"]


def test_the_history_shows_imports_and_the_chosen_one_can_be_taken_back(
    drop: Drop, engine: Engine
) -> None:
    app = press(drop(json_lines(HELLO)), "Import")
    app.segmented_control[0].set_value("History")
    app = app.run()
    assert list(app.dataframe[0].value["File"]) == ["chats.jsonl"]
    app.session_state["imports"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    app = app.run()
    app = press(app, "Undo it")
    assert stored(engine) == 0
    assert any("Taken back: 1 conversation," in each.value for each in app.toast)
    with database.reading(engine) as connection:
        assert read.history(connection)[0].state is ImportState.UNDONE


def test_nothing_imported_yet_says_what_to_do(open_page: Open) -> None:
    app = open_page("imports.py")
    app.segmented_control[0].set_value("History")
    assert "Start with Import a file" in said(app.run())


def test_an_import_of_its_own_process_ends_in_the_history(
    tmp_path: Path, url: str, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()  # the real thing
    monkeypatch.setenv("DATABASE_URL", url)
    from lib import imports
    from lib.importers import Options

    path = tmp_path / "dropped"
    path.write_text(json_lines(HELLO), encoding="utf-8")
    file = imports.describe(path, "chats.jsonl")
    import_process.start(path, file, "jsonl", Options(source="shop"), by="ana").join(60)
    until = time.monotonic() + 5
    while time.monotonic() < until and not stored(engine):
        time.sleep(0.05)
    with database.reading(engine) as connection:
        (done,) = read.history(connection)
    assert (done.state, done.stored, done.started_by) == (ImportState.DONE, 1, "ana")
    assert done.options["source"] == "shop"
