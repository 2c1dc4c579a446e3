"""What a mail domain says of a company."""

import re

from lib.contacts.words import listed, words
from lib.contacts.writing import company_case

_PROVIDERS = listed("mail_providers.txt")
_SECOND_LEVEL = words("co com org net ac gov edu or ne go gob gouv nom ltd plc me in")


def company_of(address: str) -> str | None:
    """The company that a mail domain names ("globex.com" → "Globex"), None for mail for anyone."""
    name = _name_of(address)
    return company_case(name.replace("-", " ").strip()) if name else None


def label_of(address: str) -> str | None:
    """Letters and digits of the domain's own name ("my-globex.co.uk" → "myglobex"), likewise."""
    name = _name_of(address)
    return "".join(filter(str.isalnum, name.casefold())) if name else None


def _name_of(address: str) -> str | None:
    labels = _readable(address.rpartition("@")[2]).split(".")
    if len(labels) > 2 and labels[-2] in _SECOND_LEVEL and len(labels[-1]) == 2:
        labels = [*labels[:-2], f"{labels[-2]}.{labels[-1]}"]
    name, registered = labels[-2], ".".join(labels[-2:])
    if "mail" in name or _PROVIDERS & {name, registered} or not re.search(r"[^\W\d_]", name):
        return None
    return name


def _readable(domain: str) -> str:
    """The domain with its accents; any script but Latin stays ASCII, lest it looks like another."""
    try:
        readable = domain.encode("ascii").decode("idna")
    except UnicodeError:
        return domain
    return readable if all(character < "\u0250" for character in readable) else domain
