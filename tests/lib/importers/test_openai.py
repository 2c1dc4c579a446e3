from pathlib import Path
from typing import Any

import pytest

from lib.domain import Refused
from lib.importers.payload import position_sent
from tests.lib.importers.files import conversations, json_lines, refusals, said

HI = {"role": "user", "content": "hi"}


def test_roles_and_content_are_read(tmp_path: Path) -> None:
    value = {
        "id": 7,
        "created_at": 1773153000,
        "messages": [HI, {"role": "assistant", "content": "yes?"}],
    }
    (found,) = conversations(tmp_path, json_lines(value))
    assert found.session_id == "7"
    assert found.started_at is not None
    assert said(found) == [("visitor", "hi"), ("assistant", "yes?")]
    assert [message.sent_at for message in found.messages] == [None, None]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ([{"type": "text", "text": "a"}, {"type": "text", "text": "b"}], "a\nb"),
        ([{"type": "image_url", "image_url": {}}, {"type": "text", "text": "a"}], "a"),
        (["a", "b"], "a\nb"),
        ([], ""),
        ([None, 3], ""),
    ],
)
def test_the_text_parts_of_content_are_joined(tmp_path: Path, content: Any, text: str) -> None:
    value = {"id": 1, "messages": [{"role": "user", "content": content}]}
    assert said(conversations(tmp_path, json_lines(value))[0]) == [("visitor", text)]


def test_what_nobody_said_is_left_out_and_the_places_of_the_rest_are_known(tmp_path: Path) -> None:
    messages = [
        {"role": "system", "content": "Be kind."},
        HI,
        {"role": "assistant", "content": None, "tool_calls": [{}]},
        {"role": "tool", "content": "42"},
        {"role": "assistant", "content": "It is 42."},
    ]
    (found,) = conversations(tmp_path, json_lines({"id": 1, "messages": messages}))
    assert said(found) == [("visitor", "hi"), ("assistant", "It is 42.")]
    assert [position_sent(found, position) for position in (0, 1)] == [1, 4]


def test_a_conversation_without_an_id_is_known_by_its_words(tmp_path: Path) -> None:
    other = {"messages": [{"role": "user", "content": "ho"}]}
    found = conversations(tmp_path, json_lines({"messages": [HI]}, {"messages": [HI]}, other))
    first, again, second = (each.session_id for each in found)
    assert first == again != second
    assert first.startswith("sha256:")


def test_what_is_wrong_is_named_as_the_file_names_it(tmp_path: Path) -> None:
    wrong: list[Any] = [
        {"messages": [HI, {"role": "boss", "content": 3}]},
        {"messages": [{"role": "user"}, HI]},
        {"messages": {"role": "user"}},
        {"conversations": [{"from": "boss", "value": "x"}]},
        {"conversations": [{"value": 3, "from": "gpt"}, 5]},
        [],
        {},
    ]
    found = refusals(tmp_path, json_lines(*wrong), format="openai")
    assert [each.path for each in found] == [
        "messages[1].role",
        "messages[0].content",
        "messages",
        "conversations[0].from",
        "conversations[0].value",
        "$",
        "messages",
    ]
    assert "messages[1].content: The text must be a string." in found[0].reason
    assert "conversations[1]: This must be a JSON object." in found[4].reason
    assert all(isinstance(each, Refused) for each in found)
