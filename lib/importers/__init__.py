"""Files of conversations, in whatever format they come: what is in one tells which it is.

Each module of this package is a format, with `read(file, source=…, default=…)`.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Protocol

from lib.domain import Conversation, Refused, UnusableFile
from lib.importers import chatwoot, csv_rows, jsonl, openai
from lib.importers.files import opened, sample

DEFAULT_SOURCE = "import"
KEY = re.compile(rb'"(\w+)"\s*:')  # in a text the marks would be escaped
CHATWOOT = {b"message_type", b"event", b"inbox_id", b"payload"}
MOST_ENTRIES, MOST_MESSAGES, MOST_CHARACTERS = 500, 20_000, 16 << 20  # of a batch


class Reader(Protocol):
    """Reads one format; `source` replaces what the file says, `default` stands in for it."""

    def __call__(
        self, file: BinaryIO, /, *, source: str | None, default: str
    ) -> Iterator[Conversation | Refused]:
        """Everything in the file, in order."""
        ...


FORMATS: Mapping[str, Reader] = {
    "jsonl": jsonl.read,
    "openai": openai.read,
    "csv": csv_rows.read,
    "chatwoot": chatwoot.read,
}


def read(
    path: Path,
    *,
    format: str | None = None,
    source: str | None = None,
    on_read: Callable[[int], object] | None = None,
) -> Iterator[Conversation | Refused]:
    """Every conversation of a file, and every entry that cannot be one; in bounded memory.

    `format` is a name in FORMATS; without it the content tells. `source` is the system that they
    come from, whatever the file says. `on_read` is told how many bytes have been read so far.
    Raises UnusableFile, possibly late, naming the file and what to do.
    """
    with opened(path, on_read) as file:
        reader = FORMATS[format or _format_of(file)]
        try:
            yield from reader(file, source=source, default=DEFAULT_SOURCE)
        except UnusableFile as error:
            raise UnusableFile(f"{path} holds no conversations. {error}") from error


@dataclass(slots=True)
class Batch:
    """So many entries of a file as one transaction takes well."""

    conversations: list[Conversation] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    messages: int = 0
    characters: int = 0

    def add(self, entry: Conversation | Refused) -> None:
        """Take one more."""
        if isinstance(entry, Refused):
            self.refused.append(entry)
            self.characters += len(entry.raw)
        else:
            self.conversations.append(entry)
            self.messages += len(entry.messages)
            self.characters += sum(len(message.text) for message in entry.messages)

    @property
    def entries(self) -> int:
        """How many there are, refused ones as well."""
        return len(self.conversations) + len(self.refused)

    @property
    def is_full(self) -> bool:
        """Whether more would keep other writers waiting."""
        return (
            self.entries >= MOST_ENTRIES
            or self.messages >= MOST_MESSAGES
            or self.characters >= MOST_CHARACTERS
        )


def batches(entries: Iterable[Conversation | Refused]) -> Iterator[Batch]:
    """The entries in order, a few hundred at a time; those before a break in the file too."""
    batch = Batch()
    broken = None
    try:
        for entry in entries:
            batch.add(entry)
            if batch.is_full:
                yield batch
                batch = Batch()
    except UnusableFile as error:
        broken = error
    if batch.entries:
        yield batch
    if broken:
        raise broken


def _format_of(file: BinaryIO) -> str:
    """Which format this is. Nothing is taken from the file."""
    first = sample(file)
    if not first.lstrip().startswith((b"{", b"[")):
        return "csv"
    keys = set(KEY.findall(first))
    if {b"messages", b"role"} <= keys:
        return "openai" if b"content" in keys else "jsonl"
    if {b"conversations", b"from", b"value"} <= keys:
        return "openai"
    return "chatwoot" if keys & CHATWOOT else "jsonl"
