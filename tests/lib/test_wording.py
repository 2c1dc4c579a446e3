"""Numbers with what they count."""

import pytest

from lib.wording import counted


@pytest.mark.parametrize(
    ("number", "written"), [(0, "0 leads"), (1, "1 lead"), (2, "2 leads"), (12_345, "12,345 leads")]
)
def test_one_is_one_and_others_are_several(number: int, written: str) -> None:
    assert counted(number, "lead") == written


def test_a_word_may_have_a_plural_of_its_own() -> None:
    assert counted(2, "reply", "replies") == "2 replies"
