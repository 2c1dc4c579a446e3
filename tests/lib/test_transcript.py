"""A transcript shows what was written, marks what counted, and runs nothing."""

import re
from datetime import timedelta
from html.parser import HTMLParser

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib import card, transcript
from lib.domain import Visit
from lib.queries.conversations import TRANSCRIPT
from tests.rows import NOW

PAYLOADS = [
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "</div></mark><style>*{display:none}</style>",
    "![x](https://evil.example/x.png)",
    "[x](javascript:alert(1))",
    "$\\rm{}$ :red[PAID] :material/lock:",
    '" onmouseover="alert(1)',
    "&lt;script&gt;",
]


class Reader(HTMLParser):
    """What a browser would make of it: tags, attributes, and the text that is seen."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.seen = ""
        self.styling = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attributes}
        self.styling = tag == "style"

    def handle_endtag(self, tag: str) -> None:
        self.styling = False

    def handle_data(self, data: str) -> None:
        self.seen += "" if self.styling else data


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    return reader


def chat(*texts: str, role: str = "visitor") -> pl.DataFrame:
    rows = [
        {"position": n, "role": role, "text": text, "sent_at": NOW} for n, text in enumerate(texts)
    ]
    schema = {name: TRANSCRIPT[name] for name in ("position", "role", "text", "sent_at")}
    return pl.DataFrame(rows, schema=schema)


def evidence(text: str, **changes: object) -> dict[str, object]:
    found = {"position": 0, "start": 0, "end": len(text), "text": text, "points": 12.34}
    return found | {"exemplar": "I will take it", "intent": "Ready to buy"} | changes


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_a_visitor_wrote_is_text_and_nothing_else(payload: str) -> None:
    messages = chat(payload, payload)
    found = [evidence(payload, exemplar=payload, intent=payload)]
    page = read(transcript.html(messages, found, ["now", payload]))
    assert page.tags == {"style", "div", "mark", "b"}
    assert page.attributes == {"class", "style"}
    assert page.seen.count(payload) == 5


@given(st.text(max_size=60), st.integers(0, 60), st.integers(0, 60), st.floats(-100, 100))
def test_any_text_is_shown_whole_wherever_the_mark_is(
    text: str, start: int, end: int, points: float
) -> None:
    found = [evidence(text, start=min(start, end), end=max(start, end), points=points)]
    page = read(transcript.html(chat(text), found, ["now"]))
    shown = read(transcript.plain(text)).seen
    assert shown in page.seen


def test_evidence_is_marked_where_it_was_said_with_its_exemplar_and_points() -> None:
    text = "Hi. I will have it. Bye."
    html = transcript.html(chat(text), [evidence(text, start=4, end=19)], ["now"])
    assert ">I will have it.</mark> Bye." in html
    assert "+12.3 points" in html
    assert "“I will take it” (Ready to buy)" in html


def test_the_message_that_made_it_hot_is_followed_by_a_mark() -> None:
    shown = transcript.html(chat("Hi", "We take it", "Bye"), [], ["", "", ""], turned_hot=1)
    assert re.search("We take it.*Turned Hot here.*Bye", shown)
    assert "Turned Hot" not in transcript.html(chat("Hi"), [], [""])


def test_what_took_points_says_so() -> None:
    assert "-3.0 points" in transcript.html(chat("Hi"), [evidence("Hi", points=-3.0)], ["now"])


def test_what_hardly_counted_is_not_marked() -> None:
    assert "<mark" not in transcript.html(chat("Hi"), [evidence("Hi", points=0.2)], ["now"])


def test_stronger_evidence_has_a_stronger_mark() -> None:
    weak, strong = (
        transcript.html(chat("Hi"), [evidence("Hi", points=points)], ["now"])
        for points in (2.0, 15.0)
    )
    assert "#d92d20 15%" in weak
    assert "#d92d20 33%" in strong


@pytest.mark.parametrize("hidden", ["\u202e", "\u200b", "\u2066", "\ufeff"])
def test_characters_that_hide_or_turn_text_around_are_shown_as_marks(hidden: str) -> None:
    shown = read(transcript.plain(f"invoice{hidden}fdp.exe")).seen
    assert hidden not in shown
    assert f"⟦U+{ord(hidden):04X}⟧" in shown


def test_emoji_of_several_characters_stay_whole() -> None:
    assert read(transcript.plain("👩‍👩‍👧 ok")).seen == "👩‍👩‍👧 ok"


def test_a_conversation_without_messages_is_an_empty_transcript() -> None:
    assert read(transcript.html(chat(), [], [])).seen == ""


def lead(**changes: object) -> dict[str, object]:
    row = dict.fromkeys(("name", "email", "phone", "company"))
    return (
        row
        | {
            "temperature_by": None,
            "temperature": "Hot",
            "score": 91.4,
            "unsure": False,
            "intent": "Quote",
        }
        | changes
    )


def contacts(*rows: tuple[str, str, int, int | None]) -> pl.DataFrame:
    names = ["kind", "value", "conversation_id", "position"]
    types = [pl.String, pl.String, pl.Int64, pl.Int64]
    return pl.DataFrame(rows, schema=dict(zip(names, types, strict=True)), orient="row")


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_card_shows_a_visitors_name_as_text(payload: str) -> None:
    named = lead(name=payload, company=payload, intent=payload)
    page = read(
        card.heading(named, dark=False) + card.contact(named, contacts(("name", payload, 1, 0)), 1)
    )
    assert page.tags == {"style", "div", "h1", "p", "span", "small"}
    assert page.seen.count(payload) == 4


def test_a_card_says_where_each_detail_was_said() -> None:
    found = contacts(
        ("email", "maria@globex.com", 1, 2),
        ("phone", "+14155550134", 9, 4),
        ("name", "Maria", 1, None),
        ("email", "m.lopez@home.net", 9, 0),
    )
    known = lead(name="Maria", email="maria@globex.com", phone="+14155550134")
    shown = read(card.contact(known, found, 1)).seen
    assert "maria@globex.comsaid in message 3also m.lopez@home.net" in shown
    assert "+14155550134said in message 5 of another conversation" in shown
    assert "Mariaknown by the source" in shown


def test_a_lead_without_any_contact_says_so() -> None:
    assert "No contact yet" in read(card.heading(lead(), dark=True)).seen


def test_a_score_that_is_a_guess_is_called_one() -> None:
    assert "not sure" in read(card.heading(lead(unsure=True), dark=False)).seen


def test_a_temperature_set_by_hand_is_called_so() -> None:
    assert (
        "Hot (set by hand) · 91" in read(card.heading(lead(temperature_by="Ana"), dark=True)).seen
    )
    assert "set by hand" not in read(card.heading(lead(), dark=True)).seen


@pytest.mark.parametrize(
    ("chosen", "automatic", "shown"),
    [
        ("Warm", "Hot", "◆ Warm"),
        ("Automatic", "Hot", "Automatic (Hot)"),
        ("Automatic", None, "Automatic"),
    ],
)
def test_automatic_says_what_it_is_now(chosen: str, automatic: str | None, shown: str) -> None:
    assert card.choice(chosen, automatic) == shown


def test_what_is_odd_about_a_message_stands_below_it() -> None:
    page = read(transcript.html(chat("pay \u202enow", "Hello"), [], ["", ""]))
    assert page.seen.count("Odd: hidden characters") == 1


def test_a_time_in_the_future_is_told_where_the_moment_is_known() -> None:
    earlier = NOW - timedelta(days=3)
    assert "Odd" not in read(transcript.html(chat("Hello"), [], [""])).seen
    assert "in the future" in read(transcript.html(chat("Hello"), [], [""], now=earlier)).seen


@pytest.mark.parametrize("payload", PAYLOADS)
def test_where_a_visitor_came_from_is_text_and_never_a_link(payload: str) -> None:
    page = read(card.visit(Visit(page_url=payload, utm_campaign=payload)))
    assert page.tags == {"style", "div", "span"}
    assert page.seen.count(payload) == 2


def test_nothing_known_of_a_visit_shows_nothing() -> None:
    assert card.visit(Visit()) == ""
