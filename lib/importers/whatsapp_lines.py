"""The lines of a WhatsApp text export: what begins a message, who wrote it, and when.

The grammar of a header line follows Pustur/whatsapp-chat-parser, src/parser.ts, which collects
what phones of both kinds and many languages write.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

_MARKS = "\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff"
_DATE = r"(?P<a>\d{1,4})(?P<sign>[-/.]) ?(?P<b>\d{1,2})(?P=sign) ?(?P<c>\d{1,4})[,.]?"
_TIME = (
    r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2}))?"
    r"(?:\s?(?P<half>[ap])\.?\s?m\.?)?"
)
_HEADER = re.compile(
    rf"[{_MARKS}]{{0,5}}\[?{_DATE}\s\D{{0,10}}?{_TIME}\]?[{_MARKS}]{{0,2}}(?:\s[-\u2013]\s|:\s|\s)",
    re.IGNORECASE,
)
_AUTHOR = re.compile(
    rf"[{_MARKS}~\u202f ]{{0,6}}(?P<name>[^:\n]{{1,100}}?)[{_MARKS}]{{0,3}}: ?(?P<text>.*)",
    re.DOTALL,
)
_EDITED = re.compile(rf"[{_MARKS}]?<[^<>\n]{{3,60}}>[ \t]*$")
# Somebody named a group: "Ana changed the subject from “A: B”" is no author.
_QUOTE = re.compile('["“”„«»]')


@dataclass(slots=True)
class Entry:
    """A header line and the lines behind it; `author` is None for what WhatsApp itself says.

    `date` are the three numbers of the date as they stand, `time` hour, minute and second.
    """

    line: int
    date: tuple[int, int, int]
    time: tuple[int, int, int]
    author: str | None
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What was written, without what stands for a file or says that it was edited."""
        kept = [line for line in self.lines if not is_placeholder(line)]
        return _EDITED.sub("", "\n".join(kept).strip()).strip()

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
    """Each message in order; a line before the first one alone, with its number."""
    entry: Entry | None = None
    for number, line in enumerate(lines, 1):
        text = line.rstrip("\r\n")
        if begun := _begun(number, text):
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


def day_first(found: Sequence[Entry]) -> bool | None:
    """Whether the day stands before the month; None where the file leaves it open.

    A number above 12 decides, and else the order in which no time goes back.
    """
    dates = [entry.date for entry in found if entry.date[0] < 1000]
    if not dates:
        return True
    if any(second > 12 for _, second, _ in dates):
        return False
    if any(first > 12 for first, _, _ in dates):
        return True
    back = {order: _steps_back(found, order) for order in (True, False)}
    return None if back[True] == back[False] else back[True] < back[False]


def is_placeholder(line: str) -> bool:
    """Whether a whole line stands for a file: <Media omitted>, photo.jpg (file attached)."""
    bare = line.strip(" \u200e\u200f")
    if bare.startswith("<") and bare.endswith(">") and len(bare) <= 200:
        return "<" not in bare[1:]
    return bool(re.fullmatch(r"[^\s/\\].{0,200}\.\w{2,5} \([^()]{3,60}\)", bare))


def _begun(number: int, line: str) -> Entry | None:
    """The entry that a line begins, if it is a header."""
    found = _HEADER.match(line)
    if not found:
        return None
    hour, minute = int(found["hour"]), int(found["minute"])
    if half := found["half"]:
        hour = hour % 12 + (12 if half.lower() == "p" else 0)
    if hour > 23 or minute > 59:
        return None
    date = (int(found["a"]), int(found["b"]), int(found["c"]))
    entry = Entry(number, date, (hour, minute, int(found["second"] or 0)), None)
    said = _AUTHOR.match(line, found.end())
    # The phone itself marks what it adds, as "\u200eimage omitted", in the author's name.
    if said and not _QUOTE.search(said["name"]) and not said["text"].startswith("\u200e"):
        entry.author = said["name"].strip()
        entry.lines.append(said["text"])
    else:
        entry.lines.append(line[found.end() :])
    return entry


def _steps_back(found: Sequence[Entry], order: bool) -> int:
    times = [moment for entry in found if (moment := entry.sent_at(order))]
    missing = len(found) - len(times)
    return missing + sum(later < earlier for earlier, later in pairwise(times))
