"""What a chat is about beside the person: dates, rooms, numbers, and the house's own contacts."""

import random
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache

from lib.demo.persons import OUR_EMAIL, OUR_PHONE, table

TEAM = ("Ana", "Ben", "Mei")

ROOMS = ("Kingfisher", "Wagtail", "Nightingale", "Heron", "Swift", "Goldcrest")
VENUES = ("Glasshouse", "Print Hall", "Lantern Room", "Sail Loft", "Boathouse")
CURRENCIES = {"London": "£", "Manchester": "£", "Berlin": "€", "Paris": "€", "San Francisco": "$"}
DATES = {
    "en": ("{day} {month}", "{month} {day}"),
    "de": ("{day}. {month}",),
    "fr": ("{day} {month}",),
    "es": ("{day} de {month}",),
    "tr": ("{day} {month}",),
}


def slots(rng: random.Random, began: datetime, *, city: str, language: str) -> dict[str, str]:
    """What a script may mention that is not of the person."""
    soon = weekday_after(began, rng.randrange(3, 24))
    far = weekday_after(began, rng.randrange(35, 120))
    style = rng.choice(DATES[language])
    return {
        "weekday": _weekday(soon, language),
        "tomorrow": _weekday(began + timedelta(days=1), language),
        "date": _date(soon, language, style),
        "date2": _date(weekday_after(soon, rng.randrange(1, 8)), language, style),
        "far": _date(far, language, style),
        "month": _words()[language, "months"][far.month - 1],
        "cur": CURRENCIES[city],
        "city2": rng.choice([other for other in CURRENCIES if other != city]),
        "people": str(rng.randrange(4, 15)),
        "guests": str(rng.randrange(4, 17) * 10),
        "staff": str(rng.choice((45, 60, 80, 110, 150, 220, 300, 450))),
        "desks": str(rng.randrange(2, 9)),
        "room": rng.choice(ROOMS),
        "venue": rng.choice(VENUES),
        "hour": str(rng.randrange(8, 12)),
        "ref": f"LK-{rng.randrange(20400, 68900)}",
        "agent": rng.choice(TEAM),
        "our_email": OUR_EMAIL,
        "our_phone": OUR_PHONE,
    }


def weekday_after(moment: datetime, days: int) -> datetime:
    """So many days later, or the Monday after where that is a weekend."""
    later = moment + timedelta(days=days)
    return later + timedelta(days=max(0, 7 - later.weekday()) if later.weekday() > 4 else 0)


def _weekday(moment: datetime, language: str) -> str:
    return _words()[language, "weekdays"][moment.weekday()]


def _date(moment: datetime, language: str, style: str) -> str:
    month = _words()[language, "months"][moment.month - 1]
    return style.replace("{day}", str(moment.day)).replace("{month}", month)


@cache
def _words() -> Mapping[tuple[str, str], list[str]]:
    return {(language, kind): words.split() for language, kind, words in table("calendar.txt")}
