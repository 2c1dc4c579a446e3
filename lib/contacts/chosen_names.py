"""Which of the names in a dialogue is the visitor's: the surest, made fuller or corrected later."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from lib.contacts import answers, forms, names, unasked
from lib.contacts.mentions import announces_correction, corrects_at, is_disputed, is_slip
from lib.contacts.questions import Detail
from lib.contacts.signatures import signature
from lib.contacts.turns import Span, Turn
from lib.domain import Found


class Sure(IntEnum):
    """Where a name comes from: from a line that corrects one, from how the other side calls the
    visitor, alone in a line, or told with a label, with a cue, as an answer.
    """

    HINT = 0
    CALLED = 1
    GIVEN = 2
    TOLD = 3


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a turn; `adds` if it is the family name that was asked for on its own."""

    turn: Turn
    span: Span
    sure: Sure
    adds: bool = False

    @property
    def found(self) -> Found:
        """The name with its place in the message."""
        return self.turn.found(self.span)


_ASKS_SURNAME = re.compile(
    r"\b(?:surname|last name|family name|second name|nachname|familienname|nom de famille"
    r"|apellidos?|cognome"
    r"|nazwisko|achternaam|sobrenome|efternamn|príjmení|příjmení|soyad)",
    re.IGNORECASE,
)


def named(turn: Turn, addressed: frozenset[str]) -> Iterator[Named]:
    """The names of a turn, the surer ones first."""
    labelled = forms.labelled(turn).get(Detail.NAME)
    answer = answers.answered(turn).get(Detail.NAME) if turn.asked else None
    adds = bool(answer and _ASKS_SURNAME.search(turn.after))
    if labelled:
        yield Named(turn, labelled, Sure.TOLD)
    for span in names.introductions(turn):
        yield Named(turn, span, Sure.TOLD)
    if answer and not labelled:
        yield Named(turn, answer, Sure.TOLD, adds)
    yield from _less_sure(turn, addressed)


def _less_sure(turn: Turn, addressed: frozenset[str]) -> Iterator[Named]:
    """Names without a cue: below a signature, alone in a line, by which they are called."""
    if signed := signature(turn):
        yield Named(turn, signed, Sure.GIVEN)
    yield from (Named(turn, span, Sure.GIVEN) for span in unasked.given_names(turn, addressed))
    yield from (Named(turn, span, Sure.CALLED) for span in unasked.called_names(turn, addressed))
    if announces_correction(turn.text):
        yield from (Named(turn, span, Sure.HINT) for span in unasked.any_names(turn))


def choose(named: Sequence[Named], known: str | None) -> Found | None:
    """The first of the surest, then what makes it fuller or corrects it."""
    ranked = sorted((each for each in named if each.sure), key=lambda each: -each.sure)
    if not ranked:
        return Found(known) if known else None
    best = ranked[0]
    if known and _is_fuller(known, best.span.value):
        return Found(known)
    chosen = best.found
    for each in sorted(named, key=lambda one: (one.turn.position, one.span.start)):
        if (each.turn.position, each.span.start) > (chosen.position or 0, chosen.start or 0):
            chosen = _renewed(chosen, each) or chosen
        elif _is_fuller(each.span.value, chosen.value):
            chosen = each.found
    return chosen


def _renewed(chosen: Found, each: Named) -> Found | None:
    """The name as a later one makes it: with a family name, in full, or corrected."""
    later = each.found
    if each.adds and not _shares_word(chosen.value, later.value) and " " not in chosen.value:
        return Found(f"{chosen.value} {later.value}", later.position, later.start, later.end)
    if _is_fuller(later.value, chosen.value):
        return later
    if later.value.casefold() == chosen.value.casefold() or not _corrects(each):
        return None
    if " " in chosen.value and " " not in later.value:
        return _with_word(chosen.value, later)
    alike = _shares_word(chosen.value, later.value) or is_slip(
        chosen.value.casefold(), later.value.casefold()
    )
    return later if alike or _is_alike(chosen.value, later.value) else None


def _with_word(name: str, later: Found) -> Found | None:
    """ "Jhon Abara" with "*John" as John Abara."""
    parts = name.split()
    for at, part in enumerate(parts):
        if part != later.value and is_slip(part.casefold(), later.value.casefold()):
            parts[at] = later.value
            return Found(" ".join(parts), later.position, later.start, later.end)
    return None


def _corrects(each: Named) -> bool:
    text, span = each.turn.text, each.span
    return (
        corrects_at(text, span.start, span.end)
        or is_disputed(each.turn)
        or announces_correction(text)
    )


def _is_fuller(name: str, part: str) -> bool:
    longer, shorter = name.casefold().split(), part.casefold()
    nickname = " " not in shorter and len(shorter) > 2 and longer[0].startswith(shorter)
    return _parts(part) < _parts(name) or (nickname and len(longer) > 1)


def _shares_word(one: str, other: str) -> bool:
    return bool(_parts(one) & _parts(other))


def _parts(name: str) -> set[str]:
    return {*re.split(r"[\s-]{1,3}", name.casefold())}


def _is_alike(one: str, other: str) -> bool:
    """ "Jhon" and "John", "Cathrine" and "Katherine": the same first letter or the same length."""
    return one[:1].casefold() == other[:1].casefold() or sorted(one.casefold()) == sorted(
        other.casefold()
    )
