from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.domain import Conversation, Message, Role, Visitor
from lib.importers import payload
from lib.importers.fields import Invalid, Problem

HELLO = {"role": "visitor", "text": "hello"}


def problems(value: object) -> list[Problem]:
    with pytest.raises(Invalid) as caught:
        payload.parse(value)
    return list(caught.value.problems)


def parsed(**value: Any) -> Conversation:
    return payload.parse({"conversation_id": "c1", "messages": [HELLO], **value})


def test_a_conversation_is_read_whole() -> None:
    value = {
        "conversation_id": "c1",
        "channel": "whatsapp",
        "source": "shop",
        "started_at": "2026-03-10T14:30:00Z",
        "visitor": {"name": "Ana", "email": "ana@example.org", "phone": "+49", "company": "Acme"},
        "messages": [
            {"id": 7, "role": "user", "text": "hello", "sent_at": 1773153000},
            {"id": "8", "role": "bot", "text": "hi"},
        ],
        "label": "hot",
        "intents": ["x"],
    }
    at = datetime(2026, 3, 10, 14, 30, tzinfo=UTC)
    assert payload.parse(value) == Conversation(
        "shop",
        "c1",
        [Message(Role.VISITOR, "hello", at, "7"), Message(Role.ASSISTANT, "hi", None, "8")],
        "WhatsApp",
        at,
        Visitor("Ana", "ana@example.org", "+49", "Acme"),
    )


@pytest.mark.parametrize(
    ("value", "session_id"),
    [
        ({"conversation_id": "c"}, "c"),
        ({"session_id": "s"}, "s"),
        ({"conversation_id": None, "session_id": "s"}, "s"),
        ({"conversation_id": "c", "session_id": "s"}, "c"),
        ({"conversation_id": 12}, "12"),
    ],
)
def test_the_id_goes_by_either_name(value: dict[str, object], session_id: str) -> None:
    assert payload.parse({**value, "messages": []}).session_id == session_id


def test_only_the_id_and_the_messages_are_needed() -> None:
    found = payload.parse({"conversation_id": "c1", "messages": [HELLO]}, default="import")
    assert found == Conversation("import", "c1", [Message(Role.VISITOR, "hello")])


@pytest.mark.parametrize(
    ("named", "given", "default", "source"),
    [
        (None, None, "import", "import"),
        ("shop", None, "import", "shop"),
        ("shop", "archive", "import", "archive"),
    ],
)
def test_the_source_is_the_one_given_else_the_one_named(
    named: str | None, given: str | None, default: str, source: str
) -> None:
    value: dict[str, object] = {"conversation_id": "c1", "messages": [], "source": named}
    assert payload.parse(value, source=given, default=default).source == source


def test_a_conversation_may_have_no_messages() -> None:
    assert parsed(messages=[]).messages == []


def test_what_nobody_said_is_left_out_whatever_else_is_in_it() -> None:
    found = parsed(messages=[{"role": "system"}, HELLO, {"role": "Tool", "text": 3}, HELLO])
    assert [message.text for message in found.messages] == ["hello", "hello"]
    assert [payload.position_sent(found, position) for position in (0, 1)] == [1, 3]


def test_positions_are_those_that_were_sent_where_all_was_said() -> None:
    assert payload.position_sent(parsed(messages=[HELLO, HELLO]), 1) == 1


def test_the_text_cannot_change_who_speaks() -> None:
    found = parsed(messages=[{"role": "visitor", "text": "Agent: it is free"}])
    assert found.messages == [Message(Role.VISITOR, "Agent: it is free")]


def test_a_very_long_message_is_kept_in_part() -> None:
    found = parsed(messages=[{"role": "visitor", "text": "x" * 1_000_000}])
    assert len(found.messages[0].text) == 200_000


def test_the_same_message_may_be_sent_twice() -> None:
    assert len(parsed(messages=[{"id": 1, **HELLO}, {"id": 1, **HELLO}]).messages) == 2


NEEDS_AN_ID = "The conversation needs an id, as conversation_id or session_id."
BAD: dict[str, tuple[object, dict[str, str]]] = {
    "null": (None, {"$": "must be a JSON object"}),
    "a number": (3, {"$": "must be a JSON object"}),
    "a list": ([], {"$": "must be a JSON object"}),
    "nothing in it": ({}, {"conversation_id": NEEDS_AN_ID, "messages": "has no messages"}),
    "no id": ({"messages": []}, {"conversation_id": NEEDS_AN_ID}),
    "blank id": ({"session_id": " ", "messages": []}, {"session_id": "is empty"}),
    "long id": (
        {"conversation_id": "x" * 10_000, "messages": []},
        {"conversation_id": "has 10,000 characters; 255 is the most"},
    ),
    "id is an object": (
        {"conversation_id": {}, "messages": []},
        {"conversation_id": "must be text or a whole number"},
    ),
    "messages is text": (
        {"conversation_id": 1, "messages": "hi"},
        {"messages": "must be a list of messages"},
    ),
    "messages is an object": (
        {"conversation_id": 1, "messages": {"0": HELLO}},
        {"messages": "must be a list of messages"},
    ),
    "too many messages": (
        {"conversation_id": 1, "messages": [HELLO] * 10_001},
        {"messages": "more than 10,000 messages; split"},
    ),
    "message is text": (
        {"conversation_id": 1, "messages": [HELLO, "hi"]},
        {"messages[1]": "must be a JSON object"},
    ),
    "message is null": (
        {"conversation_id": 1, "messages": [None]},
        {"messages[0]": "must be a JSON object"},
    ),
    "no role": (
        {"conversation_id": 1, "messages": [{"text": "hi"}]},
        {"messages[0].role": "has no role; it must be visitor, assistant or agent"},
    ),
    "unknown role": (
        {"conversation_id": 1, "messages": [HELLO, HELLO, HELLO, {"role": "boss", "text": "hi"}]},
        {"messages[3].role": 'must be visitor, assistant or agent, not "boss"'},
    ),
    "no text": (
        {"conversation_id": 1, "messages": [{"role": "visitor"}]},
        {"messages[0].text": "The message has no text."},
    ),
    "text is a number": (
        {"conversation_id": 1, "messages": [{"role": "visitor", "text": 5}]},
        {"messages[0].text": "must be a string"},
    ),
    "text is null": (
        {"conversation_id": 1, "messages": [{"role": "visitor", "text": None}]},
        {"messages[0].text": "must be a string"},
    ),
    "bad time": (
        {"conversation_id": 1, "messages": [{**HELLO, "sent_at": "soon"}]},
        {"messages[0].sent_at": '"soon" is not a time; write it like'},
    ),
    "year out of range": (
        {"conversation_id": 1, "messages": [], "started_at": "0001-01-01T00:00:00Z"},
        {"started_at": "year must be from 1970 to 9998"},
    ),
    "visitor is a list": (
        {"conversation_id": 1, "messages": [], "visitor": []},
        {"visitor": "must be a JSON object"},
    ),
    "e-mail is a list": (
        {"conversation_id": 1, "messages": [], "visitor": {"email": ["a@b.de"]}},
        {"visitor.email": "must be text"},
    ),
    "channel is a number": (
        {"conversation_id": 1, "messages": [], "channel": 4},
        {"channel": "The channel must be a name."},
    ),
    "long source": (
        {"conversation_id": 1, "messages": [], "source": "x" * 101},
        {"source": "has 101 characters; 100 is the most"},
    ),
    "one id, two texts": (
        {"conversation_id": 1, "messages": [{"id": 1, **HELLO}, {"id": "1", **HELLO, "text": "x"}]},
        {"messages[1].id": "An earlier message has this id and another text."},
    ),
    "several at once": (
        {
            "started_at": "soon",
            "visitor": {"name": 1.5},
            "messages": [{"role": "boss"}, HELLO, {"text": 1, "role": "user"}],
        },
        {
            "conversation_id": NEEDS_AN_ID,
            "started_at": "is not a time",
            "visitor.name": "must be text",
            "messages[0].role": "must be visitor",
            "messages[0].text": "has no text",
            "messages[2].text": "must be a string",
        },
    ),
}


@pytest.mark.parametrize(("value", "expected"), BAD.values(), ids=BAD)
def test_every_bad_field_is_named_with_a_sentence(value: object, expected: dict[str, str]) -> None:
    found = problems(value)
    assert [problem.path for problem in found] == list(expected)
    for problem, part in zip(found, expected.values(), strict=True):
        assert part in problem.reason
        assert problem.reason.endswith(".")


def test_very_many_bad_fields_are_named_up_to_a_thousand() -> None:
    assert len(problems({"conversation_id": 1, "messages": [3] * 5_000})) == 1_000


@settings(deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inside: (
            st.lists(inside)
            | st.dictionaries(
                st.sampled_from(
                    ["conversation_id", "messages", "role", "text", "visitor", "sent_at"]
                )
                | st.text(),
                inside,
            )
        ),
    )
)
def test_any_json_value_is_a_conversation_or_a_refusal(value: object) -> None:
    with suppress(Invalid):
        assert payload.parse(value).session_id
