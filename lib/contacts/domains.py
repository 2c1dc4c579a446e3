"""What a mail domain says of a company."""

import re

from lib.contacts.words import listed, words
from lib.contacts.writing import company_case

_DISPOSABLE = listed("disposable_domains.txt")
_PROVIDERS = listed("mail_providers.txt") | _DISPOSABLE
_SECOND_LEVEL = words("co com org net ac gov edu or ne go gob gouv nom ltd plc me in")


def company_of(address: str) -> str | None:
    """The company that a mail domain names ("globex.com" → "Globex"), None for mail for anyone."""
    name = _name_of(address)
    return company_case(name.replace("-", " ").strip()) if name else None


def label_of(address: str) -> str | None:
    """Letters and digits of the domain's own name ("my-globex.co.uk" → "myglobex"), likewise."""
    name = _name_of(address)
    return "".join(filter(str.isalnum, name.casefold())) if name else None


def is_disposable(address: str) -> bool:
    """Whether mail to it is thrown away after minutes."""
    name, registered = _parts_of(address)
    return bool(_DISPOSABLE & {name, registered})


def _name_of(address: str) -> str | None:
    name, registered = _parts_of(address)
    if "mail" in name or _PROVIDERS & {name, registered} or not re.search(r"[^\W\d_]", name):
        return None
    return name


def _parts_of(address: str) -> tuple[str, str]:
    """The domain's own name and the domain as it is registered: ("globex", "globex.co.uk")."""
    labels = _readable(address.rpartition("@")[2]).casefold().split(".")
    if len(labels) > 2 and labels[-2] in _SECOND_LEVEL and len(labels[-1]) == 2:
        labels = [*labels[:-2], f"{labels[-2]}.{labels[-1]}"]
    return labels[-2] if len(labels) > 1 else labels[0], ".".join(labels[-2:])


def _readable(domain: str) -> str:
    """The domain with its accents; any script but Latin stays ASCII, lest it looks like another."""
    try:
        readable = domain.encode("ascii").decode("idna")
    except UnicodeError:
        return domain
    return readable if all(character < "\u0250" for character in readable) else domain
