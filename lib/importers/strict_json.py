"""JSON from strangers: whatever is in it, a value or a sentence comes out."""

import json
from collections.abc import Iterator
from typing import Any, NoReturn

from lib.importers.fields import Invalid, invalid, path_of

DEEPEST = 64
MOST_FIELDS = 10_000  # of one object
LARGEST = 2**63 - 1
BOM = b"\xef\xbb\xbf"
Path = tuple[int | str, ...]


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
        raise _too_deep() from error
    if numbers.are_odd or text.count("{") + text.count("[") > DEEPEST or len(text) > MOST_FIELDS:
        for path, container in _containers(value):
            _check(path, container, numbers.are_odd)
    elif numbers.are_odd is None:
        raise AssertionError
    return value


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
        return self._not_finite(digits) if number in (float("inf"), float("-inf")) else number

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
    raise invalid(
        "$", f"This is not JSON: {error.msg[0].lower()}{error.msg[1:]}, character {error.pos + 1}."
    ) from error
