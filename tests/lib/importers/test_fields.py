from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.domain import Role
from lib.importers import fields

HALF_PAST_TWO = datetime(2026, 3, 10, 14, 30, tzinfo=UTC)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inside: st.lists(inside) | st.dictionaries(st.text(), inside),
    max_leaves=5,
)


@pytest.mark.parametrize(
    "written",
    [
        "2026-03-10T14:30:00Z",
        "2026-03-10T14:30:00+00:00",
        "2026-03-10T15:30:00+01:00",
        "2026-03-10T14:30",
        "2026-03-10 14:30:00",
        "2026-03-10 14:30:00 UTC",
        " 2026-03-10 14:30:00 GMT ",
        "20260310T143000Z",
        1773153000,
        1773153000.0,
        1773153000_000,
        1773153000_000_000,
        "1773153000",
        "1773153000.0",
        "1773153000000",
    ],
)
def test_a_moment_is_read_however_it_is_written(written: object) -> None:
    assert fields.moment(written) == HALF_PAST_TWO


def test_a_day_alone_is_its_beginning() -> None:
    assert fields.moment("20260310") == datetime(2026, 3, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    ["", "yesterday", "05/03/2025 10:14", "2026-13-01", "2026-03-10T25:00", True, [], {}, None],
)
def test_what_is_no_time_is_refused_with_an_example(written: object) -> None:
    with pytest.raises(ValueError, match="is not a time; write it like 2026-03-10T14:30:00Z"):
        fields.moment(written)


@pytest.mark.parametrize(
    "written",
    ["0001-01-01", "1969-12-31T23:59:59Z", "9999-01-01", "9998-12-31T23:59:59-01:00", -1],
)
def test_a_year_that_no_chat_was_held_in_is_refused(written: object) -> None:
    with pytest.raises(ValueError, match="year must be from 1970 to 9998"):
        fields.moment(written)


@pytest.mark.parametrize("written", [1e300, float("inf"), float("nan"), "9" * 400, 10**30])
def test_a_number_that_is_no_moment_is_refused(written: object) -> None:
    with pytest.raises(ValueError, match="is not a time"):
        fields.moment(written)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("visitor", Role.VISITOR),
        ("user", Role.VISITOR),
        ("Customer", Role.VISITOR),
        ("human", Role.VISITOR),
        ("assistant", Role.ASSISTANT),
        ("BOT", Role.ASSISTANT),
        ("ai", Role.ASSISTANT),
        (" gpt ", Role.ASSISTANT),
        ("agent", Role.AGENT),
        ("operator", Role.AGENT),
        ("admin", Role.AGENT),
        ("Human agent", Role.AGENT),
        ("system", None),
        ("tool", None),
    ],
)
def test_a_role_goes_by_many_names(written: str, meant: Role | None) -> None:
    assert fields.role(written) is meant


@pytest.mark.parametrize("written", ["robot", "", 7, None, True, ["user"], {"a": 1}])
def test_what_is_no_role_is_refused(written: object) -> None:
    with pytest.raises(ValueError, match="must be visitor, assistant or agent"):
        fields.role(written)


@pytest.mark.parametrize(
    ("written", "kept"), [("a-1", "a-1"), (17, "17"), (" a\n/../😀", " a\n/../😀"), ("a\0b", "a␀b")]
)
def test_any_text_or_whole_number_is_an_id(written: object, kept: str) -> None:
    assert fields.identifier(written) == kept


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("", "is empty"),
        ("  ", "is empty"),
        ("x" * 256, "has 256 characters; 255 is the most"),
        (True, "must be text or a whole number"),
        (1.5, "must be text or a whole number"),
        (None, "must be text or a whole number"),
    ],
)
def test_what_is_no_id_is_refused(written: object, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        fields.identifier(written)


def test_text_is_kept_as_both_databases_can_hold_it() -> None:
    assert fields.text("a\0b\ud800c😀\u202e") == "a␀b\ufffdc😀\u202e"


def test_text_is_kept_to_200_000_characters() -> None:
    assert fields.text("x" * 1_000_000) == "x" * 200_000


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("widget", "Website widget"),
        ("WhatsApp", "WhatsApp"),
        ("whatsapp", "WhatsApp"),
        ("email", "E-mail"),
        ("Line\nof   chat", "Line of chat"),
    ],
)
def test_a_channel_is_shown_in_one_spelling(written: str, shown: str) -> None:
    assert fields.channel(written) == shown


@pytest.mark.parametrize("written", ["", " ", 3, None, "x" * 101])
def test_a_channel_without_a_usable_name_is_refused(written: object) -> None:
    with pytest.raises(ValueError, match="The channel"):
        fields.channel(written)


@pytest.mark.parametrize(
    ("written", "kept"),
    [(None, None), (" ", None), (" Ana ", "Ana"), (4915112345678, "4915112345678")],
)
def test_a_blank_detail_is_none(written: object, kept: str | None) -> None:
    assert fields.detail(written) == kept


@settings(deadline=None)
@given(ANYTHING)
def test_a_value_is_quoted_short_and_on_one_line(value: object) -> None:
    quoted = fields.quoted(value)
    assert len(quoted) <= fields.LONGEST_QUOTE + 2
    assert quoted.isprintable()


@pytest.mark.parametrize(
    "reader",
    [fields.moment, fields.role, fields.identifier, fields.text, fields.channel, fields.source,
     fields.detail],
)  # fmt: skip
@settings(deadline=None)
@given(value=ANYTHING)
def test_a_reader_gives_a_value_or_a_sentence(reader: object, value: object) -> None:
    assert callable(reader)
    try:
        found = reader(value)
    except ValueError as error:
        found = str(error)
        assert found.endswith(".")
    if isinstance(found, str):
        found.encode()  # no half of a surrogate pair is left
        assert "\0" not in found
