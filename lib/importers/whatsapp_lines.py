"""The lines of a WhatsApp text export: what begins a message, who wrote it, and when.

The grammar of a header line follows Pustur/whatsapp-chat-parser, src/parser.ts, which collects
what phones of both kinds and many languages write.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from lib.importers.whatsapp_remarks import without_remarks

_MARKS = "\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff"
_DATE = r"(?P<a>\d{1,4})(?P<sign>[-/.]) ?(?P<b>\d{1,2})(?P=sign) ?(?P<c>\d{1,4})[,.]?"
_AFTER_NOON = ("p", "م", "μ", "下午", "午後", "中午", "晚上", "오후")
_TIME = (
    r"(?:(?P<before>凌晨|早上|上午|中午|下午|晚上|午前|午後|오전|오후)\s?)?"
    r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2}))?"
    r"(?:\s?(?P<half>[ap]\.?\s?m\.?|[صم]|[πμ]\.?μ\.?))?"
)
_HEADER = re.compile(
    rf"[{_MARKS}]{{0,5}}(?P<open>\[?){_DATE}\s\D{{0,10}}?{_TIME}\]?[{_MARKS}]{{0,2}}"
    r"(?P<end>\s[-\u2013]\s|:\s|,\s|\s)",
    re.IGNORECASE,
)
_AUTHOR = re.compile(
    rf"[{_MARKS}~\u202f ]{{0,6}}(?P<name>[^:\n]{{1,100}}?)[{_MARKS}]{{0,3}}:(?: (?P<text>.*)|$)",
    re.DOTALL,
)
# Somebody named a group: "Ana changed the subject from “A: B”" is no author, Bob “Bobby” Lee is.
_QUOTE = re.compile('["“”„«»]')


class Style(NamedTuple):
    """How a phone writes header lines; all of an export are written alike."""

    opens: str
    sign: str
    ends: str


@dataclass(slots=True)
class Entry:
    """A header line and the lines behind it; `author` is None for what WhatsApp itself says.

    `date` are the three numbers of the date as they stand, `time` hour, minute and second.
    """

    line: int
    date: tuple[int, int, int]
    time: tuple[int, int, int]
    author: str | None
    style: Style
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What was written, without what stands for a file or says that it was edited."""
        return without_remarks(self.lines)

    def sent_at(self, day_first: bool) -> datetime | None:
        """The moment as the phone showed it, without a zone; None where there is no such day."""
        first, second, third = self.date
        year, month, day = (
            (first, second, third)
            if first > 999
            else (third, second, first)
            if day_first
            else (third, first, second)
        )
        try:
            return datetime(year + 2000 if year < 100 else year, month, day, *self.time)  # noqa: DTZ001
        except ValueError:
            return None


def entries(lines: Iterable[str]) -> Iterator[Entry | tuple[int, str]]:
    """Each message in order; a line before the first one alone, with its number.

    A line that begins with a date, but is written otherwise than the first header, is what
    somebody wrote or pasted: it goes on with the message.
    """
    entry: Entry | None = None
    for number, line in enumerate(lines, 1):
        text = line.rstrip("\r\n")
        begun = _begun(number, text)
        if begun and (entry is None or begun.style == entry.style):
            if entry:
                yield entry
            entry = begun
        elif entry:
            entry.lines.append(text)
        elif text.strip():
            yield number, text
    if entry:
        yield entry


def is_header(line: str) -> bool:
    """Whether a line begins with a date and a time as WhatsApp writes them."""
    return bool(_HEADER.match(line))


def _begun(number: int, line: str) -> Entry | None:
    """The entry that a line begins, if it is a header."""
    found = _HEADER.match(line)
    if not found or not (time := _time(found)):
        return None
    date = (int(found["a"]), int(found["b"]), int(found["c"]))
    style = Style(found["open"], found["sign"], found["end"].strip())
    said = _AUTHOR.match(line, found.end())
    if said and len(_QUOTE.findall(said["name"])) % 2 == 0:
        return Entry(number, date, time, said["name"].strip(), style, [said["text"] or ""])
    return Entry(number, date, time, None, style, [line[found.end() :]])


def _time(found: re.Match[str]) -> tuple[int, int, int] | None:
    """Hour, minute and second of a header; None where a clock shows no such time."""
    hour, minute, second = (int(found[part] or 0) for part in ("hour", "minute", "second"))
    if half := found["half"] or found["before"]:
        hour = hour % 12 + (12 if half.lower().startswith(_AFTER_NOON) else 0)
    return (hour, minute, second) if hour < 24 and minute < 60 and second < 60 else None
