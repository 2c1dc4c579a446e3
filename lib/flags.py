"""What is odd about a message, to be shown beside it: nothing of it is lost or refused. Pure."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum

LONGEST_CHAT = 20_000  # characters; contacts are looked for in so many
LONGEST_KEPT = 200_000
OFTEN = 10  # times that a line stands in a message until it counts as repeated
MOST_MARKS = 3  # on one letter, in any writing system in use
AHEAD = timedelta(days=1)

_HIDDEN = re.compile("[\u200b\u200e\u200f\u061c\u2060\ufeff\u202a-\u202e\u2066-\u2069]")
_WORD = re.compile(r"[^\W\d_]{2,60}")
_ENCODED = re.compile(r"[A-Za-z0-9+/=]{500}")
_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK")  # whose letters are taken for one another


class Flag(StrEnum):
    """Something that a reader should know of a message."""

    HIDDEN = "hidden characters, shown by their numbers"
    MIXED = "letters of two scripts in one word"
    REPLACED = "damaged characters, shown as �"
    NUL = "NUL characters, shown as ␀"
    LONG = "very long: contact details are looked for in its beginning"
    CUT = "cut after 200,000 characters"
    REPEATED = "the same line many times"
    ENCODED = "encoded data, not words"
    MARKS = "letters under piles of marks"
    AHEAD = "its time lies in the future"


def flags(text: str, sent_at: datetime | None = None, now: datetime | None = None) -> list[Flag]:
    """What is odd about a message's text, and about its time as of `now`."""
    found = list(_of_text(text))
    if sent_at and now and sent_at > now + AHEAD:
        found.append(Flag.AHEAD)
    return found


def _of_text(text: str) -> Iterator[Flag]:
    if len(text) > LONGEST_CHAT:
        yield Flag.CUT if len(text) >= LONGEST_KEPT else Flag.LONG
    if _is_repeated(text):
        yield Flag.REPEATED
    if _ENCODED.search(text):
        yield Flag.ENCODED
    if not text.isascii():
        yield from _of_signs(text)


def _of_signs(text: str) -> Iterator[Flag]:
    if _HIDDEN.search(text):
        yield Flag.HIDDEN
    if "\ufffd" in text:
        yield Flag.REPLACED
    if "\u2400" in text:
        yield Flag.NUL
    if any(_is_mixed(word) for word in _WORD.findall(text[:LONGEST_CHAT])):
        yield Flag.MIXED
    if _has_piles(text[:LONGEST_CHAT]):
        yield Flag.MARKS


def _is_repeated(text: str) -> bool:
    lines = [line for line in text.casefold().splitlines() if line.strip()]
    return len(lines) >= OFTEN and len(lines) >= OFTEN * len(set(lines))


def _is_mixed(word: str) -> bool:
    """Whether a word has letters of several scripts that look alike, as in a false domain."""
    if word.isascii():
        return False
    return len({script for letter in word if (script := _script(letter))}) > 1


def _script(letter: str) -> str | None:
    name = unicodedata.name(letter, "")
    return next((script for script in _SCRIPTS if name.startswith(script)), None)


def _has_piles(text: str) -> bool:
    run = 0
    for letter in unicodedata.normalize("NFC", text):
        run = run + 1 if unicodedata.combining(letter) else 0
        if run > MOST_MARKS:
            return True
    return False
