"""JSON from strangers: whatever is in it, a value or a sentence comes out."""

import json
from collections.abc import Iterable, Iterator
from math import isfinite
from typing import Any, NoReturn

from lib.importers.fields import invalid, path_of

DEEPEST = 64
MOST_FIELDS = 10_000  # of one object
LARGEST = 2**63 - 1
BOM = b"\xef\xbb\xbf"
Path = tuple[int | str, ...]
TOO_DEEP = f"Objects and lists are nested deeper than {DEEPEST}."


def parse(raw: bytes) -> Any:  # noqa: ANN401 that is what JSON holds
    """The one JSON value in these bytes (UTF-8).

    Raises Invalid for anything else, for numbers that are none (NaN, Infinity, 1e400) or reach
    2^63, and for objects nested deeper than 64 or of more than 10,000 fields.
    """
    numbers = _Numbers()
    try:
        text = raw.removeprefix(BOM).decode()
        value = numbers.decoder.decode(text)
    except UnicodeDecodeError as error:
        raise invalid("$", f"Byte {error.start + 1} is not UTF-8. Save it as UTF-8.") from error
    except json.JSONDecodeError as error:
        _explain(error)
    except RecursionError as error:
        raise invalid("$", TOO_DEEP) from error
    # A look at everything costs as much as parsing, so only where something may be found.
    if numbers.are_odd or text.count("{") + text.count("[") > DEEPEST or len(text) > MOST_FIELDS:
        _check(value, numbers.are_odd)
    return value


def is_begun(raw: bytes) -> bool:
    """Whether this is one JSON value, or the beginning of one that goes on in the next line."""
    return _broken_at(raw) in (None, len(_text(raw)))


def breaks_off(raw: bytes) -> bool:
    """Whether this is the beginning of a JSON value, and not all of it."""
    return _broken_at(raw) == len(_text(raw))


def _broken_at(raw: bytes) -> int | None:
    """The character from which on it is no JSON, None where all of it is."""
    try:
        json.loads(_text(raw), parse_int=str)  # which has digits without end
    except json.JSONDecodeError as error:
        return error.pos
    except RecursionError:
        return 0
    return None


def _text(raw: bytes) -> str:
    return raw.decode(errors="replace").strip()


class _Numbers:
    """A decoder that notes when it met a number that no database holds."""

    def __init__(self) -> None:
        self.are_odd = False
        self.decoder = json.JSONDecoder(
            parse_constant=self._not_finite, parse_float=self._float, parse_int=self._int
        )

    def _not_finite(self, _: str) -> float:
        self.are_odd = True
        return float("nan")

    def _float(self, digits: str) -> float:
        number = float(digits)
        return number if isfinite(number) else self._not_finite(digits)

    def _int(self, digits: str) -> float:
        number = int(digits) if len(digits) < 30 else LARGEST + 1
        self.are_odd |= abs(number) > LARGEST
        return number


def _explain(error: json.JSONDecodeError) -> NoReturn:
    if not error.doc.strip():
        raise invalid("$", "There is nothing in it; send one conversation as JSON.") from error
    if error.msg == "Extra data":
        raise invalid(
            "$", "There is more than one JSON value here; each conversation must stand alone."
        ) from error
    found = error.msg[0].lower() + error.msg[1:].removesuffix(" at")
    raise invalid("$", f"This is not JSON: {found}, at character {error.pos + 1}.") from error


def _check(value: object, numbers_are_odd: bool) -> None:
    for path, inside in _containers(value):
        if len(path) >= DEEPEST:
            raise invalid("$", TOO_DEEP)
        if isinstance(inside, dict) and len(inside) > MOST_FIELDS:
            raise invalid(path_of(path), f"An object may have {MOST_FIELDS:,} fields at most.")
        if numbers_are_odd:
            _check_numbers(path, inside)


def _check_numbers(path: Path, inside: list[Any] | dict[str, Any]) -> None:
    for name, value in _items(inside):
        if isinstance(value, float) and not isfinite(value):
            raise invalid(path_of((*path, name)), "This is not a finite number.")
        if isinstance(value, int) and abs(value) > LARGEST:
            raise invalid(path_of((*path, name)), "This number is too large.")


def _containers(value: object) -> Iterator[tuple[Path, list[Any] | dict[str, Any]]]:
    """Every list and object in it, and where it stands; without recursion, whatever its depth."""
    waiting: list[tuple[Path, Any]] = [((), value)]
    while waiting:
        path, inside = waiting.pop()
        if isinstance(inside, list | dict):
            yield path, inside
            waiting += [
                ((*path, name), each)
                for name, each in _items(inside)
                if isinstance(each, list | dict)
            ]


def _items(inside: list[Any] | dict[str, Any]) -> Iterable[tuple[int | str, Any]]:
    return inside.items() if isinstance(inside, dict) else enumerate(inside)
