"""What two leads of one person have in common is equal, however it is written."""

import pytest

from lib.likeness import same_company, same_domain
from lib.search import LONGEST


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (("Ana Díaz", "Globex"), ("ANA DIAZ", "globex")),
        (("  Ana   Díaz ", "Globex"), ("Ana Diaz", " GLOBEX")),
        (("Straße", "Müller"), ("STRASSE", "MULLER")),
    ],
)
def test_case_accents_and_blanks_make_no_difference(
    one: tuple[str, str], two: tuple[str, str]
) -> None:
    assert same_company(*one) == same_company(*two) is not None


@pytest.mark.parametrize(
    ("name", "company"), [(None, "Globex"), ("Ana", None), ("", "Globex"), ("Ana", "  ")]
)
def test_half_of_it_is_nothing(name: str | None, company: str | None) -> None:
    assert same_company(name, company) is None


def test_where_the_name_ends_makes_a_difference() -> None:
    assert same_company("Ana Maria", "Diaz") != same_company("Ana", "Maria Diaz")


@pytest.mark.parametrize("email", ["ana@gmail.com", "ana@hotmail.co.uk", None])
def test_mail_for_anyone_says_nothing(email: str | None) -> None:
    assert same_domain("Ana", email) is None


def test_a_domain_of_a_company_says_something() -> None:
    assert same_domain("Ana", "a@globex.com") == same_domain("ANA", "b@GLOBEX.com") is not None


def test_what_visitors_call_themselves_always_fits() -> None:
    key = same_company("a" * 10_000, "\ufdfa" * 10_000)
    assert key is not None
    assert len(key) <= 2 * LONGEST + 1 <= 210
