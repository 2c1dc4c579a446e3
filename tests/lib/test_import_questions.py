"""What a file does not say itself: columns, remembered choices, the files people dropped."""

import io
import os
import time
from pathlib import Path

import pytest
from sqlalchemy import Engine

from lib import column_choices, database, refused_rows, uploads
from lib.domain import Refused, UnusableFile
from lib.import_questions import fields_of_rows, preview_of, questions
from lib.importers import Options
from lib.importers.rows import ALIASES
from tests.lib.importers.files import csv_of, file_of, json_lines
from tests.rows import NOW

HEADER = ("Chat No", "Speaker", "Words", "When it was")
ROWS = (("7", "customer", "Two tents, please", "2026-03-10"), ("7", "agent", "Gladly", ""))


def test_a_table_shows_its_columns_with_examples_and_what_their_names_tell(tmp_path: Path) -> None:
    asked = questions(file_of(tmp_path, csv_of(HEADER, *ROWS, delimiter=";")), "csv")
    assert tuple(asked.header) == HEADER
    assert asked.examples["Words"] == '"Two tents, please"'
    assert asked.guessed == {"role": "Speaker"}
    assert asked.needed == ["conversation", "role", "text"]
    assert asked.asks_zone


def test_what_names_itself_is_asked_nothing(tmp_path: Path) -> None:
    chat = {"conversation_id": "a", "messages": [{"role": "visitor", "text": "Hi"}]}
    asked = questions(file_of(tmp_path, json_lines(chat)), "jsonl")
    assert not asked.header
    assert not asked.needed
    assert not asked.asks_zone


def test_a_file_without_a_first_row_says_so(tmp_path: Path) -> None:
    with pytest.raises(UnusableFile, match="first row"):
        questions(file_of(tmp_path, "\n\n"), "csv")


def test_chosen_columns_are_read(tmp_path: Path) -> None:
    file = file_of(tmp_path, csv_of(HEADER, *ROWS))
    columns = {"conversation": "Chat No", "text": "Words", "time": "When it was"}
    (found,) = preview_of(file, "csv", Options(columns=columns))
    assert not isinstance(found, Refused)
    assert [message.text for message in found.messages] == ["Two tents, please", "Gladly"]


def test_a_field_can_be_said_to_have_no_column(tmp_path: Path) -> None:
    header = ("conversation_id", "role", "text", "company")
    file = file_of(tmp_path, csv_of(header, ("7", "visitor", "Hi", "our own")))
    (found,) = preview_of(file, "csv", Options(columns={"company": ""}))
    assert not isinstance(found, Refused)
    assert found.visitor.company is None


def test_a_preview_is_short(tmp_path: Path) -> None:
    chats = [{"conversation_id": n, "messages": []} for n in range(50)]
    assert len(preview_of(file_of(tmp_path, json_lines(*chats)), "jsonl", Options())) == 5


def test_every_field_can_be_chosen_once() -> None:
    assert sorted(fields_of_rows()) == sorted(ALIASES)


def test_columns_are_remembered_for_the_next_file_laid_out_alike(engine: Engine) -> None:
    with database.writing(engine) as connection:
        assert column_choices.remembered(connection, HEADER) is None
        column_choices.remember(connection, HEADER, {"text": "Words"}, by="ana", now=NOW)
        column_choices.remember(connection, HEADER, {"text": "Speaker"}, by="ben", now=NOW)
    with database.reading(engine) as connection:
        assert column_choices.remembered(connection, HEADER) == {"text": "Speaker"}
        assert column_choices.remembered(connection, HEADER[1:]) is None


def test_a_dropped_file_is_kept_under_what_is_in_it(tmp_path: Path) -> None:
    path = uploads.keep(io.BytesIO(b"hello"), tmp_path)
    assert path.read_bytes() == b"hello"
    assert uploads.find(path.name, tmp_path) == path
    assert uploads.keep(io.BytesIO(b"hello"), tmp_path) == path
    assert [each.name for each in tmp_path.iterdir()] == [path.name]
    uploads.forget(path.name, tmp_path)
    assert uploads.find(path.name, tmp_path) is None


def test_a_file_that_nobody_goes_on_with_is_not_kept_for_ever(tmp_path: Path) -> None:
    old = uploads.keep(io.BytesIO(b"old"), tmp_path)
    long_ago = time.time() - uploads.KEPT - 60
    os.utime(old, (long_ago, long_ago))
    new = uploads.keep(io.BytesIO(b"new"), tmp_path)
    assert list(tmp_path.iterdir()) == [new]


def test_refused_rows_open_in_a_spreadsheet_as_text() -> None:
    rows = [
        Refused(7, "=1+1", "The role must be one.", '=HYPERLINK("x")'),
        Refused(8, "$", "No", "ü,\n"),
    ]
    lines = refused_rows.as_csv(rows).decode("utf-8-sig").splitlines()
    assert lines[0] == "line,field,reason,content"
    assert lines[1] == '7,\'=1+1,The role must be one.,"\'=HYPERLINK(""x"")"'
    assert lines[2].startswith('8,$,No,"ü,')
