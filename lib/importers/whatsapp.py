"""WhatsApp's text export of a chat, from phones of both kinds, bare or in its zip.

A chat has no ids and goes on for years: more than 24 hours of silence begin a new conversation.
It is known by its first message, so that a later and longer export of the same chat adds to it.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import BinaryIO, NamedTuple

from lib.domain import Conversation, Message, Refused, Role, UnusableFile, Visitor
from lib.importers.fields import clean, text
from lib.importers.files import sample
from lib.importers.options import Options
from lib.importers.whatsapp_lines import Entry, day_first, entries, is_header

LARGEST = 256 << 20  # bytes; a phone exports 40,000 messages at most
SILENCE = timedelta(hours=24)
MOST_NAMED = 12  # authors in a sentence
SOURCE = "whatsapp"
_PHONE = re.compile(r"\+?[\d\s().\u00a0\u2011-]{7,30}")


class Told(NamedTuple):
    """What the file tells.

    `authors` are its authors with the number of their messages, the most first. `day_first` says
    whether the day stands before the month; None where the file leaves that open.
    """

    authors: Mapping[str, int]
    day_first: bool | None


class Said(NamedTuple):
    """A message and who wrote it."""

    author: str
    message: Message


def recognises(file: BinaryIO) -> bool:
    """Whether the first line begins as a WhatsApp message does, and somebody speaks soon.

    A line of a log begins with a time in brackets, too.
    """
    lines = [line for line in _beginning(file).splitlines() if line.strip()]
    if not lines or not is_header(lines[0]):
        return False
    return any(isinstance(each, Entry) and each.author for each in entries(lines))


def _beginning(file: BinaryIO) -> str:
    return sample(file)[:16_000].decode("utf-8", "replace")


def read(file: BinaryIO, options: Options) -> Iterator[Conversation | Refused]:
    """The conversations of the chat in order; lines before the first message as refusals.

    `options.us` are the authors who are of the company, in any case. Raises UnusableFile where
    none of the authors is, naming them.
    """
    found, stray = _parsed(file)
    us = {name.casefold() for name in options.us}
    named = authors_of(found)
    if not any(name.casefold() in us for name in named):
        raise UnusableFile(_who_is_us(named))
    yield from stray
    first = options.day_first if options.day_first is not None else day_first(found)
    yield from _conversations(found, us, first is not False, options)


def told(file: BinaryIO) -> Told:
    """Who writes in the chat, and what its dates tell. Raises UnusableFile."""
    found, _ = _parsed(file)
    return Told(authors_of(found), day_first(found))


def authors_of(found: Sequence[Entry]) -> Mapping[str, int]:
    """Who wrote how many of these messages, the most first."""
    return dict(Counter(entry.author for entry in found if entry.author).most_common())


def _parsed(file: BinaryIO) -> tuple[list[Entry], list[Refused]]:
    raw = file.read(LARGEST + 1)
    if len(raw) > LARGEST:
        raise UnusableFile(f"It is longer than {LARGEST >> 20} MiB. Split it between two messages.")
    found: list[Entry] = []
    stray: list[Refused] = []
    for each in entries(raw.decode("utf-8", "replace").split("\n")):
        if isinstance(each, Entry):
            found.append(each)
        else:
            line, said = each
            stray.append(Refused(line, "$", "This line belongs to no message.", clean(said)))
    return found, stray


def _conversations(
    found: Sequence[Entry], us: set[str], first: bool, options: Options
) -> Iterator[Conversation | Refused]:
    said: list[Said] = []
    for entry in found:
        moment = entry.sent_at(first)
        if moment is None:
            yield Refused(entry.line, "date", "There is no such day.", clean(entry.text))
            continue
        if entry.author is None or not entry.text:
            continue
        at = moment.replace(tzinfo=options.zone).astimezone(UTC)
        if said and at - _time(said[-1]) > SILENCE:
            yield _conversation(said, us, options)
            said = []
        role = Role.AGENT if entry.author.casefold() in us else Role.VISITOR
        said.append(Said(entry.author, Message(role, text(entry.text), at)))
    if said:
        yield _conversation(said, us, options)


def _conversation(said: Sequence[Said], us: set[str], options: Options) -> Conversation:
    first = said[0]
    parts = (_time(first).isoformat(), first.author, first.message.text)
    digest = sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()
    visitors = {each.author for each in said if each.author.casefold() not in us}
    return Conversation(
        options.source or SOURCE,
        digest[:32],
        [each.message for each in said],
        "WhatsApp",
        _time(first),
        _visitor(visitors.pop()) if len(visitors) == 1 else Visitor(),
    )


def _visitor(author: str) -> Visitor:
    """A saved name, or the number where the person is not among the contacts."""
    if _PHONE.fullmatch(author):
        return Visitor(phone=author)
    return Visitor(name=clean(author))


def _time(said: Said) -> datetime:
    at = said.message.sent_at
    assert at is not None  # noqa: S101 every line has a time
    return at


def _who_is_us(named: Mapping[str, int]) -> str:
    if not named:
        return "There is no message in it."
    shown = ", ".join(f"{name} ({count:,})" for name, count in list(named.items())[:MOST_NAMED])
    return f"Say which of its authors is you, with --us NAME: {shown}."
