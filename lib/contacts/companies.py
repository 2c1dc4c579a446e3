"""The visitor's company, said with a cue of its own or given as an answer."""

import re
from collections.abc import Iterator
from itertools import islice

from lib.contacts.company_cues import CUES, CUES_BEHIND, ROLE, Sure
from lib.contacts.company_reading import WORD, read_company
from lib.contacts.turns import Span, Turn
from lib.contacts.words import (
    ends_clause,
    fold,
    has_any,
    is_first_name,
    words,
)

_DEPARTMENTS = words(
    "procurement r&d"
    " purchasing"
    " sales"
    " marketing operations finance hr it logistics engineering product design support and & of",
    "legal"
    " communications"
    " development"
    " growth people talent security facilities research quality production education",
    "accounting"
    " accounts"
    " technology business customer service success compliance strategy innovation partnerships",
)
_MOST = 20  # places of a cue that are looked at in a message


_AFTER_NAME = re.compile(
    r"[ \t]{0,2},?[ \t]{0,2}(?:(?:here|again|speaking|calling),? )?"
    r"(?:\(|(?:from|at|with|of|von|van|bei|de|da|do|dal|della|di|chez|over at)"
    r"(?: (?:accounts?|sales|support|hr|it|finance|marketing|purchasing|procurement|reception"
    r"|operations|logistics)"
    r"(?: team| department)? (?:at|of|in|for))?(?P<the> (?:the|la|der|die|dem))?[ \t]{1,3}| @ ?)",
    re.IGNORECASE,
)
_COMMA = re.compile(r"[ ]?(?:,| - )[ ]{1,2}(?=[^\W\d_a-z])")
_ROLE = re.compile(ROLE, re.IGNORECASE)
_CLAUSE_START = re.compile(r"(?:^|[.!?,\n] {0,2})(?=[^\W\d_a-z])")
_LEAD_IN = re.compile(
    r"\s{0,3}(?:(?:(?:we're|we are|i'm|i am|im)(?: with| at| from)?|with|at|from|i work (?:for|at)"
    r"|it's(?: called)?|its|it is(?: called)?|(?:my |our |the )?company(?: name)?(?:'s| is|:)"
    r"|that's"
    r"|that would be|called|just)[ \t]{1,3})?",
    re.IGNORECASE,
)
_NO_ANSWER = words(
    "no not none n/a na nope just skip rather private privately i i'd i'm prefer don't do we yes",
    "yeah",
    "ok okay sure what why nothing self self-employed freelance freelancer student myself",
    "individual",
    "personal unemployed retired later maybe hi hello thanks thank my it it's this that is can",
    "could",
    "how where who when please nah never nobody which well",
)


def said(turn: Turn) -> Iterator[Span]:
    """Companies named with a cue of their own."""
    for cue in CUES:
        if has_any(turn.lowered, cue.quick):
            for match in islice(cue.pattern.finditer(turn.text), _MOST):
                span = read_company(turn.text, match.end(), cue.sure)
                if span and not _is_department(span.value):
                    yield _with_article(turn.text, span)
    if has_any(turn.lowered, (" ad\u0131na", " namens", " is our ", " is my ")):
        for match in islice(CUES_BEHIND.finditer(turn.text), _MOST):
            if span := read_company(
                turn.text[: match.end("name")], match.start("name"), Sure.CAPITAL
            ):
                yield span


def after_name(turn: Turn, name: Span) -> Span | None:
    """The company in "Maria from Globex", in the case of the name: lower after lower."""
    link = _AFTER_NAME.match(turn.text, name.end)
    if link is None:
        return _after_comma(turn, name)
    lower = turn.text[name.start].islower() and not link["the"]
    span = read_company(turn.text, link.end(), Sure.ANY if lower else Sure.CAPITAL)
    return _with_article(turn.text, span) if span and not _is_department(span.value) else None


def _after_comma(turn: Turn, name: Span) -> Span | None:
    """The company in "Nils Berg, Kallvik Energi", also behind a role: in capitals, to the end."""
    end = name.end
    for _ in range(2):
        comma = _COMMA.match(turn.text, end)
        if comma is None or " " not in name.value:
            return None
        span = read_company(turn.text, comma.end(), Sure.TITLE)
        if span is None or is_first_name(span.value):
            return None
        if not _ROLE.search(span.value):
            return span
        end = span.end
    return None


def _here(turn: Turn) -> Iterator[Span]:
    """ "Redline Towing here": a sentence that begins with a company and "here"."""
    if " here" in turn.lowered:
        for start in islice(_CLAUSE_START.finditer(turn.text), _MOST):
            span = read_company(turn.text, start.end(), Sure.TRADE)
            if span and turn.lowered.startswith(" here", span.end):
                yield span


def _is_department(name: str) -> bool:
    """ "head of Procurement" names no company."""
    return {*name.casefold().split()} <= _DEPARTMENTS


def _with_article(text: str, span: Span) -> Span:
    """With its capital "The", which within a sentence is of the name."""
    start = span.start - 4
    if start < 2 or text[start : span.start] != "The " or text[start - 2] in ".!?\n:":
        return span
    return Span(f"The {span.value}", start, span.end)


def answer(text: str, start: int, end: int) -> Span | None:
    """The segment as the answer to the question for a company, None where it is something else."""
    text = text[:end]
    lead_in = _LEAD_IN.match(text, start)
    begin = lead_in.end() if lead_in else start
    first = WORD.match(text, begin)
    if first is None or end - begin > 80 or fold(first["word"]) in _NO_ANSWER:
        return None
    span = read_company(text, begin, Sure.ANY)
    return span if span and ends_clause(text, span.end) else None
