"""What a visitor answers when asked for a name or company, and what they give unasked in a line."""

import re
from functools import lru_cache

from lib.contacts import companies, company_reading, emails, name_reading, names
from lib.contacts.people import PERSON
from lib.contacts.questions import Detail
from lib.contacts.turns import RECENT, Span, Turn
from lib.contacts.words import (
    PLACES,
    SURNAMES,
    fold,
    is_first_name,
)

LONGEST = 400  # characters; a longer message is no answer and no form line
_SEPARATOR = re.compile(
    r",(?! ?(?:inc|llc|ltd|gmbh|s\.?a|corp|co)\b)|[;|\n/*]"
    r"|(?<!\b(?-i:[A-Z]))(?<!\bdr)(?<!\bm[rs])(?<!\bst)(?<!\bmrs)(?<!\bprof)(?<!&"
    r" co)[.!?](?=\s|$)| - "
    r"|: (?=[^\W\d_])| [(]|[)] |\b\d[.)] ",
    re.IGNORECASE,
)
_LEAD_IN = re.compile(
    r"(?:(?:me llamo|mi chiamo|je m'appelle|jag heter|jeg heter|ich heiße|ich bin|je suis"
    r"|ik ben|benim ad\u0131m|ad\u0131m|c'est|mi nombre es"
    r"|it's|its|it is|i'm|i am|im|this is|(?:my |the )?(?:full |last |first |sur)?name(?:'s"
    r"| is|:)?|that's|that is|tis"
    r"|that would be|(?:it )?(?:should|must|will|would) be|it might be|probably|(?:you can "
    r"|just )?call me|just|myself|make it|make that|mine is|attention|attn|for|under|put|with"
    r"|mine|use|say|write|spell"
    r"|sure|ok|okay|yes|yeah|yep|well|oh|so|and|hi|hey|hello|thanks|soy|sono|mit|ja|oui|sí|si"
    r"|con|moi|me|to|o|a|el|la|er)[ \t:]{1,3}){1,4}",
    re.IGNORECASE,
)
_REFUSES = re.compile(
    r"\b(?:can'?t|cannot|won'?t|not going to|don'?t want to|rather not|prefer not"
    r"|not) (?:to )?(?:tell|say|share|give|disclose|comfortable)"
    r"|\brather not\b|\bprefer(?:red)? not\b|\bconfidential\b|\bnone of your\b|\bnda\b"
    r"|\bsecret\b|\bno company\b|\bdon't have (?:a|one)\b",
    re.IGNORECASE,
)
_RELATED = re.compile(
    rf"(?:his|her|their|the|your|[\w']{{2,20}}'s) (?:[\w-]{{1,15}} ){{0,2}}?{PERSON},? {{1,2}}",
    re.IGNORECASE,
)
_CJK_LEAD_IN = re.compile(r"(?:我姓|我叫|我是|叫我|姓|私は|저는|제 이름은 ?)(?=\w)")
_NO_WORD = re.compile(r"[^\w'|]{0,8}")
_DIGITS = re.compile(r"\+?\(?\d[\d ()./-]{5,24}\d")
_BLANK = "|"
_LAST_FIRST = re.compile(
    r"\b(?:last|sur|family) ?name(?: comes)? first\b|\bsurname, (?:first|given)", re.IGNORECASE
)


@lru_cache(maxsize=RECENT)
def answered(turn: Turn) -> dict[Detail, Span]:
    """Name and company as answers to what was asked, in the order asked."""
    wanted = [detail for detail in turn.asked if detail in _READERS]
    if not wanted or len(turn.text) > LONGEST:
        return {}
    text = without_numbers(turn)
    if _REFUSES.search(text):
        wanted = [detail for detail in wanted if detail is not Detail.COMPANY]
    if Detail.NAME in wanted and _LAST_FIRST.search(turn.after) and (swapped := _last_first(text)):
        return {Detail.NAME: swapped}
    found: dict[Detail, Span] = {}
    for start, end in segments(text):
        if text[end : end + 1] == "?":  # whoever asks back answers nothing
            continue
        for detail in _fitting(text, start, end, wanted):
            if detail not in found and (span := _READERS[detail](text, start, end)):
                found[detail] = span
                break
    return found


def _fitting(text: str, start: int, end: int, wanted: list[Detail]) -> list[Detail]:
    """What a segment may answer: "Foo Trading" is no name, "Maria Lopez" no company."""
    if company_reading.looks_like_one(text, start, end):
        return [detail for detail in wanted if detail is Detail.COMPANY]
    return wanted


def _last_first(text: str) -> Span | None:
    """ "van den Berg, Willem" as Willem van den Berg."""
    parts = list(segments(text))[:2]
    spans = [
        name_reading.read_name(text[:end], start + _blanks(text, start), told=True)
        for start, end in parts
    ]
    if len(spans) < 2 or not spans[0] or not spans[1] or len(spans[1].value.split()) > 2:
        return None
    return Span(
        f"{spans[1].value} {text[spans[0].start : spans[0].end]}", spans[0].start, spans[1].end
    )


def _blanks(text: str, start: int) -> int:
    return len(text[start:]) - len(text[start:].lstrip())


@lru_cache(maxsize=RECENT)
def segments(text: str) -> tuple[tuple[int, int], ...]:
    """The parts of a line that gives several details, without its greeting."""
    greeting = names.GREETING.match(text)
    start = greeting.end() if greeting else 0
    found: list[tuple[int, int]] = []
    for separator in _SEPARATOR.finditer(text, start):
        found.append((start, separator.start()))
        start = separator.end()
    found.append((start, len(text)))
    return tuple((start, end) for start, end in found if text[start:end].strip())


def name_in(text: str, start: int, end: int) -> Span | None:
    """The segment as a name, after what leads to one, None where it is something else."""
    text = text[:end]
    start = _NO_WORD.match(text, start).end()  # type: ignore[union-attr]  # it matches nothing, too
    lead_in = _LEAD_IN.match(text, start)
    start = lead_in.end() if lead_in else start
    if related := _RELATED.match(text, start):
        start = related.end()
    cjk = _CJK_LEAD_IN.match(text, start)
    span = name_reading.read_name(text, cjk.end() if cjk else start, told=True)
    if span is None or (fold(span.value) in PLACES and not is_first_name(span.value)):
        return None
    if text[span.start].islower() and not _is_known(span.value) and text[span.end :].strip(" .!"):
        return None
    return span if name_reading.may_end_before_words(text, span) else None


def _is_known(name: str) -> bool:
    parts = name.split()
    return is_first_name(name) or fold(parts[-1]) in SURNAMES


def _company(text: str, start: int, end: int) -> Span | None:
    return companies.answer(text, start, end)


@lru_cache(maxsize=RECENT)
def without_numbers(turn: Turn) -> str:
    """The text with addresses and numbers blanked out, of the same length."""
    text = turn.text
    for span in emails.found_in(text, asked=Detail.EMAIL in turn.asked):
        text = text[: span.start] + _BLANK * (span.end - span.start) + text[span.end :]
    return _DIGITS.sub(lambda run: _BLANK * len(run[0]), text)


_READERS = {Detail.NAME: name_in, Detail.COMPANY: _company}
