"""Names and companies that stand alone in a line, without a question for them."""

import re
from collections.abc import Iterator
from itertools import islice

from lib.contacts import companies, company_reading, emails
from lib.contacts.answers import LONGEST, name_in, segments, without_numbers
from lib.contacts.name_reading import read_name
from lib.contacts.people import is_told_of_another
from lib.contacts.questions import Detail, asks_about_others
from lib.contacts.turns import Span, Turn
from lib.contacts.words import (
    PARTICLES,
    PLACES,
    TITLES,
    fold,
    is_capitalised,
    is_common,
    is_first_name,
    is_ordinary,
)

# "Hello Ana, …", "thank you, Ben.": the name of whom they write to.
_ADDRESSED = re.compile(
    r"\b(?:hi|hello|hey|dear|hallo|hola|bonjour|merhaba|thanks|thank you|thx|danke|merci|ty"
    r"|cheers|bye|goodbye|ciao|night"
    r"|gracias)[ ,]{1,2}$",
    re.IGNORECASE,
)


_MOST_CALLED = 3  # places of one name that are looked at
_TAIL = 1_000  # characters at the end of a message that may name a company by the way
_TWO_CAPITALS = re.compile(r"(?<!\w)[^\W\d_a-z][\w'.-]{0,30} [^\W\d_a-z]")


_TRAILING = re.compile(
    r"[ ]?(?:btw|by the way|here|please|pls|thanks|thx|lol|haha|:\)|[.!]){0,3}[ ]{0,3}$",
    re.IGNORECASE,
)


def given_names(turn: Turn, addressed: frozenset[str]) -> Iterator[Span]:
    """Names that stand alone between commas: beside an address or a number, or as a whole name.

    `addressed` are names by which the other side calls the visitor afterwards: they confirm one.
    """
    if len(turn.text) > LONGEST:
        return
    text = without_numbers(turn)
    beside = text != turn.text
    if not (beside or _may_name(turn, addressed)) or asks_about_others(turn.after):
        return
    addresses = " ".join(span.value for span in emails.found_in(turn.text)).casefold()
    for span, end in _standing(text):
        if _is_called(text, span, addressed) and Detail.COMPANY not in turn.asked:
            yield span
        elif _answers_something_else(turn, span):
            continue
        elif not _is_of_another(text, span) and _is_unasked(
            text, span, end, addresses, beside=beside or Detail.NAME in turn.ever
        ):
            yield span


def _is_called(text: str, span: Span, addressed: frozenset[str]) -> bool:
    """Whether they are called by one of its words, and it is no sentence with a name in it."""
    parts = text[span.start : span.end].split()
    if fold(span.value) in PLACES and not is_first_name(span.value):
        return False
    if any(map(is_ordinary, parts)):
        return False
    called = [part for part in parts if fold(part) in addressed]
    small = [part for part in parts if part[0].islower() and fold(part) not in PARTICLES]
    return bool(called) and not (small and any(part[0].isupper() for part in called))


def called_names(turn: Turn, addressed: frozenset[str]) -> Iterator[Span]:
    """Words of the visitor by which the other side calls them afterwards: "ask for leroy"."""
    for name in sorted(addressed):
        pattern = rf"(?<![\w@.-]){re.escape(name)}(?![\w@]|\.\w)"
        for match in islice(re.finditer(pattern, turn.text[:LONGEST], re.IGNORECASE), _MOST_CALLED):
            span = read_name(turn.text, match.start(), told=True)
            if span is None or not _is_own(turn.text, span):
                continue
            yield span


def _is_own(text: str, span: Span) -> bool:
    """Not said to somebody, nor of somebody else; a common word only where it stands apart."""
    before = text[max(0, span.start - 60) : span.start]
    if _ADDRESSED.search(before) or is_told_of_another(before):
        return False
    if fold(span.value) in PLACES and not is_first_name(span.value):
        return False
    return not is_common(span.value.split()[0]) or bool(_TRAILING.match(text, span.end))


def _standing(text: str) -> Iterator[tuple[Span, int]]:
    """What reads as a name in each segment, with the end of the segment."""
    for start, end in segments(text):
        if text[end : end + 1] == "?" or company_reading.looks_like_one(text, start, end):
            continue
        if span := name_in(text, start, end):
            yield span, end


def _may_name(turn: Turn, addressed: frozenset[str]) -> bool:
    """Whether it is worth to look for a name: cheap, and false for most messages."""
    called = any(name in turn.lowered for name in addressed)
    return called or Detail.NAME in turn.ever or bool(_TWO_CAPITALS.search(turn.text))


def any_names(turn: Turn) -> Iterator[Span]:
    """Whatever may be a name in a line that corrects one: "sorry, Sarah with an h"."""
    text = without_numbers(turn)
    for start, end in segments(text):
        span = name_in(text, start, end)
        if span and not is_common(span.value.split()[0]):
            yield span


def _answers_something_else(turn: Turn, span: Span) -> bool:
    """ "Ralph Lauren", when asked which brand: the whole message answers another question."""
    whole = turn.text.strip(" .!") == turn.text[span.start : span.end].strip(" .!")
    return whole and "?" in turn.after and Detail.NAME not in turn.asked


def _is_of_another(text: str, span: Span) -> bool:
    """ "thanks, Ben" is said to Ben; "hi, Ben Hale, …" by him."""
    before = text[max(0, span.start - 60) : span.start]
    greeted = _ADDRESSED.search(before)
    to_them = greeted and (" " not in span.value or "hi" not in greeted[0].casefold())
    return bool(to_them) or is_told_of_another(before)


def _is_unasked(text: str, span: Span, end: int, addresses: str, *, beside: bool) -> bool:
    """A segment that is a name in itself: by its first name, the address, or its capitals."""
    if not _TRAILING.fullmatch(text, span.end, end):
        return False
    parts = text[span.start : span.end].split()
    if any(map(is_ordinary, parts)) or fold(span.value) in PLACES or _is_sentence(parts):
        return False
    local = " ".join(address.partition("@")[0] for address in addresses.split())
    cased = span.value.lower() != span.value.upper()  # else two words are no sign of a name
    several = cased and len(parts) in (2, 3) and all(map(is_capitalised, parts))
    in_address = several and any(len(part) > 2 and part.casefold() in local for part in parts)
    titled = fold(text[: span.start].split()[-1]) in TITLES if text[: span.start].split() else False
    is_company = squashed(span.value) in squashed(addresses)
    if not beside:
        return (several and is_first_name(span.value)) or (titled and several)
    if len(parts) == 1 and is_common(parts[0]):
        return False
    return is_first_name(span.value) or in_address or titled or (several and not is_company)


def _is_sentence(parts: list[str]) -> bool:
    """ "Sie erreichen mich": a capital, and small words after it that join no names."""
    small = [part for part in parts[1:] if part[0].islower() and fold(part) not in PARTICLES]
    return parts[0][0].isupper() and bool(small)


def given_company(turn: Turn) -> Span | None:
    """The company that stands alone: by its form or trade, or as the mail domain has it."""
    domains = [squashed(span.value.partition("@")[2]) for span in emails.found_in(turn.text)]
    text = without_numbers(turn) if len(turn.text) <= LONGEST else turn.text
    asked = bool({Detail.NAME, Detail.COMPANY} & {*turn.asked} or Detail.COMPANY in turn.ever)
    if not (asked or text != turn.text or "\n" in text or company_reading.has_legal_form(text)):
        return None
    for start, end in segments(text):
        if text[end : end + 1] == "?" or end < len(text) - _TAIL:
            continue
        if span := company_reading.standing_alone(text, start, end):
            return span
        span = companies.answer(text, start, end) if domains else None
        if span and any(domain.startswith(squashed(span.value)) for domain in domains):
            return span
    return None


def squashed(name: str) -> str:
    """Letters and digits only: "Marlow Street Studios" is in marlowstreet-studios.com."""
    return "".join(filter(str.isalnum, name.casefold().replace("&", "and")))
