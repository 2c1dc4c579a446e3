"""The JSON values of a file: one on each line, one over many lines, or a list of them."""

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any, BinaryIO, NamedTuple

from lib.domain import Refused
from lib.importers import strict_json
from lib.importers.fields import LONGEST_RAW, Invalid, Problem, invalid
from lib.importers.files import sample

LARGEST = 64 << 20  # bytes of one JSON value: each is read whole
TOO_LARGE = f"This is longer than {LARGEST >> 20} MiB. Write one conversation on each line."
SPACE = b" \t\r\n"

Lines = Iterator[tuple[int, bytes]]


class Document(NamedTuple):
    """A JSON value and where it began: its line, from 1, and its path in a value around it."""

    line: int
    raw: bytes
    value: Any
    path: str = ""

    def refused(self, error: Invalid) -> Refused:
        """This value as one that could not be taken in."""
        raw = self.raw or json.dumps(self.value).encode()
        if self.path:
            error = Invalid([Problem(_inside(self.path, p), why) for p, why in error.problems])
        return error.refused(self.line, raw[:LONGEST_RAW].decode(errors="replace"))


def documents(file: BinaryIO, *, skip: int = 0) -> Iterator[Document | Refused]:
    """Every JSON value of the file (UTF-8), in order; lines without one are left out.

    The first `skip` values are passed over unread.
    """
    if _is_one_value(sample(file)):
        yield from islice(_members(file), skip, None)
    else:
        for line, raw in islice(_lines(file), skip, None):
            yield _parsed(line, raw)


def _lines(file: BinaryIO) -> Lines:
    """The lines with anything on them; of one that is too long, one byte more than it may have."""
    line = 0
    while raw := file.readline(LARGEST + 1):
        line += 1
        end = raw
        while len(end) > LARGEST and not end.endswith(b"\n"):
            end = file.readline(LARGEST + 1)
        if stripped := raw.strip(SPACE):
            yield line, stripped


def _parsed(line: int, raw: bytes) -> Document | Refused:
    document = Document(line, raw, None)
    try:
        if len(raw) > LARGEST:
            raise invalid("$", TOO_LARGE)
        return document._replace(value=strict_json.parse(raw))
    except Invalid as error:
        return document.refused(error)


def _is_one_value(beginning: bytes) -> bool:
    """Whether the file is one list or object over many lines, or a list on one.

    A line that breaks off, or a stray bracket, looks alike, but then the next lines do not go on.
    """
    first, *others = beginning.lstrip(SPACE).split(b"\n")
    if not others:
        return first.startswith(b"[")
    alone = not first.startswith(b"[") and not strict_json.breaks_off(first)
    return not alone and strict_json.is_begun(beginning[: beginning.rindex(b"\n")])


def _members(file: BinaryIO) -> Iterator[Document | Refused]:
    """The members of the list that the whole file is, or the one value."""
    raw = file.read(LARGEST + 1)
    line = 1 + raw[: len(raw) - len(raw.lstrip(SPACE))].count(b"\n")
    whole = _parsed(line, raw.strip(SPACE))
    if isinstance(whole, Refused) or not isinstance(whole.value, list):
        yield whole
        return
    for position, value in enumerate(whole.value):
        yield Document(line, b"", value, f"[{position}]")


def _inside(outer: str, path: str) -> str:
    return outer if path == "$" else f"{outer}.{path}"
