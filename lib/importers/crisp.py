"""Crisp's conversations, messages and webhook events.

Field names: crisp-im/node-crisp-api, lib/resources/WebsiteConversation.ts, and its web hooks.
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
from lib.importers.gathered import gathered
from lib.importers.options import Options
from lib.importers.sampled import json_keys

MESSAGES = frozenset(("message:send", "message:received", "message:updated"))
SPEAKERS = {"user": "visitor", "operator": "agent"}
FROM = {"message:send": "user", "message:received": "operator"}
ANSWERS = frozenset(("field", "picker"))
CHANNELS = {
    "whatsapp": "WhatsApp",
    "email": "E-mail",
    "messenger": "Facebook",
    "instagram": "Instagram",
    "telegram": "Telegram",
    "sms": "SMS",
    "slack": "Slack",
}
_EMAIL = re.compile(r"[^\s@]{1,64}@[^\s@]{1,255}")
_PHONE = re.compile(r"\+?[\d ()./-]{7,30}")
_PART = re.compile(r"^messages\[(\d+)\](.*)$")
_NAMES = {".text": ".content", ".sent_at": ".timestamp", ".role": ".from", ".id": ".fingerprint"}


def recognises(file: BinaryIO) -> bool:
    """Whether sessions of a website are told of, or fingerprints of messages."""
    keys = json_keys(file)
    return "session_id" in keys and bool(keys & {"website_id", "fingerprint"})


def read(file: BinaryIO, options: Options) -> Iterator[Conversation | Refused]:
    """Conversations with all their messages, wherever in the file these lie."""
    source = options.source or "crisp"
    return gathered(pieces(file, source, _parse, _entries))


def parse(value: Mapping[str, Any], *, source: str) -> Conversation | None:
    """What an event, a message or a conversation tells; None for one of no message.

    Raises Invalid.
    """
    event = value.get("event")
    if isinstance(event, str):
        if event not in MESSAGES:
            return None
        sender = {"from": FROM[event]} if event in FROM else {}
        return checked(_of_message({**sender, **mapping(value, "data")}), source, _of_event_renamed)
    if "fingerprint" in value or "content" in value:
        return checked(_of_message(value), source, _of_message_renamed)
    return checked(_of_conversation(value), source, _renamed)


def _parse(value: Mapping[str, Any], source: str) -> Conversation | None:
    return parse(value, source=source)


def _entries(value: object) -> Sequence[object]:
    """The value itself, or the members of an answer of the API."""
    match value:
        case {"data": list(members), "error": _}:
            return members
        case {"data": dict(member), "error": _}:
            return [member]
        case _:
            return [value]


def _of_message(said: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "conversation_id": session(said, "session_id"),
        "channel": _channel(said.get("origin")),
        "visitor": _answered([said]) | _nickname(said),
        "messages": [_message(said)],
    }


def _of_conversation(chat: Mapping[str, Any]) -> dict[str, Any]:
    meta = mapping(chat, "meta")
    said = objects(chat.get("messages"))
    names = {"name": "nickname", "email": "email", "phone": "phone"}
    known = {ours: first_text([meta.get(theirs)]) for ours, theirs in names.items()}
    told = {name: value for name, value in known.items() if value}
    return {
        "conversation_id": session(chat, "session_id"),
        "channel": _channel(meta.get("origin") or next((m.get("origin") for m in said), None)),
        "started_at": chat.get("created_at"),
        "visitor": _answered(said) | told,
        "visit": {"page_url": mapping(meta, "data").get("page_url")},
        "messages": [_message(each) for each in said],
    }


def _message(said: Mapping[str, Any]) -> Mapping[str, Any]:
    """A message under our names; notes, events and files are said by nobody."""
    kind = word(said.get("type", "text"))
    text = _answer(said) if kind in ANSWERS else said.get("content")
    if kind not in ANSWERS | {"text"} or not isinstance(text, str):
        return NOBODY
    speaker = said.get("from")
    role: object = SPEAKERS.get(word(speaker), speaker)
    if kind in ANSWERS:  # an operator asks with it, and what stands in it the visitor gave
        role = "visitor"
    elif role == "agent" and said.get("automated") is True:
        role = "assistant"
    return {
        "id": said.get("fingerprint"),
        "role": role,
        "text": text,
        "sent_at": said.get("timestamp"),
    }


def _answer(said: Mapping[str, Any]) -> str | None:
    """What the visitor wrote into a field or picked; None before they did."""
    content = mapping(said, "content")
    picked = [each.get("label", each.get("value")) for each in objects(content.get("choices"))
              if each.get("selected") is True]  # fmt: skip
    return first_text([content.get("value"), *picked])


def _answered(messages: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """An e-mail or a phone that the visitor wrote into a field."""
    answers = [_answer(each) for each in messages if each.get("type") == "field"]
    found: dict[str, str] = {}
    for answer in filter(None, answers):
        if _EMAIL.fullmatch(answer.strip()):
            found["email"] = answer
        elif _PHONE.fullmatch(answer.strip()):
            found["phone"] = answer
    return found


def _nickname(said: Mapping[str, Any]) -> dict[str, str]:
    """The name of a visitor; an operator has one, too."""
    name = first_text([mapping(said, "user").get("nickname")])
    return {"name": name} if name and said.get("from") == "user" else {}


def _channel(origin: object) -> str | None:
    """By the origin: chat, email, or an address such as urn:crisp.im:whatsapp:0."""
    words = re.split(r"[:.]", origin) if isinstance(origin, str) else []
    return next((CHANNELS[word] for word in words if word in CHANNELS), None)


def _renamed(path: str) -> str:
    if not (found := _PART.match(path)):
        return {"conversation_id": "session_id", "started_at": "created_at"}.get(path, path)
    return f"messages[{found[1]}]{_NAMES.get(found[2], found[2])}"


def _of_message_renamed(path: str) -> str:
    return _renamed(path).removeprefix("messages[0].")


def _of_event_renamed(path: str) -> str:
    return f"data.{_of_message_renamed(path)}"
