"""Details with a label before them, as in "Name: Maria Lopez" or "company=Globex"."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from lib.contacts import companies
from lib.contacts.name_reading import read_name
from lib.contacts.questions import Detail
from lib.contacts.turns import RECENT, Span, Turn
from lib.contacts.words import has_any
from lib.contacts.writing import proper_case

_MOST = 20  # labels of a message that are read
_FIRST = r"first ?name|given name|forename|vorname|prénom|prenom|voornaam|imię|förnamn|fornavn"
_LAST = (
    r"last ?name|surname|family name|nachname|familienname"
    r"|nom de famille|apellidos?|cognome|achternaam|nazwisko|sobrenome|efternamn|etternavn"
)
_NAME = (
    r"(?:full |contact |your |my |the |complete )?name|contact(?: person| name)?"
    r"|ansprechpartner(?:in)?|nom(?: et prénom| complet)?|nombre(?: completo)?"
    r"|nome(?: e cognome| completo)?|naam|imię i nazwisko|ad soyad|ad\u0131|isim|jméno|namn"
    r"|navn|nimi|nume|имя|фио|ім'я|姓名|名前|お名前|이름|الاسم|नाम|όνομα|person"
)
_COMPANY = (
    r"(?:company|business|firm|organi[sz]ation|employer)(?: name)?|org|firma|société|societe"
    r"|entreprise|empresa|compañía|azienda|ditta|società|bedrijf|unternehmen"
    r"|şirket|företag|virksomhed|bedrift|компания|фирма|компанія|公司|会社名?|회사|الشركة|कंपनी|εταιρεία"
)
_OTHER = (
    r"e-?mail(?: address)?|mail|phone(?: number)?|tel(?:ephone|efon|\.)?|tél\.?|téléphone"
    r"|teléfono|telefone|mobile|cell|number|address|message|notes?|title|role|position|date"
    r"|website"
    r"|web|fax|subject|city|country|seats|budget|handy|correo|courriel|adresse|rufnummer|job"
    r"|street|zip|plz|party|people|guests|telefoon|telefono"
)
_LABEL = re.compile(
    rf"(?<![\w.@-])(?:\d[.)] ?)?(?:(?P<first>{_FIRST})|(?P<last>{_LAST})|(?P<name>{_NAME})"
    rf"|(?P<company>{_COMPANY})|(?P<other>{_OTHER}))"
    rf"(?: \([^()\n]{{1,20}}\))?(?P<mark> ?[:=\uff1a] ?| ?- | {{1,3}}(?=\S)|\n(?=\S))",
    re.IGNORECASE,
)
_QUICK = ("name", "compan", ":", "=", " - ", "contact", "\uff1a")
_LONGEST = 80  # characters of a name or company in a form


@lru_cache(maxsize=RECENT)
def labelled(turn: Turn) -> dict[Detail, Span]:
    """Name and company by their labels; a label without a mark counts only among others."""
    if len(turn.text) > 2_000 or not has_any(turn.lowered, _QUICK):
        return {}
    labels = list(islice(_labels(turn.text), _MOST))
    found: dict[Detail, Span] = {}
    parts: dict[str, Span] = {}
    for at, label in enumerate(labels):
        end = labels[at + 1].start() if at + 1 < len(labels) else len(turn.text)
        kind = label.lastgroup if label.lastgroup != "mark" else _kind(label)
        value = _value(turn.text, label.end(), end, kind)
        if value and kind in ("first", "last"):
            parts.setdefault(kind, value)
        elif value and kind in ("name", "company"):
            found.setdefault(Detail(kind), value)
    whole = _joined(turn.text, parts)
    return {Detail.NAME: whole, **found} if whole else found


def _labels(text: str) -> Iterator[re.Match[str]]:
    """Labels with a mark; such without one where two kinds of labels stand in the text."""
    every = list(islice(_LABEL.finditer(text), 4 * _MOST))
    kinds = {_kind(label) for label in every if _kind(label) != "other"}
    others = any(_kind(label) == "other" for label in every)
    several = len(kinds) + others > 1
    for label in every:
        if (
            label["mark"].strip()
            or (several and label["mark"] != "\n")
            or (several and _alone(text, label))
        ):
            yield label


def _alone(text: str, label: re.Match[str]) -> bool:
    """Whether the label is a line of its own, the value on the next."""
    return text[: label.start()].endswith(("\n", "")) and label["mark"] == "\n"


def _kind(label: re.Match[str]) -> str:
    return next(kind for kind in ("first", "last", "name", "company", "other") if label[kind])


def _value(text: str, start: int, end: int, kind: str | None) -> Span | None:
    if kind == "other" or not text[start:end].strip():
        return None
    text = text[: min(end, start + _LONGEST)]
    if kind == "company":
        span = companies.answer(text, start, _end_of_value(text, start))
        return span or None
    return read_name(text, start, told=True)


def _end_of_value(text: str, start: int) -> int:
    stop = re.compile(r"[;|\n]|, (?![Ii]nc|[Ll]td|[Ll][Ll][Cc])|\. |$").search(text, start)
    return stop.start() if stop else len(text)


def _joined(text: str, parts: dict[str, Span]) -> Span | None:
    """First and last name as one, from where the one begins to where the other ends."""
    if len(parts) < 2:
        return next(iter(parts.values()), None)
    first, last = parts["first"], parts["last"]
    value = proper_case(f"{first.value} {last.value}")
    return Span(value, min(first.start, last.start), max(first.end, last.end))
