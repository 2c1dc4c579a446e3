"""GET /api/leads as OpenAPI 3.1 describes it, as lib/lead_parameters.py reads it."""

from typing import Any

from lib.domain import Status, Temperature
from lib.lead_json import FIELDS
from lib.lead_parameters import MOST, USUAL
from lib.queries.lead_pages import Order
from lib.queries.leads import LONGEST_SEARCH

Part = dict[str, Any]

TIME = (
    r"^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])"
    r"T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z$"
)
INSTANT: Part = {"type": "string", "pattern": TIME, "examples": ["2026-03-10T14:30:00Z"]}
TEXT: Part = {"anyOf": [{"type": "string"}, {"type": "null"}]}
TYPES: dict[str, Part] = {
    "id": {"type": "integer"},
    "temperature": {"enum": list(Temperature)},
    "score": {"type": "number", "minimum": 0, "maximum": 100},
    "unsure": {"type": "boolean"},
    "intent": {"type": "string"},
    "channel": {"type": "string"},
    "status": {"enum": list(Status)},
    "captured_at": {"type": "string", "format": "date-time"},
    "active_at": {"anyOf": [{"type": "string", "format": "date-time"}, {"type": "null"}]},
    "conversation_id": {"type": "integer"},
}
LEAD: Part = {
    "type": "object",
    "required": [*FIELDS, "url"],
    "properties": {name: TYPES.get(name, TEXT) for name in (*FIELDS, "url")},
}
PAGE: Part = {
    "type": "object",
    "required": ["leads", "next"],
    "properties": {"leads": {"type": "array", "items": LEAD}, "next": TEXT},
}


def _query(name: str, description: str, schema: Part) -> Part:
    return {"name": name, "in": "query", "description": description, "schema": schema}


def _any_of(words: list[str]) -> Part:
    return {"type": "array", "items": {"enum": words}, "maxItems": len(words)}


PARAMETERS = [
    _query("temperature", "One or more of them.", _any_of(list(Temperature))),
    _query("status", "One or more of them.", _any_of(list(Status))),
    _query(
        "channel",
        "Names of channels, as in WhatsApp.",
        {"type": "array", "items": {"type": "string", "pattern": "^[!-~]{1,100}$"}, "maxItems": 20},
    ),
    _query("captured_from", "Captured then or later.", INSTANT),
    _query("captured_to", "Captured before then.", INSTANT),
    _query("active_since", "Of whom something was heard, or whom somebody changed.", INSTANT),
    _query("score_min", "The lowest score.", {"type": "string", "pattern": r"^[0-9]{1,2}$"}),
    _query(
        "q",
        "The start of words in name, e-mail, company or phone.",
        {"type": "string", "pattern": f"^[ -~]{{0,{LONGEST_SEARCH}}}$"},
    ),
    _query("order", "How leads follow one another.", {"enum": list(Order)}),
    _query(
        "limit",
        f"Leads of a page; {USUAL} where nothing is said.",
        {"type": "integer", "minimum": 1, "maximum": MOST},
    ),
    _query("cursor", "next of the page before, as it is.", {"type": "string", "minLength": 1}),
]
