"""Whatever lies beside them in a file, good conversations go in, and the bad ones are told."""

import codecs
import csv
import gzip
import io
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from lib import importers
from lib.domain import Conversation, Refused, UnusableFile
from lib.importers.files import BINARY, GZIP
from tests.lib.importers.files import csv_of, file_of, read, refusals, said

HEADER = ["conversation_id", "role", "text"]
GOOD = [f"good-{number}" for number in range(4)]
LINES = [
    json.dumps({"conversation_id": each, "messages": [{"role": "visitor", "text": "Hi"}]}).encode()
    for each in GOOD
]
ROWS = [f"{each},visitor,Hi" for each in GOOD]
ANY_FILE = settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300
)
PLACES = st.integers(0, len(GOOD))


def found_in(folder: Path, content: bytes | str, format: str) -> list[str]:
    """The good conversations of a file, which may hold anything else."""
    entries = read(folder, content, format=format)
    assert all(each.reason.endswith((".", "?")) for each in entries if isinstance(each, Refused))
    chats = [each for each in entries if isinstance(each, Conversation)]
    return [each.session_id for each in chats if ("visitor", "Hi") in said(each)]


@ANY_FILE
@given(
    bad=st.binary(max_size=60) | st.text("{}[],:\"'1ae \r\0", max_size=20).map(str.encode),
    place=PLACES,
)
def test_a_line_of_anything_harms_no_other_line(tmp_path: Path, bad: bytes, place: int) -> None:
    assume(b"\n" not in bad)
    assume(place or not bad.startswith((*BINARY, GZIP, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)))
    lines = [*LINES[:place], bad, *LINES[place:]]
    assume(b"\0" not in bad)  # which makes it no text
    assert found_in(tmp_path, b"\n".join(lines) + b"\n", "jsonl") == GOOD


@ANY_FILE
@given(
    bad=st.text(max_size=40) | st.text("\",; \t|'ax", max_size=20),
    place=PLACES,
)
def test_a_row_of_anything_harms_no_other_row(tmp_path: Path, bad: str, place: int) -> None:
    assume(not {"\n", "\r"} & set(bad))
    rows = [",".join(HEADER), *ROWS[:place], bad, *ROWS[place:]]
    content = "\n".join(rows).encode("utf-8", "replace") + b"\n"
    assume(b"\0" not in content)  # which makes it no text
    assert found_in(tmp_path, content, "csv") == GOOD


@pytest.mark.parametrize("row", ['bad,visitor,"Hello', 'bad,"visitor,Hello', '"bad,visitor,Hello'])
@pytest.mark.parametrize("after", ['c,visitor,"Quoted, too"', "c,visitor,Plain", '"c","bot","All"'])
def test_a_mark_that_is_left_open_takes_no_other_row_along(
    tmp_path: Path, row: str, after: str
) -> None:
    content = f"{','.join(HEADER)}\na,visitor,One\n{row}\nb,visitor,Two\n{after}\n"
    found = read(tmp_path, content)
    refused = [each for each in found if isinstance(each, Refused)]
    assert [(each.line, each.path, each.raw) for each in refused] == [(3, "$", row)]
    assert refused[0].reason == "A quotation mark is left open."
    chats = [each.session_id for each in found if isinstance(each, Conversation)]
    assert chats == ["a", "b", "c"]


def test_a_mark_left_open_before_a_mebibyte_of_rows_takes_none_along(tmp_path: Path) -> None:
    rows = "".join(f"c{number},visitor,{'x' * 90}\n" for number in range(12_000))
    found = read(tmp_path, f'{",".join(HEADER)}\nbad,visitor,"Hello\n{rows}')
    assert len(found) == 12_001
    (refused,) = (each for each in found if isinstance(each, Refused))
    assert refused.line == 2


def test_a_first_column_may_have_any_name(tmp_path: Path) -> None:
    (found,) = read(tmp_path, csv_of(["PK", *HEADER], [1, "a", "visitor", "Hi"]))
    assert isinstance(found, Conversation)


def test_marks_within_a_cell_need_not_be_doubled(tmp_path: Path) -> None:
    content = f'{",".join(HEADER)}\na,visitor,"He said "yes" to it"\nb,visitor,5" pipe\n'
    first, second = read(tmp_path, content)
    assert isinstance(first, Conversation)
    assert isinstance(second, Conversation)
    assert "yes" in first.messages[0].text
    assert said(second) == [("visitor", '5" pipe')]


@pytest.mark.parametrize(
    "first", ["[2026-03-10 08:00] export begins", "[", "{", '{"conversation_id": 7,', '["a",']
)
@pytest.mark.parametrize("second", ["", "{broken"])
def test_a_bad_beginning_does_not_spoil_the_lines_behind_it(
    tmp_path: Path, first: str, second: str
) -> None:
    content = "\n".join([first, second, *(line.decode() for line in LINES)]) + "\n"
    assert found_in(tmp_path, content, "jsonl") == GOOD
    told = [each.line for each in refusals(tmp_path, content)]
    assert told == [1, 2] if second else [1]


@pytest.mark.parametrize(("cut", "least"), [(-1, 20_100), (-8, 20_100), (-400, 15_000)])
def test_what_came_before_a_break_goes_in(tmp_path: Path, cut: int, least: int) -> None:
    lines = b"".join(
        json.dumps({"conversation_id": number, "messages": []}).encode() + b"\n"
        for number in range(20_100)
    )
    file = file_of(tmp_path, gzip.compress(lines)[:cut], "chats.jsonl.gz")
    taken: list[str] = []
    batches = importers.batches(importers.read(file))

    def take_all() -> None:
        for batch in batches:
            taken.extend(each.session_id for each in batch.conversations)

    with pytest.raises(UnusableFile, match="is damaged"):
        take_all()
    assert taken == [str(number) for number in range(len(taken))]
    assert len(taken) >= least


def test_every_row_that_csv_writes_is_read_again(tmp_path: Path) -> None:
    texts = ['"', '""', '"a', 'a"', 'a,"b', "a\n\nb", '\n"', "'", '",\n"', "a\rb"]
    rows = [[f"c{number}", "visitor", text] for number, text in enumerate(texts)]
    for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_ALL):
        text = io.StringIO()
        csv.writer(text, quoting=quoting).writerows([HEADER, *rows])
        found = read(tmp_path, text.getvalue())
        assert [said(each) for each in found if isinstance(each, Conversation)] == [
            [("visitor", text)] for text in texts
        ]
    assert found == read(tmp_path, csv_of(HEADER, *rows))
