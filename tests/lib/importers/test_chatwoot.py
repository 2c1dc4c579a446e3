from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from lib.domain import Conversation, Visit, Visitor
from lib.importers import chatwoot
from tests.lib.importers.exports import golden, refused
from tests.lib.importers.files import conversations, json_lines, refusals, said


def event(**values: Any) -> dict[str, Any]:
    """A message_created event as a webhook gets it. Say only what matters."""
    return {
        "event": "message_created",
        "id": 118,
        "content": "hi",
        "created_at": "2026-03-10T14:30:00.000Z",
        "message_type": "incoming",
        "content_type": "text",
        "private": False,
        "content_attributes": {},
        "sender": {"id": 14, "name": "little-haze-776", "type": "contact"},
        "inbox": {"id": 1, "name": "Acme Support"},
        "account": {"id": 1, "name": "Acme Inc"},
        "conversation": conversation(),
        **values,
    }


def conversation(**values: Any) -> dict[str, Any]:
    return {"id": 10, "inbox_id": 1, "channel": "Channel::WebWidget", "status": "open",
            "messages": [], "meta": {"sender": {}}, **values}  # fmt: skip


def parsed(value: dict[str, Any]) -> Conversation:
    found = chatwoot.parse(value, source="chatwoot")
    assert found
    return found


def test_events_become_conversations_with_what_was_said() -> None:
    assert golden("chatwoot").keys() == {"1-10", "1-11"}
    assert said(golden("chatwoot")["1-10"]) == [
        ("visitor", "Do you weave runners to measure?"),
        ("assistant", "Thanks, somebody will be with you soon."),
        ("agent", "Yes we do. How wide should it be?"),
        ("visitor", "90 cm, and 42 metres of it."),
    ]


def test_the_visitor_is_known_from_wherever_it_is_told_and_is_never_the_agent() -> None:
    found = golden("chatwoot")["1-10"]
    assert found.visitor == Visitor(
        "Inês Moura", "ines@harbour-hotel.com", "+14155550162", "Harbour Hotel"
    )
    assert found.visit == Visit(
        page_url="https://carpets.example/runners?utm_source=fair&utm_campaign=autumn",
        utm_source="fair",
        utm_campaign="autumn",
    )


def test_mail_comes_without_its_history() -> None:
    found = golden("chatwoot")["1-11"]
    assert said(found) == [("visitor", "Could you quote 60 m of the grey runner?")]
    assert found.channel == "E-mail"
    assert found.visitor == Visitor(
        "Tomas Brandt", "tomas@brandt-interiors.com", None, "Brandt Interiors"
    )


def test_the_broken_event_beside_good_ones_is_told() -> None:
    (found,) = refused("chatwoot")
    assert (found.line, found.path) == (13, "conversation.id")


def test_an_event_becomes_a_message_of_its_conversation() -> None:
    found = parsed(event())
    assert (found.source, found.session_id, found.channel) == ("chatwoot", "1-10", "Website widget")
    assert said(found) == [("visitor", "hi")]
    assert found.messages[0].id == "118"
    assert found.messages[0].sent_at == datetime(2026, 3, 10, 14, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("values", "role"),
    [
        ({"message_type": "incoming"}, "visitor"),
        ({"message_type": 0}, "visitor"),
        ({"message_type": "outgoing"}, "agent"),
        ({"message_type": 1}, "agent"),
        ({"message_type": "outgoing", "sender": {"type": "user"}}, "agent"),
        ({"message_type": "outgoing", "sender": {"type": "agent_bot"}}, "assistant"),
        ({"message_type": 1, "sender_type": "AgentBot"}, "assistant"),
    ],
)
def test_the_type_tells_who_speaks(values: dict[str, Any], role: str) -> None:
    assert said(parsed(event(**values))) == [(role, "hi")]


@pytest.mark.parametrize(
    "values",
    [
        {"private": True},
        {"message_type": "activity"},
        {"message_type": 2},
        {"message_type": "template"},
        {"message_type": 3},
        {"content": None, "attachments": [{}]},
        {"content": "This message was deleted", "content_attributes": {"deleted": True}},
    ],
)
def test_private_notes_and_what_nobody_said_are_left_out(values: dict[str, Any]) -> None:
    assert parsed(event(**values)).messages == []


def test_the_contact_of_the_conversation_is_the_visitor() -> None:
    sender = {
        "name": "Jane Roe",
        "email": "jane@acme.example",
        "phone_number": "+12025550143",
        "additional_attributes": {"company_name": "Acme"},
    }
    found = parsed(event(conversation=conversation(meta={"sender": sender})))
    assert found.visitor == Visitor("Jane Roe", "jane@acme.example", "+12025550143", "Acme")


def test_the_contact_is_known_from_the_sender_where_the_conversation_has_none() -> None:
    sender = {"type": "contact", "name": "Jane", "email": "jane@acme.example"}
    assert parsed(event(sender=sender)).visitor == Visitor("Jane", "jane@acme.example")


def test_an_agent_is_not_the_visitor() -> None:
    sender = {"type": "user", "name": "Ben", "email": "ben@shop.example"}
    assert parsed(event(message_type="outgoing", sender=sender)).visitor == Visitor()


def test_a_company_among_the_contacts_own_fields_is_the_company() -> None:
    meta = {"sender": {"custom_attributes": {"company": "Acme"}}}
    assert parsed(event(conversation=conversation(meta=meta))).visitor == Visitor(company="Acme")


def test_in_a_chat_what_looks_like_quoted_mail_stays() -> None:
    text = "On Monday Ben wrote:\n> 5 rooms"
    assert said(parsed(event(content=text))) == [("visitor", text)]


def test_a_made_up_name_is_no_name() -> None:
    meta = {"sender": {"name": "little-haze-776"}}
    assert parsed(event(conversation=conversation(meta=meta))).visitor == Visitor()


def test_the_address_typed_into_chatwoot_s_form_is_the_visitor_s() -> None:
    form = {
        "id": 120,
        "message_type": 3,
        "content_attributes": {"submitted_email": "j@acme.example"},
    }
    found = parsed(event(conversation=conversation(messages=[form])))
    assert found.visitor == Visitor(email="j@acme.example")


@pytest.mark.parametrize(
    ("channel", "shown"),
    [
        ("Channel::WebWidget", "Website widget"),
        ("Channel::Whatsapp", "WhatsApp"),
        ("Channel::Email", "E-mail"),
        ("Channel::Telegram", "Telegram"),
        (None, "Website widget"),
    ],
)
def test_the_channel_is_shown_in_our_spelling(channel: str | None, shown: str) -> None:
    assert parsed(event(conversation=conversation(channel=channel))).channel == shown


def test_a_conversation_event_brings_the_messages_in_it() -> None:
    messages = [
        {"id": 1, "content": "hi", "message_type": 0, "created_at": 1773153000},
        {"id": 2, "content": "yes?", "message_type": 1, "created_at": 1773153060},
    ]
    value = {
        "event": "conversation_updated",
        "account": {"id": 1},
        **conversation(messages=messages),
    }
    found = parsed(value)
    assert found.session_id == "1-10"
    assert said(found) == [("visitor", "hi"), ("agent", "yes?")]


@pytest.mark.parametrize("name", ["contact_created", "contact_updated", "webwidget_triggered"])
def test_an_event_of_no_conversation_brings_nothing(name: str) -> None:
    assert chatwoot.parse({"event": name, "id": 3}, source="chatwoot") is None


def test_an_event_is_told_from_our_own_format() -> None:
    assert chatwoot.is_event(event())
    assert chatwoot.is_event({"event": "contact_created", "account": {}})
    ours = {"conversation_id": "1", "messages": [], "event": "x"}
    assert not any(map(chatwoot.is_event, (ours, {}, [], None, "event", 3)))


def test_the_events_of_a_file_are_joined_to_conversations(tmp_path: Path) -> None:
    events = [
        event(id=3, content="later", created_at="2026-03-10T14:32:00Z"),
        event(id=9, conversation=conversation(id=11)),
        event(id=1, content="first"),
        event(id=3, content="edited", created_at="2026-03-10T14:32:00Z", event="message_updated"),
        {"event": "contact_updated", "id": 14},
    ]
    found = conversations(tmp_path, json_lines(*events))
    assert [each.session_id for each in found] == ["1-10", "1-11"]
    assert [message.text for message in found[0].messages] == ["first", "edited"]


def test_an_answer_of_the_api_is_read(tmp_path: Path) -> None:
    messages = [
        {"id": n, "content": f"m{n}", "message_type": 0, "conversation_id": 10, "account_id": 1,
         "created_at": 1773153000 + n}
        for n in range(3)
    ]  # fmt: skip
    (found,) = conversations(tmp_path, json_lines({"meta": {}, "payload": messages}))
    assert [message.text for message in found.messages] == ["m0", "m1", "m2"]


def test_an_answer_of_the_api_with_a_broken_member_is_read_but_for_that(tmp_path: Path) -> None:
    good = {"id": 10, "inbox_id": 1, "account_id": 1, "messages": [], "meta": {}}
    answer = {"data": {"meta": {"all_count": 2}, "payload": [good | {"id": None}, good]}}
    (found,) = refusals(tmp_path, json_lines(answer))
    assert (found.line, found.path) == (1, "data.payload[0].id")
    assert '"id": 10' not in found.raw


def test_what_is_wrong_is_named_as_chatwoot_names_it(tmp_path: Path) -> None:
    bad_message = {"id": 1, "content": "x", "message_type": 0, "created_at": "soon"}
    wrong = [
        event(conversation={}),
        event(conversation=None),
        event(content=5),
        event(created_at="soon"),
        event(message_type="shout"),
        {"event": "conversation_created", **conversation(messages=[bad_message])},
    ]
    found = refusals(tmp_path, json_lines(*wrong))
    assert [(each.line, each.path) for each in found] == [
        (1, "conversation.id"),
        (2, "conversation.id"),
        (3, "content"),
        (4, "created_at"),
        (5, "message_type"),
        (6, "messages[0].created_at"),
    ]
