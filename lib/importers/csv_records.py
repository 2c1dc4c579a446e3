"""Rows out of the lines of a CSV, though a quotation mark may be left open in one of them."""

import csv
from collections.abc import Iterable, Iterator

from lib.domain import Refused
from lib.importers.fields import LONGEST_RAW, clean

LONGEST_CELL = 1 << 20  # characters
LONGEST_ROW = 4 << 20
TOO_LONG = f"A cell has more than {LONGEST_CELL:,} characters; is a quotation mark left open?"
OPEN = "A quotation mark is left open."
ENDS = ("\n", "\r")


def records(
    lines: Iterator[str], delimiter: str, before: int
) -> Iterator[tuple[int, list[str] | Refused]]:
    """Each row with the number of the line on which it begins; `before` lines are read already.

    A mark that is left open would take the rows behind it into its cell. Where that shows, by a
    mark that stands wrong, by the end of the file or by the length, each line stands for itself.
    """
    csv.field_size_limit(LONGEST_CELL)
    taken = _Taken(lines)
    reader = csv.reader(taken, delimiter=delimiter, strict=True)
    begins = before + 1
    while True:
        taken.lines.clear()
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield from _each_alone(taken.lines, delimiter, begins)
        else:
            yield begins, row
        begins += _ended(taken.lines)


class _Taken(Iterator[str]):
    """The lines, and those of them that the row at hand took."""

    def __init__(self, source: Iterator[str]) -> None:
        self.lines: list[str] = []
        self._source = source
        self._length = 0

    def __next__(self) -> str:
        """Raise csv.Error where a row is too long to be one."""
        self._length = self._length + len(self.lines[-1]) if self.lines else 0
        if self._length > LONGEST_ROW:
            raise csv.Error
        self.lines.append(next(self._source))
        return self.lines[-1]


def _each_alone(
    lines: Iterable[str], delimiter: str, begins: int
) -> Iterator[tuple[int, list[str] | Refused]]:
    for line in lines:
        reader = csv.reader([line, ""], delimiter=delimiter)  # strays within a cell are let pass
        try:
            row: list[str] | Refused = next(reader)
        except csv.Error:
            row = _refused(begins, TOO_LONG, line)
        if reader.line_num > 1:
            row = _refused(begins, OPEN, line)
        yield begins, row
        begins += _ended([line])


def _ended(lines: Iterable[str]) -> int:
    """How many lines these are; one that is very long comes in pieces."""
    return sum(line.endswith(ENDS) for line in lines)


def _refused(line: int, reason: str, raw: str) -> Refused:
    return Refused(line, "$", reason, clean(raw.rstrip("\r\n"))[:LONGEST_RAW])
