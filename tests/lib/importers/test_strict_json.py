import json
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.importers import strict_json
from lib.importers.fields import Invalid, Problem


def problem(raw: bytes) -> Problem:
    with pytest.raises(Invalid) as caught:
        strict_json.parse(raw)
    (found,) = caught.value.problems
    return found


@pytest.mark.parametrize(
    ("raw", "path", "reason"),
    [
        (b"", "$", "There is nothing in it"),
        (b" \n", "$", "There is nothing in it"),
        (b"{", "$", "This is not JSON: expecting property name enclosed in double quotes, at"),
        (b'{"a": 1,}', "$", "This is not JSON"),
        (b"{'a': 1}", "$", "This is not JSON"),
        (b'{"a": "x\ny"}', "$", "This is not JSON: invalid control character, at character 9."),
        (b"{}\n{}", "$", "more than one JSON value"),
        (b'{"a": "\xff"}', "$", "Byte 8 is not UTF-8"),
        (b"[" * 100_000, "$", "nested deeper than 64"),
        (b"[" * 65 + b"]" * 65, "$", "nested deeper than 64"),
        (b'{"a":' * 65 + b"1" + b"}" * 65, "$", "nested deeper than 64"),
        (b'{"a": [1, NaN]}', "a[1]", "not a finite number"),
        (b'{"a": {"b": -Infinity}}', "a.b", "not a finite number"),
        (b'{"a": 1e400}', "a", "not a finite number"),
        (b'{"a": 9223372036854775808}', "a", "too large"),
        (b'{"a": -9223372036854775809}', "a", "too large"),
        (b'{"a": ' + b"9" * 5_000 + b"}", "a", "too large"),
    ],
)
def test_what_is_unfit_is_told_by_its_place(raw: bytes, path: str, reason: str) -> None:
    found = problem(raw)
    assert found.path == path
    assert reason in found.reason


def test_an_object_of_very_many_fields_is_refused() -> None:
    raw = json.dumps({"inside": {str(n): 0 for n in range(10_001)}}).encode()
    assert problem(raw) == ("inside", "An object may have 10,000 fields at most.")


def test_the_name_of_a_field_is_shown_short_and_clean() -> None:
    found = problem(b'{"\\ud800\\u0000' + b"x" * 100 + b'": NaN}')
    assert found.path == "\ufffd\u2400" + "x" * 37 + "…"


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (b"\xef\xbb\xbf{}", {}),
        (b"[" * 64 + b"]" * 64, None),
        (b"9223372036854775807", 2**63 - 1),
        (b'{"__proto__": {"constructor": 1}}', {"__proto__": {"constructor": 1}}),
        (b'{"a": 1, "a": 2}', {"a": 2}),
        (b'"\\ud800"', "\ud800"),
        (b'"' + b"[{" * 1_000 + b'"', "[{" * 1_000),
    ],
)
def test_what_is_odd_but_json_is_read(raw: bytes, value: object) -> None:
    assert strict_json.parse(raw) == value or value is None


@settings(deadline=None)
@given(st.binary() | st.text().map(str.encode) | st.text(alphabet='[]{}",:1eN-').map(str.encode))
def test_any_bytes_give_a_value_or_a_refusal(raw: bytes) -> None:
    with suppress(Invalid):
        strict_json.parse(raw)
