"""Phone numbers in what a visitor writes; a number that is something else is left alone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat

from lib.contacts.mentions import Mention, mention
from lib.contacts.numerals import may_be_spelled, spelled
from lib.contacts.people import is_anothers
from lib.contacts.phone_cues import FOR_A_CALL, FOR_SOMETHING_ELSE
from lib.contacts.questions import Detail
from lib.contacts.turns import Span, Turn

MOST = 20  # numbers of one message that are tried

# A whole run of digits and their separators; what continues in more digits is cut nowhere.
_RUN = re.compile(
    r"(?<![\w@#$€£¥])(?<![^\W\d_]-)(?<!\d[ .()/:-])(?<!\d[ .()/-]{2})(?<![\d,]\.)"
    r"(?P<number>(?:\+ ?|00 ?)?\(?\d(?:(?:[ .()/-]{0,2}| [./-] )\d){6,17})"
    r"(?![ ()/-]{0,2}\d)(?!(?:[\w@%€$£]|:\d)(?<![xX]))"
)
_SPACED = re.compile(r"(?<![\w.,])(?P<number>\d(?:[ .-]{1,3}\d){8,12})(?![\w@])(?![ .,-]{1,3}\d)")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){1,7} ?$")
_ENOUGH_DIGITS = re.compile(r"(?:\d[^\d\n]{0,3}){6}\d")
_CLAUSE = re.compile(
    r"[;!?\n]|(?<!\bn[or])(?<!\b(?:tel|mob|fon))(?<!\bph)\. "
    r"|, (?=(?:and|my|call|tel|phone|you|here))"
)
_HOTLINES = {
    phonenumbers.PhoneNumberType.TOLL_FREE,
    phonenumbers.PhoneNumberType.PREMIUM_RATE,
    phonenumbers.PhoneNumberType.SHARED_COST,
}
_REACHED_AT = re.compile(r"\b(?:at|on|under|unter|me)[ :]{0,2}$", re.IGNORECASE)
_DATE_OR_ADDRESS = re.compile(
    r"\d{4}[./ -]\d{1,2}[./ -]\d{1,2}(?:[ T]\d{1,2})?|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}(?: \d{1,2})?"
    r"|\d{1,3}(?:\.\d{1,3}){3}|\d{4}[ -]{1,3}\d{4}|\d{1,3}(?:\.\d{3}){2,4}|(?:\d ){6,14}\d"
)
_COUNTED = re.compile(
    r" {0,2}(?:%|€|\$|£|usd|eur|gbp|yen|jpy|rupees?|inr|chf|sek|nok|pesos?|dirhams?|dollars?"
    r"|euros?|users?|people|employees|units?|pieces|pcs"
    r"|seats?|licen[cs]es?|visitors?"
    r"|sessions?|impressions?|clicks?|views?|hits?|downloads?|customers?|orders?|steps?"
    r"|messages?|chats?|rows|records|k\b|kg|am\b|pm\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Run:
    """What may be a number: as it reads, whether digit by digit, and where."""

    written: str
    start: int
    end: int
    spelled: bool = False


def phone_identity(value: str, region: str = "US") -> str | None:
    """The number as E.164 without an extension, None where it cannot be a number at all."""
    number = _parsed(value[:60], region)
    return _e164(number) if number and phonenumbers.is_possible_number(number) else None


def mentions(turn: Turn, region: str) -> list[Mention]:
    """The numbers of a turn on which the visitor can be called, in order."""
    if not may_hold_number(turn.text) and not may_be_spelled(turn.text):
        return []
    found: list[Mention] = []
    since = 0
    for run in islice(_runs(turn), MOST):
        purpose = _purpose(turn.text[max(0, run.start - 40) : run.start])
        span = _read(turn, run, region, purpose)
        if span and not is_anothers(turn.text, span.start, span.end):
            meant = Detail.PHONE in turn.asked or bool(purpose)
            found.append(mention(turn, span, since=since, meant=meant))
        since = run.end
    return found


def _runs(turn: Turn) -> Iterator[_Run]:
    """Runs of digits in order; where there are none, digits said one by one."""
    found = [
        _Run(match["number"], *match.span()) for match in islice(_RUN.finditer(turn.text), MOST)
    ]
    spaced = [
        _Run(match["number"], *match.span(), True)
        for match in islice(_SPACED.finditer(turn.text), MOST)
    ]
    words = [
        _Run(each.digits, each.start, each.end, True) for each in islice(spelled(turn.text), MOST)
    ]
    words = [run for run in words if run.written]
    found = [
        run
        for run in found
        if not any(each.start <= run.start and run.end <= each.end for each in words)
    ]
    taken = {place for run in found for place in (run.start, run.end)}
    spaced = [run for run in spaced if not any(run.start <= place <= run.end for place in taken)]
    yield from sorted(found + words + spaced, key=lambda run: run.start)


def runs(text: str) -> Iterator[tuple[str, int, int]]:
    """The digits of whatever looks like a number, valid or not, and its place."""
    if may_hold_number(text):
        for match in _RUN.finditer(text):
            yield re.sub(r"\D", "", match["number"]), *match.span()


def may_hold_number(text: str) -> bool:
    """Whether seven digits stand close together: cheap, and false for most messages."""
    return bool(_ENOUGH_DIGITS.search(text))


def _read(turn: Turn, run: _Run, region: str, purpose: bool | None) -> Span | None:
    wanted = Detail.PHONE in turn.asked
    if purpose is False or _COUNTED.match(turn.text, run.end) or _is_payment(turn.text, run):
        return None
    cued = wanted or bool(purpose) or _stands_in_form(turn.text)
    if run.spelled:
        number = _valid(re.sub(r"[^\d+]", "", run.written), region, cued=True) if cued else None
        return Span(_e164(number), run.start, run.end) if number else None
    if _DATE_OR_ADDRESS.fullmatch(run.written) and not (
        cued and _is_grouped_like_phone(run.written)
    ):
        return None
    for start, end in _parts(run.written):
        written = run.written[start:end]
        number = _valid(written, region, cued=cued)
        if number and not (wanted or purpose) and _is_hotline(number):
            return None
        if number is None and (start, end) == (0, len(run.written)) and (wanted or purpose):
            number = _possible(written, region)
        if number:
            return Span(_e164(number), run.start + start, run.start + end)
    return None


def _is_payment(text: str, run: _Run) -> bool:
    """A bank account after its country, or a card: sixteen digits whose check digit is right."""
    digits = [int(sign) for sign in run.written if sign.isdigit()]
    if len(digits) >= 15 and not run.written.startswith("+"):
        doubled = (sum(divmod(2 * digit, 10)) for digit in digits[-2::-2])
        return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0
    return bool(_IBAN.search(text[max(0, run.start - 40) : run.start]))


def _purpose(before: str) -> bool | None:
    """True where the last word about it speaks of a call, False of something else, else None."""
    clause = _CLAUSE.split(before)[-1]
    calls = (
        each
        for each in FOR_A_CALL.finditer(clause)
        if not FOR_SOMETHING_ELSE.search(each[0])  # "our VAT number" is for no call
    )
    call = max((match.end() for match in calls), default=-1)
    other = max((match.end() for match in FOR_SOMETHING_ELSE.finditer(clause)), default=-1)
    if call > -1 and _REACHED_AT.search(clause):
        return True
    return None if call == other else call > other


def _is_grouped_like_phone(written: str) -> bool:
    return not re.fullmatch(r"\d{4}[./-]\d{1,2}[./-]\d{1,2}|\d{1,3}(?:\.\d{1,3}){3}", written)


def _stands_in_form(text: str) -> bool:
    """An e-mail on the same line tells that contact details are being given."""
    return "@" in text


def _parts(written: str) -> Iterator[tuple[int, int]]:
    """The whole number, then without its first and without its last group: "2 4155550134"."""
    yield 0, len(written)
    spaces = [match.span() for match in re.finditer(" ", written)]
    if spaces and sum(map(str.isdigit, written)) <= 16 and not written.startswith(("+", "00")):
        yield spaces[0][1], len(written)
        yield 0, spaces[-1][0]


def _valid(written: str, region: str, *, cued: bool) -> PhoneNumber | None:
    """The number where it is valid; fewer than ten digits need a cue, a country code, or groups."""
    international = written.startswith(("+", "00"))
    digits = sum(map(str.isdigit, written))
    grouped = digits == 9 and len(re.findall(r"[ ./-]", written)) >= 2
    if not (international or cued or grouped) and digits < 10:
        return None
    number = _parsed(written, region)
    if number is None or not phonenumbers.is_valid_number(number):
        number = _parsed(f"+{written[2:]}", region) if written.startswith("00") else None
    return number if number and phonenumbers.is_valid_number(number) else None


def _is_hotline(number: PhoneNumber) -> bool:
    """Whether it is a company's line, free of charge or dear: nobody's own unless they say so."""
    return phonenumbers.number_type(number) in _HOTLINES


def _possible(written: str, region: str) -> PhoneNumber | None:
    """A number of the right length that no plan assigns, as those of films: "07700 900123"."""
    number = _parsed(written, region)
    if number is None or not phonenumbers.is_possible_number(number):
        return None
    national = str(number.national_number)
    begins = "23456789" if number.country_code == 1 else "123456789"
    unassigned = number.country_code == 1 and (
        national[0] not in begins or national[3] not in begins
    )
    return number if len(national) >= 9 and not unassigned else None


def _parsed(written: str, region: str) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(written, region)
    except NumberParseException:
        return None


def _e164(number: PhoneNumber) -> str:
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)
