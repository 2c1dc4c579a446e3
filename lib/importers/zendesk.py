"""Zendesk Chat's chats, as its API and incremental export give them.

Field names: developer.zendesk.com, Chat API, chats and incremental export; `sender_type` as
Airbyte's and Fivetran's schemas of the same data have it.
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
)
from lib.importers.fields import invalid, path_of
from lib.importers.gathered import gathered
from lib.importers.options import Options
from lib.importers.sampled import json_keys

KEYS = frozenset(("webpath", "zendesk_ticket_id", "started_by", "triggered_response", "agent_ids"))
PAGE = frozenset(("chats", "count", "next_page"))  # of the incremental export
SPEAKERS = {"visitor": "visitor", "agent": "agent", "trigger": "assistant", "bot": "assistant"}
ONLY_ID = "Only the chat's id is told; ask the export for its fields, as in fields=chats(*)."
NAMES = {"text": "msg", "sent_at": "timestamp", "role": "sender_type", "id": "msg_id"}
OF_OFFLINE = {"text": "message", "sent_at": "timestamp"}
OTHERS = {"conversation_id": "id", "started_at": "timestamp", "messages": "history"}


def recognises(file: BinaryIO) -> bool:
    """Whether names are there that only Zendesk Chat uses, or a page of its export."""
    keys = json_keys(file)
    known = len(keys & KEYS)
    return known > 1 or ("history" in keys and known == 1) or keys >= PAGE


def read(file: BinaryIO, options: Options) -> Iterator[Conversation | Refused]:
    """Chats in the order in which they began; one that comes again, since it grew, is one chat."""
    source = options.source or "zendesk"
    return gathered(pieces(file, source, _parse, _entries))


def parse(value: Mapping[str, Any], *, source: str) -> Conversation | None:
    """What a chat tells; None for one that was deleted. Raises Invalid."""
    if value.get("deleted") is True:
        return None
    if not value.keys() & {"history", "message", "visitor", "type"}:
        raise invalid("history", ONLY_ID)
    if "history" in value and value.get("type") != "offline_msg":
        said, rename = _history(value), renamed("history[{}]".format, NAMES, OTHERS)
    else:
        said, rename = _offline(value), renamed(lambda _: "", OF_OFFLINE, OTHERS)
    return checked(_ours(value, said), source, rename)


def _parse(value: Mapping[str, Any], source: str) -> Conversation | None:
    return parse(value, source=source)


def _entries(value: object) -> Sequence[Entry]:
    """The value itself, or the chats of a page, or of an answer to a list of ids."""
    match value:
        case {"docs": dict(by_id)}:
            return [(path_of(("docs", id)), each) for id, each in by_id.items()]
        case _:
            return members(value, "chats")


def _ours(chat: Mapping[str, Any], said: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    visitor = mapping(chat, "visitor")
    return {
        "conversation_id": session(chat, "id"),
        "started_at": chat.get("timestamp") or mapping(chat, "session").get("start_date"),
        "visitor": {
            "name": real_name([visitor.get("name")]),
            "email": first_text([visitor.get("email")]),
            "phone": first_text([visitor.get("phone")]),
        },
        "visit": _visit(objects(chat.get("webpath"))),
        "messages": identified(said),
    }


def _offline(chat: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """What was left while nobody was there: it has no history, its text is the chat's own."""
    text = chat.get("message")
    return [{"role": "visitor", "text": text, "sent_at": chat.get("timestamp")}] if text else []


def _history(chat: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [_message(each) for each in objects(chat["history"])]


def _message(entry: Mapping[str, Any]) -> Mapping[str, Any]:
    """A message under our names; who came, left or rated says nothing."""
    if entry.get("type", "chat.msg") != "chat.msg" or entry.get("msg") is None:
        return NOBODY
    return {
        "id": entry.get("msg_id"),
        "role": _role(entry),
        "text": entry["msg"],
        "sent_at": entry.get("timestamp"),
    }


def _role(entry: Mapping[str, Any]) -> object:
    """By the type of the sender, else by the nick: visitor:…, agent:…, agent:trigger."""
    kind = entry.get("sender_type")
    if isinstance(kind, str):
        return SPEAKERS.get(kind.strip().casefold(), kind)
    nick = entry.get("nick")
    who, _, which = nick.partition(":") if isinstance(nick, str) else ("", "", "")
    if who == "agent" and which in SPEAKERS:
        return SPEAKERS[which]
    return SPEAKERS.get(who, who or kind)


def _visit(path: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The page of the chat is the last one seen; the first one tells what brought the visitor."""
    if not path:
        return {}
    return {
        "page_url": first_text(each.get("to") for each in reversed(path)),
        "landing_page": path[0].get("to"),
        "referrer": path[0].get("from"),
    }
