"""The product's own format: JSON Lines, a conversation a line (docs/ingest.md)."""

from collections.abc import Iterator
from typing import BinaryIO

from lib.domain import Conversation, Refused
from lib.importers import payload
from lib.importers.documents import documents
from lib.importers.fields import Invalid


def read(file: BinaryIO, *, source: str | None, default: str) -> Iterator[Conversation | Refused]:
    """Conversations in the order of the file.

    `source` replaces the source that they name; `default` is for those that name none.
    """
    for document in documents(file):
        if isinstance(document, Refused):
            yield document
            continue
        try:
            yield payload.parse(document.value, source=source, default=default)
        except Invalid as error:
            yield document.refused(error)
