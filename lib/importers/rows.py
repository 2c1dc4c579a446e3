"""Rows of a table as conversations: which column is which, its names tell or a person says."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import fields as dataclass_fields
from functools import partial
from typing import TypeVar

from lib.domain import DEFAULT_CHANNEL, Conversation, Message, Role, UnusableFile, Visit, Visitor
from lib.importers import fields
from lib.importers.fields import Invalid, Problem
from lib.importers.options import Options
from lib.importers.visits import with_campaign

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


@dataclass(frozen=True, slots=True)
class Table:
    """How a file is laid out: the header's cells, and the place of each field's column."""

    header: Sequence[str]
    columns: Mapping[str, int]

    def cell(self, row: Sequence[str], field: str) -> str:
        """What the row has for a field, "" where there is no such column."""
        return row[self.columns[field]] if field in self.columns else ""


def table_of(header: Sequence[str], chosen: Mapping[str, str], first_row: str) -> Table:
    """The layout that a header tells, `chosen` columns before any guess.

    Raises UnusableFile, quoting `first_row`, where a column is missing that is needed.
    """
    table = Table([cell.strip() for cell in header], columns_of(header, chosen))
    missing = [what for field, what in REQUIRED.items() if field not in table.columns]
    if missing:
        raise UnusableFile(
            f"No column {' and none '.join(missing)}. {EXAMPLE} "
            f"The first row is {fields.quoted(first_row.strip())}."
        )
    return table


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


def conversation_of(row: Sequence[str], table: Table, options: Options) -> Conversation:
    """The row as a conversation of one message, or of none where nobody says it.

    Raises Invalid.
    """
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

    def __init__(self, row: Sequence[str], table: Table) -> None:
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
