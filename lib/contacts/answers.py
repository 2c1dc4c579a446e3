"""What a visitor answers when asked for a name or company, and what they type into a form line."""

import re
from collections.abc import Iterator

from lib.contacts import companies, emails, names
from lib.contacts.questions import Detail
from lib.contacts.turns import Span, Turn
from lib.contacts.words import PLACES, fold, is_capitalised, is_first_name, is_ordinary

_LONGEST = 400  # characters; a longer message is no answer and no form line
_SEPARATOR = re.compile(
    r"[,;|\n/]|(?<!\b\w)(?<!\bdr)(?<!\bm[rs])(?<!\bmrs)(?<!\bprof)[.!?](?=\s|$)| - ", re.IGNORECASE
)
_LEAD_IN = re.compile(
    r"(?:it's|its|it is|i'm|i am|im|this is|(?:my |the )?(?:full )?name(?:'s| is|:)?|that's|that is"
    r"|that would be|(?:you can |just )?call me|just|ich bin|ich heiße|je suis|me llamo"
    r"|soy)[ \t:]{1,3}",
    re.IGNORECASE,
)
_NO_WORD = re.compile(r"[^\w'|]{0,8}")
_DIGITS = re.compile(r"\+?\(?\d[\d ()./-]{5,24}\d")
_BLANK = "|"


def answered(turn: Turn) -> dict[Detail, Span]:
    """Name and company as answers to what was asked, in the order asked."""
    wanted = [detail for detail in turn.asked if detail in _READERS]
    if not wanted or len(turn.text) > _LONGEST:
        return {}
    text = _without_numbers(turn)
    found: dict[Detail, Span] = {}
    for start, end in segments(text):
        if text[end : end + 1] == "?":  # whoever asks back answers nothing
            continue
        for detail in wanted:
            if detail not in found and (span := _READERS[detail](text, start, end)):
                found[detail] = span
                break
    return found


def form_name(turn: Turn) -> Span | None:
    """The name in a line that gives contact details without being asked."""
    text = _without_numbers(turn) if len(turn.text) <= _LONGEST else turn.text
    if text == turn.text:
        return None
    spans = (_unasked_name(text, start, end) for start, end in segments(text))
    return next((span for span in spans if span), None)


def form_company(turn: Turn) -> Span | None:
    """The company that stands alone, with its legal form, in a form line or below a signature."""
    if not companies.has_legal_form(turn.text):
        return None
    spans = (companies.with_legal_form(turn.text, *part) for part in segments(turn.text))
    return next((span for span in spans if span), None)


def segments(text: str) -> Iterator[tuple[int, int]]:
    """The parts of a line that gives several details, without its greeting."""
    greeting = names.GREETING.match(text)
    start = greeting.end() if greeting else 0
    for separator in [*_SEPARATOR.finditer(text, start), None]:
        end = separator.start() if separator else len(text)
        if text[start:end].strip():
            yield start, end
        start = separator.end() if separator else end


def _name(text: str, start: int, end: int) -> Span | None:
    text = text[:end]
    start = _NO_WORD.match(text, start).end()  # type: ignore[union-attr]  # it matches nothing, too
    lead_in = _LEAD_IN.match(text, start)
    span = names.read_name(text, lead_in.end() if lead_in else start, told=True)
    if span is None or (fold(span.value) in PLACES and not is_first_name(span.value)):
        return None
    return span if names.may_end(text, span.end) else None


def _unasked_name(text: str, start: int, end: int) -> Span | None:
    """A segment that is a name in itself: two capitalised words, or a known first name."""
    span = _name(text, start, end)
    if span is None or text[span.end : end].strip():
        return None
    parts = text[span.start : span.end].split()
    looks_named = len(parts) in (2, 3) and all(map(is_capitalised, parts))
    is_name = is_first_name(span.value) or looks_named
    return span if is_name and not any(map(is_ordinary, parts)) else None


def _without_numbers(turn: Turn) -> str:
    """The text with addresses and numbers blanked out, of the same length."""
    text = turn.text
    for span in emails.found_in(text, asked=Detail.EMAIL in turn.asked):
        text = text[: span.start] + _BLANK * (span.end - span.start) + text[span.end :]
    return _DIGITS.sub(lambda run: _BLANK * len(run[0]), text)


_READERS = {Detail.NAME: _name, Detail.COMPANY: companies.answer}
