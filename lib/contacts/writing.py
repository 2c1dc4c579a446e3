"""How a name or company is usually written, whatever its case in the chat."""

import re
import unicodedata

from lib.contacts.words import GIVEN_NAMES, PARTICLES, words

# As they are written; typed in lower case they become so.
LEGAL_FORMS = {
    form.casefold().replace(".", ""): form
    for form in words(
        "GmbH Ltd Limited Inc Incorporated LLC LLP PLC Corp Corporation Co AG KG KGaA UG OHG SE",
        "e.V.",
        "S.A. SAS SARL S.R.L. S.p.A. S.L. B.V. N.V. AB AS ASA ApS A/S Oy Oyj Pty Pvt s.r.o. Ltda",
        "Kft",
        "Sdn Bhd eG Pte",
    )
}
_ALSO_WORDS = words("co as ab se ag sa sl ug eg kg sas limited")  # no legal form in lower case
_HEAD = re.compile(r"(?:mc|o'|d')(?=[^\W\d_]{2})")


def is_legal_form(word: str) -> bool:
    """Whether the word is a legal form, as "GmbH" and "inc."."""
    folded = word.casefold().replace(".", "")
    if folded in _ALSO_WORDS:
        return word.rstrip(".") == LEGAL_FORMS[folded].rstrip(".") or (
            word.isupper() and len(word) > 1
        )
    return folded in LEGAL_FORMS


def proper_case(name: str) -> str:
    """A name as it is usually written: "o'brien" → "O'Brien"; mixed case is left as it came."""
    parts = unicodedata.normalize("NFC", name).split()
    shouted = all(part.isupper() for part in parts)
    return " ".join(_cased(part, shouted, first=at == 0) for at, part in enumerate(parts))


def _cased(word: str, shouted: bool, *, first: bool) -> str:
    if not (word.islower() or (word.isupper() and (shouted or len(word) > 3))):
        return word
    if word.casefold() in PARTICLES and not first:
        return word.lower()
    return "-".join(_capitalised(part) for part in word.lower().split("-"))


def _capitalised(part: str) -> str:
    head = _HEAD.match(part)
    cut = head.end() if head else 0
    return part[:cut].capitalize() + part[cut : cut + 1].upper() + part[cut + 1 :]


def company_case(name: str) -> str:
    """A company as it is usually written: "globex gmbh" → "Globex GmbH", "ibm" → "IBM"."""
    parts = name.split()
    if not name.islower():
        return " ".join(parts)
    if len(parts) == 1 and len(name) <= 3 and name not in GIVEN_NAMES:
        return name.upper()
    form = LEGAL_FORMS.get(parts[-1].replace(".", "")) if len(parts) > 1 else None
    return f"{proper_case(' '.join(parts[:-1]))} {form}" if form else proper_case(name)
