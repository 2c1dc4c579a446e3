"""Whatever is said, reading it neither fails nor takes long nor takes another's details."""

import pkgutil
import re
import time
import unicodedata
from collections.abc import Iterator
from importlib import import_module

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import lib.contacts
from lib.contacts import email_identity, extract, phone_identity
from lib.contacts.turns import LONGEST, plain
from lib.domain import Contact, Found, Message, Role, Visitor

BITS = st.sampled_from(
    [
        *(
            "I'm ",
            "my name is ",
            "Maria",
            "maria lopez",
            " from ",
            "Globex",
            " GmbH",
            ", ",
            "\n",
            ". ",
        ),
        *("maria@globex.com", "jon at acme dot com", "415 555 0134", "+49 30 901820", "@", "not "),
        *("sorry, ", "What is your name?", "Your email and phone?", "company?", "\u200b", "\u202e"),
        *(
            "\x00",
            "\ud800",
            "الرقم ٠٣٠",
            "王伟",
            "Best,\n",
            " here",
            "(",
            "'",
            "-",
            "\u0301",
            "İ",
            "ß",
        ),
    ]
)
TEXTS = st.one_of(
    st.lists(BITS, max_size=12).map("".join),
    st.text(st.characters(), max_size=80),  # surrogates and unassigned characters among them
)
MESSAGES = st.lists(st.builds(Message, st.sampled_from(list(Role)), TEXTS), max_size=6)
VISITORS = st.builds(Visitor, *[st.none() | TEXTS] * 4)


def details(contact: Contact) -> list[Found]:
    kinds = (contact.name, contact.email, contact.phone, contact.company)
    return [found for found in kinds if found]


@given(MESSAGES, VISITORS)
@settings(max_examples=400, deadline=None)
@example([Message(Role.VISITOR, "my name is \u200b'\u0301")], Visitor())
def test_any_dialogue_can_be_read(messages: list[Message], visitor: Visitor) -> None:
    for found in details(extract(messages, visitor)):
        assert found.value


@given(MESSAGES)
@settings(max_examples=400, deadline=None)
def test_a_detail_lies_in_a_message_of_the_visitor(messages: list[Message]) -> None:
    for found in details(extract(messages, Visitor())):
        assert found.position is not None
        assert found.start is not None
        assert found.end is not None
        message = messages[found.position]
        assert message.role is Role.VISITOR
        assert 0 <= found.start < found.end <= len(message.text)


@given(MESSAGES)
@settings(max_examples=200, deadline=None)
def test_a_name_is_what_stands_there_but_for_its_case(messages: list[Message]) -> None:
    name = extract(messages, Visitor()).name
    if name and name.position is not None:
        said = plain(messages[name.position].text[name.start : name.end])
        written = unicodedata.normalize("NFC", said)
        assert name.value.casefold().split() == written.casefold().split()


@given(st.lists(TEXTS, max_size=4))
@settings(max_examples=200, deadline=None)
def test_nothing_comes_from_words_of_the_other_side(texts: list[str]) -> None:
    theirs = [Message(role, text) for text in texts for role in (Role.ASSISTANT, Role.AGENT)]
    assert details(extract(theirs, Visitor())) == []


@given(TEXTS)
def test_an_identity_stays_as_it_is(text: str) -> None:
    assert email_identity(email_identity(text)) == email_identity(text)
    number = phone_identity(text)
    assert number is None or phone_identity(number) == number


def patterns(value: object) -> Iterator[re.Pattern[str]]:
    """The patterns in a module's variable, however it holds them."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        yield from (pattern for part in value.values() for pattern in patterns(part))
    elif isinstance(value, tuple):
        yield from (pattern for part in value for pattern in patterns(part))
    elif isinstance(held := getattr(value, "pattern", None), re.Pattern):
        yield held


def all_patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    for module in pkgutil.iter_modules(lib.contacts.__path__, "lib.contacts."):
        for name, value in vars(import_module(module.name)).items():
            yield from ((f"{module.name}.{name}", pattern) for pattern in patterns(value))


# An escape, a set, or a quantifier without an upper bound.
UNBOUNDED = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|(?P<quantifier>[*+]|\{\d*,\})")


def test_every_quantifier_has_a_bound() -> None:
    checked = dict(all_patterns())
    assert len(checked) > 30
    for name, pattern in checked.items():
        unbounded = [found for found in UNBOUNDED.finditer(pattern.pattern) if found["quantifier"]]
        assert not unbounded, f"{name}: {pattern.pattern}"


def seconds_for(text: str) -> float:
    """Processor time of this thread, the least of five readings."""
    asked = Message(Role.ASSISTANT, "Your name, email, phone and company?")
    messages = [asked, Message(Role.VISITOR, text), Message(Role.AGENT, text)]
    readings = []
    for _ in range(5):
        began = time.thread_time()
        extract([*messages, Message(Role.VISITOR, "I'm Maria, maria@globex.com")], Visitor())
        readings.append(time.thread_time() - began)
    return min(readings)


@pytest.mark.parametrize(
    "unit",
    [
        *(
            "a",
            "1 ",
            "@.",
            "a@",
            "a.",
            "a@b.",
            "x.y@",
            "a dot ",
            "a at ",
            "1-",
            "(1",
            "+1 ",
            "'",
            "-",
        ),
        *(
            "A ",
            "I'm ",
            "my name is ",
            "not a ",
            "Best\n",
            "our company ",
            "i am a ltd ",
            "a(at)",
            "a_",
        ),
        *("\u200b", "\u0301", "\u0663", "\u738b", "hi, ", "manager a b c ", "call 415 555 0134 "),
    ],
)
def test_four_times_the_text_takes_about_four_times_as_long(unit: str) -> None:
    short, long = (unit * (length // len(unit)) for length in (LONGEST // 4, LONGEST))
    base = max(seconds_for(short), 0.001)
    assert seconds_for(long) < 9 * base  # what grows with the square takes sixteen times as long


@pytest.mark.parametrize(
    "unit", ["who is the ", "at at ", "hi, ", "5 5 . ", "one two ", "name: ", "my wife's ", "\n- "]
)
def test_a_hundred_thousand_characters_are_read_in_a_moment(unit: str) -> None:
    assert seconds_for((unit * 100_000)[:100_000]) < 0.4  # mostly a tenth of it


def test_what_is_longer_than_is_read_costs_no_more() -> None:
    assert plain("a" * 100_000) == "a" * LONGEST
