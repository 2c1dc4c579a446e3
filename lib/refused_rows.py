"""Refused rows of a file as CSV, to mend and to import again; nothing in it is a formula."""

import csv
import io
from collections.abc import Iterable

from lib.domain import Refused
from lib.export import harmless

HEADER = ("line", "field", "reason", "content")


def as_csv(refused: Iterable[Refused]) -> bytes:
    """A row for each, in UTF-8 with a mark, so that spreadsheets read it right."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADER)
    for each in refused:
        writer.writerow([each.line, *map(harmless, (each.path, each.reason, each.raw))])
    return text.getvalue().encode("utf-8-sig", "replace")
