"""The visitor's name where a cue of its own comes before it: "my name is", "it's … from"."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from lib.contacts import company_reading
from lib.contacts.name_cues import (
    ASK_FOR,
    HERE,
    ITS,
    ITS_QUICK,
    LINK,
    NAMED,
    NAMED_QUICK,
    PERHAPS,
    PERHAPS_QUICK,
    RELATED,
)
from lib.contacts.name_reading import may_end, may_end_before_words, read_name
from lib.contacts.people import is_told_of_another
from lib.contacts.turns import RECENT, Span, Turn
from lib.contacts.words import (
    GIVEN_NAMES,
    PLACES,
    ends_clause,
    fold,
    has_any,
    is_first_name,
)

_MOST = 20  # places of a cue that are looked at in a message
GREETING = re.compile(
    r"\s{0,5}(?:(?:hi|hello|hey|hiya|heya|yo|hallo|hola|hej|hoi|moin|ciao|salut|bonjour|buenas"
    r"|greetings|ahoy|dear all"
    r"|good (?:morning|afternoon|evening|day)|g'day|morning|evening"
    r"|guten (?:tag|morgen|abend)|grüezi|yes|yeah|yep|ok|okay|sure(?: thing)?|thanks|thank you"
    r"|of course"
    r"|certainly|ty|thx|cool|fine|alright|all right|right|gladly"
    r"|absolutely|great|perfect|oh|well|so|there|all|again|team|folks|everyone|no problem"
    r"|ja|si|sí|oui|claro|and|nice|lovely"
    r"|my details|here you go|sorry)(?:[ \t]{0,2}[,.!:;-]{1,3}\s{0,3}|\s{1,3})){0,4}",
    re.IGNORECASE,
)
_SPEAKING = re.compile(r"[ \t]{1,2}(?:speaking|am Apparat|à l'appareil|al habla)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"^|(?<!\b[DM]r)(?<!\bM[rs]s)(?<!\bMs)(?<!\bProf)[.!?\n]\s{1,3}")


@lru_cache(maxsize=RECENT)
def introductions(turn: Turn) -> tuple[Span, ...]:
    """Names that come with a cue of their own, the surest cue first."""
    text, lowered = turn.text, turn.lowered
    found: list[Span | None] = []
    if has_any(lowered, NAMED_QUICK):
        found += (read_name(text, match.end(), told=True) for match in _some(NAMED, text))
    if has_any(lowered, PERHAPS_QUICK):
        found += (_introduced(text, match.end()) for match in _some(PERHAPS, text))
    if has_any(
        lowered, (" here", " from ", " at ", " speaking", " again", " @ ", " with ", " of ")
    ):
        found += (_opening(text, match.end()) for match in _some(_SENTENCE, text))
    if has_any(lowered, ITS_QUICK):
        found += (_believed(text, match) for match in _some(ITS, text))
    if has_any(lowered, ("i'm ", "im ", "i am ", "this is ", "it's ")):
        found += (_introduced(text, match.end()) for match in _some(RELATED, text))
    if "ask for" in lowered:
        found += (_introduced(text, match.end()) for match in _some(ASK_FOR, text))
    return tuple(
        span
        for span in found
        if span
        and not _is_of_another(text, span.start)
        and not company_reading.looks_like_one(text, span.start, span.end)
    )


def _is_of_another(text: str, start: int) -> bool:
    before = text[max(0, start - 60) : start]
    if re.search(r"\bname(?:'s| is)? $|\bi'?m $", before) or RELATED.search(before):
        return False
    return is_told_of_another(before)


def _some(cue: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """The first of the places where a cue stands; nobody introduces themselves more often."""
    return islice(cue.finditer(text), _MOST)


def _introduced(text: str, start: int) -> Span | None:
    span = read_name(text, start, told=False) or _linked(text, start)
    if span is None or fold(span.value) in PLACES - GIVEN_NAMES:
        return None
    sure = is_first_name(span.value) and may_end_before_words(text, span)
    return span if sure or may_end(text, span.end) else None


def _linked(text: str, start: int) -> Span | None:
    """A first name that is on no list, in lower case, as in "it's oluwaseun from Globex"."""
    span = read_name(text, start, told=True)
    link = LINK.match(text, span.end) if span else None
    return span if link and link["next"].isupper() and not text.isupper() else None


def _opening(text: str, start: int) -> Span | None:
    """ "Maria from Globex here", "maria here": a sentence that opens with its sender."""
    greeting = GREETING.match(text, start)
    span = read_name(text, greeting.end() if greeting else start, told=False)
    if span is None:
        return None
    if not is_first_name(span.value):
        return span if _SPEAKING.match(text, span.end) else None
    link = LINK.match(text, span.end)
    return span if HERE.match(text, span.end) or (link and link["next"].isupper()) else None


def _believed(text: str, cue: re.Match[str]) -> Span | None:
    """The name after "it's", which more often is none: known, with a greeting, or a company."""
    span = _introduced(text, cue.end())
    if span is None or is_first_name(span.value):
        return span
    greeted = cue["greeting"] and ends_clause(text, span.end)
    linked = LINK.match(text, span.end) or HERE.match(text, span.end)
    return span if greeted or linked else None
