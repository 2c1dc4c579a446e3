"""What every format has in common: which one a file is, how it is packed, and what cannot be."""

import gzip
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib import importers
from lib.domain import Conversation, Message, Refused, Role, UnusableFile
from tests.lib.importers.files import (
    conversations,
    csv_of,
    file_of,
    json_lines,
    packed,
    read,
    refusals,
    said,
)

OURS = json_lines({"conversation_id": "c1", "messages": [{"role": "visitor", "text": "Grüße"}]})
OPENAI = json_lines({"id": "c1", "messages": [{"role": "user", "content": "Grüße"}]})
SHAREGPT = json_lines({"id": "c1", "conversations": [{"from": "human", "value": "Grüße"}]})
TABLE = csv_of(["session_id", "role", "text"], ["c1", "visitor", "Grüße"])
CHATWOOT = json_lines(
    {
        "event": "message_created",
        "id": 1,
        "content": "Grüße",
        "message_type": "incoming",
        "conversation": {"id": "c1"},
    }
)
EVERY_FORMAT = pytest.mark.parametrize(
    "content",
    [OURS, OPENAI, SHAREGPT, TABLE, CHATWOOT],
    ids=["jsonl", "openai", "sharegpt", "csv", "chatwoot"],
)


@EVERY_FORMAT
@pytest.mark.parametrize(
    "written",
    [
        str.encode,
        packed,
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.encode("utf-16"),
        lambda text: text.encode("utf-16-le"),
        lambda text: text.encode("utf-16-be"),
        lambda text: gzip.compress(text.encode("utf-16")),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.rstrip("\r\n").encode(),
        lambda text: b"\n\n" + text.encode(),
    ],
    ids=["plain", "gzip", "bom", "utf-16", "le", "be", "gzip-of-utf-16", "crlf", "open", "blank"],
)
def test_the_content_tells_the_format_however_it_is_written(
    tmp_path: Path, content: str, written: Callable[[str], bytes]
) -> None:
    (found,) = conversations(tmp_path, written(content))
    assert found.session_id == "c1"
    assert said(found) == [("visitor", "Grüße")]


@EVERY_FORMAT
def test_the_source_is_the_one_that_is_given(tmp_path: Path, content: str) -> None:
    own = "chatwoot" if content == CHATWOOT else "import"
    assert [each.source for each in conversations(tmp_path, content)] == [own]
    assert [each.source for each in conversations(tmp_path, content, source="shop")] == ["shop"]


def test_a_format_may_be_named(tmp_path: Path) -> None:
    value = {"conversation_id": "c1", "messages": [{"role": "user", "text": "a", "content": "b"}]}
    assert said(conversations(tmp_path, json_lines(value), format="jsonl")[0]) == [("visitor", "a")]
    assert said(conversations(tmp_path, json_lines(value), format="openai")[0]) == [
        ("visitor", "b")
    ]


def test_a_text_cannot_pretend_to_be_another_format(tmp_path: Path) -> None:
    text = '{"event": "x", "message_type": 0, "content": "y"}'
    value = {"conversation_id": "c1", "messages": [{"role": "visitor", "text": text}]}
    assert said(conversations(tmp_path, json_lines(value))[0]) == [("visitor", text)]


@pytest.mark.parametrize(
    "content",
    [
        '{\n  "conversation_id": "a",\n  "messages": []\n}\n',
        '[{"conversation_id": "a", "messages": []}]',
        '[\n  {"conversation_id": "a", "messages": []}\n]\n',
        '[\n{\n"conversation_id": "a", "messages": []},\n{"session_id": "b", "messages": []}]',
    ],
)
def test_json_may_be_laid_out_over_lines_or_be_a_list(tmp_path: Path, content: str) -> None:
    found = [each.session_id for each in conversations(tmp_path, content)]
    assert found == ["a", "b"][: len(found)]
    assert found


def test_a_bad_line_is_refused_and_the_rest_goes_in(tmp_path: Path) -> None:
    good = [json_lines({"conversation_id": n, "messages": []}) for n in range(3)]
    bad = '{"conversation_id": 9, "messages": [{"role": "visitor", "text": "a"}, {"role": "x"}]}'
    found = read(tmp_path, good[0] + bad + "\n\n{broken\n" + good[1] + good[2])
    refused = [each for each in found if isinstance(each, Refused)]
    assert [(each.line, each.path) for each in refused] == [(2, "messages[1].role"), (4, "$")]
    assert "messages[1].text: The message has no text." in refused[0].reason
    assert refused[0].raw == bad
    assert refused[1].raw == "{broken"
    assert [e.session_id for e in found if isinstance(e, Conversation)] == ["0", "1", "2"]


def test_a_first_line_that_breaks_off_does_not_spoil_the_file(tmp_path: Path) -> None:
    found = read(tmp_path, '{"conversation_id": 1,\n' + OURS + OURS)
    assert [isinstance(each, Refused) for each in found] == [True, False, False]


def test_a_line_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    bad = b'{"conversation_id": "caf\xe9", "messages": []}\n'
    (refused,) = refusals(tmp_path, OURS.encode() + bad + OURS.encode())
    assert (refused.line, refused.path) == (2, "$")
    assert "is not UTF-8" in refused.reason


def test_a_member_of_a_list_is_refused_by_its_place(tmp_path: Path) -> None:
    content = '[{"conversation_id": "a", "messages": []}, {"messages": [{"role": 5}]}, 7]'
    first, second = refusals(tmp_path, content)
    assert first.path == "[1].conversation_id"
    assert "[1].messages[0].role:" in first.reason
    assert first.raw == '{"messages": [{"role": 5}]}'
    assert second.path == "[2]"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (gzip.compress(b"", mtime=0), "is empty"),
        (b"PK\x03\x04 and so on", "The zip archive is damaged"),
        (b"PAR1 and so on", "The Parquet file is damaged"),
        (b"\x89PNG\r\n", "is a picture"),
        (b"MZ\x90\x00", "is a program"),
        (b"\x7fELF\x02", "is a program"),
        (b"%PDF-1.7", "is a PDF document"),
        (b"SQLite format 3\0", "is an SQLite database"),
        (b"\x93NUMPY", "is a NumPy array"),
        (b"\x80\x04\x95\x00\x00", "is no text"),
        (gzip.compress(b"PK\x03\x04", mtime=0), "is a zip archive"),
        (gzip.compress(OURS.encode(), mtime=0)[:-9], "is damaged"),
        (gzip.compress(OURS.encode(), mtime=0)[:30], "is damaged"),
        (b"\x1f\x8b but no gzip", "is damaged"),
        (b"hello world\n", "No column says which conversation"),
        (b"\xff\xfe", "holds no conversations"),
    ],
)
def test_an_unusable_file_is_one_sentence_that_names_it(
    tmp_path: Path, content: bytes, sentence: str
) -> None:
    with pytest.raises(UnusableFile) as caught:
        read(tmp_path, content)
    assert str(tmp_path / "chats") in str(caught.value)
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["missing", ".", "a\0b", "x" * 300])
def test_a_file_that_cannot_be_opened_is_unusable(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnusableFile, match="cannot be read"):
        list(importers.read(tmp_path / name))


@pytest.mark.parametrize("content", [b"\n\n", b" ", b"{}\n"])
def test_a_file_without_a_conversation_gives_none(tmp_path: Path, content: bytes) -> None:
    try:
        found = read(tmp_path, content)
    except UnusableFile:
        return
    assert not [each for each in found if isinstance(each, Conversation)]


def test_a_line_without_end_is_refused_and_the_next_one_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lib.importers.documents.LARGEST", 1_000)
    endless = json_lines({"conversation_id": "long", "messages": [], "x": "y" * 5_000})
    found = read(tmp_path, OURS + endless + OURS)
    assert [isinstance(each, Refused) for each in found] == [False, True, False]
    refused = found[1]
    assert isinstance(refused, Refused)
    assert refused.line == 2
    assert "Write one conversation on each line" in refused.reason


def test_reading_tells_how_far_it_is(tmp_path: Path) -> None:
    reached: list[int] = []
    read(tmp_path, packed(OURS * 5_000), on_read=reached.append)
    assert reached == sorted(reached)
    assert reached[-1] == (tmp_path / "chats").stat().st_size


def test_batches_hold_everything_in_order(tmp_path: Path) -> None:
    content = "".join(json_lines({"conversation_id": n, "messages": []}) for n in range(1_200))
    found = list(importers.batches(importers.read(file_of(tmp_path, content + "{bad\n"))))
    assert [each.entries for each in found] == [500, 500, 201]
    ids = [each.session_id for batch in found for each in batch.conversations]
    assert ids == [str(n) for n in range(1_200)]
    assert len(found[-1].refused) == 1


def test_a_batch_of_long_conversations_is_shorter() -> None:
    long = Conversation("s", "c", [Message(Role.VISITOR, "hello")] * 10_000)
    assert [len(batch.conversations) for batch in importers.batches([long] * 5)] == [2, 2, 1]
    wordy = Conversation("s", "c", [Message(Role.VISITOR, "x" * 200_000)] * 50)
    assert [len(batch.conversations) for batch in importers.batches([wordy] * 3)] == [2, 1]


BYTES = st.one_of(
    st.binary(max_size=200),
    st.text(alphabet='{}[]":,\n\r\0;ab1\ufeff', max_size=80).map(str.encode),
    st.binary(max_size=50).map(gzip.compress),
    st.binary(max_size=50).map(lambda tail: OURS.encode() + tail),
    st.binary(max_size=50).map(lambda tail: TABLE.encode() + tail),
    st.binary(max_size=50).map(lambda tail: CHATWOOT.encode() + tail),
    st.binary(max_size=50).map(lambda tail: gzip.compress(OPENAI.encode())[:40] + tail),
    st.text(max_size=50).map(lambda text: text.encode("utf-16", "surrogatepass")),
)


@settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=400
)
@given(content=BYTES, format=st.none() | st.sampled_from(sorted(importers.FORMATS)))
def test_any_bytes_are_read_or_unusable(tmp_path: Path, content: bytes, format: str | None) -> None:
    with suppress(UnusableFile):
        for each in read(tmp_path, content, format=format):
            if isinstance(each, Refused):
                assert each.path
                assert each.reason.endswith(".")
            else:
                assert each.session_id
