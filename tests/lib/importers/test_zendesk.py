"""Zendesk Chat's chats, with the traps of its format."""

import copy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from lib import importers
from lib.domain import Conversation, Visit, Visitor
from lib.importers import zendesk
from lib.importers.fields import Invalid
from tests.lib.importers.exports import golden, refused, values
from tests.lib.importers.files import conversations, file_of, json_lines, refusals, said

WHEN = "2026-03-10T14:30:00Z"


def entry(text: object, **values: Any) -> dict[str, Any]:
    """A message of the visitor. Say only what matters."""
    return {"type": "chat.msg", "timestamp": WHEN, "nick": "visitor", "msg": text, **values}


def chat(*history: Any, **values: Any) -> dict[str, Any]:
    return {"id": "1.a", "type": "chat", "timestamp": WHEN, "started_by": "visitor",
            "agent_ids": [], "visitor": {}, "session": {"id": "s"}, "webpath": [],
            "history": list(history), **values}  # fmt: skip


def parsed(value: dict[str, Any]) -> Conversation:
    found = zendesk.parse(value, source="zendesk")
    assert found
    return found


def test_the_history_holds_messages_among_other_things() -> None:
    assert said(golden("zendesk")["2603.10000.abc"]) == [
        ("assistant", "Can I help you choose a sauna?"),
        ("visitor", "What does the barrel sauna for four cost?"),
        ("agent", "It is 3,900, stove included."),
        ("visitor", "I would like to order one. Aino Laine, aino@lakehouse-stays.com"),
    ]


def test_a_made_up_name_is_no_name() -> None:
    assert golden("zendesk")["2603.10000.abc"].visitor == Visitor()


def test_the_path_tells_the_page_and_what_brought_the_visitor() -> None:
    assert golden("zendesk")["2603.10000.abc"].visit == Visit(
        page_url="https://saunas.example/prices",
        referrer="https://search.example/?q=sauna",
        landing_page="https://saunas.example/?utm_campaign=winter",
        utm_campaign="winter",
    )


def test_a_last_page_without_address_is_passed_over() -> None:
    path = [{"from": "", "to": "https://saunas.example/"}, {"to": None}, {}]
    assert parsed(chat(webpath=path)).visit == Visit(
        page_url="https://saunas.example/", landing_page="https://saunas.example/"
    )


def test_an_offline_message_is_its_own_text() -> None:
    found = golden("zendesk")["2603.10001.abc"]
    assert said(found) == [("visitor", "Please call me about the garden sauna.")]
    assert found.messages[0].sent_at == datetime(2026, 3, 10, 20, tzinfo=UTC)
    assert found.visitor == Visitor("Mika Salo", "mika@salo-gardens.com", "+1 415 555 0171")


def test_an_offline_message_that_comes_again_is_one(tmp_path: Path) -> None:
    offline = values("zendesk")[1]
    (found,) = conversations(tmp_path, json_lines(offline, offline | {"unread": False}))
    assert len(found.messages) == 1


def test_a_deleted_chat_is_left_out_and_the_broken_one_is_told() -> None:
    assert golden("zendesk").keys() == {"2603.10000.abc", "2603.10001.abc"}
    (found,) = refused("zendesk")
    assert (found.line, found.path) == (1, "chats[3].history")
    assert "fields" in found.reason
    assert found.raw == '{"id": "2603.10003.abc"}'


def test_a_page_of_ids_is_known_and_says_to_ask_for_the_fields(tmp_path: Path) -> None:
    page = {"chats": [{"id": "1.a"}, {"id": "1.b"}], "count": 2, "end_time": 1773153000,
            "end_id": "1.b", "next_page": "https://zendesk.example/next"}  # fmt: skip
    assert importers.recognised(file_of(tmp_path, json_lines(page))) == "zendesk"
    found = refusals(tmp_path, json_lines(page))
    assert [each.path for each in found] == ["chats[0].history", "chats[1].history"]


@pytest.mark.parametrize("with_ids", [True, False])
def test_a_chat_that_comes_again_grows(tmp_path: Path, with_ids: bool) -> None:
    chat = copy.deepcopy(values("zendesk")[0])
    if not with_ids:
        for each in chat["history"]:
            each.pop("msg_id", None)
    shorter = {**chat, "history": chat["history"][:3]}
    (found,) = conversations(tmp_path, json_lines(shorter, chat))
    assert len(found.messages) == 4


def test_pages_of_an_export_lie_in_one_file(tmp_path: Path) -> None:
    grown = chat(entry("One"), entry("Two"))
    pages = [
        {"chats": [chat(entry("One"))], "count": 1, "next_page": "…"},
        {"chats": [grown, chat(entry("Hi"), id="2.a")]},
    ]
    found = conversations(tmp_path, json_lines(*pages))
    assert [[text for _, text in said(each)] for each in found] == [["One", "Two"], ["Hi"]]


def test_an_answer_to_a_list_of_ids_is_read(tmp_path: Path) -> None:
    answer = {"docs": {"1.a": chat(entry("Hi")), "2.a": {"id": None, "type": "chat"}}, "count": 2}
    found = list(importers.read(file_of(tmp_path, json_lines(answer))))
    assert [getattr(each, "path", "good") for each in found] == ["docs.2.a.id", "good"]


@pytest.mark.parametrize(
    ("values", "role"),
    [
        ({"sender_type": "Visitor"}, "visitor"),
        ({"sender_type": "Agent", "nick": "agent:1"}, "agent"),
        ({"sender_type": "Trigger", "nick": "agent:trigger"}, "assistant"),
        ({"nick": "visitor"}, "visitor"),
        ({"nick": "visitor:9-triggerfish"}, "visitor"),
        ({"nick": "agent:77"}, "agent"),
        ({"nick": "agent:trigger"}, "assistant"),
        ({"nick": "trigger"}, "assistant"),
    ],
)
def test_the_type_of_the_sender_or_the_nick_tells_who_speaks(
    values: dict[str, Any], role: str
) -> None:
    assert said(parsed(chat(entry("Hm", **values)))) == [(role, "Hm")]


@pytest.mark.parametrize(
    "unsaid",
    [
        entry(None, type="chat.memberjoin"),
        entry(None, type="chat.file"),
        entry("It was fine", type="chat.rating", new_rating="good"),
        entry("You are third", nick="system:queue"),
        entry("You are third", sender_type="System"),
    ],
)
def test_what_nobody_says_is_left_out(unsaid: dict[str, Any]) -> None:
    assert said(parsed(chat(entry("Hi"), unsaid))) == [("visitor", "Hi")]


def test_an_agents_name_is_not_the_visitors() -> None:
    found = parsed(chat(entry("Hi", nick="agent:1", name="Rui"), agent_names=["Rui"]))
    assert found.visitor == Visitor()


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        (chat(id=None), "id"),
        (chat(timestamp="soon"), "timestamp"),
        (chat(entry("Hi"), entry(5)), "history[1].msg"),
        (chat(entry("Hi", timestamp="soon")), "history[0].timestamp"),
        (chat(entry("Hi", nick="ghost")), "history[0].sender_type"),
        (chat(entry("Hi", msg_id=[1])), "history[0].msg_id"),
        ({"id": "1", "type": "offline_msg", "message": 5}, "message"),
    ],
)
def test_what_is_wrong_is_named_as_zendesk_names_it(wrong: dict[str, Any], path: str) -> None:
    with pytest.raises(Invalid) as found:
        zendesk.parse(wrong, source="x")
    assert [each.path for each in found.value.problems] == [path]
