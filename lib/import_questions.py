"""What a file does not say itself, and a person has to: its columns, its zone, who is us."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from lib import importers
from lib.domain import Conversation, Refused, UnusableFile
from lib.importers import FORMATS, Options, csv_rows, fields, parquet, slack, whatsapp, xlsx
from lib.importers.files import sample
from lib.importers.formats import open_for
from lib.importers.rows import ALIASES, REQUIRED, columns_of

SHOWN = 5  # conversations of a preview


@dataclass(frozen=True, slots=True)
class Questions:
    """What is to be asked of a file.

    `header` are its columns where it has some, with `examples` of what stands in them, and
    `guessed` the column of each field by its name.
    `authors` are those among whom the file does not tell who is us, with the number of their
    messages where it is known; a person has to say it unless `may_guess`.
    """

    header: Sequence[str] = ()
    examples: Mapping[str, str] = field(default_factory=dict)
    guessed: Mapping[str, str] = field(default_factory=dict)
    authors: Mapping[str, int] = field(default_factory=dict)
    asks_zone: bool = False
    asks_day_first: bool = False
    may_guess: bool = False

    @property
    def needed(self) -> list[str]:
        """The fields that must have a column."""
        return list(REQUIRED) if self.header else []


def questions(path: Path, format: str) -> Questions:
    """What to ask before a file of this format is read. Raises UnusableFile."""
    ask = ASKED.get(format)
    if ask is None:
        return Questions()
    with open_for(FORMATS[format], path, None) as file:
        return ask(file)


def preview_of(path: Path, format: str, options: Options) -> list[Conversation | Refused]:
    """The first conversations of the file as they would be read. Raises UnusableFile."""
    return list(islice(importers.read(path, options, format=format), SHOWN))


def fields_of_rows() -> Sequence[str]:
    """The fields that a column can hold, those that are needed first."""
    return [*REQUIRED, *(field for field in ALIASES if field not in REQUIRED)]


def _of_rows(rows: Sequence[Sequence[str]]) -> Questions:
    """What to ask of a table that begins with these rows."""
    header, *others = rows
    if not any(header):
        raise UnusableFile("The first row is empty; it must name the columns.")
    guessed = {field: header[at] for field, at in columns_of(header, {}).items()}
    return Questions(header, _examples(header, others), guessed, asks_zone=True)


def _of_csv(file: BinaryIO) -> Questions:
    lines = sample(file).decode("utf-8", csv_rows.OR_CP1252).splitlines()[:SHOWN]
    delimiter, header = csv_rows.parted(lines[0], {})
    return _of_rows([header, *(csv_rows.cells(line, delimiter) for line in lines[1:])])


def _of_workbook(file: BinaryIO) -> Questions:
    return _of_rows(xlsx.first_rows(file, SHOWN))


def _of_parquet(file: BinaryIO) -> Questions:
    rows = parquet.first_rows(file, SHOWN)
    return Questions() if {"messages", "conversations"} & set(rows[0]) else _of_rows(rows)


def _of_whatsapp(file: BinaryIO) -> Questions:
    told = whatsapp.told(file)
    return Questions(authors=told.authors, asks_zone=True, asks_day_first=told.day_first is None)


def _of_slack(file: BinaryIO) -> Questions:
    return Questions(authors=slack.people(file), may_guess=True)


ASKED: Mapping[str, Callable[[BinaryIO], Questions]] = {
    "csv": _of_csv,
    "xlsx": _of_workbook,
    "parquet": _of_parquet,
    "whatsapp": _of_whatsapp,
    "slack": _of_slack,
}


def _examples(header: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, str]:
    """The first value of each column."""
    found: dict[str, str] = {}
    for row in rows:
        for column, cell in zip(header, row, strict=False):
            if cell and column not in found:
                found[column] = fields.quoted(cell)
    return found
