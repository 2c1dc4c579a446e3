"""Leads that may be one person: shown to people, who decide; nothing joins by it."""

from enum import StrEnum
from typing import Any

import polars as pl
from sqlalchemy import (
    CompoundSelect,
    Connection,
    Select,
    and_,
    case,
    exists,
    func,
    literal,
    or_,
    select,
    union_all,
)

from lib.apart import apart_from, pairs
from lib.queries import Schema, frame, word
from lib.schema import STANDING, contacts, kept_apart, lead_conversations, lead_identities, leads

MOST = 20  # that are worth a look

PROPOSED: Schema = {
    "id": pl.Int64,
    "name": pl.String,
    "email": pl.String,
    "phone": pl.String,
    "company": pl.String,
    "score": pl.Float64,
    "status": pl.String,
    "reason": pl.String,
}
PAIRS: Schema = {
    "lead_id": pl.Int64,
    "lead_name": pl.String,
    "lead_email": pl.String,
    "other_id": pl.Int64,
    "other_name": pl.String,
    "other_email": pl.String,
    "reason": pl.String,
}


class Reason(StrEnum):
    """Why two leads may be one person, the surest first."""

    EMAIL = "Both gave the same e-mail address."
    PHONE = "Both gave the same phone number."
    COMPANY = "The same name at the same company."
    DOMAIN = "The same name with the same e-mail domain."


PLACES = {reason: place for place, reason in enumerate(Reason)}
KEYS = {Reason.COMPANY: leads.c.same_company, Reason.DOMAIN: leads.c.same_domain}


def for_lead(connection: Connection, lead_id: int) -> pl.DataFrame:
    """Leads that may be the person of this one, the surest first; MOST of them."""
    found = _like(lead_id).subquery()
    surest = select(found.c.id, func.min(found.c.place).label("place")).group_by(found.c.id)
    other = surest.subquery()
    query = (
        select(
            *(leads.c[name] for name in ("id", "name", "email", "phone", "company", "score")),
            word(leads.c.status),
            _reason(other.c.place),
        )
        .join(other, other.c.id == leads.c.id)
        .where(STANDING, leads.c.id != lead_id, leads.c.id.not_in(apart_from(connection, lead_id)))
        .order_by(other.c.place, leads.c.score.desc(), leads.c.id)
        .limit(MOST)
    )
    return frame(connection, query, PROPOSED)


def open_proposals(connection: Connection, limit: int = MOST) -> pl.DataFrame:
    """Pairs of leads that may be one person and that nobody decided about, the surest first."""
    alike = _alike().subquery()
    apart = pairs().subquery()
    surest = func.min(alike.c.place)
    one, two = leads.alias(), leads.alias()
    chosen = (
        select(alike.c.lead_id, alike.c.other_id, surest.label("place"))
        .outerjoin(
            apart,
            and_(apart.c.lead_id == alike.c.lead_id, apart.c.other_id == alike.c.other_id),
        )
        .where(apart.c.lead_id.is_(None))
        .group_by(alike.c.lead_id, alike.c.other_id)
        .order_by(surest, alike.c.other_id.desc(), alike.c.lead_id.desc())
        .limit(limit)
        .subquery()
    )
    query = (
        select(
            *(one.c.id, one.c.name, one.c.email, two.c.id, two.c.name, two.c.email),
            _reason(chosen.c.place),
        )
        .select_from(chosen)
        .join(one, one.c.id == chosen.c.lead_id)
        .join(two, two.c.id == chosen.c.other_id)
        .order_by(chosen.c.place, chosen.c.other_id.desc(), chosen.c.lead_id.desc())
    )
    return frame(connection, query, PAIRS)


def _reason(place: Any) -> Any:  # noqa: ANN401 an expression of either kind
    return case({number: reason.value for reason, number in PLACES.items()}, value=place)


def _like(lead_id: int) -> CompoundSelect[Any]:
    """The leads (`id`) that have something in common with this one, and what (`place`)."""
    said = _said_of_another().subquery()
    by_contact = [
        select(said.c[other].label("id"), said.c.place).where(said.c[own] == lead_id)
        for own, other in (("owner_id", "other_id"), ("other_id", "owner_id"))
    ]
    return union_all(*by_contact, *(_same(reason, lead_id) for reason in KEYS))


def _same(reason: Reason, lead_id: int) -> Select[Any]:
    key, own = KEYS[reason], leads.alias()
    mine = select(own.c[key.name]).where(own.c.id == lead_id).scalar_subquery()
    place = literal(PLACES[reason]).label("place")
    return select(leads.c.id, place).where(STANDING, key == mine)


def _said_of_another() -> Select[Any]:
    """Conversations of a lead (`other_id`) with an identity that another one (`owner_id`) has."""
    who, link = lead_identities.c, lead_conversations.c
    place = case({"email": PLACES[Reason.EMAIL]}, value=who.kind, else_=PLACES[Reason.PHONE])
    return (
        select(who.lead_id.label("owner_id"), link.lead_id.label("other_id"), place.label("place"))
        .select_from(lead_identities)
        .join(contacts, and_(contacts.c.identity == who.value, contacts.c.kind == who.kind))
        .join(lead_conversations, link.conversation_id == contacts.c.conversation_id)
        .where(or_(link.lead_id < who.lead_id, link.lead_id > who.lead_id))
    )


def _alike() -> CompoundSelect[Any]:
    """All pairs (`lead_id` < `other_id`) with something in common, and what (`place`)."""
    said = _said_of_another().subquery()
    owner_first = said.c.owner_id < said.c.other_id
    by_contact = select(
        case((owner_first, said.c.owner_id), else_=said.c.other_id).label("lead_id"),
        case((owner_first, said.c.other_id), else_=said.c.owner_id).label("other_id"),
        said.c.place,
    )
    return union_all(by_contact, *map(_pairs_with, KEYS))


def _pairs_with(reason: Reason) -> Select[Any]:
    """Pairs of leads with an equal key: each with the next one, or a large group is no end."""
    key, one, two = KEYS[reason], leads.alias(), leads.alias()
    twice = (
        select(key.label("key"))
        .where(STANDING, key.is_not(None))
        .group_by(key)
        .having(func.count() > 1)
        .subquery()
    )
    apart = (kept_apart.c.lead_id == one.c.id, kept_apart.c.other_id == two.c.id)
    decided = exists().where(*apart).correlate(one, two)
    following = (
        select(two.c.id)
        .where(two.c[key.name] == one.c[key.name], two.c.merged_into.is_(None))
        .where(two.c.id > one.c.id, ~decided)
        .order_by(two.c.id)
        .limit(1)
        .correlate(one)
        .scalar_subquery()
    )
    beside = (
        select(one.c.id.label("lead_id"), following.label("other_id"))
        .select_from(twice)
        .join(one, and_(one.c[key.name] == twice.c.key, one.c.merged_into.is_(None)))
        .subquery()
    )
    place = literal(PLACES[reason]).label("place")
    return select(beside, place).where(beside.c.other_id.is_not(None))
