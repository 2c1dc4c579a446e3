"""What the assistant and the agents said: their own details are never the visitor's."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from lib.contacts import emails, names, phones
from lib.contacts.turns import Turn, plain
from lib.contacts.words import fold
from lib.domain import Message, Role

_NAME = r"(?P<name>[A-Z\u00c0-\uffff][\w'-]{0,20}(?: [A-Z\u00c0-\uffff][\w'-]{1,20}){0,2})"
# "Thanks, Ronnie.", "Changed, Mr Lowe!", "Hi Maria": how one is called.
_VOCATIVE = re.compile(
    r"(?:(?i:\b(?:hi|hello|hey|thanks|thank you|thx|welcome|great|okay|ok|sure|perfect|sorry"
    r"|dear|hola|hallo|merci|danke|gracias"
    r"|talk soon|talk to you soon|speak soon|see you(?: soon| then| later)?|bye|goodbye|take care"
    r"|good luck|safe travels|bom dia|boa tarde|boa noite|buenos d[ií]as|buenas(?: tardes)?"
    r"|bienvenid[oa]"
    r"|cześć|dzień dobry|goede(?:morgen|middag|navond|ndag)|guten (?:tag|morgen|abend)|grüezi"
    r"|hei|hej|moi|terve|god dag|merhaba|ahoj|dobrý den|bonsoir|buongiorno|salve"
    r"|obrigad[oa]|grazie|noted|understood|got it|nice to meet you|pleasure|lovely|alright"
    r"|cheers|ciao|tak|tack|oi|bonjour|congratulations|of course|no problem|done|with pleasure"
    r"|regards)),? {1,2}"
    rf"|[.!?\w], )(?:(?i:mr|mrs|ms|miss|dr|herr|frau|señora?|monsieur"
    rf"|madame)\.? )?{_NAME}(?=[,.!?:]| and\b|$)"
)
_OF_VISITOR = re.compile(
    r"\b(?:you|your|yours|still|right|correct|noted|i have|we have|on file|i've got|we've got"
    r"|have you (?:down )?(?:as|under))\b",
    re.IGNORECASE,
)
_OF_THEIRS = re.compile(r"\b(?:our|ours|us|mine|my|me|reach support|call)\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[!?\n;]|\.(?=\s|$)")


@dataclass(frozen=True)
class OtherSide:
    """Reads their messages only when a detail of the visitor has to be compared with them."""

    messages: Sequence[Message]

    def gave_email(self, address: str, before: int) -> bool:
        """Whether they said the address in a message before that position."""
        return self._emails.get(emails.email_identity(address), before) < before

    def offered_email(self, before: int) -> str | None:
        """The visitor's address as they have it: "Your e-mail is ann@acme.co?"."""
        for turn in self._turns:
            if turn.position == before - 1:
                for span in emails.found_in(turn.text):
                    if _is_of_visitor(turn.text, span.start, span.end):
                        return span.value
        return None

    def gave_number(self, number: str, before: int) -> bool:
        """Whether they said the number likewise; its last seven digits tell."""
        return self._numbers.get(number[-7:], before) < before

    def said(self, words: str, before: int) -> bool:
        """Whether they said these words likewise."""
        pattern = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)", re.IGNORECASE)
        return any(turn.position < before and pattern.search(turn.text) for turn in self._turns)

    def introduced_as(self, name: str) -> bool:
        """Whether one of them introduced themselves by that first name."""
        return name.split()[0].casefold() in self._names

    def addresses(self, after: int) -> frozenset[str]:
        """The names by which they call the visitor in what they say next, case-folded."""
        if not after < len(self.messages) - 1:
            return frozenset()
        called = self._called[after + 1 : after + 4]
        return frozenset().union(*called) - self._names if any(called) else frozenset()

    @cached_property
    def _called(self) -> list[frozenset[str]]:
        """By message, the names by which it calls the visitor."""
        return [
            frozenset(map(fold, _called(plain(message.text))))
            if message.role is not Role.VISITOR
            else frozenset()
            for message in self.messages
        ]

    @cached_property
    def _turns(self) -> list[Turn]:
        return [
            Turn(position, plain(message.text))
            for position, message in enumerate(self.messages)
            if message.role is not Role.VISITOR
        ]

    @cached_property
    def _emails(self) -> dict[str, int]:
        """Each address with the position of the message that says it first; so for numbers."""
        first: dict[str, int] = {}
        for turn in self._turns:
            for span in emails.found_in(turn.text):
                if not _is_of_visitor(turn.text, span.start, span.end):
                    first.setdefault(emails.email_identity(span.value), turn.position)
        return first

    @cached_property
    def _numbers(self) -> dict[str, int]:
        first: dict[str, int] = {}
        for turn in self._turns:
            for digits, start, end in phones.runs(turn.text):
                if not _is_of_visitor(turn.text, start, end):
                    first.setdefault(digits[-7:], turn.position)
        return first

    @cached_property
    def _names(self) -> frozenset[str]:
        spans = (span for turn in self._turns for span in names.introductions(turn))
        return frozenset(span.value.split()[0].casefold() for span in spans)


def _is_of_visitor(text: str, start: int, end: int) -> bool:
    """Whether they ask or note what the visitor's own is: "Is 415 555 0134 still your number?"."""
    before = text[max(0, start - 160) : start]
    stops = [stop.end() for stop in _SENTENCE_END.finditer(before)]
    after = text[end : end + 160]
    stop = _SENTENCE_END.search(after)
    told = before[stops[-1] :] if stops else before
    told += after[: stop.start()] if stop else after
    asks = bool(stop and stop[0] == "?") or "correct?" in after[:40].lower()
    notes = re.search(r"\b(?:noted|on file|i have|we have|then)\b", told, re.IGNORECASE)
    return bool(
        (asks or notes) and not _OF_THEIRS.search(told) and (asks or _OF_VISITOR.search(told))
    )


def _called(text: str) -> Iterator[str]:
    for match in islice(_VOCATIVE.finditer(text[:2_000]), 20):
        if not _is_enumerated(text, match):
            yield from (
                word for word in match["name"].split() if word[:1].isupper() or not word.isascii()
            )


def _is_enumerated(text: str, match: re.Match[str]) -> bool:
    """ "Main Street, Springfield": what follows a name and a comma is called by nobody."""
    if text[match.start() + 1 : match.start() + 2] != ",":
        return False
    before = text[: match.start() + 1].split()
    return len(before) > 1 and before[-1][0].isupper()
