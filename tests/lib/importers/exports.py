"""The files in tests/data/exports: of each chat system one, with the traps that it is known for."""

import json
from pathlib import Path
from typing import Any

from lib import importers
from lib.config import ROOT
from lib.domain import Conversation, Refused
from lib.importers import chatwoot, crisp, intercom, tawkto, zendesk

EXPORTS = ROOT / "tests" / "data" / "exports"
FILES: dict[str, Path] = {
    "intercom": EXPORTS / "intercom" / "conversations.jsonl",
    "zendesk": EXPORTS / "zendesk" / "incremental.json",
    "tawkto": EXPORTS / "tawkto" / "events.jsonl",
    "crisp": EXPORTS / "crisp" / "events.jsonl",
    "chatwoot": EXPORTS / "chatwoot" / "events.jsonl",
}
MODULES: dict[str, Any] = {
    "intercom": intercom,
    "zendesk": zendesk,
    "tawkto": tawkto,
    "crisp": crisp,
    "chatwoot": chatwoot,
}


def golden(name: str) -> dict[str, Conversation]:
    """The good conversations of a system's file, by their ids."""
    found = importers.read(FILES[name])
    return {each.session_id: each for each in found if isinstance(each, Conversation)}


def refused(name: str) -> list[Refused]:
    return [each for each in importers.read(FILES[name]) if isinstance(each, Refused)]


def values(name: str) -> list[Any]:
    """What a system's file holds, value by value, without what wraps them."""
    text = FILES[name].read_text(encoding="utf-8")
    if name == "zendesk":
        members: list[Any] = json.loads(text)["chats"]
        return members
    return [json.loads(line) for line in text.splitlines()]
