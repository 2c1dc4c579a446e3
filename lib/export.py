"""Leads as CSV, as an Excel workbook or as JSON lines; what visitors wrote never is a formula."""

import csv
import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from enum import StrEnum
from io import TextIOWrapper
from typing import BinaryIO

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format as Style
from xlsxwriter.worksheet import Worksheet

from lib.domain import LeadsError
from lib.queries.export import ExportedLead

# The header of each column, and the field of a lead that it shows.
COLUMNS = {
    "Temperature": "temperature",
    "Score": "score",
    "Name": "name",
    "E-mail": "email",
    "Phone": "phone",
    "Company": "company",
    "Intent": "intent",
    "Channel": "channel",
    "Status": "status",
    "Captured": "captured_at",
    "Temperature set by": "temperature_by",
    "lead_id": "lead_id",
    "conversation_id": "conversation_id",
    "session_id": "session_id",
    "source": "source",
}
# What a spreadsheet takes for the beginning of a formula, in full width too.
FORMULA = tuple("=+-@\t\r\n＝＋－＠")  # noqa: RUF001 they look alike, and that is the point
MOST_ROWS = 1_048_576  # of an Excel sheet, its header among them
LONGEST_CELL = 32_767  # characters, in Excel

Value = str | float | int | datetime | None


class Format(StrEnum):
    """What leads can be written as."""

    CSV = "csv"
    XLSX = "xlsx"
    JSONL = "jsonl"


class TooManyLeads(LeadsError):
    """An Excel sheet has no room for all of them."""


def write(leads: Iterable[ExportedLead], file: BinaryIO, form: Format) -> int:
    """Write the leads; how many there were. Raises TooManyLeads."""
    return WRITERS[form](leads, file)


def write_csv(leads: Iterable[ExportedLead], file: BinaryIO) -> int:
    """UTF-8 with its mark, so that Excel reads it right; times in UTC."""
    text = TextIOWrapper(file, "utf-8-sig", newline="", write_through=True)
    rows = csv.writer(text)
    rows.writerow(COLUMNS)
    count = 0
    for count, lead in enumerate(leads, start=1):  # noqa: B007 it is what is given back
        rows.writerow([_plain(value) for value in _values(lead)])
    text.detach()
    return count


def write_jsonl(leads: Iterable[ExportedLead], file: BinaryIO) -> int:
    """A line for each lead with the same names as the columns; nothing is quoted or rounded."""
    count = 0
    for count, lead in enumerate(leads, start=1):  # noqa: B007 it is what is given back
        row = dict(zip(COLUMNS, _values(lead), strict=True)) | {"Score": lead.score}
        file.write(json.dumps(row, default=_moment, ensure_ascii=False).encode() + b"\n")
    return count


def write_xlsx(leads: Iterable[ExportedLead], file: BinaryIO) -> int:
    """One sheet; everything that is no number or time is text, whatever it begins with.

    Raises OSError and TooManyLeads.
    """
    try:
        return _write_workbook(leads, file)
    except FileCreateError as error:
        raise error.args[0] from None


def _write_workbook(leads: Iterable[ExportedLead], file: BinaryIO) -> int:
    options = {"constant_memory": True, "strings_to_urls": False, "remove_timezone": True}
    count = 0
    with xlsxwriter.Workbook(file, options) as workbook:
        sheet = workbook.add_worksheet("Leads")
        sheet.write_row(0, 0, list(COLUMNS), workbook.add_format({"bold": True}))
        sheet.freeze_panes(1, 0)
        time = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for count, lead in enumerate(leads, start=1):
            if count >= MOST_ROWS:
                raise TooManyLeads("An Excel sheet has no room for all leads; export them as csv.")
            for column, value in enumerate(_values(lead)):
                _write_cell(sheet, count, column, value, time)
    return count


WRITERS: dict[Format, Callable[[Iterable[ExportedLead], BinaryIO], int]] = {
    Format.CSV: write_csv,
    Format.XLSX: write_xlsx,
    Format.JSONL: write_jsonl,
}


def harmless(text: str) -> str:
    """A text that a spreadsheet shows and never runs."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _values(lead: ExportedLead) -> list[Value]:
    row = {name: getattr(lead, name) for name in COLUMNS.values()}
    return list((row | {"score": round(lead.score, 1)}).values())


def _plain(value: Value) -> str | float | None:
    if isinstance(value, datetime):
        return _moment(value)
    return harmless(value) if isinstance(value, str) else value


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _write_cell(sheet: Worksheet, row: int, column: int, value: Value, time: Style) -> None:
    if isinstance(value, datetime):
        sheet.write_datetime(row, column, value.astimezone(UTC), time)
    elif isinstance(value, str):
        sheet.write_string(row, column, value[:LONGEST_CELL])
    elif value is not None:
        sheet.write_number(row, column, value)
