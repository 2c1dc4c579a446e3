"""Labels of conversations from a file: JSON Lines or CSV of conversation_id, label and source."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, NamedTuple

from sqlalchemy import Connection, select

from lib import labels
from lib.domain import Label, Refused, UnusableFile
from lib.importers.documents import Document, documents
from lib.importers.fields import Invalid, invalid, quoted
from lib.importers.files import opened, sample
from lib.schema import conversations

LABELS = {label.casefold(): label for label in Label}
IDS = ("conversation_id", "session_id")


class Given(NamedTuple):
    """A row that says what a conversation was; `source` where its id alone may not say which."""

    line: int
    session_id: str
    source: str | None
    label: Label


def read(path: Path) -> Iterator[Given | Refused]:
    """The rows of a file, in order. Raises UnusableFile where nothing can be read."""
    with opened(path) as file:
        for document in _documents(file):
            if isinstance(document, Refused):
                yield document
                continue
            try:
                yield _given(document)
            except Invalid as error:
                yield document.refused(error)


def store(
    connection: Connection, given: Sequence[Given], *, by: str, now: datetime
) -> list[Refused]:
    """Label the conversations; the rows of which there is none, or more than one."""
    found = defaultdict(list)
    columns = conversations.c
    query = select(columns.id, columns.source, columns.session_id).where(
        columns.session_id.in_({each.session_id for each in given})
    )
    for row in connection.execute(query):
        found[row.session_id].append(row)
    refused = []
    for each in given:
        of = [row for row in found[each.session_id] if each.source in (None, row.source)]
        if len(of) == 1:
            labels.set_label(connection, of[0].id, each.label, by=by, now=now)
        elif of:
            reason = "Conversations of several sources have this id; name the source too."
            refused.append(Refused(each.line, "source", reason))
        else:
            reason = f"No conversation is {quoted(each.session_id)}. Take it in first."
            refused.append(Refused(each.line, "conversation_id", reason))
    return refused


def _documents(file: BinaryIO) -> Iterable[Document | Refused]:
    if sample(file).lstrip()[:1] in (b"{", b"["):
        return documents(file)
    return _csv_rows(file)


def _csv_rows(file: BinaryIO) -> Iterator[Document]:
    reader = csv.DictReader(line.decode("utf-8", "replace") for line in file)
    header = [name.strip().casefold() for name in reader.fieldnames or ()]
    if "label" not in header or not set(IDS) & set(header):
        raise UnusableFile("The file needs the columns conversation_id and label.")
    reader.fieldnames = header
    for row in reader:
        yield Document(reader.line_num, b"", {name: value for name, value in row.items() if name})


def _given(document: Document) -> Given:
    row = document.value
    if not isinstance(row, Mapping):
        raise invalid("$", "This must be an object with conversation_id and label.")
    ids = [row[name] for name in IDS if row.get(name) not in (None, "")]
    if not ids:
        raise invalid("conversation_id", "This is missing.")
    label = LABELS.get(" ".join(str(row.get("label") or "").replace("_", " ").casefold().split()))
    if label is None:
        wanted = "hot, warm, cold or not a lead"
        raise invalid("label", f"This must be {wanted}, not {quoted(row.get('label'))}.")
    source = row.get("source")
    return Given(document.line, str(ids[0]).strip(), str(source).strip() if source else None, label)
