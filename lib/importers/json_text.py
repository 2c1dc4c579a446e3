"""JSON from outside: whatever the bytes are, a value or a plain refusal."""

import json
import math
from collections.abc import Iterable, Iterator

from lib.importers.fields import Invalid, Problem, path

DEEPEST = 64
BRACKETS = bytes(set(range(256)) - set(b"[]{}"))  # what is not one
TOO_DEEP = f"is nested deeper than {DEEPEST} levels"


def parse(raw: bytes) -> object:
    """The value that these bytes spell. Raise Invalid with `$` or the place of a bad number."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        reason = f"is not UTF-8 text: byte {error.start + 1} cannot be read"
        raise Invalid([Problem("$", reason)]) from error
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise Invalid([Problem("$", _syntax(error, text))]) from error
    except RecursionError as error:
        raise Invalid([Problem("$", TOO_DEEP)]) from error
    except ValueError as error:  # the one that is left: Python refuses to read so many digits
        raise Invalid([Problem("$", "holds a number with too many digits")]) from error
    if not _is_shallow(raw) or b"NaN" in raw or b"Infinity" in raw:
        problems = list(_problems(value))
        if problems:
            raise Invalid(problems[:100])
    return value


def _syntax(error: json.JSONDecodeError, text: str) -> str:
    if not text.strip():
        return "is empty"
    if error.msg == "Extra data":
        return (
            "holds more than one JSON value; send one conversation at a time, "
            "or take a file of JSON lines in with: python -m lib ingest FILE"
        )
    return f"is not JSON: {error.msg.lower()} at line {error.lineno}, column {error.colno}"


def _is_shallow(raw: bytes) -> bool:
    """Whether nothing is nested deeply, told quickly: take innermost pairs away until none is left.

    Brackets inside texts may mislead it. A no is looked into; a wrong yes is harmless, because
    nothing that reads the value recurses.
    """
    left = raw.translate(None, BRACKETS)
    for _ in range(8):
        if not left:
            return True
        left = left.replace(b"{}", b"").replace(b"[]", b"")
    return not left


def _problems(value: object) -> Iterator[Problem]:
    """Every number that is none, and everything nested too deeply; no recursion."""
    open_values: list[tuple[tuple[int | str, ...], object]] = [((), value)]
    while open_values:
        place, each = open_values.pop()
        if isinstance(each, float) and not math.isfinite(each):
            yield Problem(path(place), "must be a finite number")
        inside = _inside(each)
        if inside is None:
            continue
        if len(place) >= DEEPEST:
            yield Problem("$", TOO_DEEP)
            return
        open_values += [((*place, key), part) for key, part in inside]


def _inside(value: object) -> Iterable[tuple[int | str, object]] | None:
    if isinstance(value, dict):
        return value.items()
    return enumerate(value) if isinstance(value, list) else None
