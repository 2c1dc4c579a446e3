"""A dialogue as the visitor's turns: what each says in plain characters, and what was asked."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lib.contacts.questions import Detail, asked_for
from lib.domain import Found, Message, Role

LONGEST = 20_000  # characters of a message that are read; the rest is no chat

_HIDDEN = (
    "\u00ad\u061c\u180e\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"
    + "".join(map(chr, range(0x2066, 0x206A)))
)
_ALIKE = dict(
    zip(
        "‘’ʼ´`′＇‐‑‒−＠．＋（）：，／\u00a0\u2007\u202f\u3000\u2009\u2028\u2029\x85",
        "'''''''----@.+():,/     \n\n\n",
        strict=True,
    )
)
_PLAIN: dict[int, str | None] = {
    **{ord(character): plain for character, plain in _ALIKE.items()},
    **{ord(character): None for character in _HIDDEN},
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
    """The visitor's messages. A question stands until the other side speaks again."""
    asked: tuple[Detail, ...] = ()
    visitor_spoke = False
    for position, message in enumerate(messages):
        if message.role is Role.VISITOR:
            visitor_spoke = True
            yield _turn(position, message.text, asked)
        else:
            asked = (() if visitor_spoke else asked) + asked_for(plain(message.text))
            visitor_spoke = False


def _turn(position: int, text: str, asked: tuple[Detail, ...]) -> Turn:
    readable = plain(text)
    if len(readable) == min(len(text), LONGEST):
        return Turn(position, readable, asked)
    offsets = [i for i, character in enumerate(text[:LONGEST]) if character not in _HIDDEN]
    return Turn(position, readable, asked, offsets)
