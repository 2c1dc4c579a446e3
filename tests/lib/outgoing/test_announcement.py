"""The line that people read, in which nothing that a visitor wrote acts."""

import json
from typing import Any

import pytest

from lib.announcement import BREAK, LONGEST_PART, body, harmless, line

LEAD = {
    "id": 7,
    "temperature": "Hot",
    "score": 91.4,
    "name": "Ada Park",
    "email": "ada@globex.com",
    "phone": None,
    "company": "Globex",
    "intent": "Book a demo: wants a demo on Friday",
}


def payload(event: str = "lead.created", **changes: Any) -> dict[str, Any]:
    return {
        "event": event,
        "occurred_at": "2026-03-10T14:30:00Z",
        "lead": LEAD | {"evidence": []} | changes,
    }


@pytest.mark.parametrize(
    ("event", "begins"),
    [
        ("lead.created", "New Hot lead: Ada Park (Globex), 91: "),
        ("lead.turned_hot", "Turned Hot: Ada Park (Globex), 91: "),
        ("lead.stale", "Hot and quiet: Ada Park (Globex), 91: "),
    ],
)
def test_the_line_says_what_happened_to_whom(event: str, begins: str) -> None:
    assert line(payload(event)) == begins + "Book a demo: wants a demo on Friday"


def test_a_lead_without_a_name_is_called_by_what_is_known() -> None:
    assert ": no contact yet, 91" in line(payload(name=None, email=None, phone=None, company=None))
    assert ": +14155550134, 91" in line(
        payload(name=None, email=None, phone="+14155550134", company=None)
    )


def test_line_and_fields_link_to_the_lead_where_the_own_address_is_known() -> None:
    told = json.loads(body(payload(), "https://leads.example.com"))
    assert told["lead"]["url"] == "https://leads.example.com/conversation?lead=7"
    assert told["text"].endswith(" https://leads.example.com/conversation?lead=7")
    told = json.loads(body(payload(), ""))
    assert told["lead"]["url"] is None
    assert "http" not in told["text"]


def test_the_fields_have_what_was_written_as_it_was_written() -> None:
    name = "<!here> *Ada* @channel"
    told = json.loads(body(payload(name=name), ""))
    assert told["lead"]["name"] == name
    assert name not in told["text"]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("A & B <b>", "A &amp; B &lt;b&gt;"),
        ("<!here> hi", "&lt;!here&gt; hi"),
        ("<https://evil.example|Your bank>", "&lt;https:\u200b//evil.\u200bexample¦Your bank&gt;"),
        ("a\nb\r\n\tc\u2028d", "a b c d"),
        ("x\u202eevil\u0007", "xevil"),
        ("3.5 tonnes, 1.000 chairs", "3.5 tonnes, 1.000 chairs"),
    ],
)
def test_words_of_a_visitor_are_shown_and_do_nothing(written: str, shown: str) -> None:
    assert harmless(written) == shown


@pytest.mark.parametrize(
    "written",
    [
        "@channel", "@here", "@everyone", "<!channel>", "<@U024BE7LH>", "<#C024BE7LR>",
        "*bold*", "_it_",
        "~gone~", "`code`", "[bank](https://evil.example)", "http://evil.example",
        "www.evil.example",
        "evil.example/pay", "mallory@evil.example", "#general",
        "||spoiler||", ":joy:", ":+1:", "&lt;!here&gt;",
    ],
)  # fmt: skip
def test_nothing_that_chats_read_as_markup_mention_or_link_is_left(written: str) -> None:
    shown = harmless(f"Hello {written} there")
    entities = shown.replace("&amp;", "").replace("&lt;", "").replace("&gt;", "")
    assert not set(entities) & set("<>@*_~`|[]#&")
    assert "://" not in shown
    assert ":joy:" not in shown
    assert ":+1:" not in shown
    for glued in ("evil.example", "www.evil"):
        assert glued not in shown
    assert shown.replace(BREAK, "").startswith("Hello ")


def test_a_long_intent_is_cut() -> None:
    assert len(harmless("word " * 100)) <= LONGEST_PART
    assert harmless("word " * 100).endswith("…")
