"""A dialogue as the visitor's turns: what each says in plain characters, and what was asked."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lib.contacts.questions import Detail, asked_for
from lib.domain import Found, Message, Role

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

    `text` is plain: ASCII digits and apostrophes, no hidden characters. `offsets` gives each of its
    characters its place in the message, None where that is its own index.
    """

    position: int
    text: str
    asked: tuple[Detail, ...] = ()
    offsets: Sequence[int] | None = None
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
    answered = False
    for position, message in enumerate(messages):
        if message.role is Role.VISITOR:
            answered = not message.text.rstrip().endswith("?")
            yield _turn(position, message.text, asked)
        else:
            now = asked_for(message.text[:LONGEST])
            stands = not answered and (now or "?" not in message.text)
            asked = (asked if stands else ()) + now
            answered = False


def _turn(position: int, text: str, asked: tuple[Detail, ...]) -> Turn:
    readable = plain(text)
    if len(readable) == min(len(text), LONGEST):
        return Turn(position, readable, asked)
    offsets = [i for i, character in enumerate(text[:LONGEST]) if character not in _HIDDEN]
    return Turn(position, readable, asked, offsets)
