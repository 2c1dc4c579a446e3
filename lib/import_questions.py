"""What a file does not say itself, and a person has to: its columns, its zone, who is us."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from lib import importers
from lib.domain import Conversation, Refused, UnusableFile
from lib.importers import Options, csv_rows
from lib.importers.csv_rows import ALIASES, DELIMITERS, REQUIRED, columns_of
from lib.importers.files import sample

ROWS = {"csv"}  # formats with a message a row
SHOWN = 5  # conversations of a preview


@dataclass(frozen=True, slots=True)
class Questions:
    """What is to be asked of a file.

    `header` are its columns where it has some, `guessed` the column of each field by its name.
    `authors` says how many messages each author wrote where the file does not tell who is us.
    """

    header: Sequence[str] = ()
    guessed: Mapping[str, str] = field(default_factory=dict)
    authors: Mapping[str, int] = field(default_factory=dict)
    asks_zone: bool = False
    asks_day_first: bool = False

    @property
    def needed(self) -> list[str]:
        """The fields that must have a column."""
        return list(REQUIRED) if self.header else []

    @property
    def missing(self) -> list[str]:
        """Those of them that no column is named after."""
        return [field for field in self.needed if field not in self.guessed]


def questions(path: Path, format: str) -> Questions:
    """What to ask before a file of this format is read. Raises UnusableFile."""
    if format in ROWS:
        header = _header(path)
        places = columns_of(header, {})
        guessed = {field: header[at] for field, at in places.items()}
        return Questions(header, guessed, asks_zone="time" in guessed or len(guessed) < len(header))
    return Questions()


def preview_of(path: Path, format: str, options: Options) -> list[Conversation | Refused]:
    """The first conversations of the file as they would be read. Raises UnusableFile."""
    return list(islice(importers.read(path, options, format=format), SHOWN))


def fields_of_rows() -> Sequence[str]:
    """The fields that a column can hold, those that are needed first."""
    return [*REQUIRED, *(field for field in ALIASES if field not in REQUIRED)]


def _header(path: Path) -> list[str]:
    with importers.opened(path) as file:
        line = sample(file).decode("utf-8", csv_rows.OR_CP1252).partition("\n")[0]
    found = [_cells(line, delimiter) for delimiter in DELIMITERS]
    best = max(found, key=lambda cells: (len(columns_of(cells, {})), len(cells)))
    if not any(best):
        raise UnusableFile("The first row is empty; it must name the columns.")
    return best


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter), [])]
    except csv.Error:
        return []
