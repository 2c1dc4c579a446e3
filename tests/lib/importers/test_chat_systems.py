"""What holds for every chat system: its files are known, and nothing in them breaks the reading."""

import copy
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib import importers
from lib.domain import Conversation, Refused
from lib.importers import Options
from lib.importers.formats import FORMATS
from tests.lib.importers.exports import FILES, MODULES, golden, values
from tests.lib.importers.files import file_of, json_lines

GENERAL = {"jsonl"}  # which takes any JSON that no other format knows
OTHERS = {
    "openai": {"id": "a", "messages": [{"role": "user", "content": "Hi"}]},
    "jsonl": {"session_id": "a", "website_id": "w", "event": "chat", "history": "none",
              "messages": [{"role": "visitor", "text": "Hi", "payload": 3}]},
}  # fmt: skip


def claims(file: Path) -> set[str]:
    """The formats of text that would take the file for theirs."""
    texts = {name: each for name, each in FORMATS.items() if not each.packed}
    with importers.opened(file) as opened:
        return {name for name, each in texts.items() if each.recognises(opened)}


@pytest.mark.parametrize("name", FILES)
def test_what_is_in_it_tells_the_system_and_no_other_claims_it(name: str) -> None:
    assert importers.recognised(FILES[name]) == name
    assert claims(FILES[name]) - GENERAL - {"csv"} == {name}


@pytest.mark.parametrize("name", FILES)
def test_one_value_alone_is_known_for_what_it_is(name: str, tmp_path: Path) -> None:
    for value in values(name)[:2]:
        file = file_of(tmp_path, json.dumps(value))
        assert importers.recognised(file) == name
        assert claims(file) - GENERAL - {"csv"} == {name}


@pytest.mark.parametrize("name", OTHERS)
def test_no_chat_system_claims_what_is_not_its_own(name: str, tmp_path: Path) -> None:
    file = file_of(tmp_path, json.dumps(OTHERS[name]))
    assert importers.recognised(file) == name
    assert not claims(file) & FILES.keys()


@pytest.mark.parametrize("name", FILES)
def test_a_text_about_another_system_does_not_mislead(name: str, tmp_path: Path) -> None:
    quoted = FILES[name].read_text(encoding="utf-8")[:2_000]
    ours = {"conversation_id": "a", "messages": [{"role": "visitor", "text": quoted}]}
    assert importers.recognised(file_of(tmp_path, json.dumps(ours))) == "jsonl"


@pytest.mark.parametrize("name", FILES)
def test_the_source_is_the_systems_own_name_unless_another_is_given(name: str) -> None:
    (own,) = {each.source for each in golden(name).values()}
    assert own == {"tawkto": "tawk.to"}.get(name, name)
    found = importers.read(FILES[name], source="shop")
    assert {each.source for each in found if isinstance(each, Conversation)} == {"shop"}


@pytest.mark.parametrize("name", FILES)
def test_a_list_of_values_is_read_as_the_lines_are(name: str, tmp_path: Path) -> None:
    listed = importers.read(file_of(tmp_path, json.dumps(values(name))), format=name)
    found = {each.session_id: each for each in listed if isinstance(each, Conversation)}
    assert found == golden(name)


@pytest.mark.parametrize("name", FILES)
def test_a_file_read_twice_brings_nothing_twice(name: str, tmp_path: Path) -> None:
    twice = json_lines(*values(name), *values(name))
    found = [
        each
        for each in importers.read(file_of(tmp_path, twice), format=name)
        if isinstance(each, Conversation)
    ]
    assert {each.session_id: each for each in found} == golden(name)


@pytest.mark.parametrize("name", FILES)
def test_events_in_which_nothing_was_said_tell_nothing(name: str) -> None:
    quiet: dict[str, Any] = {
        "intercom": {"type": "notification_event", "topic": "ping", "data": {"item": {}}},
        "zendesk": {"id": "a", "deleted": True, "history": []},
        "tawkto": {"event": "chat:end", "chatId": "a", "property": {}},
        "crisp": {"event": "session:set_state", "data": {"session_id": "a"}},
        "chatwoot": {"event": "contact_updated", "id": 14, "account": {}},
    }
    assert MODULES[name].parse(quiet[name], source="x") is None


GONE = object()  # the place itself is taken out
ODD: st.SearchStrategy[Any] = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=5)
    | st.builds(list)
    | st.builds(dict)
    | st.just(GONE)
    | st.lists(st.none() | st.integers() | st.text(max_size=3), max_size=3)
)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a JSON value."""
    yield path
    if isinstance(value, dict | list):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for name, inside in items:
            yield from places(inside, (*path, name))


def changed(value: Any, path: tuple[Any, ...], to: Any) -> Any:
    """The value with something else in that place."""
    if not path:
        return to
    copied = copy.copy(value)
    copied[path[0]] = changed(value[path[0]], path[1:], to)
    return copied


def without(value: Any, path: tuple[Any, ...]) -> Any:
    """The value without that place; an empty one where it is the whole."""
    if not path:
        return {}
    copied = copy.copy(value)
    if len(path) == 1:
        del copied[path[0]]
    else:
        copied[path[0]] = without(value[path[0]], path[1:])
    return copied


@pytest.mark.parametrize("name", FILES)
@given(data=st.data())
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None
)
def test_whatever_stands_anywhere_conversations_or_reasons_come_out(
    name: str, data: st.DataObject
) -> None:
    good = values(name)
    at = data.draw(st.sampled_from(range(len(good))))
    path = data.draw(st.sampled_from(list(places(good[at]))))
    odd = data.draw(ODD)
    mutated = changed(good[at], path, odd) if odd is not GONE else without(good[at], path)
    lines = json_lines(*good[:at], mutated, *good[at + 1 :]).encode()
    found = list(MODULES[name].read(io.BufferedReader(io.BytesIO(lines)), Options()))
    assert all(isinstance(each, Conversation) or is_told(each) for each in found)
    others = golden(name).keys() - {each.session_id for each in alone(name, good[at])}
    assert others <= {each.session_id for each in found if isinstance(each, Conversation)}


def is_told(refused: Refused) -> bool:
    return bool(refused.path) and refused.reason.endswith((".", "?"))


def alone(name: str, value: Any) -> list[Conversation]:
    """What a value tells without the others of its file."""
    lines = io.BufferedReader(io.BytesIO(json_lines(value).encode()))
    found = MODULES[name].read(lines, Options())
    return [each for each in found if isinstance(each, Conversation)]
