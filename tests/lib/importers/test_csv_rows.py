from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib.domain import Refused, UnusableFile, Visitor
from tests.lib.importers.files import conversations, csv_of, read, refusals, said

HEADER = ["conversation_id", "role", "text"]


@pytest.mark.parametrize(
    "header",
    [
        ["conversation_id", "role", "text"],
        ["session_id", "sender", "content"],
        ["chat_id", "from", "message"],
        ["thread_id", "author", "body"],
        ["Session ID", "Message Role", "Content"],
        ["CONVERSATION-ID", " Direction ", "Msg"],
        ["conversation", "speaker", "value"],
    ],
)
def test_columns_are_known_by_their_usual_names(tmp_path: Path, header: list[str]) -> None:
    (found,) = conversations(tmp_path, csv_of(header, ["c1", "user", "hi"], ["c1", "bot", "yes?"]))
    assert found.session_id == "c1"
    assert said(found) == [("visitor", "hi"), ("assistant", "yes?")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_header_tells_the_delimiter(tmp_path: Path, delimiter: str) -> None:
    content = csv_of(HEADER, ["c1", "user", "one, two; three|four\tfive"], delimiter=delimiter)
    (found,) = conversations(tmp_path, content)
    assert said(found) == [("visitor", "one, two; three|four\tfive")]


def test_excel_s_first_line_is_passed_over(tmp_path: Path) -> None:
    (found,) = conversations(
        tmp_path, "sep=;\n" + csv_of(HEADER, ["c", "user", "hi"], delimiter=";")
    )
    assert said(found) == [("visitor", "hi")]


def test_every_known_column_is_read(tmp_path: Path) -> None:
    header = [*HEADER, "sent_at", "message_id", "channel", "source", "name", "e-mail", "Phone",
              "company", "mood"]  # fmt: skip
    row = ["c1", "user", "hi", "2026-03-10T14:30:00Z", "m7", "whatsapp", "shop", "Ana",
           "ana@example.org", "+4930", "Acme", "fine"]  # fmt: skip
    (found,) = conversations(tmp_path, csv_of(header, row))
    assert (found.channel, found.source) == ("WhatsApp", "shop")
    assert found.visitor == Visitor("Ana", "ana@example.org", "+4930", "Acme")
    assert found.messages[0].id == "m7"
    assert found.messages[0].sent_at == datetime(2026, 3, 10, 14, 30, tzinfo=UTC)


def test_an_agent_s_own_name_and_address_are_not_the_visitor_s(tmp_path: Path) -> None:
    content = csv_of(
        [*HEADER, "name", "email"],
        ["c1", "user", "hi", "Ana", ""],
        ["c1", "agent", "hello", "Ben", "ben@shop.example"],
    )
    assert conversations(tmp_path, content)[0].visitor == Visitor(name="Ana")


def test_rows_of_a_conversation_may_lie_apart(tmp_path: Path) -> None:
    content = csv_of(HEADER, ["a", "user", "1"], ["b", "user", "2"], ["a", "bot", "3"])
    found = conversations(tmp_path, content)
    assert [(each.session_id, said(each)) for each in found] == [
        ("a", [("visitor", "1"), ("assistant", "3")]),
        ("b", [("visitor", "2")]),
    ]


def test_times_order_the_messages_where_all_have_one(tmp_path: Path) -> None:
    header = [*HEADER, "time"]
    newest_first = [["c", "user", "b", "1700000002"], ["c", "user", "a", "1700000001"]]
    (found,) = conversations(tmp_path, csv_of(header, *newest_first))
    assert [message.text for message in found.messages] == ["a", "b"]
    (found,) = conversations(tmp_path, csv_of(header, newest_first[0], ["c", "user", "a", ""]))
    assert [message.text for message in found.messages] == ["b", "a"]


def test_a_row_that_nobody_says_is_left_out(tmp_path: Path) -> None:
    content = csv_of(HEADER, ["c", "system", "Be kind."], ["c", "user", "hi"])
    assert said(conversations(tmp_path, content)[0]) == [("visitor", "hi")]


def test_an_empty_text_is_a_message(tmp_path: Path) -> None:
    assert said(conversations(tmp_path, csv_of(HEADER, ["c", "user", ""]))[0]) == [("visitor", "")]


def test_old_windows_files_are_read_as_they_were_meant(tmp_path: Path) -> None:
    content = csv_of(HEADER, ["c", "user", "Grüße für 5 € – schön"])
    (found,) = conversations(tmp_path, content.encode("cp1252"))
    assert said(found) == [("visitor", "Grüße für 5 € – schön")]


def test_line_breaks_and_marks_within_a_cell_are_kept(tmp_path: Path) -> None:
    text = 'He said "yes",\nthen left.\r\nReally.'
    (found,) = conversations(tmp_path, csv_of(HEADER, ["c", "user", text], ["c", "user", "x"]))
    assert said(found) == [("visitor", text), ("visitor", "x")]


def test_the_line_of_a_refused_row_is_the_one_on_which_it_begins(tmp_path: Path) -> None:
    content = csv_of(HEADER, ["c", "user", "a\nb\nc"], ["c", "boss", "x\ny"], ["", "user", "z"])
    first, second = refusals(tmp_path, content)
    assert (first.line, first.path, first.raw) == (5, "role", 'c,boss,"x\ny"')
    assert first.reason == 'The role must be visitor, assistant or agent, not "boss".'
    assert (second.line, second.path) == (7, "conversation_id")


def test_bad_cells_are_named_as_the_file_names_its_columns(tmp_path: Path) -> None:
    content = csv_of(["Session ID", "From", "Text", "Date"], ["c", "boss", "hi", "soon"])
    (refused,) = refusals(tmp_path, content)
    assert refused.path == "From"
    assert 'Date: "soon" is not a time' in refused.reason


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("c,user", "The row has 2 cells, and the first row of the file has 3."),
        ("c,user,hi,there", "The row has 4 cells, and the first row of the file has 3."),
    ],
)
def test_a_ragged_row_is_refused_and_the_rest_goes_in(
    tmp_path: Path, row: str, reason: str
) -> None:
    found = read(tmp_path, f"{','.join(HEADER)}\na,user,1\n{row}\nb,user,2\n")
    (refused,) = (each for each in found if isinstance(each, Refused))
    assert (refused.line, refused.path, refused.reason) == (3, "$", reason)
    assert len(found) == 3


def test_blank_cells_at_the_end_and_blank_rows_are_harmless(tmp_path: Path) -> None:
    content = f"{','.join(HEADER)}\n\na,user,1,,\n,,\n"
    assert len(conversations(tmp_path, content)) == 1


def test_a_long_cell_is_read_and_a_far_too_long_one_refused(tmp_path: Path) -> None:
    content = csv_of(HEADER, ["a", "user", "x" * 150_000], ["b", "user", "y" * 1_100_000],
                     ["c", "user", "z"])  # fmt: skip
    found = read(tmp_path, content)
    refused = [each for each in found if isinstance(each, Refused)]
    assert [(each.line, each.path) for each in refused] == [(3, "$")]
    assert "is a quotation mark left open?" in refused[0].reason
    assert len(found) == 3


def test_a_conversation_too_long_to_hold_is_refused(tmp_path: Path) -> None:
    rows = [["long", "user", str(n)] for n in range(10_001)]
    found = read(tmp_path, csv_of(HEADER, ["a", "user", "hi"], *rows))
    (refused,) = (each for each in found if isinstance(each, Refused))
    assert 'The conversation "long" has more than 10,000 messages' in refused.reason
    assert len(found) == 2


@pytest.mark.parametrize(
    ("content", "missing"),
    [
        ("a,b,c\n1,2,3\n", "No column says which conversation a message belongs to"),
        ("conversation_id,text\nc,hi\n", "No column says who speaks."),
        ("conversation_id,role\nc,user\n", "No column holds what was said."),
        ("role,text\nuser,hi\n", "No column says which conversation"),
    ],
)
def test_a_file_without_the_needed_columns_is_unusable(
    tmp_path: Path, content: str, missing: str
) -> None:
    with pytest.raises(UnusableFile) as caught:
        read(tmp_path, content)
    assert missing in str(caught.value)
    assert "for example conversation_id,role,text,sent_at" in str(caught.value)


def test_a_file_of_only_a_header_holds_nothing(tmp_path: Path) -> None:
    assert read(tmp_path, csv_of(HEADER)) == []


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(TEXT, min_size=1, max_size=5), delimiter=st.sampled_from(",;\t|"))
def test_any_text_survives_the_way_through_csv(
    tmp_path: Path, texts: list[str], delimiter: str
) -> None:
    content = csv_of(HEADER, *(["c", "user", text] for text in texts), delimiter=delimiter)
    (found,) = conversations(tmp_path, content)
    assert [message.text for message in found.messages] == texts
