"""What a webhook says: one line for people in a chat, and the same in fields for programs.

What visitors wrote must not act in the chat that shows it: no link, mention or markup of theirs
survives in the line. The fields have it as it was written.
"""

import json
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from lib.domain import Event
from lib.lead_json import url_of

LONGEST_PART = 120  # characters of a name or an intent in the line
BREAK = "\u200b"  # zero-width: nothing to see, and no longer one word

HEADLINES = {
    Event.CREATED: "New {} lead",
    Event.TURNED_HOT: "Turned {}",
    Event.STALE: "{} and quiet",
}
# What Slack, Mattermost, Rocket.Chat and Discord read as markup, as characters that look alike.
LOOKALIKES = str.maketrans(
    {
        "*": "\N{ASTERISK OPERATOR}",
        "_": "\N{MODIFIER LETTER LOW MACRON}",
        "~": "\N{TILDE OPERATOR}",
        "`": "'",
        "|": "\N{BROKEN BAR}",
        "[": "(",
        "]": ")",
        "@": "\N{FULLWIDTH COMMERCIAL AT}",
        "#": "\N{FULLWIDTH NUMBER SIGN}",
    }
)
ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
# Inside http://, behind the dot of a name such as example.com, and in the names of emoji (:joy:).
ACTING = re.compile(r"(?<=:)(?=//)|(?<=\w\.)(?=[^\W\d])|(?<=:)(?=[^\s:]+:)")


def body(payload: Mapping[str, Any], base: str) -> bytes:
    """The JSON to send: `text`, and what happened to which lead; `base` is our own address."""
    lead = {**payload["lead"], "url": url_of(payload["lead"]["id"], base)}
    content = {"text": line({**payload, "lead": lead}), **payload, "lead": lead}
    return json.dumps(content, ensure_ascii=False).encode()


def test_body(occurred_at: str) -> bytes:
    """The JSON of a message that tells of nothing."""
    text = "This is a test from Leads. What happens to your leads will arrive like this."
    return json.dumps({"text": text, "event": "test", "occurred_at": occurred_at}).encode()


def line(payload: Mapping[str, Any]) -> str:
    """One line that says what happened: New Hot lead: Ada Park (Globex), 91: Book a demo …"""
    lead = payload["lead"]
    headline = HEADLINES[Event(payload["event"])].format(lead["temperature"])
    who = harmless(lead["name"] or lead["email"] or lead["phone"] or "no contact yet")
    company = f" ({harmless(lead['company'])})" if lead["company"] else ""
    link = f" {lead['url']}" if lead.get("url") else ""
    return f"{headline}: {who}{company}, {lead['score']:.0f}: {harmless(lead['intent'])}{link}"


def harmless(words: str) -> str:
    """Words of a visitor that a chat shows as they are: no markup, mention or link."""
    seen = "".join(" " if each.isspace() else each for each in words if _visible(each))
    short = " ".join(seen.split())
    if len(short) > LONGEST_PART:
        short = short[: LONGEST_PART - 1].rstrip() + "…"
    return ACTING.sub(BREAK, short.translate(LOOKALIKES)).translate(ENTITIES)


def _visible(character: str) -> bool:
    """Whether it is no control, and none that turns the direction of what follows."""
    return character.isspace() or not unicodedata.category(character).startswith("C")
