"""WhatsApp's text export of a chat, from phones of both kinds, bare or in its zip.

A chat has no ids and goes on for years: more than 24 hours of silence begin a new conversation.
It is known by its first message, so that a later and longer export of the same chat adds to it.
"""

import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import BinaryIO, NamedTuple

from lib.domain import Conversation, Message, Refused, Role, UnusableFile, Visitor
from lib.importers.fields import MOST_MESSAGES, clean, text
from lib.importers.files import sample
from lib.importers.options import Options
from lib.importers.whatsapp_days import Days
from lib.importers.whatsapp_lines import Entry, entries, is_header

LARGEST = 64 << 20  # bytes; a phone exports 40,000 messages at most
STRAY = "This line belongs to no message."
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
    """What somebody wrote, and when, in UTC."""

    author: str
    text: str
    at: datetime


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

    `options.us` are the authors who are of the company, in any case. The day stands before the
    month where neither the file nor `options.day_first` tells. Raises UnusableFile where none of
    the authors is of the company, naming them.
    """
    raw = _whole(file)
    authors, day_first = _told(raw)
    us = {name.casefold() for name in options.us}
    if not any(name.casefold() in us for name in authors):
        raise UnusableFile(_who_is_us(authors))
    if options.day_first is not None:
        day_first = options.day_first
    yield from _conversations(raw, us, day_first is not False, options)


def told(file: BinaryIO) -> Told:
    """Who writes in the chat, and what its dates tell. Raises UnusableFile."""
    return _told(_whole(file))


def _told(raw: bytes) -> Told:
    authors: Counter[str] = Counter()
    days = Days()
    for entry in _entries(raw):
        if isinstance(entry, Entry):
            days.see(entry)
            if entry.author and entry.text:
                authors[entry.author] += 1
    return Told(dict(authors.most_common()), days.day_first)


def _whole(file: BinaryIO) -> bytes:
    """All of the file: it is gone over twice, and what is unpacked can be read only once."""
    raw = file.read(LARGEST + 1)
    if len(raw) > LARGEST:
        raise UnusableFile(f"It is longer than {LARGEST >> 20} MiB. Split it between two messages.")
    return raw


def _entries(raw: bytes) -> Iterator[Entry | tuple[int, str]]:
    return entries(io.TextIOWrapper(io.BytesIO(raw), "utf-8", errors="replace", newline="\n"))


def _conversations(
    raw: bytes, us: set[str], day_first: bool, options: Options
) -> Iterator[Conversation | Refused]:
    said: list[Said] = []
    for entry in _entries(raw):
        found = _said(entry, day_first, options)
        if isinstance(found, Refused):
            yield found
        elif found:
            if said and (_is_later(found, said[-1]) or len(said) == MOST_MESSAGES):
                yield _conversation(said, us, options)
                said = []
            said.append(found)
    if said:
        yield _conversation(said, us, options)


def _said(
    entry: Entry | tuple[int, str], day_first: bool, options: Options
) -> Said | Refused | None:
    """The message of an entry; None for what nobody said."""
    if not isinstance(entry, Entry):
        return Refused(entry[0], "$", STRAY, clean(entry[1]))
    if (moment := entry.sent_at(day_first)) is None:
        return Refused(entry.line, "date", "There is no such day.", clean("\n".join(entry.lines)))
    if entry.author is None or not (written := entry.text):
        return None
    return Said(entry.author, text(written), moment.replace(tzinfo=options.zone).astimezone(UTC))


def _is_later(said: Said, before: Said) -> bool:
    return said.at - before.at > SILENCE


def _conversation(said: Sequence[Said], us: set[str], options: Options) -> Conversation:
    first = said[0]
    parts = (first.at.isoformat(), first.author, first.text)
    digest = sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()
    visitors = {each.author for each in said if each.author.casefold() not in us}
    return Conversation(
        options.source or SOURCE,
        digest[:32],
        [Message(_role(each, us), each.text, each.at) for each in said],
        "WhatsApp",
        first.at,
        _visitor(visitors.pop()) if len(visitors) == 1 else Visitor(),
    )


def _role(said: Said, us: set[str]) -> Role:
    return Role.AGENT if said.author.casefold() in us else Role.VISITOR


def _visitor(author: str) -> Visitor:
    """A saved name, or the number where the person is not among the contacts."""
    if _PHONE.fullmatch(author):
        return Visitor(phone=author)
    return Visitor(name=clean(author))


def _who_is_us(named: Mapping[str, int]) -> str:
    if not named:
        return "There is no message in it."
    shown = ", ".join(f"{name} ({count:,})" for name, count in list(named.items())[:MOST_NAMED])
    return f"Say which of its authors is you, with --us NAME: {shown}."
