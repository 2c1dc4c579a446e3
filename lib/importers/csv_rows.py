"""CSV with a message a row: which column is which, its names tell."""

import codecs
import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import fields as dataclass_fields
from functools import partial
from typing import BinaryIO, TypeVar

from lib.domain import (
    DEFAULT_CHANNEL,
    Conversation,
    Message,
    Refused,
    Role,
    UnusableFile,
    Visit,
    Visitor,
)
from lib.importers import fields
from lib.importers.csv_records import records
from lib.importers.fields import Invalid, Problem
from lib.importers.gathered import gathered
from lib.importers.options import Options
from lib.importers.sampled import looks_like_json
from lib.importers.visits import with_campaign

DELIMITERS = ",;\t|"
LONGEST_LINE = 4 << 20
OR_CP1252 = "leads.or_cp1252"
T = TypeVar("T")
VISITED = tuple(each.name for each in dataclass_fields(Visit))
NOWHERE = Visit()

# What each field's column may be called, in the order in which one is taken.
ALIASES = {
    "conversation": ("conversation_id", "session_id", "chat_id", "thread_id", "conversation",
                     "session", "chat", "thread"),
    "text": ("content", "message", "text", "body", "msg", "value", "message_text"),
    "role": ("role", "sender", "from", "author", "message_role", "direction", "sender_type",
             "speaker"),
    "time": ("timestamp", "created_at", "sent_at", "time", "date", "ts", "datetime"),
    "id": ("message_id", "msg_id"),
    "channel": ("channel",),
    "source": ("source",),
    "name": ("visitor_name", "customer_name", "contact_name", "name"),
    "email": ("visitor_email", "customer_email", "contact_email", "email", "e_mail"),
    "phone": ("visitor_phone", "customer_phone", "contact_phone", "phone", "phone_number"),
    "company": ("visitor_company", "company", "company_name"),
    "page_url": ("page_url", "page", "url"),
    "referrer": ("referrer", "referer"),
    "landing_page": ("landing_page", "landing_url"),
    "utm_source": ("utm_source",),
    "utm_medium": ("utm_medium",),
    "utm_campaign": ("utm_campaign",),
    "utm_term": ("utm_term",),
    "utm_content": ("utm_content",),
}  # fmt: skip
REQUIRED = {
    "conversation": "says which conversation a message belongs to",
    "role": "says who speaks",
    "text": "holds what was said",
}
EXAMPLE = "Its first row must name the columns, for example conversation_id,role,text,sent_at."


def recognises(file: BinaryIO) -> bool:
    """Whether it is text that is not JSON; its first row tells the rest."""
    return not looks_like_json(file)


def read(file: BinaryIO, options: Options) -> Iterator[Conversation | Refused]:
    """Whole conversations, wherever in the file their rows lie; unreadable rows as refusals.

    Raises UnusableFile where the first row does not name the columns that are needed.
    """
    return gathered(_rows(file, options))


@dataclass(frozen=True, slots=True)
class Table:
    """How a file is laid out: the header's cells, and the place and name of each field's column."""

    delimiter: str
    header: Sequence[str]
    columns: Mapping[str, int]

    def cell(self, row: Sequence[str], field: str) -> str:
        """What the row has for a field, "" where there is no such column."""
        return row[self.columns[field]] if field in self.columns else ""


def _rows(file: BinaryIO, options: Options) -> Iterator[Conversation | Refused]:
    text = io.TextIOWrapper(file, encoding="utf-8", errors=OR_CP1252, newline="")
    try:
        lines = iter(lambda: text.readline(LONGEST_LINE), "")
        before, table = _table(lines, options.columns)
        for line, row in records(lines, table.delimiter, before):
            if isinstance(row, Refused):
                yield row
            elif any(cell.strip() for cell in row):
                yield _piece(line, row, table, options)
    finally:
        text.detach()  # the file is its opener's to close


def _table(lines: Iterator[str], chosen: Mapping[str, str]) -> tuple[int, Table]:
    """How many lines the header took, and what it says."""
    for number, line in enumerate(lines, 1):
        if line.strip() and not line.lower().startswith("sep="):
            return number, _layout(line, chosen)
    raise UnusableFile(f"The file is empty. {EXAMPLE}")


def _layout(line: str, chosen: Mapping[str, str]) -> Table:
    """The reading of the header in which most columns are known."""
    tables = [_read_header(line, delimiter, chosen) for delimiter in DELIMITERS]
    best = max(tables, key=lambda table: (len(table.columns), len(table.header)))
    missing = [what for field, what in REQUIRED.items() if field not in best.columns]
    if missing:
        raise UnusableFile(
            f"No column {' and none '.join(missing)}. {EXAMPLE} "
            f"The first row is {fields.quoted(line.strip())}."
        )
    return best


def _read_header(line: str, delimiter: str, chosen: Mapping[str, str]) -> Table:
    try:
        header = next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        header = []
    return Table(delimiter, [cell.strip() for cell in header], columns_of(header, chosen))


def columns_of(header: Sequence[str], chosen: Mapping[str, str]) -> dict[str, int]:
    """The place of each field's column: the one that a person chose, else the one so called.

    A field that is chosen as "" has no column, whatever they are called.
    """
    names = [_plain(cell) for cell in header]
    wanted = {field: (_plain(name),) for field, name in chosen.items()}
    return {
        field: names.index(found)
        for field, aliases in (ALIASES | wanted).items()
        if (found := next((alias for alias in aliases if alias and alias in names), None))
    }


def _plain(name: str) -> str:
    return "_".join(name.casefold().replace("-", " ").replace("_", " ").split())


def _piece(line: int, row: list[str], table: Table, options: Options) -> Conversation | Refused:
    try:
        return _checked(row, table, options)
    except Invalid as error:
        written = io.StringIO()
        csv.writer(written, delimiter=table.delimiter).writerow(row)
        return error.refused(line, written.getvalue().rstrip("\r\n"))


def _checked(row: list[str], table: Table, options: Options) -> Conversation:
    """The row as a conversation of one message, or of none where nobody says it."""
    width = len(table.header)
    if len(row) < width or any(cell.strip() for cell in row[width:]):
        reason = f"The row has {len(row)} cells, and the first row of the file has {width}."
        raise Invalid([Problem("$", reason)])
    cells = _Cells(row, table)
    session_id = cells.read("conversation", fields.identifier)
    role = cells.read("role", fields.role)
    message = Message(
        role or Role.VISITOR,
        cells.read("text", fields.text) or "",
        cells.read("time", partial(fields.moment, zone=options.zone), optional=True),
        cells.read("id", fields.identifier, optional=True),
    )
    named = cells.read("source", fields.source, optional=True)
    channel = cells.read("channel", fields.channel, optional=True)
    if cells.problems:
        raise Invalid(cells.problems)
    return Conversation(
        options.source or named or options.default,
        session_id or "",
        [message] if role else [],
        channel or DEFAULT_CHANNEL,
        # A name or an address in the row of an agent may be the agent's own.
        visitor=cells.visitor() if role is Role.VISITOR else Visitor(),
        visit=cells.visit(),
    )


class _Cells:
    """The cells of one row, read one by one; what is wrong with them is noted."""

    def __init__(self, row: list[str], table: Table) -> None:
        self.row = row
        self.table = table
        self.problems: list[Problem] = []

    def read(
        self, field: str, reader: Callable[[object], T | None], *, optional: bool = False
    ) -> T | None:
        """What a reader of fields makes of the cell; None where it may be and is blank."""
        cell = self.table.cell(self.row, field)
        if optional and not cell.strip():
            return None
        try:
            return reader(cell)
        except ValueError as error:
            self.problems.append(Problem(self.table.header[self.table.columns[field]], str(error)))
            return None

    def visitor(self) -> Visitor:
        """What the row knows of the person."""
        kinds = ("name", "email", "phone", "company")
        return Visitor(*(fields.detail(self.table.cell(self.row, kind)) for kind in kinds))

    def visit(self) -> Visit:
        """Where the row says that the visitor was."""
        known = {name: fields.address(self.table.cell(self.row, name)) for name in VISITED}
        return with_campaign(Visit(**known)) if any(known.values()) else NOWHERE


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are not UTF-8 as what they are in old Windows files."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error(OR_CP1252, _as_cp1252)
