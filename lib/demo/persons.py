"""Made people and companies; none of them exists.

Phone numbers are of ranges that regulators keep free for fiction: 555-01xx in the United States,
Ofcom's 020 7946 0xxx and 0xxx 496 0xxx, the Bundesnetzagentur's numbers for film and television,
ARCEP's 01 99 00 and 04 65 71, ACMA's 5550 and 7010, and those of the Swedish PTS. The domains are
invented; .example would be safer still, but address validators rightly refuse it.
"""

import random
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib import resources

OUR_EMAIL = "hello@larkspur-spaces.com"
OUR_PHONE = "+44 20 7946 0100"

MAIL_PROVIDERS = (
    "paperboat-mail.com",
    "quillpost-mail.net",
    "bluefern-mail.org",
    "seventh-letter.net",
    "harbourmail-post.com",
)

# Each # becomes a digit; the country code ends at the first space.
PHONES = {
    "US": ("+1 {area} 555 01##",),
    "GB": ("+44 20 7946 0###", "+44 161 496 0###", "+44 121 496 0###", "+44 131 496 0###"),
    "DE": ("+49 30 23125 ###", "+49 40 66969 ###", "+49 89 99998 ###", "+49 171 39200 ##"),
    "FR": ("+33 1 99 00 ## ##", "+33 4 65 71 ## ##"),
    "AU": ("+61 2 5550 ####", "+61 3 7010 ####"),
    "SE": ("+46 8 465 004 1#", "+46 8 465 004 2#", "+46 70 174 06 3#", "+46 70 174 06 4#"),
}
US_AREAS = ("415", "510", "212", "312", "206", "617", "512", "303")
COUNTRY_OF = {"+1": "US", "+44": "GB", "+49": "DE", "+33": "FR", "+61": "AU", "+46": "SE"}
CITIES = {
    "US": ("San Francisco",),
    "GB": ("London", "London", "Manchester"),
    "DE": ("Berlin",),
    "FR": ("Paris",),
    "AU": ("London", "San Francisco"),
    "SE": ("Berlin", "London"),
}
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
DOTLESS_I = "\u0131"


@dataclass(frozen=True, slots=True)
class Culture:
    """A row of names.txt: names that go together, and where these people pick up the phone."""

    language: str
    countries: tuple[str, ...]
    first: tuple[str, ...]
    last: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Company:
    """A made company; `language` is that of its name."""

    name: str
    domain: str
    language: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who writes in; `phone` as +1 415 555 0134."""

    first: str
    last: str
    language: str
    email: str
    work_email: str
    phone: str
    company: Company
    city: str

    def slots(self, *, from_work: bool) -> dict[str, str]:
        """What a script may let this person say of themselves."""
        email = self.work_email if from_work else self.email
        return {
            "name": f"{self.first} {self.last}",
            "first": self.first,
            "last": self.last,
            "name_lower": f"{self.first} {self.last}".lower(),
            "first_lower": self.first.lower(),
            "email": email,
            "email_wrong": misspelt(email),
            "phone": self.phone,
            "phone_local": local_phone(self.phone),
            "phone_digits": local_phone(self.phone).translate({ord(c): "" for c in "() -"}),
            "company": self.company.name,
            "domain": self.company.domain,
            "city": self.city,
        }


def people(rng: random.Random) -> Iterator[Person]:
    """Different people in a fair mix, no two with the same name, address or number."""
    named = [
        (culture, first, last)
        for culture in _cultures()
        for first in culture.first
        for last in culture.last
    ]
    rng.shuffle(named)
    companies, taken = _companies(), {OUR_PHONE}
    for culture, first, last in named:
        mailbox = ascii_name(first, culture.language), ascii_name(last, culture.language)
        company = _company(companies, culture.language, rng)
        phone = _untaken(taken, partial(_phone, culture.countries, rng))
        yield Person(
            first=first,
            last=last,
            language=culture.language,
            email=_untaken(taken, partial(_personal_email, mailbox, rng)),
            work_email=f"{'.'.join(mailbox)}@{company.domain}",
            phone=phone,
            company=company,
            city=rng.choice(CITIES[COUNTRY_OF[phone.partition(" ")[0]]]),
        )


def _untaken(taken: set[str], make: Callable[[], str]) -> str:
    made = make()
    while made in taken:
        made = make()
    taken.add(made)
    return made


def ascii_name(name: str, language: str) -> str:
    """A name as mailboxes spell it: Möller becomes moeller in German, Castaño castano."""
    spelt = name.lower().replace(DOTLESS_I, "i")
    if language == "de":
        spelt = spelt.translate(UMLAUTS)
    return re.sub(r"[^a-z]", "", unicodedata.normalize("NFKD", spelt))


def misspelt(email: str) -> str:
    """The address with two neighbouring letters of its domain swapped."""
    mailbox, _, domain = email.partition("@")
    at = next(i for i in range(2, len(domain)) if domain[i] != domain[i + 1])
    return f"{mailbox}@{domain[:at]}{domain[at + 1]}{domain[at]}{domain[at + 2 :]}"


def local_phone(phone: str) -> str:
    """The number as people write it at home: (415) 555-0134, 020 7946 0134."""
    code, _, rest = phone.partition(" ")
    if code != "+1":
        return f"0{rest}"
    area, exchange, line = rest.split()
    return f"({area}) {exchange}-{line}"


def _phone(countries: tuple[str, ...], rng: random.Random) -> str:
    # Once in a while a number from elsewhere: some ranges are smaller than our crowd.
    country = rng.choice(countries if rng.random() < 0.95 else ("US", "GB", "DE", "FR", "AU"))
    pattern = rng.choice(PHONES[country]).replace("{area}", rng.choice(US_AREAS))
    return re.sub("#", lambda _: str(rng.randrange(10)), pattern)


def _personal_email(name: tuple[str, str], rng: random.Random) -> str:
    first, last = name
    mailboxes = (f"{first}.{last}", f"{first[0]}.{last}", f"{first}{last}", f"{last}.{first}")
    return f"{rng.choice(mailboxes)}@{rng.choice(MAIL_PROVIDERS)}"


def _company(companies: tuple[Company, ...], language: str, rng: random.Random) -> Company:
    spoken = language if rng.random() < 0.6 else "en"
    return rng.choice([company for company in companies if company.language == spoken])


def _cultures() -> tuple[Culture, ...]:
    return tuple(
        Culture(language, tuple(countries.split()), tuple(first.split()), tuple(last.split()))
        for language, countries, first, last in table("names.txt")
    )


def _companies() -> tuple[Company, ...]:
    return tuple(Company(*row) for row in table("companies.txt"))


def table(name: str) -> Iterator[list[str]]:
    """The rows of a text file beside this module, cells parted by a bar."""
    text = (resources.files("lib.demo") / name).read_text("utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            yield [cell.strip() for cell in line.split("|")]
