"""What a file does not say itself, and a person has to: its columns, its zone, who is us."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from lib import importers
from lib.domain import Conversation, Refused, UnusableFile
from lib.importers import Options, csv_rows, fields
from lib.importers.files import sample
from lib.importers.rows import ALIASES, REQUIRED, columns_of

ROWS = {"csv"}  # formats with a message a row
SHOWN = 5  # conversations of a preview


@dataclass(frozen=True, slots=True)
class Questions:
    """What is to be asked of a file.

    `header` are its columns where it has some, with `examples` of what stands in them, and
    `guessed` the column of each field by its name.
    `authors` says how many messages each author wrote where the file does not tell who is us.
    """

    header: Sequence[str] = ()
    examples: Mapping[str, str] = field(default_factory=dict)
    guessed: Mapping[str, str] = field(default_factory=dict)
    authors: Mapping[str, int] = field(default_factory=dict)
    asks_zone: bool = False
    asks_day_first: bool = False

    @property
    def needed(self) -> list[str]:
        """The fields that must have a column."""
        return list(REQUIRED) if self.header else []


def questions(path: Path, format: str) -> Questions:
    """What to ask before a file of this format is read. Raises UnusableFile."""
    if format in ROWS:
        header, *rows = _first_rows(path)
        guessed = {field: header[at] for field, at in columns_of(header, {}).items()}
        return Questions(header, _examples(header, rows), guessed, asks_zone=True)
    return Questions()


def preview_of(path: Path, format: str, options: Options) -> list[Conversation | Refused]:
    """The first conversations of the file as they would be read. Raises UnusableFile."""
    return list(islice(importers.read(path, options, format=format), SHOWN))


def fields_of_rows() -> Sequence[str]:
    """The fields that a column can hold, those that are needed first."""
    return [*REQUIRED, *(field for field in ALIASES if field not in REQUIRED)]


def _examples(header: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, str]:
    """The first value of each column."""
    found: dict[str, str] = {}
    for row in rows:
        for column, cell in zip(header, row, strict=False):
            if cell and column not in found:
                found[column] = fields.quoted(cell)
    return found


def _first_rows(path: Path) -> list[list[str]]:
    """The header and the first rows, parted as the header tells. Raises UnusableFile."""
    with importers.opened(path) as file:
        lines = sample(file).decode("utf-8", csv_rows.OR_CP1252).splitlines()[:SHOWN]
    delimiter, header = csv_rows.parted(lines[0], {})
    if not any(header):
        raise UnusableFile("The first row is empty; it must name the columns.")
    return [header, *(csv_rows.cells(line, delimiter) for line in lines[1:])]
