"""What a visitor answers when asked for a name or company, and what they type into a form line."""

import re
from collections.abc import Iterator

from lib.contacts import companies, emails, names
from lib.contacts.questions import Detail
from lib.contacts.turns import Span, Turn
from lib.contacts.words import PLACES, fold, is_capitalised, is_first_name, is_ordinary, words

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
# "Hello Ana, …", "thank you, Ben.": the name of whom they write to.
_ADDRESSED = re.compile(
    r"\b(?:hi|hello|hey|dear|hallo|hola|bonjour|merhaba|thanks|thank you|thx|danke|merci"
    r"|gracias)[ ,]{1,2}$",
    re.IGNORECASE,
)
# Words by which a company is known where two capitalised words might be a person.
_TRADES = words(
    "advisers advisors aerospace agency analytics architects associates bakery bank brothers",
    "capital charity clinic cloud club college commerce construction consulting council dental",
    "design digital dynamics electronics energy engineering events foods foundation games",
    "global gmbh group health holding holdings hotel hotels housing industries instruments",
    "insurance international labs law legal logistics media mobility motors museum networks",
    "news partners payroll pharma press productions properties retail robotics school schools",
    "security services shop society software solutions sons store studio studios systems team",
    "tech technologies theatre trading travel trust university ventures works",
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
    addresses = " ".join(span.value for span in emails.found_in(turn.text)).casefold()
    spans = (_unasked_name(text, start, end, addresses) for start, end in segments(text))
    return next((span for span in spans if span), None)


def form_company(turn: Turn) -> Span | None:
    """The company that stands alone: with its legal form, or as the mail domain has it."""
    domains = [squashed(span.value.partition("@")[2]) for span in emails.found_in(turn.text)]
    if not domains and not companies.has_legal_form(turn.text):
        return None
    for start, end in segments(turn.text):
        if span := companies.with_legal_form(turn.text, start, end):
            return span
        span = companies.answer(turn.text, start, end) if domains else None
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
    span = names.read_name(text, lead_in.end() if lead_in else start, told=True)
    if span is None or (fold(span.value) in PLACES and not is_first_name(span.value)):
        return None
    return span if names.may_end(text, span.end) else None


def _unasked_name(text: str, start: int, end: int, addresses: str) -> Span | None:
    """A segment that is a name in itself: by its first name, the address, or its capitals."""
    span = _name(text, start, end)
    if span is None or text[span.end : end].strip() or _ADDRESSED.search(text, 0, span.start):
        return None
    parts = text[span.start : span.end].split()
    local = " ".join(address.partition("@")[0] for address in addresses.split())
    several = len(parts) in (2, 3) and all(map(is_capitalised, parts))
    in_address = several and any(len(part) > 2 and part.casefold() in local for part in parts)
    is_company = (
        companies.has_legal_form(span.value)
        or squashed(span.value) in squashed(addresses)
        or _TRADES & {*map(fold, parts)}
    )
    is_name = is_first_name(span.value) or in_address or (several and not is_company)
    return span if is_name and not any(map(is_ordinary, parts)) else None


def _without_numbers(turn: Turn) -> str:
    """The text with addresses and numbers blanked out, of the same length."""
    text = turn.text
    for span in emails.found_in(text, asked=Detail.EMAIL in turn.asked):
        text = text[: span.start] + _BLANK * (span.end - span.start) + text[span.end :]
    return _DIGITS.sub(lambda run: _BLANK * len(run[0]), text)


_READERS = {Detail.NAME: _name, Detail.COMPANY: companies.answer}
