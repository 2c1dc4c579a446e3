"""The JSON values of a file: one on each line, one over many lines, or a list of them."""

import json
from collections.abc import Iterator
from itertools import chain, islice
from typing import Any, BinaryIO, NamedTuple

from lib.domain import Refused
from lib.importers import strict_json
from lib.importers.fields import LONGEST_RAW, Invalid, Problem, invalid

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


def documents(file: BinaryIO) -> Iterator[Document | Refused]:
    """Every JSON value of the file (UTF-8), in order; lines without one are left out."""
    lines = _lines(file)
    begun = list(islice(lines, 2))
    if begun and _goes_on(*(raw for _, raw in begun)):
        yield from _members(begun, file)
    else:
        for line, raw in chain(begun, lines):
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


def _goes_on(first: bytes, second: bytes = b"") -> bool:
    """Whether one list or object goes on after its first line."""
    if first.startswith(b"[") or first == b"{":
        return True
    # A line that breaks off looks alike, but then the next one stands for itself.
    return first[-1:] in (b"{", b"[", b",", b":") and isinstance(_parsed(2, second), Refused)


def _members(begun: list[tuple[int, bytes]], file: BinaryIO) -> Iterator[Document | Refused]:
    """The members of the list that the whole file is, or the one value."""
    line = begun[0][0]
    raw = b"\n".join(each for _, each in begun)
    whole = _parsed(line, raw + b"\n" + file.read(LARGEST + 1 - min(len(raw), LARGEST)))
    if isinstance(whole, Refused) or not isinstance(whole.value, list):
        yield whole
        return
    for position, value in enumerate(whole.value):
        yield Document(line, b"", value, f"[{position}]")


def _inside(outer: str, path: str) -> str:
    return outer if path == "$" else f"{outer}.{path}"
