"""The words by which a lead is found: case and accents do not matter, nor does punctuation."""

import unicodedata

LONGEST = 100  # characters of a word that count
COUNTRY_CODE = 3  # digits of the longest one: numbers are found with it and without


def words(
    name: str | None, email: str | None, phone: str | None, company: str | None
) -> frozenset[str]:
    """All words that find a lead with this contact."""
    contact = {"name": name, "email": email, "phone": phone, "company": company}
    return frozenset(
        word for kind, value in contact.items() if value for word in words_of(kind, value)
    )


def words_of(kind: str, value: str) -> frozenset[str]:
    """The words that find a lead by one detail of its contact."""
    if kind == "phone":
        digits = "".join(filter(str.isdigit, value))
        found = {digits[start:] for start in range(COUNTRY_CODE + 1) if digits[start:]}
    else:
        found = {*_split(fold(value)), *([fold(value)] if kind == "email" else [])}
    return frozenset(word[:LONGEST] for word in found)


def wanted(typed: str) -> frozenset[str]:
    """The words that a person typed, each of which must be the start of one of a lead's words."""
    folded = fold(typed)
    if _is_a_number(folded):
        return frozenset({"".join(filter(str.isdigit, folded)).lstrip("0")[:LONGEST]})
    parts = folded.split()
    whole = {part for part in parts if "@" in part}
    split = {word for part in parts if "@" not in part for word in _split(part)}
    return frozenset(word[:LONGEST] for word in whole | split)


def fold(text: str) -> str:
    """Without case and accents: what É, é and e have in common."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _split(text: str) -> list[str]:
    return "".join(c if c.isalnum() else " " for c in text).split()


def _is_a_number(text: str) -> bool:
    """Whether this is typed like a phone number, with or without the usual punctuation."""
    return any("1" <= c <= "9" for c in text) and all(c.isdigit() or c in "+-./() " for c in text)
