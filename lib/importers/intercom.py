"""Intercom's conversations (API 2.15) and webhook notifications.

Field names: developers.intercom.com, the Conversation model and webhook notification object.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO

from lib.domain import Conversation, Refused
from lib.importers.events import (
    NOBODY,
    checked,
    first_text,
    mapping,
    objects,
    pieces,
    session,
    word,
)
from lib.importers.fields import invalid
from lib.importers.gathered import gathered
from lib.importers.markup import text_of_html, without_quoted_mail
from lib.importers.options import Options
from lib.importers.sampled import json_keys

VISITORS = frozenset(("user", "lead", "contact"))
AGENTS = frozenset(("admin", "team"))
PRIVATE = re.compile(r"(?:^|_)note")  # part types of what only the team reads
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
_PART = re.compile(r"^messages\[(\d+)\](.*)$")
_NAMES = {".text": ".body", ".sent_at": ".created_at", ".role": ".author.type"}


def recognises(file: BinaryIO) -> bool:
    """Whether there are conversation parts, or the envelope of a notification."""
    keys = json_keys(file)
    return "conversation_parts" in keys or {"topic", "app_id"} <= keys


def read(file: BinaryIO, options: Options) -> Iterator[Conversation | Refused]:
    """Conversations with all their parts, wherever in the file their notifications lie."""
    source = options.source or "intercom"
    return gathered(pieces(file, source, _parse, _entries))


def parse(value: Mapping[str, Any], *, source: str) -> Conversation | None:
    """What a conversation or a notification tells; None for one of something else.

    Raises Invalid.
    """
    notified = value.get("type") == "notification_event"
    chat = mapping(value, "data", "item") if notified else value
    if chat.get("type", "conversation") != "conversation" or (notified and not chat):
        return None
    if "conversation_parts" not in chat:
        raise invalid("conversation_parts", WITHOUT_PARTS)
    return checked(_ours(chat), source, _renamed)


def _parse(value: Mapping[str, Any], source: str) -> Conversation | None:
    return parse(value, source=source)


def _entries(value: object) -> Sequence[object]:
    match value:
        case {"conversations": list(members)} | {"data": list(members)}:
            return members
        case _:
            return [value]


def _ours(chat: Mapping[str, Any]) -> dict[str, Any]:
    """The conversation under our names: its source is the first message, its parts the others."""
    source = mapping(chat, "source")
    parts = objects(mapping(chat, "conversation_parts").get("conversation_parts"))
    mail = source.get("type") == "email"
    first = {"created_at": chat.get("created_at"), **source}
    return {
        "conversation_id": session(chat, "id"),
        "channel": CHANNELS.get(str(source.get("type"))),
        "started_at": chat.get("created_at"),
        "visitor": _visitor(chat, [source, *parts]),
        "visit": {"page_url": source.get("url")},
        "messages": [_message(first, mail), *(_message(part, mail) for part in parts)],
    }


def _message(part: Mapping[str, Any], mail: bool) -> Mapping[str, Any]:
    body = part.get("body")
    hidden = part.get("redacted") is True or PRIVATE.search(str(part.get("part_type", "")))
    if hidden or not isinstance(body, str) or not body.strip():
        return NOBODY
    text = text_of_html(body)
    return {
        "id": part.get("id"),
        "role": _role(mapping(part, "author")),
        "text": without_quoted_mail(text) if mail else text,
        "sent_at": part.get("created_at"),
    }


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
        "name": first_text(person.get("name") for person in people),
        "email": first_text(person.get("email") for person in people),
        "phone": first_text(person.get("phone") for person in people),
        "company": first_text(company.get("name") for company in companies),
    }


def _companies(person: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    inside = mapping(person, "companies")
    return objects(inside.get("companies", inside.get("data")))


def _renamed(path: str) -> str:
    if not (found := _PART.match(path)):
        return {"conversation_id": "id", "started_at": "created_at"}.get(path, path)
    number, rest = int(found[1]), found[2]
    place = f"conversation_parts.conversation_parts[{number - 1}]" if number else "source"
    return place + _NAMES.get(rest, rest)
