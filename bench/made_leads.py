"""Any number of made leads with their conversations, written straight into the tables."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Engine, func, insert, select

from lib import database
from lib.domain import CONTACT, Status, Temperature
from lib.likeness import same_company, same_domain
from lib.schema import (
    contacts,
    conversations,
    lead_conversations,
    lead_identities,
    lead_words,
    leads,
    messages,
)
from lib.search import words

FIRST = [
    "Ana",
    "Ben",
    "Carla",
    "Deniz",
    "Ewa",
    "Farid",
    "Grace",
    "Hugo",
    "Ines",
    "Jonas",
    "Kiri",
    "Liam",
    "Mei",
    "Noor",
    "Oskar",
    "Priya",
]
LAST = [
    "Abbott",
    "Berg",
    "Costa",
    "Demir",
    "Ekdahl",
    "Fischer",
    "Garcia",
    "Hansen",
    "Ito",
    "Jansen",
    "Kaya",
    "Lopez",
    "Moreau",
]
PLACES = [
    "Amber",
    "Birch",
    "Cedar",
    "Delta",
    "Elm",
    "Fern",
    "Granite",
    "Harbor",
    "Iris",
    "Juniper",
    "Kestrel",
    "Linden",
]
TRADES = [
    "Labs",
    "Foods",
    "Systems",
    "Travel",
    "Energy",
    "Print",
    "Legal",
    "Care",
    "Freight",
    "Studio",
    "Robotics",
]
CHANNELS = ("Website widget", "WhatsApp", "Slack", "E-mail", "API")
SAID = ("Hi, what do you have in {} for twelve people?", "Could you send me a quote for {}?")
AT_ONCE = 5_000


def make(engine: Engine, count: int, *, seed: int = 20) -> None:
    """Add so many leads, the same ones for the same seed, captured over the past year."""
    rng = random.Random(seed)
    with database.reading(engine) as connection:
        first = (connection.scalar(select(func.max(leads.c.id))) or 0) + 1
    made = (_with_keys(_lead(number, rng)) for number in range(first, first + count))
    while some := list(islice(made, AT_ONCE)):
        with database.writing(engine) as connection:
            connection.execute(insert(conversations), [_chat(lead) for lead in some])
            connection.execute(insert(messages), [row for lead in some for row in _said(lead)])
            connection.execute(insert(leads), some)
            links = [{"conversation_id": lead["id"], "lead_id": lead["id"]} for lead in some]
            connection.execute(insert(lead_conversations), links)
            connection.execute(insert(lead_words), [row for lead in some for row in _words(lead)])
            connection.execute(insert(contacts), [row for lead in some for row in _contact(lead)])
            who = [
                {"kind": "email", "value": lead["email"], "lead_id": lead["id"]} for lead in some
            ]
            connection.execute(insert(lead_identities), who)


def _lead(number: int, rng: random.Random) -> dict[str, Any]:
    name = f"{rng.choice(FIRST)} {rng.choice(LAST)}"
    company = f"{rng.choice(PLACES)} {rng.choice(TRADES)} {number % 5000}"
    score = rng.betavariate(1.2, 1.6) * 100
    band = Temperature.HOT if score >= 70 else Temperature.WARM if score >= 40 else Temperature.COLD
    weights = (5, 3, 1, 2)
    return {
        "id": number,
        "temperature": band,
        "score": score,
        "unsure": False,
        "name": name if rng.random() < 0.7 else None,
        "email": f"{name.replace(' ', '.').lower()}{number}@{company.split()[0].lower()}.com",
        "phone": f"+1415555{number % 10000:04d}" if rng.random() < 0.3 else None,
        "company": company,
        "intent": f"Pricing: {rng.choice(SAID).format(rng.choice(PLACES))}",
        "channel": rng.choice(CHANNELS),
        "status": rng.choices(list(Status), weights)[0],
        "captured_at": (captured := datetime.now(UTC) - timedelta(days=rng.random() ** 2 * 365)),
        "active_at": captured,
        "known_hot": band is Temperature.HOT,
        "conversation_id": number,
    }


def _with_keys(lead: dict[str, Any]) -> dict[str, Any]:
    return lead | {
        "same_company": same_company(lead["name"], lead["company"]),
        "same_domain": same_domain(lead["name"], lead["email"]),
    }


def _contact(lead: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for kind in CONTACT:
        if value := lead[kind]:
            identity = value if kind in {"email", "phone"} else None
            row = {"conversation_id": lead["id"], "kind": kind, "value": value}
            yield row | {"identity": identity}


def _chat(lead: dict[str, Any]) -> dict[str, Any]:
    times = dict.fromkeys(("started_at", "last_active_at", "received_at"), lead["captured_at"])
    return {
        "id": lead["id"],
        "source": "made",
        "session_id": f"made-{lead['id']}",
        "channel": lead["channel"],
        "scored_revision": 1,
        **times,
    }


def _said(lead: dict[str, Any]) -> Iterator[dict[str, Any]]:
    said = (("visitor", lead["intent"]), ("assistant", "Gladly. Where do I send it?"))
    for position, (role, text) in enumerate(said):
        yield {
            "conversation_id": lead["id"],
            "key": str(position),
            "role": role,
            "text": text,
            "sent_at": lead["captured_at"],
            "time_known": True,
            "position": position,
        }


def _words(lead: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for word in words(lead["name"], lead["email"], lead["phone"], lead["company"]):
        yield {"word": word, "lead_id": lead["id"]}
