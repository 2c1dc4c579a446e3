"""Exports and events of Intercom, Zendesk Chat, tawk.to and Crisp, as these spell them.

The files in tests/data/exports follow the published field names, with the traps of each system.
"""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib import importers
from lib.config import ROOT
from lib.domain import Conversation, Refused, Visit, Visitor
from lib.importers import crisp, intercom, tawkto, zendesk
from lib.importers.fields import Invalid, Problem
from tests.lib.importers.files import file_of, json_lines, said
from tests.lib.importers.files import read as read_content

EXPORTS = ROOT / "tests" / "data" / "exports"
FILES = {
    "intercom": EXPORTS / "intercom.jsonl",
    "zendesk": EXPORTS / "zendesk.json",
    "tawkto": EXPORTS / "tawkto.jsonl",
    "crisp": EXPORTS / "crisp.jsonl",
}
MODULES: dict[str, Any] = {
    "intercom": intercom,
    "zendesk": zendesk,
    "tawkto": tawkto,
    "crisp": crisp,
}


def golden(name: str) -> dict[str, Conversation]:
    found = importers.read(FILES[name])
    return {each.session_id: each for each in found if isinstance(each, Conversation)}


def refused(name: str) -> list[Refused]:
    return [each for each in importers.read(FILES[name]) if isinstance(each, Refused)]


def values(name: str) -> list[Any]:
    """What the golden file holds, value by value."""
    text = FILES[name].read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()] if name != "zendesk" else (
        json.loads(text)["chats"]
    )  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_what_is_in_it_tells_the_system(name: str) -> None:
    assert importers.recognised(FILES[name]) == name


@pytest.mark.parametrize("name", FILES)
def test_one_value_alone_is_known_for_what_it_is(name: str, tmp_path: Path) -> None:
    for value in values(name)[:2]:
        assert importers.recognised(file_of(tmp_path, json.dumps(value))) == name


@pytest.mark.parametrize("name", FILES)
def test_the_source_is_the_systems_own_name_unless_another_is_given(name: str) -> None:
    (own,) = {each.source for each in golden(name).values()}
    assert own.replace(".", "") == name
    found = importers.read(FILES[name], source="shop")
    assert {each.source for each in found if isinstance(each, Conversation)} == {"shop"}


def test_intercoms_source_is_the_first_message_and_events_and_notes_are_none() -> None:
    assert said(golden("intercom")["503"]) == [
        ("visitor", "Hello! Do you rent out sound systems for 200 guests?"),
        ("assistant", "Welcome & good afternoon!\nI am the assistant."),
        ("agent", "Yes, from 400 a day."),
        ("assistant", "Shall I hold one for you?"),
        ("visitor", "Yes please, for 6 June."),
    ]


def test_intercoms_visitor_is_never_the_admin() -> None:
    found = golden("intercom")["503"]
    assert found.visitor == Visitor("Noor Haddad", "noor@tallpines-events.com")
    assert found.channel == "Website widget"
    assert found.visit == Visit(
        page_url="https://stages.example/rent?utm_source=spring&utm_medium=mail",
        utm_source="spring",
        utm_medium="mail",
    )


def test_intercoms_notifications_add_up_and_mail_comes_without_its_history() -> None:
    found = golden("intercom")["504"]
    assert said(found) == [
        ("visitor", "Please send me your price list."),
        ("visitor", "The one for 2026, if there is one"),
    ]
    assert found.channel == "E-mail"
    assert found.visitor == Visitor(
        "Ben Ode", "ben@initech-tools.com", "+1 415 555 0134", "Initech Tools"
    )


def test_an_intercom_conversation_out_of_a_list_says_where_to_get_its_parts() -> None:
    (found,) = refused("intercom")
    assert (found.line, found.path) == (5, "conversation_parts")
    assert "fetch it by itself" in found.reason


def test_zendesks_history_holds_messages_among_other_things() -> None:
    assert said(golden("zendesk")["2603.10000.abc"]) == [
        ("assistant", "Can I help you choose a sauna?"),
        ("visitor", "What does the barrel sauna for four cost?"),
        ("agent", "It is 3,900, stove included."),
        ("visitor", "I would like to order one. Aino Laine, aino@lakehouse-stays.com"),
    ]


def test_zendesks_path_tells_the_page_and_what_brought_the_visitor() -> None:
    assert golden("zendesk")["2603.10000.abc"].visit == Visit(
        page_url="https://saunas.example/prices",
        referrer="https://search.example/?q=sauna",
        landing_page="https://saunas.example/?utm_campaign=winter",
        utm_campaign="winter",
    )


def test_zendesks_offline_message_is_its_own_text() -> None:
    found = golden("zendesk")["2603.10001.abc"]
    assert said(found) == [("visitor", "Please call me about the garden sauna.")]
    assert found.visitor == Visitor("Mika Salo", "mika@salo-gardens.com", "+1 415 555 0171")


def test_a_deleted_zendesk_chat_is_left_out_and_a_bare_id_is_refused() -> None:
    assert golden("zendesk").keys() == {"2603.10000.abc", "2603.10001.abc"}
    (found,) = refused("zendesk")
    assert found.path == "chats[3].history"
    assert "fields" in found.reason


def test_a_zendesk_chat_that_comes_again_grows(tmp_path: Path) -> None:
    chat = copy.deepcopy(values("zendesk")[0])
    shorter = {**chat, "history": chat["history"][:3]}
    (found,) = read_content(tmp_path, json_lines(shorter, chat))
    assert isinstance(found, Conversation)
    assert len(found.messages) == 4


def test_a_tawkto_chat_told_twice_is_one_and_a_line_said_twice_is_two() -> None:
    assert said(golden("tawkto")["70fe-1"]) == [
        ("visitor", "Do you repair vintage lamps?"),
        ("agent", "We do!"),
        ("visitor", "Great, I have three of them"),
        ("visitor", "Do you repair vintage lamps?"),
    ]
    assert golden("tawkto")["70fe-1"].visitor.email == "ida@northern-cafe.com"
    assert golden("tawkto")["70fe-1"].visit.referrer == "https://search.example/"


def test_a_tawkto_ticket_is_a_message_of_who_asks() -> None:
    found = golden("tawkto")["t-9"]
    assert said(found) == [("visitor", "Ten lamps for a hotel\nWhat would ten of them cost?")]
    assert found.visitor == Visitor("Pekka Niemi", "pekka@niemi-interiors.com")


def test_a_tawkto_sender_of_no_kind_is_refused_by_tawktos_name_of_it() -> None:
    (found,) = refused("tawkto")
    assert (found.line, found.path) == (5, "chat.messages[0].sender.t")


def test_crisps_events_become_one_conversation_without_notes_and_events() -> None:
    found = golden("crisp")["session_a"]
    assert said(found) == [
        ("visitor", "Hi, do you ship kayaks to Norway?"),
        ("assistant", "One moment, please."),
        ("agent", "Yes we do. Where can I send the offer?"),
        ("visitor", "olav@fjord-paddlers.com"),
        ("visitor", "Five or more"),
    ]
    assert found.visitor.email == "olav@fjord-paddlers.com"
    assert found.messages[0].sent_at is not None
    assert found.messages[0].sent_at.year == 2026


def test_a_crisp_conversation_tells_its_visitor_its_channel_and_its_page() -> None:
    found = golden("crisp")["session_b"]
    assert said(found) == [("visitor", "Is the sea kayak in stock?")]
    assert found.visitor == Visitor("Sigrid Dahl", "sigrid@dahl-boats.com", "+1 415 555 0188")
    assert found.channel == "WhatsApp"
    assert found.visit.page_url == "https://kayaks.example/sea"


def test_a_crisp_sender_of_no_kind_is_refused_by_crisps_name_of_it() -> None:
    (found,) = refused("crisp")
    assert (found.line, found.path) == (10, "data.from")


def test_an_edited_crisp_message_takes_the_place_of_the_first(tmp_path: Path) -> None:
    first = values("crisp")[0]
    edited = copy.deepcopy(first)
    edited["data"] |= {"content": "Hi, do you ship kayaks to Iceland?", "edited": True}
    (found,) = read_content(tmp_path, json_lines(first, edited))
    assert isinstance(found, Conversation)
    assert said(found) == [("visitor", "Hi, do you ship kayaks to Iceland?")]


@pytest.mark.parametrize("name", FILES)
def test_events_in_which_nothing_was_said_tell_nothing(name: str) -> None:
    quiet: dict[str, Any] = {
        "intercom": {"type": "notification_event", "topic": "ping", "data": {"item": {}}},
        "zendesk": {"id": "a", "deleted": True, "history": []},
        "tawkto": {"event": "chat:end", "chatId": "a", "property": {}},
        "crisp": {"event": "session:set_state", "data": {"session_id": "a"}},
    }
    assert MODULES[name].parse(quiet[name], source="x") is None


ODD: st.SearchStrategy[Any] = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=5)
    | st.builds(list)
    | st.builds(dict)
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


@pytest.mark.parametrize("name", FILES)
@given(data=st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
def test_whatever_stands_anywhere_a_conversation_or_a_reason_comes_out(
    name: str, data: st.DataObject
) -> None:
    value = data.draw(st.sampled_from(values(name)))
    path = data.draw(st.sampled_from(list(places(value))))
    odd = changed(value, path, data.draw(ODD))
    if not isinstance(odd, dict):
        return
    problems: tuple[Problem, ...] = ()
    found = None
    try:
        found = MODULES[name].parse(odd, source="x")
    except Invalid as error:
        problems = error.problems
    assert all(path and reason for path, reason in problems)
    assert found is None or found.session_id
