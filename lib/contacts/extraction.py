"""From a dialogue to the contact: what the visitor said before what the source knew."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from lib.contacts import companies, emails, names, phones
from lib.contacts.questions import Detail
from lib.contacts.turns import Span, Turn, plain, visitor_turns
from lib.domain import Contact, Found, Message, Role, Visitor

_MOST_TRIED = 40  # values of a kind that are looked at in one conversation

# Cheap, and enough to pass over most messages of an archive.
_CUE = re.compile(
    r"@|＠| (?:at|dot) |[(\[{<](?:at|@)[)\]}>]|name|\bi'?m |\bi am |\bthis is|\bit'?s |\bit is |call me| here\b"
    r"|regards|thanks|thank you|cheers|best|sincerely|\n|work|compan|behalf|represent|\bwe |\bour |i run|i own|found"
    r"|firm|agency|ceo|head|director|manager|owner|from| not |sorry|instead|heiß|llamo|appelle|chiamo|soy |bin |heet"
    r"|nazywam|imię|heter|adım|зовут|叫|名字|grü(?:ß|ss)|saludos|cordial",
    re.IGNORECASE,
)
_EMAIL_SIGN = re.compile(r"@|\bat\b", re.IGNORECASE)
_BLANK = "|"


@dataclass(frozen=True)
class _OtherSide:
    """What the assistant and the agents said: their own details are never the visitor's."""

    messages: Sequence[Message]

    @cached_property
    def emails(self) -> dict[str, int]:
        """Each address with the position of the message that says it first."""
        first: dict[str, int] = {}
        for position, text in self._texts:
            if _EMAIL_SIGN.search(text):
                for span in emails.found_in(text):
                    first.setdefault(emails.email_identity(span.value), position)
        return first

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The last seven digits of each number, likewise."""
        first: dict[str, int] = {}
        for position, text in self._texts:
            for digits in phones.runs(text):
                first.setdefault(digits[-7:], position)
        return first

    @cached_property
    def names(self) -> frozenset[str]:
        """The first names by which they introduced themselves."""
        turns = (Turn(position, text) for position, text in self._texts)
        return frozenset(
            span.value.split()[0].casefold() for turn in turns for span in names.introductions(turn)
        )

    @cached_property
    def _texts(self) -> list[tuple[int, str]]:
        return [
            (position, plain(message.text))
            for position, message in enumerate(self.messages)
            if message.role is not Role.VISITOR
        ]

    def said_words(self, words: str, before: int) -> bool:
        """Whether they said these words in a message before that position."""
        pattern = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)", re.IGNORECASE)
        return any(position < before and pattern.search(text) for position, text in self._texts)


def extract(messages: Sequence[Message], visitor: Visitor, *, region: str = "US") -> Contact:
    """The visitor's own details: the first of each kind, or its correction.

    What the visitor says wins over what the source knew, for it is newer and in their own words;
    a fuller name of the source ("Maria Lopez") stays before its first part ("Maria"). Numbers
    without a country code are read as of `region` (ISO 3166, as "DE").
    """
    others = _OtherSide(messages)
    turns = [turn for turn in visitor_turns(messages) if _is_worth_reading(turn)]
    email = _email(turns, others, visitor)
    return Contact(
        name=_name(turns, others, visitor),
        email=email,
        phone=_phone(turns, others, visitor, region),
        company=_company(turns, others, visitor, email),
    )


def _is_worth_reading(turn: Turn) -> bool:
    return bool(turn.asked or _CUE.search(turn.text) or phones.may_hold_number(turn.text))


def _email(turns: list[Turn], others: _OtherSide, visitor: Visitor) -> Found | None:
    known = emails.address_of((visitor.email or "").strip())
    chosen = Found(known) if known else None
    tried = 0
    for turn in turns:
        mentions = list(emails.mentions(turn)) if tried < _MOST_TRIED else []
        for mention in mentions:
            tried += 1
            said_before = others.emails.get(emails.email_identity(mention.span.value))
            own = said_before is None or said_before > turn.position
            if own and (chosen is None or chosen.position is None or mention.corrects):
                chosen = turn.found(mention.span)
        if chosen and not mentions and (span := emails.patched(chosen.value, turn)):
            chosen = turn.found(span)
    return chosen


def _phone(turns: list[Turn], others: _OtherSide, visitor: Visitor, region: str) -> Found | None:
    known = phones.phone_identity((visitor.phone or "").strip(), region)
    chosen = Found(known) if known else None
    tried = 0
    for turn in turns:
        for mention in phones.mentions(turn, region) if tried < _MOST_TRIED else ():
            tried += 1
            said_before = others.numbers.get(mention.span.value[-7:])
            own = said_before is None or said_before > turn.position
            if own and (chosen is None or chosen.position is None or mention.corrects):
                chosen = turn.found(mention.span)
    return chosen


def _name(turns: list[Turn], others: _OtherSide, visitor: Visitor) -> Found | None:
    known = names.of_source(visitor.name)
    said = _fullest(
        [
            turn.found(span)
            for turn, span in _first_names(turns)
            if span.value.split()[0].casefold() not in others.names
        ]
    )
    if known and (said is None or _begins(known, said.value)):
        return Found(known)
    return said


def _first_names(turns: list[Turn]) -> list[tuple[Turn, Span]]:
    """Names in the order in which they are believed: told first, then signed, then in a form."""
    told: list[tuple[Turn, Span]] = []
    signed: list[tuple[Turn, Span]] = []
    for turn in turns[:_MOST_READ]:
        told.extend((turn, span) for span in _told_names(turn))
        signed.extend((turn, span) for span in (names.signature(turn), _in_form(turn)) if span)
        if len(told) > _MOST_TRIED:
            break
    return told + signed


_MOST_READ = 2_000  # turns that are searched for a name


def _told_names(turn: Turn) -> Iterator[Span]:
    yield from names.introductions(turn)
    if answered := _answers(turn).get(Detail.NAME):
        yield answered


def _fullest(found: list[Found]) -> Found | None:
    """The first name, or a later one that only says more of it."""
    if not found:
        return None
    fuller = [name for name in found if _begins(name.value, found[0].value)]
    return fuller[0] if fuller else found[0]


def _begins(fuller: str, name: str) -> bool:
    longer, shorter = fuller.casefold().split(), name.casefold().split()
    return len(longer) > len(shorter) and longer[: len(shorter)] == shorter


def _answers(turn: Turn) -> dict[Detail, Span]:
    """Name and company as answers to what was asked, in the order asked."""
    wanted = [detail for detail in turn.asked if detail in (Detail.NAME, Detail.COMPANY)]
    if not wanted or "?" in turn.text or len(turn.text) > 400:
        return {}
    text = _without_numbers(turn)
    read = {Detail.NAME: names.answer, Detail.COMPANY: companies.answer}
    found: dict[Detail, Span] = {}
    for start, end in names.segments(text):
        for detail in wanted:
            if detail not in found and (span := read[detail](text, start, end)):
                found[detail] = span
                break
    return found


def _in_form(turn: Turn) -> Span | None:
    """The name in a line that gives contact details without being asked."""
    text = _without_numbers(turn)
    if text == turn.text or len(text) > 400:
        return None
    spans = (names.form_segment(text, start, end) for start, end in names.segments(text))
    return next((span for span in spans if span), None)


def _without_numbers(turn: Turn) -> str:
    """The text with addresses and numbers blanked out, of the same length."""
    text = turn.text
    for span in emails.found_in(text, asked=Detail.EMAIL in turn.asked):
        text = text[: span.start] + _BLANK * (span.end - span.start) + text[span.end :]
    return re.sub(r"\+?\(?\d[\d ()./-]{5,24}\d", lambda run: _BLANK * len(run[0]), text)


def _company(
    turns: list[Turn], others: _OtherSide, visitor: Visitor, email: Found | None
) -> Found | None:
    for turn, span in _named_companies(turns):
        if not others.said_words(span.value, turn.position):
            return turn.found(span)
    known = companies.of_source(visitor.company)
    if known:
        return Found(known)
    derived = companies.of_domain(email.value) if email else None
    return Found(derived, email.position, email.start, email.end) if email and derived else None


def _named_companies(turns: list[Turn]) -> list[tuple[Turn, Span]]:
    found: list[tuple[Turn, Span]] = []
    for turn in turns[:_MOST_READ]:
        found.extend((turn, span) for span in _companies_of(turn))
        if len(found) >= 5:
            break
    return found[:5]


def _companies_of(turn: Turn) -> Iterator[Span]:
    for name in _told_names(turn):
        if company := companies.after_name(turn, name):
            yield company
    yield from companies.said(turn)
    if answered := _answers(turn).get(Detail.COMPANY):
        yield answered
    text = turn.text
    if len(text) <= 2_000:
        for start, end in names.segments(text):
            if company := companies.with_legal_form(text, start, end):
                yield company
