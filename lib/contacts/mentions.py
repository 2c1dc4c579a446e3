"""Addresses and numbers as they are mentioned: which is the one to use, which are further ones."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from lib.contacts.turns import Span, Turn
from lib.domain import Found


class Strength(IntEnum):
    """How a value is given: as one no longer used, by the way, or for this very purpose."""

    FORMER = 0
    PLAIN = 1
    MEANT = 2


@dataclass(frozen=True, slots=True)
class Mention:
    """A value in a turn, how it is given, and whether it comes as a correction of one before."""

    span: Span
    strength: Strength
    corrects: bool


Said = Sequence[tuple[Turn, Sequence[Mention]]]

_CORRECTS = re.compile(
    r"\b(?:sorry|oops|whoops|ooops|ups|correction|corrected|typo|mistyped|misspell?ed|misspelt"
    r"|mistake|i mean|i meant"
    r"|actually|wrong|should be|should have been|should read|instead|rather|better|wait"
    r"|scratch that|ignore that|forget that"
    r"|disregard|new one|right one|correct one|updated|changed|use this|make that"
    r"|entschuldigung|verzeihung|perdón|perdon|pardon"
    r"|désolé|scusa|scusi|desculpe|fat fingers?|autocorrect|to be (?:precise|exact)|precisely"
    r"|in full|my bad|nope|not right|not correct"
    r"|is old|no longer|er{1,3}|argh|ugh|gah)\b"
    r"|(?:^|\s)\*|\w\*(?:\s|$)|^no{1,4}[,:. ]|^n[,:. ]",
    re.IGNORECASE,
)
_ADDS = re.compile(
    r"\b(?:too|also|as well|other|another|second|additional|additionally|alternatively|or|and"
    r"|plus|backup|otherwise|besides"
    r"|landline|in addition|copy|cc|both|und|oder|y|o|et|ou)\b",
    re.IGNORECASE,
)
_AFTER_INSTEAD = re.compile(
    r"[ ,]{1,2}(?:instead|not\b|rather|actually|is (?:the )?(?:right|correct|better))",
    re.IGNORECASE,
)
_DISPUTED = re.compile(
    r"\b(?:does(?:n't| not) (?:look|seem|work)|invalid|not valid|not a valid|bounced?|typo"
    r"|mis(?:spelt|spelled|typed)"
    r"|(?:check|repeat|spell|confirm|correct) (?:the|that|it|your)|too (?:short|long)"
    r"|missing a digit|is that right|are you sure)\b"
    r"|\bcorrect\?|\bright\?",
    re.IGNORECASE,
)
_FORMER = re.compile(
    r"\b(?:old|former|previous|expired|dead)\b[^.!?\n]{0,25}$|\b(?:can'?t|cannot|could ?n[o']t"
    r"|couldn't) (?:get into|access|use|log ?in|reach|open)\b[^.!?\n]{0,25}$"
    r"|\b(?:no longer|used to|lost access|locked out|don'?t use|stopped using"
    r"|not use)\b[^.!?\n]{0,25}$",
    re.IGNORECASE,
)
_FORMER_AFTER = re.compile(
    r"[ ,]{0,2}(?:any ?more|is (?:dead|gone|old|outdated|no longer|not mine any)|no longer"
    r"|does(?:n't| not) (?:work|exist))",
    re.IGNORECASE,
)


def mention(turn: Turn, span: Span, *, since: int, meant: bool) -> Mention:
    """The value as it is given there; `since` is where the value before it ends."""
    before = turn.text[max(since, span.start - 60) : span.start]
    corrects = bool(_CORRECTS.search(before) or _AFTER_INSTEAD.match(turn.text, span.end))
    former = _FORMER.search(before) or _FORMER_AFTER.match(turn.text, span.end)
    if former and not corrects:
        return Mention(span, Strength.FORMER, corrects=False)
    return Mention(span, Strength.MEANT if meant else Strength.PLAIN, corrects)


def corrects_at(text: str, start: int, end: int) -> bool:
    """Whether the value there comes as a correction: "sorry, it's …", "… actually"."""
    return bool(
        _CORRECTS.search(text[max(0, start - 60) : start]) or _AFTER_INSTEAD.match(text, end)
    )


def announces_correction(text: str) -> bool:
    """Whether the next message corrects: "oh no wait, typo"."""
    return len(text) <= 80 and bool(_CORRECTS.search(text))


def is_disputed(turn: Turn) -> bool:
    """Whether the other side just doubted what it was told, or asked to have it confirmed."""
    return bool(_DISPUTED.search(turn.after[-200:]))


def choose(
    said: Said,
    known: Found | None,
    *,
    is_theirs: Callable[[str, int], bool],
    same: Callable[[str], str],
    patch: Callable[[str, Turn], Span | None],
    offered: Callable[[int], str | None] = lambda _: None,
) -> tuple[Found | None, list[Found]]:
    """The value to use and the further ones, in the order said.

    The first that the visitor gave for the purpose, else the first at all; a correction replaces
    it, and what is said replaces what the source knew. `offered` is what the other side has of
    the visitor before a position: that may be corrected, too.
    """
    chosen = _Choice(known)
    before = ""
    for turn, mentions in said:
        own = [each for each in mentions if not is_theirs(each.span.value, turn.position)]
        for each in own:
            chosen.take(turn, each, before, same)
        base = chosen.found.value if chosen.found else offered(turn.position)
        if not own and base and (span := patch(base, turn)):
            chosen.found = turn.found(span)
        before = turn.text
    main = same(chosen.found.value) if chosen.found else ""
    others = {same(each.value): each for each in reversed(chosen.others)}
    further = [each for each in chosen.others if others[same(each.value)] is each]
    return chosen.found, [each for each in further if same(each.value) != main]


class _Choice:
    """What is chosen so far; `others` are the further ones."""

    def __init__(self, known: Found | None) -> None:
        self.found = known
        self.strength = Strength.FORMER
        self.others: list[Found] = []

    def take(self, turn: Turn, each: Mention, before: str, same: Callable[[str], str]) -> None:
        found, old = turn.found(each.span), self.found
        if old is None or old.position is None:
            self.found, self.strength = found, each.strength
        elif same(old.value) == same(found.value):
            self.strength = max(self.strength, each.strength)
        elif self._is_corrected(turn, each, before):
            self.found, self.strength = found, max(self.strength, each.strength)
        elif each.strength > self.strength:
            self.others += [old] if self.strength else []
            self.found, self.strength = found, each.strength
        elif each.strength:
            self.others.append(found)

    def _is_corrected(self, turn: Turn, each: Mention, before: str) -> bool:
        if each.corrects:
            return True
        old = self.found
        lead = turn.text[max(0, each.span.start - 40) : each.span.start]
        if old is None or old.position == turn.position or _ADDS.search(lead):
            return False
        return (
            is_disputed(turn) or announces_correction(before) or is_slip(old.value, each.span.value)
        )


def is_slip(old: str, new: str) -> bool:
    """Whether one is the other mistyped: a sign more, less, other, or two of them swapped."""
    if abs(len(old) - len(new)) > 1:
        return False
    head = _common(old, new)
    tail = min(_common(old[::-1], new[::-1]), min(len(old), len(new)) - head)
    left, right = old[head : len(old) - tail], new[head : len(new) - tail]
    return max(len(left), len(right)) <= 1 or (len(left) == 2 and left == right[::-1])


def _common(one: Iterable[str], other: Iterable[str]) -> int:
    count = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        count += 1
    return count
