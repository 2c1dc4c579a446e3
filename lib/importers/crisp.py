"""Crisp's conversations, messages and webhook events.

Field names: crisp-im/node-crisp-api, lib/resources/WebsiteConversation.ts, and its web hooks.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, BinaryIO

from lib.domain import Conversation, Refused
from lib.importers.crisp_answers import ANSWERS, answer, answered, kind_of
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
from lib.importers.fields import Invalid
from lib.importers.gathered import gathered
from lib.importers.markup import without_quoted_mail
from lib.importers.options import Options
from lib.importers.sampled import json_keys

MESSAGES = frozenset(("message:send", "message:received", "message:updated"))
SPEAKERS = {"user": "visitor", "operator": "agent"}
FROM = {"message:send": "user", "message:received": "operator"}
TELLING = {"session:set_email": "email", "session:set_phone": "phone",
           "session:set_nickname": "nickname"}  # fmt: skip
CHANNELS = {
    "whatsapp": "WhatsApp",
    "email": "E-mail",
    "messenger": "Facebook",
    "instagram": "Instagram",
    "telegram": "Telegram",
    "sms": "SMS",
    "slack": "Slack",
}
NAMES = {"text": "content", "sent_at": "timestamp", "role": "from", "id": "fingerprint"}
OTHERS = {"conversation_id": "session_id", "started_at": "created_at"}


def recognises(file: BinaryIO) -> bool:
    """Whether sessions of a website are told of, or fingerprints of messages."""
    keys = json_keys(file)
    of_website = {"session_id", "website_id"} <= keys
    told = keys & {"people_id", "meta"} or {"event", "data"} <= keys
    return {"session_id", "fingerprint"} <= keys or (of_website and bool(told))


def read(file: BinaryIO, options: Options) -> Iterator[Conversation | Refused]:
    """Conversations with all their messages, wherever in the file these lie."""
    source = options.source or "crisp"
    return gathered(pieces(file, source, _parse, _entries))


def parse(value: Mapping[str, Any], *, source: str) -> Conversation | None:
    """What an event, a message or a conversation tells; None for one of none of them.

    Raises Invalid.
    """
    event = word(value.get("event"))
    if not event:
        is_message = "fingerprint" in value or "content" in value
        return (_said if is_message else _held)(value, source)
    told = mapping(value, "data")
    try:
        if event in TELLING:
            return _told(TELLING[event], told, source)
        return _said(_filled(event, told, value), source) if event in MESSAGES else None
    except Invalid as error:
        raise inside("data", error) from None


def _parse(value: Mapping[str, Any], source: str) -> Conversation | None:
    return parse(value, source=source)


def _entries(value: object) -> Sequence[Entry]:
    """The value itself, or the members of an answer of the API."""
    match value:
        case {"data": dict(member), "error": _}:
            return [("data", member)]
        case {"event": _}:
            return [("", value)]
        case _:
            return members(value, "data")


def _filled(event: str, told: Mapping[str, Any], around: Mapping[str, Any]) -> Mapping[str, Any]:
    """A message of an event, with what only the event around it says."""
    sender = {"from": FROM[event]} if event in FROM else {}
    return {"timestamp": around.get("timestamp"), **sender, **told}


def _said(said: Mapping[str, Any], source: str) -> Conversation:
    ours = {
        "conversation_id": session(said, "session_id"),
        "channel": _channel([said.get("origin")]),
        "visitor": answered([said]) | _nickname(said),
        "messages": [_message(said)],
    }
    return checked(ours, source, renamed(lambda _: "", NAMES, OTHERS))


def _told(field: str, told: Mapping[str, Any], source: str) -> Conversation:
    """A conversation of which only something about its visitor is told."""
    ours = {
        "conversation_id": session(told, "session_id"),
        "visitor": _of_meta({field: told.get(field)}),
        "messages": [],
    }
    return checked(ours, source, renamed(lambda _: "", NAMES, OTHERS))


def _held(chat: Mapping[str, Any], source: str) -> Conversation:
    """A conversation, perhaps with its messages."""
    meta, said = mapping(chat, "meta"), objects(chat.get("messages"))
    ours = {
        "conversation_id": session(chat, "session_id"),
        "channel": _channel([meta.get("origin"), *(each.get("origin") for each in said)]),
        "started_at": chat.get("created_at"),
        "visitor": answered(said) | _of_meta(meta),
        "visit": {"page_url": mapping(meta, "data").get("page_url")},
        "messages": [_message(each) for each in said],
    }
    return checked(ours, source, renamed("messages[{}]".format, NAMES, OTHERS))


def _message(said: Mapping[str, Any]) -> Mapping[str, Any]:
    """A message under our names; notes, events and files are said by nobody."""
    kind = kind_of(said)
    text = answer(said) if kind in ANSWERS else said.get("content")
    if kind not in ANSWERS | {"text"} or text is None:
        return NOBODY
    if _channel([said.get("origin")]) == "E-mail" and isinstance(text, str):
        text = without_quoted_mail(text)
    return {
        "id": said.get("fingerprint"),
        "role": "visitor" if kind in ANSWERS else _role(said),  # an operator asks, a visitor fills
        "text": text,
        "sent_at": said.get("timestamp"),
    }


def _role(said: Mapping[str, Any]) -> object:
    speaker = said.get("from")
    role = SPEAKERS.get(word(speaker), speaker)
    return "assistant" if role == "agent" and said.get("automated") is True else role


def _of_meta(meta: Mapping[str, Any]) -> dict[str, str]:
    """What is told of the visitor, without what is not."""
    told = {
        "name": real_name([meta.get("nickname")]),
        "email": first_text([meta.get("email")]),
        "phone": first_text([meta.get("phone")]),
    }
    return {name: each for name, each in told.items() if each}


def _nickname(said: Mapping[str, Any]) -> dict[str, str]:
    """The name of a visitor; an operator has one, too."""
    user = mapping(said, "user") if said.get("from") == "user" else {}
    return _of_meta({"nickname": user.get("nickname")})


def _channel(origins: Iterable[object]) -> str | None:
    """By the first origin: chat, email, or an address such as urn:crisp.im:whatsapp:0."""
    words = re.split(r"[:.]", first_text(origins) or "")
    return next((CHANNELS[word] for word in words if word in CHANNELS), None)
