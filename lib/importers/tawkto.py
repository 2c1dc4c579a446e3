"""tawk.to's webhook events: a chat that began, its transcript, a ticket.

Field names: developer.tawk.to/webhooks; the transcript's short names as public receivers show
them. A message has no id there, so it is known by who said it, its words, and which time it is.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO

from lib.domain import Conversation, Refused
from lib.importers.events import (
    NOBODY,
    Entry,
    checked,
    first_text,
    identified,
    mapping,
    members,
    objects,
    pieces,
    real_name,
    renamed,
    session,
    word,
)
from lib.importers.gathered import gathered
from lib.importers.options import Options
from lib.importers.sampled import json_keys

SPEAKERS = {"v": "visitor", "visitor": "visitor", "a": "agent", "agent": "agent"}
SYSTEM = frozenset(("s", "system"))
SHORT = {"text": "msg", "sent_at": "time", "role": "sender.t"}  # as in a transcript
LONG = {"text": "text", "sent_at": "time", "role": "sender.type"}  # as in chat:start
OF_TRANSCRIPT = {"conversation_id": "chat.id", "messages": "chat.messages"}
OF_START = {"conversation_id": "chatId", "started_at": "time"}
OF_TICKET = {"conversation_id": "ticket.id", "started_at": "time"}


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
        rename = renamed(lambda _: "ticket", {"text": "message"}, OF_TICKET)
        return checked(_of_ticket(value), source, rename)
    if "chat" in value:
        chat = mapping(value, "chat")
        is_long = any("text" in said for said in objects(chat.get("messages")))
        rename = renamed("chat.messages[{}]".format, LONG if is_long else SHORT, OF_TRANSCRIPT)
        return checked(_of_transcript(value, chat), source, rename)
    if "message" in value:
        is_short = "msg" in mapping(value, "message")
        rename = renamed(lambda _: "message", SHORT if is_short else LONG, OF_START)
        return checked(_of_start(value), source, rename)
    return None


def _parse(value: Mapping[str, Any], source: str) -> Conversation | None:
    return parse(value, source=source)


def _entries(value: object) -> Sequence[Entry]:
    return members(value)


def _of_transcript(event: Mapping[str, Any], chat: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "conversation_id": session(chat, "id", name="chat.id"),
        "visitor": _visitor(mapping(chat, "visitor")),
        "visit": {"referrer": event.get("referrer")},
        "messages": identified(_message(each) for each in objects(chat.get("messages"))),
    }


def _of_start(event: Mapping[str, Any]) -> dict[str, Any]:
    """A chat that began, which has its names flat, with its first message."""
    said = {"time": event.get("time"), **mapping(event, "message")}
    return {
        "conversation_id": session(event, "chatId"),
        "started_at": event.get("time"),
        "visitor": _visitor(mapping(event, "visitor")),
        "visit": {"referrer": event.get("referrer")},
        "messages": identified([_message(said)]),
    }


def _of_ticket(event: Mapping[str, Any]) -> dict[str, Any]:
    ticket = mapping(event, "ticket")
    written = (ticket.get("subject"), ticket.get("message"))
    text = "\n".join(each for each in written if isinstance(each, str) and each.strip())
    said = {"role": "visitor", "text": text, "sent_at": event.get("time")}
    return {
        "conversation_id": session(ticket, "id", name="ticket.id"),
        "channel": "Ticket",
        "started_at": event.get("time"),
        "visitor": _visitor(mapping(event, "requester")),
        "messages": identified([said]) if text else [],
    }


def _message(said: Mapping[str, Any]) -> Mapping[str, Any]:
    """A message under our names, in either spelling; files and calls are said by nobody."""
    sender = mapping(said, "sender")
    kind = sender.get("t", sender.get("type"))
    text = said.get("msg", said.get("text"))
    if said.get("type", "msg") != "msg" or word(kind) in SYSTEM or text is None:
        return NOBODY
    return {"role": SPEAKERS.get(word(kind), kind), "text": text, "sent_at": said.get("time")}


def _visitor(visitor: Mapping[str, Any]) -> dict[str, Any]:
    return {"name": real_name([visitor.get("name")]), "email": first_text([visitor.get("email")])}
