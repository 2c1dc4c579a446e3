"""What the other side asks for: the same word is a name after "who am I speaking with?" only."""

import re
from collections.abc import Mapping
from enum import StrEnum

from lib.contacts.question_words import ABOUT_COMPANY, ABOUT_OTHERS, ASKS, QUICK, REQUEST
from lib.contacts.words import GIVEN_NAMES, has_any


class Detail(StrEnum):
    """A kind of contact detail that can be asked for."""

    NAME = "name"
    EMAIL = "email"
    PHONE = "phone"
    COMPANY = "company"


_SENTENCE = re.compile(r"[^.?!;\n\uff1f؟。]{1,400}[.?!;\uff1f؟。]?")
_READ = 4_000  # characters at the end of a message; a question stands there
_SHORT = 60  # characters of a line that asks without a verb: "Name, firm, phone"
# "Great, Gina?": a guess that asks to be confirmed.
_GUESS = re.compile(r"(?:^|[,.!] )(?P<name>[A-Z][\w'-]{1,20})\?$")
_OF_YOU = re.compile(r"\bare you\b|\byou are\b|\byour (?:full |own )?name\b", re.IGNORECASE)
_YOURS_TOO = re.compile(r"\bname\b[^?]{0,30}\byours\?", re.IGNORECASE)


def asked_for(text: str) -> tuple[Detail, ...]:
    """The details that a message of the assistant or agent asks for, in the order it names them."""
    text = text[-_READ:]
    guess = _GUESS.search(text[-60:])
    guessed = guess is not None and guess["name"].casefold() in GIVEN_NAMES
    lowered = text.lower()
    asks = {each: ASKS[each] for each, quick in QUICK.items() if has_any(lowered, quick)}
    if not guessed and not asks:
        return ()
    places: dict[Detail, int] = {}
    for sentence in _SENTENCE.finditer(text):
        if len(text) < _SHORT or REQUEST.search(sentence[0]):
            for detail, offset in _asked_in(sentence[0], asks).items():
                places.setdefault(detail, sentence.start() + offset)
    if guessed or _YOURS_TOO.search(text):
        places.setdefault(Detail.NAME, len(text))
    return tuple(sorted(places, key=places.__getitem__))


def asks_about_others(text: str) -> bool:
    """Whether it asks for the name or number of somebody else: "What is her name?"."""
    return bool(ABOUT_OTHERS.search(text))


def _asked_in(sentence: str, asks: Mapping[str, re.Pattern[str]]) -> dict[Detail, int]:
    found = {Detail(detail): pattern.search(sentence) for detail, pattern in asks.items()}
    if ABOUT_COMPANY.search(sentence):
        found[Detail.COMPANY] = None
    if ABOUT_OTHERS.search(sentence) and not _OF_YOU.search(sentence):
        found[Detail.NAME] = None
    return {detail: match.start() for detail, match in found.items() if match}
