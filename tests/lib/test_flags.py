"""What is odd about a message is said beside it."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.flags import Flag, flags
from tests.rows import NOW

ODD = [
    ("pay here: globex\u202emoc.labs", Flag.HIDDEN),
    ("zero\u200bwidth", Flag.HIDDEN),
    ("write to sales@\u0430pple-shop.example", Flag.MIXED),
    ("\u039dew order", Flag.MIXED),
    ("half a \ufffd", Flag.REPLACED),
    ("nothing\u2400here", Flag.NUL),
    ("word " * 5_000, Flag.LONG),
    ("x y" * 100_000, Flag.CUT),
    ("buy now\n" * 200, Flag.REPEATED),
    ("QUJD" * 300, Flag.ENCODED),
    ("deadbeef" * 100, Flag.ENCODED),
    ("h" + "\u0301" * 40 + "i", Flag.MARKS),
]
ORDINARY = [
    "",
    "Two tents, please.",
    "Za\u017c\u00f3\u0142\u0107 g\u0119\u015bl\u0105 ja\u017a\u0144",
    "\u041f\u0440\u0438\u0432\u0435\u0442, how much is the tent?",
    "\u092a\u094d\u0930\u093f\u092f\u093e \u0936\u0930\u094d\u092e\u093e",
    "Vi\u1ec7t Nam, ph\u1edf b\u00f2",
    "👩‍👩‍👧‍👦 family tent 🇩🇪",
    "yes\nno\nyes\nno\nyes",
    "A long, ordinary message about tents. " * 100,
    "\u03b1-carbon frame",
]


@pytest.mark.parametrize(("text", "flag"), ODD)
def test_what_is_odd_is_flagged(text: str, flag: Flag) -> None:
    assert flag in flags(text)


@pytest.mark.parametrize("text", ORDINARY)
def test_what_people_write_is_not(text: str) -> None:
    assert flags(text) == []


def test_a_message_from_the_future_is_flagged() -> None:
    assert flags("Hi", NOW + timedelta(days=2), NOW) == [Flag.AHEAD]
    assert flags("Hi", NOW + timedelta(hours=2), NOW) == []


@given(st.text(max_size=500))
def test_any_text_can_be_looked_at(text: str) -> None:
    assert isinstance(flags(text), list)
