"""What a visitor answers when asked for a name or company, and what they give unasked in a line."""

import re
from collections.abc import Iterator
from functools import lru_cache

from lib.contacts import companies, emails, names
from lib.contacts.people import is_told_of_another
from lib.contacts.questions import Detail, asks_about_others
from lib.contacts.turns import RECENT, Span, Turn
from lib.contacts.words import (
    PLACES,
    SURNAMES,
    TITLES,
    fold,
    is_capitalised,
    is_common,
    is_first_name,
    is_ordinary,
)

_LONGEST = 400  # characters; a longer message is no answer and no form line
_SEPARATOR = re.compile(
    r",(?! ?(?:inc|llc|ltd|gmbh|s\.?a|corp|co)\b)|[;|\n/*]"
    r"|(?<!\b\w)(?<!\bdr)(?<!\bm[rs])(?<!\bst)(?<!\bmrs)(?<!\bprof)(?<!& co)[.!?](?=\s|$)| - "
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
# "Hello Ana, …", "thank you, Ben.": the name of whom they write to.
_ADDRESSED = re.compile(
    r"\b(?:hi|hello|hey|dear|hallo|hola|bonjour|merhaba|thanks|thank you|thx|danke|merci|ty"
    r"|cheers|bye|goodbye|sorry|ciao|night"
    r"|gracias)[ ,]{1,2}$",
    re.IGNORECASE,
)
_CJK_LEAD_IN = re.compile(r"(?:我姓|我叫|我是|叫我|姓|私は|저는|제 이름은 ?)(?=\w)")
_NO_WORD = re.compile(r"[^\w'|]{0,8}")
_DIGITS = re.compile(r"\+?\(?\d[\d ()./-]{5,24}\d")
_BLANK = "|"
_LAST_FIRST = re.compile(
    r"\b(?:last|sur|family) ?name(?: comes)? first\b|\bsurname, (?:first|given)", re.IGNORECASE
)
_TWO_CAPITALS = re.compile(r"(?<!\w)[^\W\d_a-z][\w'.-]{0,30} [^\W\d_a-z]")
_TRAILING = re.compile(
    r"[ ]?(?:btw|by the way|here|please|pls|thanks|thx|lol|haha|:\)|[.!]){0,3}[ ]{0,3}$",
    re.IGNORECASE,
)


@lru_cache(maxsize=RECENT)
def answered(turn: Turn) -> dict[Detail, Span]:
    """Name and company as answers to what was asked, in the order asked."""
    wanted = [detail for detail in turn.asked if detail in _READERS]
    if not wanted or len(turn.text) > _LONGEST:
        return {}
    text = _without_numbers(turn)
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
    if companies.looks_like_one(text, start, end):
        return [detail for detail in wanted if detail is Detail.COMPANY]
    return wanted


def _last_first(text: str) -> Span | None:
    """ "van den Berg, Willem" as Willem van den Berg."""
    parts = list(segments(text))[:2]
    spans = [
        names.read_name(text[:end], start + _blanks(text, start), told=True) for start, end in parts
    ]
    if len(spans) < 2 or not spans[0] or not spans[1] or len(spans[1].value.split()) > 2:
        return None
    return Span(
        f"{spans[1].value} {text[spans[0].start : spans[0].end]}", spans[0].start, spans[1].end
    )


def _blanks(text: str, start: int) -> int:
    return len(text[start:]) - len(text[start:].lstrip())


def given_names(turn: Turn, addressed: frozenset[str]) -> Iterator[Span]:
    """Names that stand alone between commas: beside an address or a number, or as a whole name.

    `addressed` are names by which the other side calls the visitor afterwards: they confirm one.
    """
    if len(turn.text) > _LONGEST:
        return
    text = _without_numbers(turn)
    beside = text != turn.text
    called = any(name in turn.lowered for name in addressed)
    cued = beside or called or Detail.NAME in turn.ever or _TWO_CAPITALS.search(text)
    if not cued or asks_about_others(turn.after):
        return
    addresses = " ".join(span.value for span in emails.found_in(turn.text)).casefold()
    for start, end in segments(text):
        if text[end : end + 1] == "?" or companies.looks_like_one(text, start, end):
            continue
        span = _name(text, start, end)
        if span is None:
            continue
        if addressed & {*map(fold, span.value.split())} and Detail.COMPANY not in turn.asked:
            yield span
        elif _answers_something_else(turn, span):
            continue
        elif not _is_of_another(text, span) and _is_unasked(
            text, span, end, addresses, beside=beside or Detail.NAME in turn.ever
        ):
            yield span


def any_names(turn: Turn) -> Iterator[Span]:
    """Whatever may be a name in a line that corrects one: "sorry, Sarah with an h"."""
    text = _without_numbers(turn)
    for start, end in segments(text):
        span = _name(text, start, end)
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
    if any(map(is_ordinary, parts)) or fold(span.value) in PLACES:
        return False
    local = " ".join(address.partition("@")[0] for address in addresses.split())
    several = len(parts) in (2, 3) and all(map(is_capitalised, parts))
    in_address = several and any(len(part) > 2 and part.casefold() in local for part in parts)
    titled = fold(text[: span.start].split()[-1]) in TITLES if text[: span.start].split() else False
    is_company = squashed(span.value) in squashed(addresses)
    if not beside:
        return (several and is_first_name(span.value)) or (titled and several)
    if len(parts) == 1 and is_common(parts[0]):
        return False
    return is_first_name(span.value) or in_address or titled or (several and not is_company)


def given_company(turn: Turn) -> Span | None:
    """The company that stands alone: by its form or trade, or as the mail domain has it."""
    domains = [squashed(span.value.partition("@")[2]) for span in emails.found_in(turn.text)]
    text = _without_numbers(turn) if len(turn.text) <= _LONGEST else turn.text
    asked = bool(_READERS.keys() & {*turn.asked} or Detail.COMPANY in turn.ever)
    if not (asked or text != turn.text or "\n" in text or companies.has_legal_form(text)):
        return None
    for start, end in segments(text):
        if text[end : end + 1] == "?":
            continue
        if span := companies.standing_alone(text, start, end):
            return span
        span = companies.answer(text, start, end) if domains else None
        if span and any(domain.startswith(squashed(span.value)) for domain in domains):
            return span
    return None


def squashed(name: str) -> str:
    """Letters and digits only: "Marlow Street Studios" is in marlowstreet-studios.com."""
    return "".join(filter(str.isalnum, name.casefold().replace("&", "and")))


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
    start = lead_in.end() if lead_in else start
    cjk = _CJK_LEAD_IN.match(text, start)
    span = names.read_name(text, cjk.end() if cjk else start, told=True)
    if span is None or (fold(span.value) in PLACES and not is_first_name(span.value)):
        return None
    if text[span.start].islower() and not _is_known(span.value) and text[span.end :].strip(" .!"):
        return None
    return span if names.may_end_before_words(text, span) else None


def _is_known(name: str) -> bool:
    parts = name.split()
    return is_first_name(name) or fold(parts[-1]) in SURNAMES


def _company(text: str, start: int, end: int) -> Span | None:
    return companies.answer(text, start, end)


@lru_cache(maxsize=RECENT)
def _without_numbers(turn: Turn) -> str:
    """The text with addresses and numbers blanked out, of the same length."""
    text = turn.text
    for span in emails.found_in(text, asked=Detail.EMAIL in turn.asked):
        text = text[: span.start] + _BLANK * (span.end - span.start) + text[span.end :]
    return _DIGITS.sub(lambda run: _BLANK * len(run[0]), text)


_READERS = {Detail.NAME: _name, Detail.COMPANY: _company}
