"""tawk.to's events, with the traps of its format."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from lib.domain import Conversation, Visitor
from lib.importers import tawkto
from lib.importers.fields import Invalid
from tests.lib.importers.exports import golden, refused
from tests.lib.importers.files import conversations, json_lines, said

PROPERTY = {"id": "58ca", "name": "Old Light"}
WHEN = "2026-03-10T14:30:00.000Z"


def short(text: object, kind: object = "v", **values: Any) -> dict[str, Any]:
    """A message as a transcript spells it."""
    return {"sender": {"t": kind}, "type": "msg", "msg": text, "time": WHEN, **values}


def long(text: object, kind: object = "visitor", **values: Any) -> dict[str, Any]:
    """A message as the beginning of a chat spells it."""
    return {"sender": {"type": kind}, "type": "msg", "text": text, **values}


def transcript(*messages: Any, visitor: Any = None, **values: Any) -> dict[str, Any]:
    return {
        "event": "chat:transcript_created",
        "time": WHEN,
        "property": PROPERTY,
        "chat": {"id": "c1", "visitor": visitor or {}, "messages": list(messages)},
        **values,
    }


def start(message: object, **values: Any) -> dict[str, Any]:
    return {"event": "chat:start", "chatId": "c1", "time": WHEN, "message": message,
            "visitor": {}, "property": PROPERTY, **values}  # fmt: skip


def parsed(value: dict[str, Any]) -> Conversation:
    found = tawkto.parse(value, source="tawk.to")
    assert found
    return found


def test_a_chat_told_twice_is_one_and_a_line_said_twice_is_two() -> None:
    assert said(golden("tawkto")["70fe-1"]) == [
        ("visitor", "Do you repair vintage lamps?"),
        ("agent", "We do!"),
        ("visitor", "Great, I have three of them"),
        ("visitor", "Do you repair vintage lamps?"),
    ]
    assert golden("tawkto")["70fe-1"].visit.referrer == "https://search.example/"


def test_a_made_up_name_is_no_name_and_hides_no_real_one(tmp_path: Path) -> None:
    assert golden("tawkto")["70fe-1"].visitor == Visitor(email="ida@northern-cafe.com")
    named = transcript(short("Hi"), visitor={"name": "Ida Holm"})
    later = transcript(short("Hi"), visitor={"name": "V1561719148780935"})
    (found,) = conversations(tmp_path, json_lines(named, later))
    assert found.visitor == Visitor("Ida Holm")


def test_an_agents_name_is_not_the_visitors() -> None:
    hello = {**short("Hello"), "sender": {"t": "a", "n": "Rui"}}
    assert parsed(transcript(hello)).visitor == Visitor()


def test_a_ticket_is_a_message_of_who_asks() -> None:
    found = golden("tawkto")["t-9"]
    assert said(found) == [("visitor", "Ten lamps for a hotel\nWhat would ten of them cost?")]
    assert found.visitor == Visitor("Pekka Niemi", "pekka@niemi-interiors.com")
    assert found.channel == "Ticket"
    assert found.messages[0].sent_at == datetime(2026, 3, 10, 18, tzinfo=UTC)


def test_a_ticket_told_twice_is_one(tmp_path: Path) -> None:
    ticket = {"event": "ticket:create", "time": WHEN, "property": PROPERTY,
              "ticket": {"id": "t", "humanId": 1, "subject": "", "message": "Hi"}}  # fmt: skip
    (found,) = conversations(tmp_path, json_lines(ticket, ticket | {"time": None}))
    assert said(found) == [("visitor", "Hi")]


@pytest.mark.parametrize(
    ("kind", "role"),
    [("v", "visitor"), ("visitor", "visitor"), ("a", "agent"), ("agent", "agent")],
)
def test_the_sender_tells_who_speaks_in_either_spelling(kind: str, role: str) -> None:
    expected = [(role, "Hm")]
    assert said(parsed(transcript(short("Hm", kind)))) == expected
    assert said(parsed(transcript(long("Hm", kind)))) == expected
    assert said(parsed(start(long("Hm", kind)))) == expected
    assert said(parsed(start(short("Hm", kind)))) == expected


@pytest.mark.parametrize(
    "unsaid",
    [short("Rui joined", "s"), long("Rui joined", "system"), short("a.jpg", type="file"),
     long("", type="webrtc-call"), short(None)],
)  # fmt: skip
def test_what_nobody_says_is_left_out(unsaid: dict[str, Any]) -> None:
    assert said(parsed(transcript(short("Hi"), unsaid))) == [("visitor", "Hi")]
    assert said(parsed(start(unsaid))) == []


@pytest.mark.parametrize("first", ["start", "transcript"])
def test_the_beginning_and_the_transcript_come_in_any_order(tmp_path: Path, first: str) -> None:
    events = [start(long("Hi")), transcript(short("Hi"), short("Hello", "a"))]
    if first == "transcript":
        events.reverse()
    (found,) = conversations(tmp_path, json_lines(*events))
    assert said(found) == [("visitor", "Hi"), ("agent", "Hello")]


def test_the_end_of_a_chat_tells_nothing() -> None:
    event = {"event": "chat:end", "chatId": "c1", "time": WHEN, "property": PROPERTY}
    assert tawkto.parse(event, source="x") is None


def test_the_broken_chat_beside_good_ones_is_told() -> None:
    assert golden("tawkto").keys() == {"70fe-1", "t-9"}
    (found,) = refused("tawkto")
    assert (found.line, found.path) == (5, "chat.messages[0].sender.t")
    assert 'not "q"' in found.reason


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        (transcript(chat={"messages": []}), "chat.id"),
        (transcript(short("Hi"), short(5)), "chat.messages[1].msg"),
        (transcript(short("Hi", time="soon")), "chat.messages[0].time"),
        (transcript(long("Hi", "king")), "chat.messages[0].sender.type"),
        (start(long("Hi"), chatId=None), "chatId"),
        (start(long("Hi", "king")), "message.sender.type"),
        (start(long(5)), "message.text"),
        (start(short(5)), "message.msg"),
        (start(long("Hi"), time="soon"), "time"),
        ({"event": "ticket:create", "ticket": {"message": "Hi"}}, "ticket.id"),
        ({"event": "ticket:create", "time": "soon", "ticket": {"id": 1}}, "time"),
    ],
)
def test_what_is_wrong_is_named_as_tawkto_names_it(wrong: dict[str, Any], path: str) -> None:
    with pytest.raises(Invalid) as found:
        tawkto.parse(wrong, source="x")
    assert found.value.problems[0].path == path
