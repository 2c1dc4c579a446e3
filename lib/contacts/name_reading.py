"""Where a name begins and ends, and whether words look like one."""

import re

from lib.contacts.turns import Span
from lib.contacts.words import (
    AMBIGUOUS,
    CONNECTORS,
    GIVEN_NAMES,
    MONTHS,
    ORDINARY,
    PARTICLES,
    PLACES,
    SURNAMES,
    TITLES,
    TRADES,
    ends_clause,
    fold,
    has_shape_of_name,
    is_capitalised,
    is_common,
    is_first_name,
    is_ordinary,
    is_pronoun,
    words,
    words_after,
)
from lib.contacts.writing import is_legal_form, proper_case

_LONGEST = 5  # words of a name


_OF_A_COUNTRY = ("ese", "ian", "ish", "ican")  # "I'm Vietnamese"


_OF_FIRMS = TRADES | words(
    "grupo"
    " empresa"
    " firma"
    " société"
    " societe"
    " ditta"
    " azienda"
    " compañía talleres padaria padaria restaurante hotel tienda panadería ferretería garage",
    "bakkerij"
    " slagerij"
    " winkel"
    " praktijk"
    " bedrijf"
    " bäckerei"
    " metzgerei"
    " firma"
    " piekarnia"
    " brasserie"
    " boulangerie atelier société studio officina ristorante azienda farmacia autohaus",
)


_ADDRESS_GOES_ON = re.compile(r"[\w.+-]{0,40}@[\w-]")


# What Japanese and Korean put behind a name: "田中です".
_POLITE = re.compile(r"(?:です|と申します|といいます|と言います|입니다|이에요|예요|이라고 합니다)")


def read_name(text: str, start: int, *, told: bool) -> Span | None:
    """The name that begins there, without a title. Unless it was `told`, it must look like one."""
    shouted = text.isupper()
    run = words_after(text, start, _LONGEST + 6)
    while len(run) > 1 and fold(run[0]["word"]) in TITLES:
        run = run[1:]
        told = told or is_capitalised(run[0]["word"])
    if not run or not _begins_name(run[0]["word"], told=told, shouted=shouted):
        return None
    kept = _kept(text, run, told=told, shouted=shouted)
    if kept == 1 and not _may_stand_alone(text, run[0]):
        return None
    return _trimmed(text, run[0].start("word"), run[kept - 1].end("word"))


def _kept(text: str, run: list[re.Match[str]], *, told: bool, shouted: bool) -> int:
    """How many of the words are of the name."""
    kept = 1
    while kept < min(len(run), _LONGEST) and _continues_name(
        text, run[kept], told=told, shouted=shouted
    ):
        kept += 1
    rest = [fold(match["word"]) for match in run[1:]]
    for at, word in enumerate(rest[: kept - 1], 1):  # "Ximena de Grupo Alameda": name and company
        firm = _OF_FIRMS & {*rest[at:]} or any(map(is_legal_form, rest[at:]))
        if word in PARTICLES and (firm or _is_firm(run[at + 1 :], word, at)):
            kept = at
            break
    while kept > 1 and fold(run[kept - 1]["word"]) in PARTICLES:
        kept -= 1
    return kept


def _is_firm(rest: list[re.Match[str]], particle: str, before: int) -> bool:
    """ "Steffi von Blumen Krause": after a first name and "von", two capitals are a company."""
    said = [match["word"] for match in rest[:2]]
    if before > 1 or len(said) < 2 or not all(map(is_capitalised, said)):
        return False
    if particle in ("von", "van"):
        return True
    return particle in ("de", "da", "do", "di", "du", "del") and fold(said[0]) not in SURNAMES


def _may_stand_alone(text: str, match: re.Match[str]) -> bool:
    """A word of the language in lower case is a name only where nothing follows it."""
    word = match["word"]
    if is_capitalised(word) or not is_common(word) or is_first_name(word):
        return True
    return fold(word) in SURNAMES and ends_clause(text, match.end())


def _trimmed(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start] in "'-.":
        start += 1
    while end > start and text[end - 1] in "'-.":
        end -= 1
    if text[max(start, end - 2) : end] == "'s" and end - 2 > start:  # "Lena's mum"
        return None
    if _ADDRESS_GOES_ON.match(text, end):
        return None
    if (polite := _POLITE.search(text, start, end)) and polite.start() > start:
        end = polite.start()
    return Span(proper_case(text[start:end]), start, end) if start < end else None


def _begins_name(word: str, *, told: bool, shouted: bool) -> bool:
    folded = fold(word)
    capitalised = is_capitalised(word) and not shouted
    if not has_shape_of_name(word) or is_pronoun(word):
        return False
    if folded in GIVEN_NAMES:
        sure = folded not in ORDINARY and folded not in AMBIGUOUS
        return told or (folded not in MONTHS and (capitalised or sure))
    if is_ordinary(word) or (len(word.strip("'-.")) < 2 and word < "\u3400"):
        return capitalised and bool(re.fullmatch(r"[A-Z]\.", word))
    looks_named = folded not in PLACES and not folded.endswith(_OF_A_COUNTRY)
    return told or (capitalised and looks_named and (folded in SURNAMES or not is_common(word)))


def _continues_name(text: str, match: re.Match[str], *, told: bool, shouted: bool) -> bool:
    """A capitalised word goes on with the name; one in lower case if it is a family name, or of no
    language and the clause then ends.
    """
    word = match["word"]
    if is_pronoun(word) or not has_shape_of_name(word):
        return False
    if fold(word) in PARTICLES:
        return True
    if is_capitalised(word) and not shouted:
        return fold(word) not in CONNECTORS and not fold(word).endswith("'s")
    if fold(word) in CONNECTORS:
        return False
    if not shouted and _is_family_name(fold(word), told=told):
        return True
    return not is_ordinary(word) and (shouted or may_end(text, match.end()))


def _is_family_name(word: str, *, told: bool) -> bool:
    """Whether it is one in lower case; after a sure cue whatever is no word of the language is."""
    if told:
        return word in GIVEN_NAMES or not is_common(word)
    return word in SURNAMES and not is_common(word)


def may_end(text: str, end: int) -> bool:
    """Whether a name may end there: the clause does, or a word follows that starts another."""
    following = words_after(text, end, 1)
    ended = ends_clause(text, end) or _POLITE.match(text, end)
    return bool(ended) or not following or fold(following[0]["word"]) in CONNECTORS


def may_end_before_words(text: str, span: Span) -> bool:
    """Whether a name that is one beyond doubt ends there, as in "just Noor is enough"."""
    following = words_after(text, span.end, 1)
    if may_end(text, span.end):
        return True
    first, word = span.value.split()[0], following[0]["word"] if following else ""
    if is_capitalised(word) or is_common(first):
        return False
    return is_common(word) or (is_first_name(first) and is_capitalised(text[span.start]))
