"""Intercom's conversations and notifications, with the traps of its format."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from lib import importers
from lib.domain import Conversation, Visit, Visitor
from lib.importers import intercom
from lib.importers.fields import Invalid
from tests.lib.importers.exports import golden, refused
from tests.lib.importers.files import conversations, file_of, json_lines, refusals, said

ADMIN = {"type": "admin", "id": "a1", "name": "Rui", "email": "rui@stages.example"}
LEAD = {"type": "lead", "id": "l1"}


def part(body: str | None, *, author: Any = None, id: str = "1", **values: Any) -> dict[str, Any]:
    """A comment of a lead, a minute after the first message. Say only what matters."""
    return {"type": "conversation_part", "id": id, "part_type": "comment", "body": body,
            "created_at": 1773153060, "author": author or LEAD, "redacted": False,
            **values}  # fmt: skip


def chat(*parts: Any, source: Any = None, **values: Any) -> dict[str, Any]:
    first = {"type": "conversation", "id": "s1", "body": "<p>Hi</p>", "author": LEAD, "url": None}
    return {
        "type": "conversation",
        "id": "7",
        "created_at": 1773153000,
        "source": first | (source or {}),
        "conversation_parts": {"conversation_parts": list(parts), "total_count": len(parts)},
        **values,
    }


def notification(item: Any, topic: str = "conversation.user.replied") -> dict[str, Any]:
    return {"type": "notification_event", "app_id": "x", "topic": topic, "id": "notif_9",
            "created_at": 1773153000, "data": {"type": "notification_event_data",
            "item": item}}  # fmt: skip


def parsed(value: dict[str, Any]) -> Conversation:
    found = intercom.parse(value, source="intercom")
    assert found
    return found


def test_the_source_is_the_first_message_and_events_and_notes_are_none() -> None:
    assert said(golden("intercom")["503"]) == [
        ("visitor", "Hello! Do you rent out sound systems for 200 guests?"),
        ("assistant", "Welcome & good afternoon!\nI am the assistant."),
        ("agent", "Yes, from 400 a day."),
        ("assistant", "Shall I hold one for you?"),
        ("visitor", "Yes please, for 6 June."),
    ]


def test_the_visitor_is_never_the_admin() -> None:
    found = golden("intercom")["503"]
    assert found.visitor == Visitor("Noor Haddad", "noor@tallpines-events.com")
    assert found.channel == "Website widget"
    assert found.visit == Visit(
        page_url="https://stages.example/rent?utm_source=spring&utm_medium=mail",
        utm_source="spring",
        utm_medium="mail",
    )


def test_of_a_conversation_that_an_admin_began_only_who_answers_is_the_visitor() -> None:
    answer = part("Yes", author=LEAD | {"name": "Ola Berg", "email": "ola@berg-farm.com"})
    found = parsed(chat(answer, source={"author": ADMIN, "body": "<p>May I help?</p>"}))
    assert said(found) == [("agent", "May I help?"), ("visitor", "Yes")]
    assert found.visitor == Visitor("Ola Berg", "ola@berg-farm.com")


def test_notifications_add_up_and_mail_comes_without_its_history() -> None:
    found = golden("intercom")["504"]
    assert said(found) == [
        ("visitor", "Please send me your price list."),
        ("visitor", "The one for 2026, if there is one"),
    ]
    assert found.channel == "E-mail"
    assert found.visitor == Visitor(
        "Ben Ode", "ben@initech-tools.com", "+1 415 555 0134", "Initech Tools"
    )


def test_in_a_chat_what_looks_like_quoted_mail_stays() -> None:
    body = "<p>On Monday Ben wrote:</p><p>&gt; 5 people fit in</p>"
    assert said(parsed(chat(source={"body": body}))) == [
        ("visitor", "On Monday Ben wrote:\n\n> 5 people fit in")
    ]


@pytest.mark.parametrize(
    ("author", "role"),
    [
        ({"type": "user"}, "visitor"),
        ({"type": "lead"}, "visitor"),
        ({"type": "contact"}, "visitor"),
        ({"type": "admin"}, "agent"),
        ({"type": "team"}, "agent"),
        ({"type": "bot"}, "assistant"),
        ({"type": "admin", "from_ai_agent": True}, "assistant"),
        ({"type": "admin", "from_ai_agent": False, "is_ai_answer": False}, "agent"),
    ],
)
def test_the_author_tells_who_speaks(author: dict[str, Any], role: str) -> None:
    assert said(parsed(chat(part("Hm", author=author))))[1] == (role, "Hm")


@pytest.mark.parametrize(
    "unsaid",
    [
        part("Sounds serious", author=ADMIN, part_type="note"),
        part("Sounds serious", author=LEAD, part_type="note"),
        part("Snoozed until Monday", author=ADMIN, part_type="snoozed"),
        part("Attribute changed", author=ADMIN, part_type="conversation_attribute_updated"),
        part("My card is 1234", redacted=True),
        part(None, author=ADMIN, part_type="assignment"),
        part(""),
        part("   "),
        part("<p></p>"),
    ],
)
def test_notes_events_and_what_was_taken_out_are_not_said(unsaid: dict[str, Any]) -> None:
    texts = [text for _, text in said(parsed(chat(unsaid))) if text.strip()]
    assert texts == ["Hi"]


@pytest.mark.parametrize("kind", ["open", "close", "assignment"])
def test_what_is_said_while_something_is_done_is_said(kind: str) -> None:
    assert said(parsed(chat(part("Bye!", author=ADMIN, part_type=kind))))[1] == ("agent", "Bye!")


def test_a_visitors_words_count_in_a_part_of_an_unknown_type() -> None:
    assert said(parsed(chat(part("I pay today", part_type="new_kind"))))[1:] == [
        ("visitor", "I pay today")
    ]


def test_a_redacted_first_message_is_left_out() -> None:
    assert said(parsed(chat(part("Second"), source={"redacted": True}))) == [("visitor", "Second")]


def test_plain_text_of_notifications_stays_as_it_is() -> None:
    body = "5 < 6 and\nA & B"
    assert said(parsed(notification(chat(source={"body": body})))) == [("visitor", body)]


def test_times_are_seconds_since_1970() -> None:
    found = parsed(chat(part("later")))
    assert [each.sent_at for each in found.messages] == [
        datetime(2026, 3, 10, 14, 30, tzinfo=UTC),
        datetime(2026, 3, 10, 14, 31, tzinfo=UTC),
    ]


@pytest.mark.parametrize(
    ("type", "channel"),
    [("whatsapp", "WhatsApp"), ("email", "E-mail"), ("phone_call", "Phone"), ("sms", "SMS"),
     ("conversation", "Website widget"), ("a new one", "Website widget"),
     (["x"], "Website widget")],
)  # fmt: skip
def test_the_type_of_the_source_is_the_channel(type: object, channel: str) -> None:
    assert parsed(chat(source={"type": type})).channel == channel


def test_five_hundred_parts_are_read_and_a_notification_adds_the_next(tmp_path: Path) -> None:
    parts = [part(f"m{n}", id=str(n), created_at=1773153060 + n) for n in range(500)]
    after = part("m500", id="500", created_at=1773159999)
    (found,) = conversations(tmp_path, json_lines(chat(*parts), notification(chat(after))))
    assert [text for _, text in said(found)] == ["Hi", *(f"m{n}" for n in range(501))]


@pytest.mark.parametrize("wrapper", ["conversations", "data"])
def test_a_list_without_parts_says_to_fetch_each(tmp_path: Path, wrapper: str) -> None:
    row = {k: v for k, v in chat().items() if k != "conversation_parts"}
    row |= {"admin_assignee_id": None, "waiting_since": None}
    answer = {"type": "conversation.list", "pages": {}, wrapper: [row, row | {"id": "8"}]}
    file = file_of(tmp_path, json_lines(answer))
    assert importers.recognised(file) == "intercom"
    found = refusals(tmp_path, json_lines(answer))
    assert [(each.line, each.path) for each in found] == [
        (1, f"{wrapper}[0].conversation_parts"),
        (1, f"{wrapper}[1].conversation_parts"),
    ]
    assert all("fetch it by itself" in each.reason for each in found)
    assert '"id": "8"' in found[1].raw
    assert '"id": "7"' not in found[1].raw


def test_a_list_with_parts_is_read(tmp_path: Path) -> None:
    answer = {"type": "conversation.list", "conversations": [chat(), chat(id="8")]}
    assert [each.session_id for each in conversations(tmp_path, json_lines(answer))] == ["7", "8"]


def test_the_broken_conversation_beside_good_ones_is_told() -> None:
    assert golden("intercom").keys() == {"503", "504"}
    (found,) = refused("intercom")
    assert (found.line, found.path) == (5, "conversation_parts")
    assert "fetch it by itself" in found.reason


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        (chat(id=None), "id"),
        (chat(created_at="soon"), "created_at"),
        (chat(source={"body": 5}), "source.body"),
        (chat(source={"author": {"type": "ghost"}}), "source.author.type"),
        (chat(part("x"), part("y", id="2", created_at="soon")),
         "conversation_parts.conversation_parts[1].created_at"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_as_intercom_names_it(wrong: dict[str, Any], path: str) -> None:
    with pytest.raises(Invalid) as bare:
        intercom.parse(wrong, source="x")
    assert path in [each.path for each in bare.value.problems]
    with pytest.raises(Invalid) as wrapped:
        intercom.parse(notification(wrong), source="x")
    assert f"data.item.{path}" in [each.path for each in wrapped.value.problems]


@pytest.mark.parametrize(
    "item", [{}, {"type": "contact", "id": "c9"}, {"type": "ping", "message": "pong"}]
)
def test_a_notification_of_something_else_tells_nothing(item: dict[str, Any]) -> None:
    assert intercom.parse(notification(item, "contact.created"), source="x") is None
