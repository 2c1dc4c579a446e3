"""What the sending system knew of the visitor, without what it made up."""

import re

from lib.contacts.words import GIVEN_NAMES, fold, has_shape_of_name, words
from lib.contacts.writing import proper_case

_MADE_UP = words(
    "anonymous visitor guest user unknown client customer website web null none undefined n/a test",
    "lead",
    "besucher gast invitado invité visiteur anonym anonyme anónimo widget bot unnamed noname na",
)
_NO_COMPANY = words("n/a na none null unknown undefined no company private personal self test")
_LONGEST = 200


def name_of(name: str | None) -> str | None:
    """The name; None for one that was made up ("little-haze-776", "Visitor 123", "Guest")."""
    bare = (name or "").strip()[:_LONGEST]
    parts = bare.split()
    if not parts or re.search(r"[\d@{}<>\[\]_#]", bare) or _is_two_words(bare):
        return None
    if any(fold(part) in _MADE_UP or not has_shape_of_name(part) for part in parts):
        return None
    return proper_case(bare)


def _is_two_words(bare: str) -> bool:
    """ "purple-otter" is made up, "anna-lena" is not."""
    first, _, second = bare.partition("-")
    return bool(second) and bare.islower() and " " not in bare and first not in GIVEN_NAMES


def company_of(company: str | None) -> str | None:
    """The company, None where a filler stands for it."""
    bare = " ".join((company or "").split())[:_LONGEST]
    return bare if re.search(r"\w", bare) and bare.casefold() not in _NO_COMPANY else None
