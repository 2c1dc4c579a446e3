"""JSON lines, or one JSON document, as numbered values."""

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from lib.domain import Refused, UnusableFile
from lib.importers.fields import Invalid, Problem
from lib.importers.files import LONGEST_LINE, ChatFile
from lib.importers.json_text import parse

LOOKED_AT = 20  # lines of which one must be JSON
LONGEST_RAW = 1 << 20  # characters of a refused entry that are kept


class Record(NamedTuple):
    """A JSON value of a file: where it stands, and its bytes."""

    line: int
    raw: bytes
    value: object


def records(file: ChatFile) -> Iterator[Record | Refused]:
    """Each JSON value of the file. Raises UnusableFile where neither lines nor the whole are."""
    return _lines(file) if _is_lines(file) else _document(file)


def refused(line: int, raw: bytes, error: Invalid) -> Refused:
    """The refusal of an entry: the first bad field's path, and every other one in the reason."""
    (path, reason), *others = error.problems
    also = "".join(f"; also {other.path} {other.reason}" for other in others)
    return Refused(line, path, reason + also, raw[:LONGEST_RAW].decode("utf-8", "replace"))


def _is_lines(file: ChatFile) -> bool:
    lines = ((raw, number) for number, raw in file.lines() if raw.strip())
    return any(_is_value(raw) for raw, _ in islice(lines, LOOKED_AT))


def _is_value(raw: bytes) -> bool:
    try:
        return isinstance(parse(raw), dict)
    except Invalid:
        return False


def _lines(file: ChatFile) -> Iterator[Record | Refused]:
    for line, raw in file.lines():
        if len(raw) > LONGEST_LINE:
            too_long = Problem("$", f"is longer than {LONGEST_LINE >> 20} MiB; split it")
            yield refused(line, raw[:1000], Invalid([too_long]))
        elif raw.strip():
            yield _read(line, raw)


def _read(line: int, raw: bytes) -> Record | Refused:
    try:
        return Record(line, raw, parse(raw))
    except Invalid as error:
        return refused(line, raw, error)


def _document(file: ChatFile) -> Iterator[Record | Refused]:
    """The one value of a file, or the entries of its list; all of them stand on line 1."""
    whole = file.whole()
    if whole is None:
        raise UnusableFile(
            f"{file.path}: is one JSON value of more than {LONGEST_LINE >> 20} MiB; "
            "write one conversation a line (jq -c '.[]' FILE)."
        )
    try:
        value = parse(whole)
    except Invalid as error:
        raise UnusableFile(
            f"{file.path}: begins like JSON, but neither its lines nor the whole can be read "
            f"({error.problems[0].reason}); write one conversation a line."
        ) from error
    for each in value if isinstance(value, list) else [value]:
        yield Record(1, b"", each)
