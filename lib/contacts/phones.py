"""Phone numbers in what a visitor writes; a number that is something else is left alone."""

import re
from collections.abc import Iterator

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat

from lib.contacts.emails import Mention
from lib.contacts.questions import Detail
from lib.contacts.turns import Span, Turn

MOST = 20  # numbers of one message that are tried

# A whole run of digits and their separators; what continues in more digits is cut nowhere.
_RUN = re.compile(
    r"(?<![\w@#$€£¥])(?<!\d[ .()/:-])(?<!\d[ .()/-]{2})(?<![\d,]\.)"
    r"(?P<number>(?:\+ ?|00 ?)?\(?\d(?:[ .()/-]{0,2}\d){6,17})(?![ ()/-]{0,2}\d)(?![\w@%€$£:]\d?)"
)
_ENOUGH_DIGITS = re.compile(r"(?:\d[^\d\n]{0,3}){6}\d")
_FOR_A_CALL = re.compile(
    r"\b(?:phones?|tel|telephone|telefon|teléfono|tél|mobile|handy|cell|call|reach|ring|whats ?app"
    r"|sms|text me|dial"
    r"|contact|my (?:best |direct |work )?(?:number|no|nr)|viber|telegram|signal|fon)\b",
    re.IGNORECASE,
)
_FOR_SOMETHING_ELSE = re.compile(
    r"\b(?:order(?:ed)?|tracking|track|invoice|inv|ticket|(?<!in )case|ref|reference|account|acct"
    r"|acc|card|iban|bic|vat|tax|ust"
    r"|zip|postal|postcode|plz|serial|sku|po|price|cost|budget|id|policy|passport|ssn|social"
    r"|flight|isbn|imei|version"
    r"|customer|confirmation|booking|reservation|pin|code|model|part|parcel|shipment|license"
    r"|licence|claim|transaction"
    r"|(?:your|their|its|his|her)(?: \w{1,12})? (?:number|line|hotline|phone|no)|called|dialed"
    r"|dialled|ip|usd|eur|gbp|bestellung|bestellnummer|rechnung|kundennummer"
    r"|auftrag|sendung|konto|pedido|factura|commande|facture|item|product|article|batch|barcode"
    r"|ean|gtin|date|not)\b|#",
    re.IGNORECASE,
)
_REACHED_AT = re.compile(r"\b(?:at|on|under|unter|me)[ :]{0,2}$", re.IGNORECASE)
_DATE_OR_ADDRESS = re.compile(
    r"\d{4}[./ -]\d{1,2}[./ -]\d{1,2}(?:[ T]\d{1,2})?|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}(?: \d{1,2})?"
    r"|\d{1,3}(?:\.\d{1,3}){3}|\d{4}[ -]{1,3}\d{4}|\d{1,3}(?:\.\d{3}){2,4}|(?:\d ){6,14}\d"
)
_COUNTED = re.compile(
    r" {0,2}(?:%|€|\$|£|usd|eur|gbp|dollars?|euros?|users?|people|employees|units?|pieces|pcs"
    r"|seats?|licen[cs]es?|visitors?"
    r"|sessions?|messages?|chats?|rows|records|k\b|kg|am\b|pm\b)",
    re.IGNORECASE,
)
_CORRECTS = re.compile(
    r"\b(?:sorry|oops|typo|mistake|i mean|i meant|actually|wrong|should be|instead|rather"
    r"|correction)\b|(?:^|\s)\*",
    re.IGNORECASE,
)


def phone_identity(value: str, region: str = "US") -> str | None:
    """The number as E.164 without an extension, None where it cannot be a number at all."""
    number = _parsed(value[:60], region)
    return _e164(number) if number and phonenumbers.is_possible_number(number) else None


def mentions(turn: Turn, region: str) -> Iterator[Mention]:
    """The numbers of a turn on which the visitor can be called, in order."""
    if not may_hold_number(turn.text):
        return
    for tried, match in enumerate(_RUN.finditer(turn.text)):
        if tried == MOST:
            return
        if span := _read(turn, match, region):
            before = turn.text[max(0, span.start - 60) : span.start]
            yield Mention(span, bool(_CORRECTS.search(before)))


def runs(text: str) -> Iterator[str]:
    """The digits of whatever looks like a number, valid or not."""
    if may_hold_number(text):
        yield from (re.sub(r"\D", "", match["number"]) for match in _RUN.finditer(text))


def may_hold_number(text: str) -> bool:
    """Whether seven digits stand close together: cheap, and false for most messages."""
    return bool(_ENOUGH_DIGITS.search(text))


def _read(turn: Turn, match: re.Match[str], region: str) -> Span | None:
    written = match["number"]
    wanted = Detail.PHONE in turn.asked
    before = turn.text[max(0, match.start() - 40) : match.start()]
    purpose = _purpose(before)
    if purpose is False or _COUNTED.match(turn.text, match.end()):
        return None
    cued = wanted or bool(purpose) or _stands_in_form(turn.text)
    if _DATE_OR_ADDRESS.fullmatch(written) and not (purpose and _is_grouped_like_phone(written)):
        return None
    for start, end in _parts(written):
        number = _valid(written[start:end], region, cued=cued)
        if number:
            return Span(_e164(number), match.start() + start, match.start() + end)
    return None


def _purpose(before: str) -> bool | None:
    """True where the last word about it speaks of a call, False of something else, else None."""
    clause = re.split(r"[;!?\n]|(?<!\bn[or])\. |, (?=(?:and|my|call|tel|phone|you|here))", before)[
        -1
    ]
    call = max((match.end() for match in _FOR_A_CALL.finditer(clause)), default=-1)
    other = max((match.end() for match in _FOR_SOMETHING_ELSE.finditer(clause)), default=-1)
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
    """The number where it is valid; fewer than ten digits need a cue or a country code."""
    international = written.startswith(("+", "00"))
    if not (international or cued) and sum(map(str.isdigit, written)) < 10:
        return None
    number = _parsed(written, region)
    if number is None or not phonenumbers.is_valid_number(number):
        number = _parsed(f"+{written[2:]}", region) if written.startswith("00") else None
    return number if number and phonenumbers.is_valid_number(number) else None


def _parsed(written: str, region: str) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(written, region)
    except NumberParseException:
        return None


def _e164(number: PhoneNumber) -> str:
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)
