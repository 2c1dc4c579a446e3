"""Zendesk Chat's chats, as its API and incremental export give them.

Field names: developer.zendesk.com, Chat API, chats and incremental export; `sender_type` as
Airbyte's and Fivetran's schemas of the same data have it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO

from lib.domain import Conversation, Refused
from lib.importers.events import NOBODY, checked, first_text, mapping, objects, pieces, session
from lib.importers.fields import invalid
from lib.importers.gathered import gathered
from lib.importers.options import Options
from lib.importers.sampled import json_keys

KEYS = frozenset(("webpath", "zendesk_ticket_id", "started_by", "triggered_response", "agent_ids"))
SPEAKERS = {"visitor": "visitor", "agent": "agent", "trigger": "assistant", "bot": "assistant"}
ONLY_ID = "Only the chat's id is told; ask the export for its fields, as in fields=chats(*)."
_PART = re.compile(r"^messages\[(\d+)\](.*)$")
_NAMES = {".text": ".msg", ".sent_at": ".timestamp", ".role": ".sender_type", ".id": ".msg_id"}


def recognises(file: BinaryIO) -> bool:
    """Whether a name is there that only Zendesk Chat uses."""
    keys = json_keys(file)
    return len(keys & KEYS) > 1 or ("history" in keys and bool(keys & KEYS))


def read(file: BinaryIO, options: Options) -> Iterator[Conversation | Refused]:
    """Chats in the order in which they began; one that comes again, since it grew, is one chat."""
    source = options.source or "zendesk"
    return gathered(pieces(file, source, _parse, _entries))


def parse(value: Mapping[str, Any], *, source: str) -> Conversation | None:
    """What a chat tells; None for one that was deleted. Raises Invalid."""
    if value.get("deleted") is True:
        return None
    if value.keys() <= {"id", "url"}:
        raise invalid("history", ONLY_ID)
    return checked(_ours(value), source, _renamed)


def _parse(value: Mapping[str, Any], source: str) -> Conversation | None:
    return parse(value, source=source)


def _entries(value: object) -> Sequence[object]:
    match value:
        case {"chats": list(members)}:
            return members
        case {"docs": dict(members)}:
            return list(members.values())
        case _:
            return [value]


def _ours(chat: Mapping[str, Any]) -> dict[str, Any]:
    visitor = mapping(chat, "visitor")
    return {
        "conversation_id": session(chat, "id"),
        "started_at": chat.get("timestamp") or mapping(chat, "session").get("start_date"),
        "visitor": {name: first_text([visitor.get(name)]) for name in ("name", "email", "phone")},
        "visit": _visit(objects(chat.get("webpath"))),
        "messages": _messages(chat),
    }


def _messages(chat: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """What was said; an offline message has no history, its text is its own."""
    if chat.get("type") == "offline_msg" or "history" not in chat:
        text = chat.get("message")
        said = {"role": "visitor", "text": text, "sent_at": chat.get("timestamp")}
        return [said] if isinstance(text, str) else []
    return [_message(each) for each in objects(chat["history"])]


def _message(entry: Mapping[str, Any]) -> Mapping[str, Any]:
    said = entry.get("msg")
    if entry.get("type", "chat.msg") != "chat.msg" or not isinstance(said, str):
        return NOBODY
    return {
        "id": entry.get("msg_id"),
        "role": _role(entry),
        "text": said,
        "sent_at": entry.get("timestamp"),
    }


def _role(entry: Mapping[str, Any]) -> object:
    """By the type of the sender, else by the nick: visitor:…, agent:…, agent:trigger."""
    kind = entry.get("sender_type")
    if isinstance(kind, str):
        return SPEAKERS.get(kind.casefold(), kind)
    nick = str(entry.get("nick", ""))
    if "trigger" in nick:
        return "assistant"
    return SPEAKERS.get(nick.partition(":")[0], kind)


def _visit(path: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The page of the chat is the last one seen; the first one tells what brought the visitor."""
    if not path:
        return {}
    return {
        "page_url": path[-1].get("to"),
        "landing_page": path[0].get("to"),
        "referrer": path[0].get("from"),
    }


def _renamed(path: str) -> str:
    if not (found := _PART.match(path)):
        return {"conversation_id": "id", "started_at": "timestamp"}.get(path, path)
    return f"history[{found[1]}]{_NAMES.get(found[2], found[2])}"
