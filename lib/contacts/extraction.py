"""From a dialogue to the contact: what the visitor said, then what the source knew."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lib.contacts import answers, companies, domains, emails, names, phones, sources
from lib.contacts.mentions import choose
from lib.contacts.other_side import OtherSide
from lib.contacts.patches import patched_email, patched_phone
from lib.contacts.questions import Detail
from lib.contacts.turns import Span, Turn, visitor_turns
from lib.domain import Contact, Found, Message, Visitor

Chosen = tuple[Found | None, list[Found]]

_MOST_OTHERS = 20  # further addresses and numbers that are kept
_MOST = 40  # values of a kind that are looked at in one conversation


@dataclass(frozen=True, slots=True)
class _Said:
    """The names and the company of a turn; `told` are surer than `written`."""

    turn: Turn
    told: list[Span]
    written: list[Span]
    company: list[Span]


def extract(messages: Sequence[Message], visitor: Visitor, *, region: str = "US") -> Contact:
    """The visitor's own details: the first of each kind, or its correction.

    What the visitor says wins over what the source knew, for it is newer and in their own words;
    but a fuller name of the source ("Maria Lopez") stays before its first part ("Maria"). Numbers
    without a country code are read as of `region` (ISO 3166, as in "DE").
    """
    others = OtherSide(messages)
    turns = list(visitor_turns(messages))
    said = [found for turn in turns if (found := _said(turn))]
    email, emails_too = _email(turns, others, visitor)
    phone, phones_too = _phone(turns, others, visitor, region)
    further = [("email", each) for each in emails_too] + [("phone", each) for each in phones_too]
    return Contact(
        name=_name(said, others, visitor),
        email=email,
        phone=phone,
        company=_company(said, others, visitor) or _company_of(email),
        others=tuple(sorted(further, key=_place)[:_MOST_OTHERS]),
    )


def _place(further: tuple[str, Found]) -> tuple[int, int]:
    return further[1].position or 0, further[1].start or 0


def _said(turn: Turn) -> _Said | None:
    answered = answers.answered(turn) if turn.asked else {}
    told = [*names.introductions(turn), *_present(answered.get(Detail.NAME))]
    written = [*_present(names.signature(turn)), *_present(answers.form_name(turn))]
    company = [
        *_present(*(companies.after_name(turn, name) for name in told)),
        *companies.said(turn),
        *_present(answered.get(Detail.COMPANY), answers.form_company(turn)),
    ]
    return _Said(turn, told, written, company) if told or written or company else None


def _present(*spans: Span | None) -> Iterator[Span]:
    return (span for span in spans if span)


def _email(turns: list[Turn], others: OtherSide, visitor: Visitor) -> Chosen:
    known = emails.address_of((visitor.email or "").strip())
    return choose(
        [(turn, emails.mentions(turn)) for turn in turns],
        Found(known) if known else None,
        is_theirs=others.gave_email,
        same=str.casefold,
        patch=patched_email,
    )


def _phone(turns: list[Turn], others: OtherSide, visitor: Visitor, region: str) -> Chosen:
    known = phones.phone_identity((visitor.phone or "").strip(), region)
    return choose(
        [(turn, phones.mentions(turn, region)) for turn in turns],
        Found(known) if known else None,
        is_theirs=others.gave_number,
        same=str,
        patch=patched_phone,
    )


def _name(said: list[_Said], others: OtherSide, visitor: Visitor) -> Found | None:
    known = sources.name_of(visitor.name)
    told = [(found.turn, span) for found in said for span in found.told]
    written = [(found.turn, span) for found in said for span in found.written]
    own = [
        turn.found(span)
        for turn, span in (told + written)[:_MOST]
        if not others.introduced_as(span.value)
    ]
    if known and (not own or _is_fuller(known, own[0].value)):
        return Found(known)
    fuller = (name for name in own if _is_fuller(name.value, own[0].value))
    return next(fuller, own[0]) if own else None


def _is_fuller(name: str, part: str) -> bool:
    longer, shorter = name.casefold().split(), part.casefold().split()
    return len(longer) > len(shorter) and longer[: len(shorter)] == shorter


def _company(said: list[_Said], others: OtherSide, visitor: Visitor) -> Found | None:
    named = [(found.turn, span) for found in said for span in found.company]
    for turn, span in named[:_MOST]:
        if not others.said(span.value, turn.position):
            return turn.found(span)
    known = sources.company_of(visitor.company)
    return Found(known) if known else None


def _company_of(email: Found | None) -> Found | None:
    derived = domains.company_of(email.value) if email else None
    return Found(derived, email.position, email.start, email.end) if email and derived else None
