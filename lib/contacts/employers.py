"""Which of the companies in a dialogue is the visitor's own."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from lib.contacts import answers, companies, forms, names, unasked
from lib.contacts.company_cues import Sure
from lib.contacts.company_reading import read_company
from lib.contacts.domains import label_of
from lib.contacts.mentions import announces_correction, corrects_at
from lib.contacts.questions import Detail
from lib.contacts.signatures import company_below, signature
from lib.contacts.turns import Span, Turn
from lib.contacts.words import is_common
from lib.contacts.writing import company_case, is_legal_form
from lib.domain import Found

_WORDS = re.compile(r"[^\s,;:!?()|]{1,40}")
_MOST_WORDS = 400  # words of a message that are compared with a mail domain
_LONGEST_RUN = 6
_MOST_CUES = 5
_RENAMED = re.compile(
    r"\b(?:(?:rebranded|renamed|changed|merged)[^.!?\n]{0,30}? ?(?:as |to |put |: ?)|now called|put"
    r"|make (?:it|that)|(?:must|should) (?:say|read|be)|write|i mean[t]?:?|correction:?"
    r"|officially|legally|full name is|should be|it's actually|actually(?: it's)?"
    r"|sorry,?(?: it's)?) (?:the )?",
    re.IGNORECASE,
)
_CORRECTED = re.compile(
    r"\b(?:rebranded|renamed|merged|put|now called|must say|should say|read)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Employer:
    """A company in a turn, and whether it was told as the visitor's own."""

    turn: Turn
    span: Span
    told: bool


def employers(turn: Turn) -> Iterator[Employer]:
    """The companies of a turn, the surer ones first."""
    yield from (Employer(turn, span, told=True) for span in _told(turn) if span)
    for span in (unasked.given_company(turn), company_below(turn)):
        if span:
            yield Employer(turn, span, told=False)


def _told(turn: Turn) -> Iterator[Span | None]:
    answered = answers.answered(turn) if turn.asked else {}
    yield forms.labelled(turn).get(Detail.COMPANY)
    given = unasked.given_names(turn, frozenset())
    for name in (*names.introductions(turn), signature(turn), answered.get(Detail.NAME), *given):
        yield companies.after_name(turn, name) if name else None
    yield from companies.said(turn)
    yield answered.get(Detail.COMPANY)
    if Detail.COMPANY in turn.ever:
        for renamed in islice(_RENAMED.finditer(turn.text), _MOST_CUES):
            yield read_company(turn.text, renamed.end(), Sure.CAPITAL)


def choose(said: Sequence[Employer]) -> Found | None:
    """The first that was told, else the first at all; a later correction replaces it."""
    if not said:
        return None
    best = next((each for each in said if each.told), said[0])
    for each in said:
        later = (each.turn.position, each.span.start) > (best.turn.position, best.span.start)
        if later and (_corrects(each) or _is_its_full_form(each, best)):
            best = each
    return best.turn.found(best.span)


def _is_its_full_form(each: Employer, of: Employer) -> bool:
    """ "Greenleaf Wellness LLC" of "Greenleaf"."""
    longer, shorter = each.span.value.casefold().split(), of.span.value.casefold().split()
    begins = longer[: len(shorter)] == shorter
    return begins and len(longer) > len(shorter) and is_legal_form(each.span.value.split()[-1])


def _corrects(each: Employer) -> bool:
    text, span = each.turn.text, each.span
    before = text[max(0, span.start - 60) : span.start]
    return bool(
        corrects_at(text, span.start, span.end)
        or _CORRECTED.search(before)
        or announces_correction(text)
    )


def as_in_domain(turns: Sequence[Turn], address: str) -> Found | None:
    """The words of the visitor that, written together, are the name of their mail domain."""
    label = label_of(address)
    if label is None or len(label) < 3:
        return None
    for turn in turns:
        if span := _written_as(turn.text, label):
            return turn.found(span)
    return None


def _written_as(text: str, label: str) -> Span | None:
    found = [match for match, _ in zip(_WORDS.finditer(text), range(_MOST_WORDS), strict=False)]
    for at, first in enumerate(found):
        joined = ""
        for last in found[at : at + _LONGEST_RUN]:
            joined += unasked.squashed(last[0])
            if joined == label and "@" not in text[first.start() : last.end()]:
                return _named(text, first.start(), last.end())
            if not joined or not label.startswith(joined):
                break
    return None


def _named(text: str, start: int, end: int) -> Span | None:
    said = text[start:end].rstrip(".'-")
    if "." in said or (" " not in said and (said[0].islower() or is_common(said))):
        return None
    return Span(company_case(said), start, start + len(said))
