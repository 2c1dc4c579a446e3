"""Crisp's events, messages and conversations, with the traps of its format."""

import copy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from lib.domain import Conversation, Visitor
from lib.importers import crisp
from lib.importers.fields import Invalid
from tests.lib.importers.exports import golden, refused, values
from tests.lib.importers.files import conversations, json_lines, said

SESSION = {"website_id": "w1", "session_id": "session_x"}


def message(content: object = "Hi", **values: Any) -> dict[str, Any]:
    return {**SESSION, "type": "text", "from": "user", "origin": "chat", "content": content,
            "fingerprint": 1, "timestamp": 1773153000000, **values}  # fmt: skip


def event(name: str = "message:send", **data: Any) -> dict[str, Any]:
    return {"website_id": "w1", "event": name, "timestamp": 1773153000500,
            "data": {**SESSION, **data}}  # fmt: skip


def field(id: str, value: object, text: str = "", **values: Any) -> dict[str, Any]:
    return message({"id": id, "text": text, "value": value}, type="field", **values)


def picker(text: str, picked: str) -> dict[str, Any]:
    choices = [{"value": "no", "label": "No", "selected": False},
               {"value": picked, "label": picked, "selected": True}]  # fmt: skip
    return message({"id": "p", "text": text, "choices": choices}, type="picker")


def parsed(value: dict[str, Any]) -> Conversation:
    found = crisp.parse(value, source="crisp")
    assert found
    return found


def test_events_become_one_conversation_without_notes_and_events() -> None:
    found = golden("crisp")["session_a"]
    assert said(found) == [
        ("visitor", "Hi, do you ship kayaks to Norway?"),
        ("assistant", "One moment, please."),
        ("agent", "Yes we do. Where can I send the offer?"),
        ("visitor", "olav@fjord-paddlers.com"),
        ("visitor", "Five or more"),
    ]
    assert found.visitor == Visitor(email="olav@fjord-paddlers.com")
    assert found.messages[0].sent_at == datetime(2026, 3, 10, 14, 30, tzinfo=UTC)


def test_a_conversation_tells_its_visitor_its_channel_and_its_page() -> None:
    found = golden("crisp")["session_b"]
    assert said(found) == [("visitor", "Is the sea kayak in stock?")]
    assert found.visitor == Visitor("Sigrid Dahl", "sigrid@dahl-boats.com", "+1 415 555 0188")
    assert found.channel == "WhatsApp"
    assert found.visit.page_url == "https://kayaks.example/sea"


def test_the_broken_message_beside_good_ones_is_told() -> None:
    assert golden("crisp").keys() == {"session_a", "session_b"}
    (found,) = refused("crisp")
    assert (found.line, found.path) == (10, "data.from")
    assert 'not "king"' in found.reason


@pytest.mark.parametrize(
    ("name", "role"), [("message:send", "visitor"), ("message:received", "agent")]
)
def test_the_event_tells_who_speaks_where_the_message_does_not(name: str, role: str) -> None:
    content = {"type": "text", "content": "Hi", "fingerprint": 1}
    found = parsed(event(name, **content))
    assert said(found) == [(role, "Hi")]
    assert found.messages[0].sent_at == datetime(2026, 3, 10, 14, 30, 0, 500_000, tzinfo=UTC)


@pytest.mark.parametrize(
    ("values", "role"),
    [
        ({"from": "user"}, "visitor"),
        ({"from": "operator"}, "agent"),
        ({"from": "operator", "automated": False}, "agent"),
        ({"from": "operator", "automated": True}, "assistant"),
        ({"from": "user", "automated": True}, "visitor"),
    ],
)
def test_the_sender_tells_who_speaks(values: dict[str, Any], role: str) -> None:
    assert said(parsed(message(**values))) == [(role, "Hi")]


@pytest.mark.parametrize(
    "unsaid",
    [
        message("Looks like a club", type="note", **{"from": "operator"}),
        message({"namespace": "state:resolved"}, type="event"),
        message({"name": "a.png", "url": "https://files.example/a.png"}, type="file"),
        message({"url": "https://files.example/a.mp3", "duration": 4}, type="audio"),
        message({"targets": []}, type="carousel"),
        message({"id": "e", "text": "Your e-mail"}, type="field"),
    ],
)
def test_what_nobody_says_is_left_out(unsaid: dict[str, Any]) -> None:
    assert parsed(unsaid).messages == []


@pytest.mark.parametrize(
    ("answer", "visitor"),
    [
        (field("email", "a@b-boats.com"), Visitor(email="a@b-boats.com")),
        (field("x", " a@b-boats.com "), Visitor(email="a@b-boats.com")),
        (field("phone", "020 7946 0123"), Visitor(phone="020 7946 0123")),
        (field("x", "020 7946 0123", "What is your mobile number?"),
         Visitor(phone="020 7946 0123")),
        (field("x", "+1 415 555 0110"), Visitor(phone="+1 415 555 0110")),
        (field("phone", "rather not"), Visitor()),
        (field("date", "2026-03-10", "When do you need it?"), Visitor()),
        (field("number", "12345678", "Your order number?"), Visitor()),
        (field("name", "Sigrid Dahl"), Visitor("Sigrid Dahl")),
        (field("full_name", "Sigrid Dahl"), Visitor("Sigrid Dahl")),
        (field("x", "Sigrid Dahl", "May I have your name?"), Visitor("Sigrid Dahl")),
        (field("x", "Orca 5", "Name of the kayak?"), Visitor()),
        (field("x", "Dahl Boats", "Company name"), Visitor(company="Dahl Boats")),
        (field("email", None), Visitor()),
        (picker("How shall we call you back?", "+1 415 555 0110"),
         Visitor(phone="+1 415 555 0110")),
        (picker("Which address?", "a@b-boats.com"), Visitor(email="a@b-boats.com")),
        (picker("Your name on the kayak?", "Yes, please"), Visitor()),
    ],
)  # fmt: skip
def test_what_a_visitor_fills_in_tells_of_the_visitor(
    answer: dict[str, Any], visitor: Visitor
) -> None:
    assert parsed(answer).visitor == visitor


def test_an_answer_is_the_visitors_although_an_operator_asked() -> None:
    asked = field("email", "a@b-boats.com", automated=True, **{"from": "operator"})
    assert said(parsed(asked)) == [("visitor", "a@b-boats.com")]


def test_an_updated_field_is_an_answer_with_nothing_else_in_it() -> None:
    content = {"id": "email", "text": "Your e-mail", "value": "a@b-boats.com"}
    found = parsed(event("message:updated", fingerprint=105, content=content))
    assert said(found) == [("visitor", "a@b-boats.com")]
    assert found.visitor == Visitor(email="a@b-boats.com")


@pytest.mark.parametrize(
    ("name", "data", "visitor"),
    [
        ("session:set_email", {"email": "a@b-boats.com"}, Visitor(email="a@b-boats.com")),
        ("session:set_phone", {"phone": "+1 415 555 0110"}, Visitor(phone="+1 415 555 0110")),
        ("session:set_nickname", {"nickname": "Sigrid Dahl"}, Visitor("Sigrid Dahl")),
        ("session:set_nickname", {"nickname": "visitor42"}, Visitor()),
    ],
)
def test_events_about_the_visitor_tell_of_the_visitor(
    tmp_path: Path, name: str, data: dict[str, Any], visitor: Visitor
) -> None:
    assert parsed(event(name, **data)).visitor == visitor
    (found,) = conversations(tmp_path, json_lines(event(**message()), event(name, **data)))
    assert (said(found), found.visitor) == ([("visitor", "Hi")], visitor)


def test_an_operators_name_is_not_the_visitors() -> None:
    rui = {"user_id": "o1", "nickname": "Rui"}
    assert parsed(
        event("message:received", **message(user=rui) | {"from": "operator"})
    ).visitor == (Visitor())
    ours = {"user_id": "session_x", "nickname": "Sigrid Dahl"}
    assert parsed(event(**message(user=ours))).visitor == Visitor("Sigrid Dahl")


def test_an_edited_message_takes_the_place_of_the_first(tmp_path: Path) -> None:
    first = values("crisp")[0]
    edited = copy.deepcopy(first)
    edited["event"] = "message:updated"
    edited["data"] |= {"content": "Hi, do you ship kayaks to Iceland?", "edited": True}
    (found,) = conversations(tmp_path, json_lines(first, edited))
    assert said(found) == [("visitor", "Hi, do you ship kayaks to Iceland?")]


def test_mail_comes_without_its_history_and_a_chat_as_it_is() -> None:
    text = "Two, please.\n\nOn Mon, 9 Mar 2026 Rui wrote:\n> How many?"
    assert said(parsed(message(text, origin="email"))) == [("visitor", "Two, please.")]
    assert said(parsed(message(text))) == [("visitor", text)]


@pytest.mark.parametrize(
    ("origin", "channel"),
    [("chat", "Website widget"), ("email", "E-mail"), ("urn:crisp.im:whatsapp:0", "WhatsApp"),
     ("urn:crisp.im:instagram:0", "Instagram"), (None, "Website widget"), (7, "Website widget")],
)  # fmt: skip
def test_the_origin_is_the_channel(origin: object, channel: str) -> None:
    assert parsed(message(origin=origin)).channel == channel


@pytest.mark.parametrize("wrapped", [True, False])
def test_an_answer_of_the_api_is_read(tmp_path: Path, wrapped: bool) -> None:
    said_so = [message(f"m{n}", fingerprint=n, timestamp=1773153000000 + n) for n in range(3)]
    answer = {"error": False, "reason": "listed", "data": said_so} if wrapped else said_so
    (found,) = conversations(tmp_path, json_lines(answer))
    assert [text for _, text in said(found)] == ["m0", "m1", "m2"]


@pytest.mark.parametrize("name", ["session:set_state", "message:removed", "message:compose:send"])
def test_other_events_tell_nothing(name: str) -> None:
    assert crisp.parse(event(name), source="x") is None


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        (message(session_id=None), "session_id"),
        (message(5), "content"),
        (message({"a": 1}), "content"),
        (message(timestamp="soon"), "timestamp"),
        (message(**{"from": "king"}), "from"),
        (message(fingerprint=1.5), "fingerprint"),
    ],
)
def test_what_is_wrong_is_named_as_crisp_names_it(wrong: dict[str, Any], path: str) -> None:
    held = {**SESSION, "meta": {}, "messages": [message(fingerprint=9), wrong]}
    for value, called in (
        (wrong, path),
        (event(**wrong), f"data.{path}"),
        (held, f"messages[1].{path}"),
    ):
        if value is held and path == "session_id":
            continue  # there the conversation's own counts
        with pytest.raises(Invalid) as found:
            crisp.parse(value, source="x")
        assert [each.path for each in found.value.problems] == [called]
