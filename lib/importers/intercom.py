"""Intercom's conversations (API 2.15) and webhook notifications.

Field names: developers.intercom.com, the Conversation model and webhook notification object.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO

from lib.domain import Conversation, Refused
from lib.importers.events import (
    NOBODY,
    Entry,
    checked,
    first_text,
    inside,
    mapping,
    members,
    objects,
    pieces,
    real_name,
    renamed,
    session,
    word,
)
from lib.importers.fields import Invalid, invalid
from lib.importers.gathered import gathered
from lib.importers.markup import text_of_html, without_quoted_mail
from lib.importers.options import Options
from lib.importers.sampled import json_keys

KEYS = frozenset(("delivered_as", "admin_assignee_id", "waiting_since", "snoozed_until"))
VISITORS = frozenset(("user", "lead", "contact"))
AGENTS = frozenset(("admin", "team"))
PRIVATE = re.compile(r"(?:^|_)note")  # part types of what only the team reads
SPOKEN = frozenset(("comment", "open", "close", "assignment", "quick_reply"))  # with a body
CHANNELS = {
    "conversation": "Website widget",
    "email": "E-mail",
    "facebook": "Facebook",
    "instagram": "Instagram",
    "phone_call": "Phone",
    "phone_switch": "Phone",
    "push": "Push message",
    "sms": "SMS",
    "twitter": "Twitter",
    "whatsapp": "WhatsApp",
}
WITHOUT_PARTS = (
    "The conversation comes without its parts, as in a list or a search; fetch it by itself, "
    "with GET /conversations/{id}."
)
IN_NOTIFICATION = "data.item"
NAMES = {"text": "body", "sent_at": "created_at", "role": "author.type"}
OTHERS = {
    "conversation_id": "id",
    "started_at": "created_at",
    "messages": "conversation_parts.conversation_parts",
}


def recognises(file: BinaryIO) -> bool:
    """Whether there are conversation parts, the envelope of a notification, or a list's rows."""
    keys = json_keys(file)
    return (
        "conversation_parts" in keys
        or {"topic", "app_id"} <= keys
        or ("source" in keys and len(keys & KEYS) > 1)
    )


def read(file: BinaryIO, options: Options) -> Iterator[Conversation | Refused]:
    """Conversations with all their parts, wherever in the file their notifications lie."""
    source = options.source or "intercom"
    return gathered(pieces(file, source, _parse, _entries))


def parse(value: Mapping[str, Any], *, source: str) -> Conversation | None:
    """What a conversation or a notification tells; None for one of something else.

    Raises Invalid.
    """
    notified = value.get("type") == "notification_event"
    chat = mapping(value, *IN_NOTIFICATION.split(".")) if notified else value
    if chat.get("type", "conversation") != "conversation" or (notified and not chat):
        return None
    try:
        return _of_conversation(chat, source)
    except Invalid as error:
        raise inside(IN_NOTIFICATION if notified else "", error) from None


def _parse(value: Mapping[str, Any], source: str) -> Conversation | None:
    return parse(value, source=source)


def _entries(value: object) -> Sequence[Entry]:
    return members(value, "conversations", "data")


def _of_conversation(chat: Mapping[str, Any], source: str) -> Conversation:
    if "conversation_parts" not in chat:
        raise invalid("conversation_parts", WITHOUT_PARTS)
    return checked(_ours(chat), source, renamed(_place, NAMES, OTHERS))


def _ours(chat: Mapping[str, Any]) -> dict[str, Any]:
    """The conversation under our names: its source is the first message, its parts the others."""
    source = mapping(chat, "source")
    parts = objects(mapping(chat, "conversation_parts").get("conversation_parts"))
    mail = source.get("type") == "email"
    first = {"part_type": "comment", "created_at": chat.get("created_at"), **source}
    return {
        "conversation_id": session(chat, "id"),
        "channel": CHANNELS.get(word(source.get("type"))),
        "started_at": chat.get("created_at"),
        "visitor": _visitor(chat, [source, *parts]),
        "visit": {"page_url": source.get("url")},
        "messages": [_message(each, mail=mail) for each in (first, *parts)],
    }


def _message(part: Mapping[str, Any], *, mail: bool) -> Mapping[str, Any]:
    body, role = part.get("body"), _role(mapping(part, "author"))
    if body is None or body == "" or not _is_said(part, role):
        return NOBODY
    text = text_of_html(body) if isinstance(body, str) else body
    return {
        "id": part.get("id"),
        "role": role,
        "text": without_quoted_mail(text) if mail and isinstance(text, str) else text,
        "sent_at": part.get("created_at"),
    }


def _is_said(part: Mapping[str, Any], role: object) -> bool:
    """Whether the visitor could read it or wrote it; a visitor's words count in any part."""
    kind = word(part.get("part_type", "comment"))
    if part.get("redacted") is True or PRIVATE.search(kind):
        return False
    return role == "visitor" or kind in SPOKEN


def _role(author: Mapping[str, Any]) -> object:
    kind = author.get("type")
    if kind == "bot" or author.get("from_ai_agent") is True:
        return "assistant"
    return "visitor" if word(kind) in VISITORS else "agent" if word(kind) in AGENTS else kind


def _visitor(chat: Mapping[str, Any], said: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What is known of the contact: by the contacts, where they are told whole, or as an author."""
    contacts = objects(mapping(chat, "contacts").get("contacts"))
    authors = [mapping(each, "author") for each in said]
    people = contacts + [each for each in authors if word(each.get("type")) in VISITORS]
    companies = [each for person in contacts for each in _companies(person)]
    return {
        "name": real_name(person.get("name") for person in people),
        "email": first_text(person.get("email") for person in people),
        "phone": first_text(person.get("phone") for person in people),
        "company": first_text(company.get("name") for company in companies),
    }


def _companies(person: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    inside = mapping(person, "companies")
    return objects(inside.get("companies", inside.get("data")))


def _place(number: int) -> str:
    """Where a message lies: the first one is the source."""
    return f"conversation_parts.conversation_parts[{number - 1}]" if number else "source"
