"""From a dialogue to the contact: what the visitor said, then what the source knew."""

from collections.abc import Sequence
from itertools import islice

from lib.contacts import chosen_names, domains, emails, employers, phones, sources
from lib.contacts.chosen_names import named
from lib.contacts.mentions import choose
from lib.contacts.other_side import OtherSide
from lib.contacts.patches import patched_email, patched_phone
from lib.contacts.turns import Turn, visitor_turns
from lib.domain import Contact, Found, Message, Visitor

Chosen = tuple[Found | None, list[Found]]

_MOST_OTHERS = 20  # further addresses and numbers that are kept
_MOST = 40  # values of a kind that are looked at in one conversation


def extract(messages: Sequence[Message], visitor: Visitor, *, region: str = "US") -> Contact:
    """The visitor's own details: the first of each kind, or its correction.

    What the visitor says wins over what the source knew, for it is newer and in their own words;
    but a fuller name of the source ("Maria Lopez") stays before its first part ("Maria"). Numbers
    without a country code are read as of `region` (ISO 3166, as in "DE").
    """
    others = OtherSide(messages)
    turns = list(visitor_turns(messages))
    email, emails_too = _email(turns, others, visitor)
    phone, phones_too = _phone(turns, others, visitor, region)
    further = [("email", each) for each in emails_too] + [("phone", each) for each in phones_too]
    return Contact(
        name=_name(turns, others, visitor),
        email=email,
        phone=phone,
        company=_company(turns, others, visitor, email) or _company_of(email),
        others=tuple(sorted(further, key=_place)[:_MOST_OTHERS]),
    )


def _place(further: tuple[str, Found]) -> tuple[int, int]:
    return further[1].position or 0, further[1].start or 0


def _email(turns: list[Turn], others: OtherSide, visitor: Visitor) -> Chosen:
    known = emails.address_of((visitor.email or "").strip())
    return choose(
        [(turn, emails.mentions(turn)) for turn in turns],
        Found(known) if known else None,
        is_theirs=others.gave_email,
        same=str.casefold,
        patch=patched_email,
        offered=others.offered_email,
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


def _name(turns: list[Turn], others: OtherSide, visitor: Visitor) -> Found | None:
    said = (each for turn in turns for each in named(turn, others.addresses(turn.position)))
    own = [
        each
        for each in islice(said, _MOST)
        if not (others.introduced_as(each.span.value) or emails.hold(each.turn, each.span))
    ]
    return chosen_names.choose(own, sources.name_of(visitor.name))


def _company(
    turns: list[Turn], others: OtherSide, visitor: Visitor, email: Found | None
) -> Found | None:
    said = (each for turn in turns for each in employers.employers(turn))
    own = [
        each for each in islice(said, _MOST) if not others.said(each.span.value, each.turn.position)
    ]
    if chosen := employers.choose(own):
        return chosen
    if known := sources.company_of(visitor.company):
        return Found(known)
    return employers.as_in_domain(turns, email.value) if email else None


def _company_of(email: Found | None) -> Found | None:
    derived = domains.company_of(email.value) if email else None
    return Found(derived, email.position, email.start, email.end) if email and derived else None
