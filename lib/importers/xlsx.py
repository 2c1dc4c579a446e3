"""Excel workbooks with a message a row: values alone, whatever formula made them."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO

from lib.domain import Conversation, Refused, UnusableFile
from lib.importers import zips
from lib.importers.fields import Invalid
from lib.importers.gathered import gathered
from lib.importers.options import Options
from lib.importers.rows import Table, columns_of, conversation_of, table_of

LARGEST = 100 << 20  # bytes of the workbook as it lies on disk: it is read whole
LARGEST_UNPACKED = 1 << 30
WORKBOOK = "xl/workbook.xml"
Row = Sequence[Any]


def recognises(file: BinaryIO) -> bool:
    """Whether the archive is a workbook."""
    return WORKBOOK in zips.names(file)


def read(file: BinaryIO, options: Options) -> Iterator[Conversation | Refused]:
    """Conversations of the first sheet whose first row names the columns that are needed.

    Raises UnusableFile where there is none.
    """
    return gathered(_rows(file, options))


def first_rows(file: BinaryIO, count: int) -> list[list[str]]:
    """The header and the first rows of the sheet that is read. Raises UnusableFile."""
    sheet = _sheet(file, {})
    return [[text_of(cell) for cell in row] for row in sheet[:count]]


def text_of(cell: object) -> str:
    """A cell as a CSV would have it: whole numbers without a fraction, times as ISO 8601."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.isoformat() if hasattr(cell, "isoformat") else str(cell)


def rows_as_pieces(
    rows: Iterator[tuple[int, list[str]]], table: Table, options: Options
) -> Iterator[Conversation | Refused]:
    """Each row with anything in it as a conversation of one message, or as a refusal."""
    for number, row in rows:
        if not any(cell.strip() for cell in row):
            continue
        try:
            yield conversation_of(row, table, options)
        except Invalid as error:
            written = io.StringIO()
            csv.writer(written).writerow(row)
            yield error.refused(number, written.getvalue().rstrip("\r\n"))


def _rows(file: BinaryIO, options: Options) -> Iterator[Conversation | Refused]:
    header, *rows = _sheet(file, options.columns)
    names = [text_of(cell) for cell in header]
    table = table_of(names, options.columns, ",".join(names))
    numbered = ((number, [text_of(cell) for cell in row]) for number, row in enumerate(rows, 2))
    yield from rows_as_pieces(numbered, table, options)


def _sheet(file: BinaryIO, chosen: Mapping[str, str]) -> list[Row]:
    """The rows of the sheet whose header names the most of the columns."""
    import fastexcel  # which takes a moment, and most files are none of its

    if sum(each.file_size for each in zips.members(file)) > LARGEST_UNPACKED:
        raise UnusableFile("The workbook is too large to be read whole. Save the sheet as CSV.")
    file.seek(0)
    raw = file.read(LARGEST + 1)
    if len(raw) > LARGEST:
        raise UnusableFile("The workbook is too large to be read whole. Save the sheet as CSV.")
    try:
        book = fastexcel.read_excel(raw)
        sheets = [_values(book, name) for name in book.sheet_names]
    except fastexcel.FastExcelError as error:
        raise UnusableFile("The workbook is damaged or locked. Save the sheet as CSV.") from error
    filled = [sheet for sheet in sheets if sheet]
    if not filled:
        raise UnusableFile("The workbook is empty.")
    return max(filled, key=lambda sheet: len(columns_of([text_of(c) for c in sheet[0]], chosen)))


def _values(book: Any, name: str) -> list[Row]:  # noqa: ANN401 fastexcel's reader
    sheet = book.load_sheet(name, header_row=None, dtypes="string")
    return list(sheet.to_polars().iter_rows()) if sheet.height else []
