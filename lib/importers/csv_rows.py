"""CSV with a message a row: which column is which, its names tell."""

import codecs
import csv
import io
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from lib.domain import Conversation, Refused, UnusableFile
from lib.importers.csv_records import records
from lib.importers.fields import Invalid
from lib.importers.gathered import gathered
from lib.importers.options import Options
from lib.importers.rows import EXAMPLE, Table, columns_of, conversation_of, table_of
from lib.importers.sampled import looks_like_json

DELIMITERS = ",;\t|"
LONGEST_LINE = 4 << 20
OR_CP1252 = "leads.or_cp1252"


def recognises(file: BinaryIO) -> bool:
    """Whether it is text that is not JSON; its first row tells the rest."""
    return not looks_like_json(file)


def read(file: BinaryIO, options: Options) -> Iterator[Conversation | Refused]:
    """Whole conversations, wherever in the file their rows lie; unreadable rows as refusals.

    Raises UnusableFile where the first row does not name the columns that are needed.
    """
    return gathered(_rows(file, options))


def parted(line: str, chosen: Mapping[str, str]) -> tuple[str, list[str]]:
    """The delimiter by which most columns of a header are known, and the header's cells."""
    headers = {delimiter: cells(line, delimiter) for delimiter in DELIMITERS}
    best = max(headers, key=lambda d: (len(columns_of(headers[d], chosen)), len(headers[d])))
    return best, headers[best]


def cells(line: str, delimiter: str) -> list[str]:
    """The cells of one line."""
    try:
        return [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter), [])]
    except csv.Error:
        return []


def _rows(file: BinaryIO, options: Options) -> Iterator[Conversation | Refused]:
    text = io.TextIOWrapper(file, encoding="utf-8", errors=OR_CP1252, newline="")
    try:
        lines = iter(lambda: text.readline(LONGEST_LINE), "")
        before, line = _first(lines)
        delimiter, header = parted(line, options.columns)
        table = table_of(header, options.columns, line)
        for number, row in records(lines, delimiter, before):
            if isinstance(row, Refused):
                yield row
            elif any(cell.strip() for cell in row):
                yield _piece(number, row, table, options, delimiter)
    finally:
        text.detach()  # the file is its opener's to close


def _first(lines: Iterator[str]) -> tuple[int, str]:
    """The header, and how many lines it took to come to it."""
    for number, line in enumerate(lines, 1):
        if line.strip() and not line.lower().startswith("sep="):
            return number, line
    raise UnusableFile(f"The file is empty. {EXAMPLE}")


def _piece(
    line: int, row: list[str], table: Table, options: Options, delimiter: str
) -> Conversation | Refused:
    try:
        return conversation_of(row, table, options)
    except Invalid as error:
        written = io.StringIO()
        csv.writer(written, delimiter=delimiter).writerow(row)
        return error.refused(line, written.getvalue().rstrip("\r\n"))


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are not UTF-8 as what they are in old Windows files."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error(OR_CP1252, _as_cp1252)
