"""What visitors wrote into the fields and pickers that Crisp shows them.

Field names: crisp-im/node-crisp-api, lib/resources/WebsiteConversation.ts.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from lib.importers.events import first_text, mapping, objects, word

ANSWERS = frozenset(("field", "picker"))
BY_THEMSELVES = frozenset(("email", "phone"))  # which a picked answer can be, too
ASKED_FOR = {  # by the id of a field and by its question
    "phone": re.compile(r"phone|mobile|whatsapp|\btel\b|telefon|teléfono|téléphone"),
    "company": re.compile(r"\b(?:company|organi[sz]ation|firma|entreprise|empresa)\b"),
    "name": re.compile(r"^\W*(?:(?:your|full|first|last|nick)[ _-]?)*name\b(?! of)|\byour name\b"),
}
_EMAIL = re.compile(r"[^\s@]{1,64}@[^\s@]{1,255}")
_PHONE = re.compile(r"(?:tel:)?\+?[\d ()./-]{7,30}")


def kind_of(said: Mapping[str, Any]) -> str:
    """The type; an updated message may come without it, but its content tells."""
    if "type" in said:
        return word(said["type"])
    content = mapping(said, "content")
    return "field" if "value" in content else "picker" if "choices" in content else "text"


def answer(said: Mapping[str, Any]) -> str | None:
    """What the visitor wrote into a field or picked; None before they did."""
    content = mapping(said, "content")
    picked = [each.get("label", each.get("value")) for each in objects(content.get("choices"))
              if each.get("selected") is True]  # fmt: skip
    return first_text([content.get("value"), *picked])


def answered(messages: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """What visitors wrote of themselves into fields and pickers; the last word counts."""
    found: dict[str, str] = {}
    for each in messages:
        kind = kind_of(each)
        told = (answer(each) or "").strip() if kind in ANSWERS else ""
        detail = _detail(told, mapping(each, "content"))
        if detail and (kind == "field" or detail in BY_THEMSELVES):
            found[detail] = told
    return found


def _detail(told: str, asked: Mapping[str, Any]) -> str | None:
    """Which detail of the visitor an answer is, by itself and by what was asked."""
    if _EMAIL.fullmatch(told):
        return "email"
    questions = [word(asked.get(name)).casefold() for name in ("id", "text")]
    asks = (name for name, words in ASKED_FOR.items() if any(map(words.search, questions)))
    detail = next(asks, "phone" if told.startswith("+") else None)
    return None if not told or (detail == "phone" and not _PHONE.fullmatch(told)) else detail
