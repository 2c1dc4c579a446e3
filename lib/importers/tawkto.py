"""tawk.to's webhook events: a chat that began, its transcript, a ticket.

Field names: developer.tawk.to/webhooks; the transcript's short names as public receivers show
them. A message has no id there, so it is known by who said it, its words, and which time it is.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
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

SPEAKERS = {"v": "visitor", "visitor": "visitor", "a": "agent", "agent": "agent"}
SYSTEM = frozenset(("s", "system"))
_PART = re.compile(r"^messages\[(\d+)\](.*)$")
_NAMES = {".text": ".msg", ".sent_at": ".time", ".role": ".sender.t"}


def recognises(file: BinaryIO) -> bool:
    """Whether it is an event of a property, about a chat or a ticket."""
    keys = json_keys(file)
    return {"event", "property"} <= keys and bool(keys & {"chat", "chatId", "ticket"})


def read(file: BinaryIO, options: Options) -> Iterator[Conversation | Refused]:
    """Chats and tickets, each with all that its events tell."""
    source = options.source or "tawk.to"
    return gathered(pieces(file, source, _parse, _entries))


def parse(value: Mapping[str, Any], *, source: str) -> Conversation | None:
    """What an event tells; None for one in which nothing was said. Raises Invalid."""
    if "ticket" in value:
        return checked(_of_ticket(value), source, _of_ticket_renamed)
    if "chat" in value:
        return checked(_of_transcript(value), source, _renamed)
    if "message" in value:
        return checked(_of_start(value), source, _of_start_renamed)
    return None


def _parse(value: Mapping[str, Any], source: str) -> Conversation | None:
    return parse(value, source=source)


def _entries(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else [value]


def _of_transcript(event: Mapping[str, Any]) -> dict[str, Any]:
    chat = mapping(event, "chat")
    said = [_message(each) for each in objects(chat.get("messages"))]
    return {
        "conversation_id": session(chat, "id"),
        "visitor": _visitor(mapping(chat, "visitor")),
        "visit": {"referrer": event.get("referrer")},
        "messages": list(_identified(said)),
    }


def _of_start(event: Mapping[str, Any]) -> dict[str, Any]:
    """A chat that began, which has its names flat, with its first message."""
    said = _message(mapping(event, "message"))
    began = {} if said is NOBODY else {"sent_at": event.get("time")}
    return {
        "conversation_id": session(event, "chatId"),
        "started_at": event.get("time"),
        "visitor": _visitor(mapping(event, "visitor")),
        "visit": {"referrer": event.get("referrer")},
        "messages": list(_identified([{**began, **said}])),
    }


def _of_ticket(event: Mapping[str, Any]) -> dict[str, Any]:
    ticket = mapping(event, "ticket")
    written = (ticket.get("subject"), ticket.get("message"))
    text = "\n".join(each for each in written if isinstance(each, str) and each.strip())
    said = {"role": "visitor", "text": text, "sent_at": event.get("time")}
    return {
        "conversation_id": session(ticket, "id"),
        "channel": "Ticket",
        "started_at": event.get("time"),
        "visitor": _visitor(mapping(event, "requester")),
        "messages": list(_identified([said])) if text else [],
    }


def _message(said: Mapping[str, Any]) -> Mapping[str, Any]:
    """A message under our names, in either spelling; files and calls are said by nobody."""
    sender = mapping(said, "sender")
    kind = sender.get("t", sender.get("type"))
    text = said.get("msg", said.get("text"))
    if said.get("type", "msg") != "msg" or word(kind) in SYSTEM or not isinstance(text, str):
        return NOBODY
    role = SPEAKERS.get(word(kind), kind)
    return {"role": role, "text": text} | ({"sent_at": said["time"]} if "time" in said else {})


def _identified(messages: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Each message with an id that the event of a beginning and the transcript share."""
    seen: Counter[str] = Counter()
    for message in messages:
        if message is NOBODY or "text" not in message:
            yield NOBODY
            continue
        digest = sha256(f"{message['role']}\x1f{message['text']}".encode("utf-8", "replace"))
        key = digest.hexdigest()[:32]
        seen[key] += 1
        yield {**message, "id": f"{key}-{seen[key]}"}


def _visitor(visitor: Mapping[str, Any]) -> dict[str, Any]:
    return {name: first_text([visitor.get(name)]) for name in ("name", "email")}


def _renamed(path: str) -> str:
    if not (found := _PART.match(path)):
        return {"conversation_id": "chat.id"}.get(path, path)
    return f"chat.messages[{found[1]}]{_NAMES.get(found[2], found[2])}"


def _of_start_renamed(path: str) -> str:
    names = {"conversation_id": "chatId", "messages[0].role": "message.sender.type"}
    return names.get(path, path.replace("messages[0]", "message").replace("started_at", "time"))


def _of_ticket_renamed(path: str) -> str:
    names = {"conversation_id": "ticket.id", "started_at": "time"}
    return names.get(path, path.replace("messages[0].text", "ticket.message"))
