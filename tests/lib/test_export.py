import csv
import io
import json
import zipfile
from collections.abc import Iterable
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from sqlalchemy import Connection

from lib import export
from lib.domain import Status, Temperature
from lib.export import Format, TooManyLeads
from lib.queries.export import ExportedLead, every_lead
from tests.rows import NOW, insert_lead

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
HEADER = (
    "Temperature,Score,Name,E-mail,Phone,Company,Intent,Channel,Status,Captured,"
    "Temperature set by,"
    "lead_id,conversation_id,session_id,source"
)


def lead(**values: object) -> ExportedLead:
    row: dict[str, object] = {
        "temperature": Temperature.HOT,
        "score": 91.2345,
        "name": "Ana Torres",
        "email": "ana@example.com",
        "phone": "+4930123456",
        "company": None,
        "intent": "Pricing: what does it cost?",
        "channel": "API",
        "status": Status.NEW,
        "captured_at": NOW,
        "temperature_by": None,
        "lead_id": 7,
        "conversation_id": 9,
        "session_id": "s-9",
        "source": "website",
    }
    return ExportedLead(**(row | values))  # type: ignore[arg-type]


def written(leads: Iterable[ExportedLead], form: Format) -> bytes:
    file = io.BytesIO()
    export.write(leads, file, form)
    return file.getvalue()


def csv_rows(leads: Iterable[ExportedLead]) -> list[list[str]]:
    text = written(leads, Format.CSV).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def sheet_cells(leads: Iterable[ExportedLead]) -> dict[str, ElementTree.Element]:
    """The cells of the workbook's sheet by their names, as in B2."""
    with zipfile.ZipFile(io.BytesIO(written(leads, Format.XLSX))) as workbook:
        sheet = ElementTree.fromstring(workbook.read("xl/worksheets/sheet1.xml"))  # noqa: S314
    return {cell.attrib["r"]: cell for cell in sheet.iter(f"{SHEET}c")}


def test_a_csv_has_the_columns_of_the_list_and_the_ids() -> None:
    header, row = csv_rows([lead()])
    assert ",".join(header) == HEADER
    assert row == [
        *("Hot", "91.2", "Ana Torres", "ana@example.com", "'+4930123456", ""),
        *("Pricing: what does it cost?", "API", "New", "2026-03-10T14:30:00Z"),
        *("", "7", "9", "s-9", "website"),
    ]


def test_excel_is_told_that_the_csv_is_utf_8() -> None:
    data = written([lead(name="Zoë")], Format.CSV)
    assert data.startswith(b"\xef\xbb\xbf")
    assert "Zoë".encode() in data


@pytest.mark.parametrize("first", "=+-@\t\r\n＝＋－＠")  # noqa: RUF001
@pytest.mark.parametrize("field", ["name", "company", "intent", "channel", "session_id", "source"])
def test_no_cell_of_a_csv_begins_a_formula(first: str, field: str) -> None:
    said = f'{first}HYPERLINK("https://evil.example","x")'
    _, row = csv_rows([lead(**{field: said})])
    assert f"'{said}" in row
    assert not [cell for cell in row if cell.startswith(first)]


def test_quotes_commas_and_line_ends_come_back_as_they_were() -> None:
    said = 'He said "now", then\nleft; really,\r\nyes'
    _, row = csv_rows([lead(intent=said)])
    assert row[6] == said


def test_a_json_line_holds_the_same_names_and_nothing_changed() -> None:
    (line,) = written([lead(name="=1+1")], Format.JSONL).splitlines()
    row = json.loads(line)
    assert ",".join(row) == HEADER
    assert (row["Name"], row["Score"], row["Company"]) == ("=1+1", 91.2345, None)
    assert row["Captured"] == "2026-03-10T14:30:00Z"


@pytest.mark.parametrize("said", ["=1+1", "+1", "-1", "@SUM(A1)", "http://evil.example", "{=1}"])
def test_a_workbook_holds_text_as_text(said: str) -> None:
    cell = sheet_cells([lead(name=said)])["C2"]
    assert cell.attrib["t"] == "inlineStr"
    assert "".join(cell.itertext()) == said
    assert cell.find(f"{SHEET}f") is None


def test_a_workbook_holds_numbers_and_times_as_such() -> None:
    cells = sheet_cells([lead()])
    assert cells["B2"].findtext(f"{SHEET}v") == "91.2"
    assert float(cells["J2"].findtext(f"{SHEET}v") or 0) == pytest.approx(46091 + 14.5 / 24)


def test_a_workbook_survives_what_visitors_write() -> None:
    cells = sheet_cells([lead(name="a\u0001\u202eb\ufffe😀", intent="x" * 40_000)])
    assert len("".join(cells["G2"].itertext())) == 32_767


def test_more_leads_than_a_sheet_has_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "MOST_ROWS", 3)
    assert export.write([lead()] * 2, io.BytesIO(), Format.XLSX) == 2
    with pytest.raises(TooManyLeads, match="csv"):
        export.write([lead()] * 3, io.BytesIO(), Format.XLSX)


@pytest.mark.parametrize("form", Format)
def test_no_leads_make_a_file_that_says_so(form: Format) -> None:
    assert export.write([], io.BytesIO(), form) == 0
    assert bool(written([], form)) is (form is not Format.JSONL)


def test_every_lead_is_read_once_whatever_the_page(connection: Connection) -> None:
    made = [insert_lead(connection, f"s{n}", score=float(n % 3)) for n in range(7)]
    for page in (1, 3, 7, 100):
        read = list(every_lead(connection, page=page))
        assert [each.lead_id for each in read] == made
    first = read[0]
    assert (first.session_id, first.source) == ("s0", "test")
    assert (first.temperature, first.status) == (Temperature.WARM, Status.NEW)
    assert first.captured_at - NOW == timedelta(0)


def test_a_temperature_that_somebody_set_says_by_whom(connection: Connection) -> None:
    insert_lead(connection, "s", temperature_by="Ana", temperature_at=NOW)
    (row,) = csv_rows(every_lead(connection))[1:]
    assert row[10] == "Ana"


def test_no_leads_are_read_from_an_empty_database(connection: Connection) -> None:
    assert list(every_lead(connection)) == []
