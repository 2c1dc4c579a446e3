"""A dialogue as the visitor's turns: what each says in plain characters, and what was asked."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lib.contacts.questions import Detail, asked_for
from lib.domain import Found, Message, Role

RECENT = 64  # turns of which readings are kept while the same dialogue is read
LONGEST = 20_000  # characters of a message that are read; the rest is no chat

_HIDDEN = (
    "\u00ad\u061c\u180e\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060"
    "\u2066\u2067\u2068\u2069\ufeff"
)
# Marks of print and of other scripts as the ASCII ones that stand for the same.
_ALIKE = {
    "'": "\u2018\u2019\u02bc\u00b4\u2032\uff07`",
    '"': "\u201c\u201d\u201e\u00ab\u00bb\u2039\u203a",
    "-": "\u2010\u2011\u2012\u2013\u2212\uff0d",
    "|": "\u2014\u2015\u2022\u00b7\u30fb",
    ".": "\uff0e\u3002\u2026",
    ",": "\uff0c\u3001",
    " ": "\u00a0\u2007\u2009\u202f\u3000",
    "\n": "\u2028\u2029\x85",
    **{chr(code): chr(code + 0xFEE0) for code in map(ord, "@+():;/!?#&")},
}
_PLAIN = {ord(sign): plain for plain, signs in _ALIKE.items() for sign in signs} | {
    ord(sign): None for sign in _HIDDEN
}
_PUTS_OFF = re.compile(
    r"\W{0,3}(?:one|a|just a|1) (?:sec|second|moment|min|minute)\b|\W{0,3}(?:wait|hold on"
    r"|hang on|hmm?|"
    r"let me (?:see|check|look)|moment)\b[^@\d]{0,30}$|why\b|what for\b",
    re.IGNORECASE,
)
_FOREIGN_DIGIT = re.compile(r"(?![0-9])\d")


@dataclass(frozen=True, slots=True)
class Span:
    """A value read from a turn, and where: offsets in the turn's plain text."""

    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Turn:
    """A message of the visitor.

    `text` is plain: ASCII digits and apostrophes, no hidden characters. `asked` is what it may
    answer, `ever` what was asked at any time before, `after` what was said just before it by
    whomever it answers. `offsets` gives each of its characters its place in the message, None where
    that is its own index.
    """

    position: int
    text: str
    asked: tuple[Detail, ...] = ()
    ever: frozenset[Detail] = frozenset()
    after: str = ""
    offsets: tuple[int, ...] | None = None
    lowered: str = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "lowered", self.text.lower())

    def found(self, span: Span) -> Found:
        """The value with its place in the message as it was sent."""
        start, end = span.start, span.end
        if self.offsets is not None:
            start, end = self.offsets[start], self.offsets[end - 1] + 1
        return Found(span.value, self.position, start, end)


def plain(text: str) -> str:
    """The text with digits of every script as ASCII, and without hidden characters."""
    text = text[:LONGEST]
    if text.isascii():
        return text
    return _FOREIGN_DIGIT.sub(
        lambda digit: str(unicodedata.decimal(digit[0])), text.translate(_PLAIN)
    )


def visitor_turns(messages: Sequence[Message]) -> Iterator[Turn]:
    """The visitor's messages, each with what was asked.

    A question stands until it is answered with anything but a question, or until the other side
    asks for something else.
    """
    asked: tuple[Detail, ...] = ()
    ever: frozenset[Detail] = frozenset()
    answered, after = False, ""
    for position, message in enumerate(messages):
        if message.role is Role.VISITOR:
            yield _turn(position, message.text, Turn(position, "", asked, ever, after))
            answered = not _puts_off(message.text)
        else:
            after = plain(message.text)
            now = asked_for(after)
            stands = not answered and (now or "?" not in after)
            asked = (asked if stands else ()) + now
            ever |= {*now}
            answered = False


def _puts_off(text: str) -> bool:
    """Whether it answers nothing yet: a question back, or "one moment"."""
    return text.rstrip().endswith("?") or bool(_PUTS_OFF.match(text[:60]))


def _turn(position: int, text: str, context: Turn) -> Turn:
    readable = plain(text)
    offsets = None
    if len(readable) != min(len(text), LONGEST):
        offsets = tuple(i for i, sign in enumerate(text[:LONGEST]) if sign not in _HIDDEN)
    return Turn(position, readable, context.asked, context.ever, context.after, offsets)
