"""The product's own format: JSON Lines, a conversation a line (docs/ingest.md)."""

from collections.abc import Iterator
from typing import BinaryIO

from lib.domain import Conversation, Refused
from lib.importers import payload
from lib.importers.documents import documents
from lib.importers.fields import Invalid
from lib.importers.options import Options
from lib.importers.sampled import looks_like_json


def recognises(file: BinaryIO) -> bool:
    """Whether this is JSON at all, of which this format is the most general."""
    return looks_like_json(file)


def read(file: BinaryIO, options: Options) -> Iterator[Conversation | Refused]:
    """Conversations in the order of the file."""
    for document in documents(file, skip=options.skip):
        if isinstance(document, Refused):
            yield document
            continue
        try:
            yield payload.parse(
                document.value, source=options.source, default=options.default, zone=options.zone
            )
        except Invalid as error:
            yield document.refused(error)
