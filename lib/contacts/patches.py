"""Small corrections of an address or a number that was given: "sorry, .co.uk not .com"."""

import re

from lib.contacts.emails import address_of
from lib.contacts.mentions import announces_correction, is_disputed, is_slip
from lib.contacts.turns import Span, Turn
from lib.contacts.words import is_ordinary

_SWAP = re.compile(
    r"(?<![\w.@+-])(?P<new>[\w.@+-]{1,80}),? (?:and )?(?:not|instead of"
    r"|rather than) (?P<old>[\w.@+-]{2,80})",
    re.IGNORECASE,
)
_SWAP_BACK = re.compile(
    r"\bnot (?P<old>[\w.@+-]{2,80}),? (?:but|it's|its|it is) (?P<new>[\w.@+-]{1,80})", re.IGNORECASE
)
_ENDING = re.compile(r"(?<![\w.])(?P<new>\.[a-z]{2,24}(?:\.[a-z]{2})?)\b", re.IGNORECASE)
_DOMAIN = re.compile(
    r"\b(?:domain|after the @|after the at|at the end)(?: part| sign| bit)? (?:is|was"
    r"|should be|reads?) "
    r"(?P<new>(?:[\w-]{1,63}\.){1,4}[a-z]{2,24})\b",
    re.IGNORECASE,
)
_DOMAIN_ALONE = re.compile(
    r"(?<![\w.@+-])(?P<new>(?:[\w-]{2,63}\.){1,4}[a-z]{2,24})(?![\w@])", re.IGNORECASE
)
_WORD_ALONE = re.compile(
    r"(?:(?:sorry|oops|no|i mean|i meant|it's|its"
    r"|its)[,: ]{1,2}){0,3}\*?(?P<new>[\w-]{2,40})\*?[.!]?$",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[^\W_]{3,64}")
_DIGITS_SWAP = re.compile(
    r"(?<!\d)(?P<new>\d{2,7}),? (?:and )?(?:not|instead of|rather than) (?P<old>\d{2,7})(?!\d)",
    re.IGNORECASE,
)
_DIGITS_SWAP_BACK = re.compile(
    r"(?:\bnot )?(?<!\d)(?P<old>\d{2,7}),? (?:but|should be|should read|should have been|->) "
    r"(?:it's |its )?(?P<new>\d{2,7})(?!\d)",
    re.IGNORECASE,
)
_LAST_DIGITS = re.compile(
    r"(?<!\d)(\d{1,6}) (?:at|in) the end\b|\b(?:ends?|ending) (?:in|with|on) (\d{1,6})(?!\d)"
    r"|\blast (?:\w{1,6} )?(?:digits?|numbers?|four|three|two|4|3|2|one)(?: \w{1,6})? (?:is"
    r"|are|should be) (\d{1,6})(?!\d)",
    re.IGNORECASE,
)
_DIGITS_ALONE = re.compile(r"(?:[^\d@]{0,20}[ *])?\*?(\d{2,6})[*.! ]{0,3}", re.IGNORECASE)
_LONGEST = 160  # characters of a message that may be a small correction
_LAST_LABELS = re.compile(r"(?:\.(?:co|com|org|net|ac))?\.[a-z]{2,24}$", re.IGNORECASE)


def patched_email(address: str, turn: Turn) -> Span | None:
    """The address after a small correction ("sorry, .co.uk not .com"), None where there is none."""
    if len(turn.text) > _LONGEST:
        return None
    for swap in (_SWAP_BACK.search(turn.text), _SWAP.search(turn.text)):
        if swap and (new := _swapped(address, swap["old"].rstrip("."), swap["new"].rstrip("."))):
            return Span(new, *swap.span("new"))
    for read in (_with_domain, _with_ending, _with_word):
        if span := read(address, turn):
            return span
    return None


def _with_domain(address: str, turn: Turn) -> Span | None:
    said = _DOMAIN.search(turn.text)
    if said is None and len(turn.text) <= 60 and _corrects(turn):
        said = _DOMAIN_ALONE.search(turn.text)
    new = address_of(f"{address.partition('@')[0]}@{said['new']}") if said else None
    return Span(new, *said.span("new")) if said and new and new != address else None


def _with_ending(address: str, turn: Turn) -> Span | None:
    ending = _ENDING.search(turn.text)
    if ending is None or len(turn.text) > 60 or not _corrects(turn):
        return None
    new = address_of(_LAST_LABELS.sub(ending["new"], address))
    return Span(new, *ending.span("new")) if new and new != address else None


def _with_word(address: str, turn: Turn) -> Span | None:
    """ "*maria" after "mraia@globex.com"."""
    said = _WORD_ALONE.match(turn.text.strip())
    if said is None or len(said["new"]) < 3 or not ("*" in turn.text or _corrects(turn)):
        return None
    for word in _WORDS.findall(address.rpartition(".")[0]):
        if word != said["new"] and is_slip(word, said["new"].lower()):
            start = turn.text.index(said["new"])
            new = _swapped(address, word, said["new"].lower())
            return Span(new, start, start + len(said["new"])) if new else None
    return None


def patched_phone(number: str, turn: Turn) -> Span | None:
    """The number (E.164) after a small correction ("0143 at the end"), None where there is none."""
    if len(turn.text) > _LONGEST or not any(map(str.isdigit, turn.text)):
        return None
    swap = _DIGITS_SWAP.search(turn.text) or _DIGITS_SWAP_BACK.search(turn.text)
    if swap and number.count(swap["old"]) == 1:
        return Span(number.replace(swap["old"], swap["new"]), *swap.span("new"))
    last = _LAST_DIGITS.search(turn.text)
    if last is None and _corrects(turn):
        last = _DIGITS_ALONE.fullmatch(turn.text.strip())
    if last is None:
        return None
    new = next(group for group in last.groups() if group)
    start = turn.text.index(new, last.start())
    return Span(number[: -len(new)] + new, start, start + len(new))


def _corrects(turn: Turn) -> bool:
    return announces_correction(turn.text) or is_disputed(turn)


def _swapped(address: str, old: str, new: str) -> str | None:
    """The address with one part of it replaced, where that part is in it as a word of its own."""
    part = re.compile(rf"(?<![^\W_]){re.escape(old)}(?![^\W_])", re.IGNORECASE)
    if old.startswith("."):
        part = re.compile(rf"{re.escape(old)}$", re.IGNORECASE)
    if is_ordinary(new) or len(part.findall(address)) != 1:
        return None
    return address_of(part.sub(lambda _: new, address))
