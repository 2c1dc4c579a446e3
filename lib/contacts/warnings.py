"""What a person should know before they write to an address: plain words, no verdict."""

import unicodedata
from collections.abc import Iterator

from lib.contacts.domains import is_disposable
from lib.contacts.emails import MOST
from lib.domain import Contact

# Scripts that are written together in one word.
_TOGETHER = ({"CJK", "HIRAGANA", "KATAKANA", "LATIN"}, {"CJK", "HANGUL", "LATIN"})
_COMMON = {"DIGIT", "FULL", "HYPHEN-MINUS", "LOW", "PLUS", "MIDDLE", "APOSTROPHE"}


def warnings_of(contact: Contact) -> tuple[str, ...]:
    """What is odd about the addresses of a contact, one sentence each; mostly nothing."""
    emails = [contact.email] if contact.email else []
    emails += [found for kind, found in contact.others if kind == "email"]
    found = [sentence for email in emails for sentence in _warnings(email.value)]
    if len(emails) >= MOST:
        found.append(f"{MOST} e-mail addresses or more were given: a list rather than a person.")
    return tuple(dict.fromkeys(found))


def _warnings(address: str) -> Iterator[str]:
    domain = address.rpartition("@")[2]
    readable = _readable(domain)
    scripts = _mixed(address.rpartition("@")[0]) or _mixed(readable)
    if scripts:
        letters = " and ".join(sorted(script.capitalize() for script in scripts))
        yield f"{address} mixes {letters} letters: it may imitate another address."
    if readable != domain:
        yield f"The domain {domain} is shown as {readable} elsewhere."
    if is_disposable(address):
        yield f"{domain} gives out addresses for a few minutes: a reply may reach nobody."


def _readable(domain: str) -> str:
    """The domain in its own letters; as it is where that cannot be read."""
    try:
        return domain.encode("ascii").decode("idna")
    except UnicodeError:
        return domain


def _mixed(text: str) -> set[str]:
    """The scripts of the first part between dots that mixes some which are not written together."""
    for part in text.split("."):
        scripts = {_script(sign) for sign in part} - _COMMON
        if len(scripts) > 1 and not any(scripts <= together for together in _TOGETHER):
            return scripts
    return set()


def _script(sign: str) -> str:
    """The first word of a character's name is its script: "CYRILLIC SMALL LETTER A"."""
    return unicodedata.name(sign, "UNKNOWN").split()[0] if sign.isalpha() else "DIGIT"
