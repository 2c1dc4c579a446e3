"""Chatwoot's webhook events, conversations and messages as its API and exports spell them.

Field names: chatwoot's swagger/definitions/resource/message.yml and conversation partials.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO

from lib.domain import Conversation, Refused
from lib.importers.events import (
    NOBODY,
    Entry,
    Rename,
    checked,
    first_text,
    mapping,
    members,
    objects,
    pieces,
    real_name,
    word,
)
from lib.importers.fields import identifier, invalid, quoted
from lib.importers.gathered import gathered
from lib.importers.markup import without_quoted_mail
from lib.importers.options import Options
from lib.importers.sampled import json_keys

# Strings in events, numbers in the messages of a conversation and in the API.
INCOMING, OUTGOING = ("incoming", 0), ("outgoing", 1)
UNSAID = ("activity", 2, "template", 3)
KEYS = {"message_type", "inbox_id"}
ENVELOPES = ({"event", "account"}, {"event", "conversation"}, {"payload", "meta"})
NAMES = {"text": "content", "sent_at": "created_at", "role": "message_type",
         "started_at": "created_at"}  # fmt: skip
BOTS = frozenset({"agent_bot", "AgentBot", "captain_assistant", "Captain::Assistant"})
COMPANIES = (("additional_attributes", "company_name"), ("custom_attributes", "company"))

MAIL = "Channel::Email"
CHANNELS = {
    "Channel::WebWidget": "Website widget",
    "Channel::Whatsapp": "WhatsApp",
    MAIL: "E-mail",
    "Channel::Api": "API",
    "Channel::Sms": "SMS",
    "Channel::TwilioSms": "SMS",
    "Channel::FacebookPage": "Facebook",
}


def recognises(file: BinaryIO) -> bool:
    """Whether a name is there that only Chatwoot uses."""
    keys = json_keys(file)
    known = keys & KEYS or any(keys >= each for each in ENVELOPES)
    return bool(known) and not {"messages", "role"} <= keys


def read(file: BinaryIO, options: Options) -> Iterator[Conversation | Refused]:
    """Conversations with all their messages, wherever in the file their events lie."""
    return gathered(pieces(file, options.source or "chatwoot", _parse, _entries))


def is_event(value: object) -> bool:
    """Whether a JSON value is something that Chatwoot sends."""
    if not isinstance(value, Mapping):
        return False
    return (
        (isinstance(value.get("event"), str) and ("account" in value or "conversation" in value))
        or "message_type" in value
        or (isinstance(value.get("meta"), Mapping) and "inbox_id" in value)
        or [path for path, _ in _entries(value)] != [""]
    )


def parse(value: Mapping[str, Any], *, source: str) -> Conversation | None:
    """What one event or conversation tells; None for one of no conversation. Raises Invalid."""
    if str(value.get("event", "")).startswith(("contact_", "webwidget_", "inbox_", "account_")):
        return None
    if "message_type" in value:
        return _of_message(value, source)
    return _of_conversation(value, source)


def _parse(value: Mapping[str, Any], source: str) -> Conversation | None:
    return parse(value, source=source)


def _entries(value: object) -> Sequence[Entry]:
    """The value itself, or the members of an answer of the API."""
    return members(value, "payload", "data.payload")


def _of_message(event: Mapping[str, Any], source: str) -> Conversation:
    """A message event, or a message of the API, with what it says of its conversation."""
    chat = mapping(event, "conversation")
    account = mapping(event, "account").get("id", event.get("account_id"))
    number = chat.get("id", event.get("conversation_id"))
    ours = _ours(chat, account, number, [event], "conversation.id")
    return checked(ours, source, _renamed({"messages[0].": "", "": "conversation."}))


def _of_conversation(chat: Mapping[str, Any], source: str) -> Conversation:
    """A conversation event, or a conversation of the API, with the messages in it."""
    account = mapping(chat, "account").get("id", chat.get("account_id"))
    said = chat.get("messages")
    messages = objects(said)
    ours = _ours(chat, account, chat.get("id"), messages, "id")
    return checked(ours, source, _renamed({"": ""}))


def _ours(
    chat: Mapping[str, Any], account: object, number: object, messages: list[Any], id_path: str
) -> dict[str, Any]:
    """The conversation under our names. Its number is unique in its account only."""
    try:
        session_id = identifier(number)
    except ValueError as error:
        raise invalid(id_path, "The conversation has no usable id.") from error
    channel = chat.get("channel") or mapping(chat, "meta").get("channel")
    return {
        "conversation_id": session_id if account is None else f"{account}-{session_id}",
        "channel": CHANNELS.get(str(channel), str(channel or "").removeprefix("Channel::")) or None,
        "started_at": chat.get("created_at"),
        "visitor": _visitor(chat, messages),
        "visit": {"page_url": mapping(chat, "additional_attributes").get("referer")},
        "messages": [_message(each, mail=channel == MAIL) for each in messages],
    }


def _message(said: Mapping[str, Any], *, mail: bool) -> Mapping[str, Any]:
    speaker, text = _speaker(said), said.get("content")
    deleted = mapping(said, "content_attributes").get("deleted") is True
    if said.get("private") is True or deleted or speaker is None or text is None:
        return NOBODY
    return {
        "id": said.get("id"),
        "role": speaker,
        "text": without_quoted_mail(text) if mail and isinstance(text, str) else text,
        "sent_at": said.get("created_at"),
    }


def _speaker(said: Mapping[str, Any]) -> object:
    """The role; None for what nobody says; what is neither, as it is."""
    kind = said.get("message_type")
    if kind in UNSAID:
        return None
    if kind in OUTGOING:
        kinds = (mapping(said, "sender").get("type"), said.get("sender_type"))
        return "assistant" if any(word(each) in BOTS for each in kinds) else "agent"
    return "visitor" if kind in INCOMING else quoted(kind)


def _visitor(chat: Mapping[str, Any], messages: list[Any]) -> dict[str, Any]:
    """What is known of the contact, who may be told by the conversation or by its messages."""
    contacts = [mapping(chat, "meta", "sender")]
    contacts += [each for each in (mapping(said, "sender") for said in messages)
                 if each.get("type") == "contact"]  # fmt: skip
    nested = chat.get("messages")
    asked = [*messages, *objects(nested)]
    submitted = [mapping(said, "content_attributes").get("submitted_email") for said in asked]
    names = [each.get("name") for each in contacts]
    companies = [mapping(each, kind).get(name) for each in contacts for kind, name in COMPANIES]
    return {
        "name": real_name(names),
        "email": first_text([each.get("email") for each in contacts] + submitted),
        "phone": first_text(each.get("phone_number") for each in contacts),
        "company": first_text(companies),
    }


def _renamed(places: Mapping[str, str]) -> Rename:
    """How a path of ours is called by Chatwoot, where ours lie in other places there."""

    def rename(path: str) -> str:
        ours = next(each for each in places if path.startswith(each))
        above, dot, name = path.removeprefix(ours).rpartition(".")
        return places[ours] + above + dot + NAMES.get(name, name)

    return rename
