"""Slack exports, Excel workbooks, Parquet files and zip archives."""

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import polars as pl
import pyarrow as pa
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import parquet as pq

from lib import importers
from lib.config import ROOT
from lib.domain import Conversation, Refused, UnusableFile, Visitor
from lib.importers import Options, zips
from tests.lib.importers.files import csv_of, json_lines, said

SLACK = ROOT / "tests" / "data" / "exports" / "slack"
HEADER = ("conversation_id", "role", "text", "sent_at", "email")
NAIVE = datetime.fromisoformat("2026-03-10T14:30")  # as workbooks hold times
ROWS: list[tuple[Any, ...]] = [
    (7001, "visitor", "Two tents, please", NAIVE, "ada@globex-labs.com"),
    (7001, "agent", "Gladly", None, None),
    (7002, "king", "Bow", None, None),
    (7003, "visitor", "=1+1", None, None),
]


def read(path: Path, options: Options | None = None) -> list[Conversation | Refused]:
    return list(importers.read(path, options))


def chats(path: Path, options: Options | None = None) -> list[Conversation]:
    return [each for each in read(path, options) if isinstance(each, Conversation)]


def zipped(folder: Path, files: dict[str, bytes | str], name: str = "export.zip") -> Path:
    path = folder / name
    with ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for inside, content in files.items():
            archive.writestr(inside, content)
    return path


@pytest.fixture
def slack(tmp_path: Path) -> Path:
    files = {str(path.relative_to(SLACK)): path.read_bytes() for path in SLACK.rglob("*.json")}
    return zipped(tmp_path, dict(files))


def test_a_slack_thread_is_a_conversation_and_guests_are_visitors(slack: Path) -> None:
    assert importers.recognised(slack) == "slack"
    thread, note = chats(slack)
    assert said(thread) == [
        ("visitor", "Hi @Rui Stages, what does the big one cost & is it free on 6 June?"),
        ("agent", "Hello! 400 a day, and it is free."),
        ("assistant", "Reply within an hour"),
        ("visitor", "Then we take it"),
    ]
    assert thread.session_id == "C1-1773153010.000002"
    assert thread.visitor == Visitor("Noor Haddad", "noor@tallpines-events.com", "+1 415 555 0134")
    assert (thread.source, thread.channel) == ("slack", "Slack")
    assert said(note) == [("agent", "Note to ourselves")]
    assert note.visitor == Visitor()


@pytest.mark.parametrize("us", ["tallpines-events.com", "Noor Haddad", "noor"])
def test_who_is_of_the_company_can_be_said(slack: Path, us: str) -> None:
    thread, *_ = chats(slack, Options(us=frozenset((us,))))
    assert said(thread)[0][0] == "agent"
    assert said(thread)[1][0] == "visitor"


def test_a_slack_without_guests_asks_who_is_us(tmp_path: Path) -> None:
    users = '[{"id": "U1", "team_id": "T1", "name": "rui"}]'
    path = zipped(tmp_path, {"users.json": users, "channels.json": "[]"})
    with pytest.raises(UnusableFile, match="--us"):
        read(path)


def test_a_broken_day_of_slack_does_not_lose_the_others(slack: Path) -> None:
    with ZipFile(slack, "a") as archive:
        archive.writestr("support/2026-03-09.json", "[{broken")
        archive.writestr("support/2026-03-12.json", '[3, {"user": "U9", "text": "no time"}]')
    found = read(slack)
    refused = [each for each in found if isinstance(each, Refused)]
    assert len(found) - len(refused) == 2
    assert refused[0].path == "support/2026-03-09.json"
    assert any("no time" in each.raw for each in refused)


def workbook(path: Path, *sheets: list[tuple[Any, ...]]) -> Path:
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for rows in sheets:
            sheet = book.add_worksheet()
            for at, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, datetime):
                        sheet.write_datetime(at, column, cell, day)
                    elif cell is not None:
                        sheet.write(at, column, cell)
    return path


def test_a_workbook_is_read_from_the_sheet_that_fits(tmp_path: Path) -> None:
    path = workbook(tmp_path / "chats.xlsx", [("Notes", "to myself")], [HEADER, *ROWS])
    assert importers.recognised(path) == "xlsx"
    found = read(path)
    first, *_ = [each for each in found if isinstance(each, Conversation)]
    assert first.session_id == "7001"
    assert said(first) == [("visitor", "Two tents, please"), ("agent", "Gladly")]
    assert first.visitor.email == "ada@globex-labs.com"
    assert first.messages[0].sent_at == datetime(2026, 3, 10, 14, 30, tzinfo=UTC)
    (refused,) = [each for each in found if isinstance(each, Refused)]
    assert (refused.line, refused.path) == (4, "role")


def test_what_looks_like_a_formula_is_text(tmp_path: Path) -> None:
    path = workbook(tmp_path / "chats.xlsx", [HEADER, ROWS[3]])
    assert said(chats(path)[0]) == [("visitor", "=1+1")]


def test_the_columns_of_a_workbook_can_be_chosen(tmp_path: Path) -> None:
    rows = [("Chat No", "Speaker", "Words"), (1, "user", "Hi")]
    path = workbook(tmp_path / "chats.xlsx", rows)
    with pytest.raises(UnusableFile, match="No column says which conversation"):
        read(path)
    columns = {"conversation": "Chat No", "text": "Words"}
    assert said(chats(path, Options(columns=columns))[0]) == [("visitor", "Hi")]


def parquet_of(path: Path, rows: list[dict[str, Any]]) -> Path:
    pq.write_table(pa.Table.from_pylist(rows), path)
    return path


def test_a_parquet_file_with_a_message_a_row_is_read(tmp_path: Path) -> None:
    rows = [dict(zip(HEADER, row, strict=True)) for row in ROWS]
    path = parquet_of(tmp_path / "chats", rows)
    assert importers.recognised(path) == "parquet"
    found = read(path)
    first = next(each for each in found if isinstance(each, Conversation))
    assert said(first) == [("visitor", "Two tents, please"), ("agent", "Gladly")]
    (refused,) = [each for each in found if isinstance(each, Refused)]
    assert (refused.line, refused.path) == (3, "role")


def test_a_parquet_file_with_a_conversation_a_row_is_read(tmp_path: Path) -> None:
    messages = [{"role": "user", "content": "Two tents"}, {"role": "assistant", "content": "Sure"}]
    rows = [
        {"id": "a", "messages": messages},
        {"id": "b", "messages": [{"role": "king", "content": "x"}]},
    ]
    path = parquet_of(tmp_path / "chats", rows)
    first, refused = read(path)
    assert isinstance(first, Conversation)
    assert said(first) == [("visitor", "Two tents"), ("assistant", "Sure")]
    assert isinstance(refused, Refused)
    assert (refused.line, refused.path) == (2, "messages[0].role")


def test_polars_own_parquet_is_read(tmp_path: Path) -> None:
    path = tmp_path / "chats.parquet"
    table = {"session": ["a"], "role": ["user"], "text": ["Hi"], "time": [NAIVE]}
    pl.DataFrame(table).write_parquet(path)
    assert said(chats(path)[0]) == [("visitor", "Hi")]


def test_a_text_in_a_zip_is_read_as_that_text(tmp_path: Path) -> None:
    chat = {"conversation_id": "a", "messages": [{"role": "visitor", "text": "Hi"}]}
    path = zipped(
        tmp_path, {"deep/../../etc/chats.jsonl": json_lines(chat), "photo.png": b"\x89PNG"}
    )
    assert importers.recognised(path) == "jsonl"
    assert said(chats(path)[0]) == [("visitor", "Hi")]
    table = csv_of(("chat", "from", "text"), ("1", "user", "Hi"))
    assert importers.recognised(zipped(tmp_path, {"a.csv": table})) == "csv"


def locked(folder: Path) -> Path:
    path = zipped(folder, {"a.csv": "x"})
    raw = bytearray(path.read_bytes())
    raw[6] |= 1
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(raw)
    return path


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda folder: zipped(folder, {}), "an empty zip"),
        (lambda folder: zipped(folder, {"a.png": b"x"}), "no text file"),
        (lambda folder: zipped(folder, {"a.csv": "x", "b.csv": "y"}), "2 text files"),
        (lambda folder: zipped(folder, {"a.csv": b"\x00" * (80 << 20)}), "beyond measure"),
        (lambda folder: zipped(folder, {"a.txt": zipped(folder, {"b.csv": "x"}, "b").read_bytes()}),
         "within another"),
        (locked, "password"),
    ],
    ids=["empty", "pictures", "two", "bomb", "nested", "locked"],
)  # fmt: skip
def test_a_zip_that_cannot_be_read_says_why(tmp_path: Path, make: Any, sentence: str) -> None:
    with pytest.raises(UnusableFile, match=sentence):
        read(make(tmp_path))


def damaged(content: bytes, data: st.DataObject) -> bytes:
    at = data.draw(st.integers(4, len(content) - 1))
    kind = data.draw(st.sampled_from(("cut", "flip", "fill")))
    if kind == "cut":
        return content[:at]
    some = bytes([content[at] ^ 0xFF]) if kind == "flip" else b"\xff" * 16
    return content[:at] + some + content[at + len(some) :]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("whole")
    rows = [dict(zip(HEADER, row, strict=True)) for row in ROWS]
    files = {str(path.relative_to(SLACK)): path.read_bytes() for path in SLACK.rglob("*.json")}
    return {
        "xlsx": workbook(folder / "a.xlsx", [HEADER, *ROWS]).read_bytes(),
        "parquet": parquet_of(folder / "a.parquet", rows).read_bytes(),
        "slack": zipped(folder, dict(files)).read_bytes(),
        "zip": zipped(folder, {"a.csv": csv_of(HEADER, *ROWS)}).read_bytes(),
    }


@pytest.mark.parametrize("kind", ["xlsx", "parquet", "slack", "zip"])
@given(data=st.data())
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_damage_anywhere_ends_in_a_sentence_or_in_conversations(
    kind: str, data: st.DataObject, whole: dict[str, bytes], tmp_path: Path
) -> None:
    path = tmp_path / "damaged"
    path.write_bytes(damaged(whole[kind], data))
    try:
        found = read(path)
    except UnusableFile:
        return
    assert all(isinstance(each, Conversation | Refused) for each in found)


def test_a_member_is_unpacked_while_it_is_read(tmp_path: Path) -> None:
    path = zipped(tmp_path, {"a.csv": "x" * 1_000_000})
    with path.open("rb") as file:
        (member,) = zips.members(file)
        inside = zips.opened_member(file, member)
        assert len(inside.read(10)) == 10
        assert isinstance(inside, io.BufferedIOBase)
