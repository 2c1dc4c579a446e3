"""The entries of a file in portions that one transaction takes well."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lib.domain import Conversation, Refused, UnusableFile

MOST_ENTRIES, MOST_MESSAGES, MOST_CHARACTERS = 500, 20_000, 16 << 20  # of a batch


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
