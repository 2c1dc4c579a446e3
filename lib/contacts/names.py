"""The visitor's name: introduced, or signed below what they wrote."""

import re
from collections.abc import Iterator
from itertools import islice

from lib.contacts.turns import Span, Turn
from lib.contacts.words import (
    CONNECTORS,
    GIVEN_NAMES,
    ORDINARY,
    PARTICLES,
    PLACES,
    ends_clause,
    fold,
    has_any,
    has_shape_of_name,
    is_capitalised,
    is_first_name,
    is_ordinary,
    is_pronoun,
    words_after,
)
from lib.contacts.writing import proper_case

_LONGEST = 5  # words of a name
_OF_A_COUNTRY = ("ese", "ian", "ish", "ican")  # "I'm Vietnamese"
_MOST = 20  # places of a cue that are looked at in a message

GREETING = re.compile(
    r"\s{0,5}(?:(?:hi|hello|hey|hiya|hallo|hola|bonjour|good (?:morning|afternoon|evening|day)"
    r"|guten (?:tag|morgen)|yes|yeah|yep|ok|okay|sure(?: thing)?|thanks|thank you|of course"
    r"|certainly"
    r"|absolutely|great|perfect|oh|well|so|there|all|again|team|folks|everyone|no problem|gladly"
    r"|ja|si|sí|oui|claro|and"
    r"|my details|here you go|sorry)(?:[ \t]{0,2}[,.!:;-]{1,3}\s{0,3}|\s{1,3})){0,4}",
    re.IGNORECASE,
)
# After these a name follows, in whatever case.
_NAMED_QUICK = (
    *("name", "call me", "called", "heiß", "heiss", "llamo", "nombre es", "appelle", "nom est"),
    *("chiamo", "me chamo", "naam is", "heet", "nazywam", "imię", "heter", "navn er"),
    *("ad\u0131m", "зовут", "我叫", "名字"),
)
_NAMED = re.compile(
    r"(?<![\w'])(?:my (?:full |first |real |own )?name(?:'s|s| is| would be|:)|full name:"
    r"|^(?:the )?name(?:'s|s| is|:)|(?<=[.!,;\n] )(?:the )?name(?:'s|s| is)"
    r"|(?:people|friends|they|everyone) call me|i(?:'m| am) called|mein name (?:ist|lautet)"
    r"|ich hei(?:ß|ss)e|me llamo|mi nombre es|je m'appelle|mon nom est|mi chiamo|il mio nome è"
    r"|meu nome é|me chamo|mijn naam is|ik heet|nazywam się|mam na imię|jag heter|mit navn er"
    r"|benim ad\u0131m|меня зовут|我叫|我的名字是)[ \t:]{0,3}",
    re.IGNORECASE | re.MULTILINE,
)
# After these a name may follow; its case or the list of first names decides.
_PERHAPS_QUICK = (
    *(
        "i am ",
        "i'm ",
        "im ",
        "call me ",
        "ask for ",
        "soy ",
        "ich bin ",
        "je suis ",
        "ik ben ",
        "sono ",
    ),
    "jag är ",
)
_PERHAPS = re.compile(
    r"(?<![\w'])(?:i am|i'm|im|(?:you can )?call me|ask for|soy|ich bin|je suis|ik ben|sono"
    r"|jag är)[ \t]{1,3}",
    re.IGNORECASE,
)
_ITS_QUICK = ("this is ", "it's ", "its ", "it is ", "hier ist ", "hier spricht ", "aquí ")
_ITS = re.compile(
    r"(?:^|(?<=[.!?,;\n] )|(?<=\n))(?P<greeting>(?:(?:hi|hello|hey)(?: there)?[ ,!]{1,2})?)"
    r"(?:this is|it's|its|it is|hier ist|hier spricht|aquí)[ \t]{1,3}",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"[ \t]{0,2},?[ \t]{0,2}(?:here[ ,]{0,2})?(?:from|at|with|von|bei"
    r"|de)(?: the)?[ \t]{1,3}(?P<next>\S)",
    re.IGNORECASE,
)
_HERE = re.compile(r"[ \t]{1,2}(?:here|speaking|writing)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"^|[.!?\n]\s{1,3}")
_LAST = re.compile(
    r"(?:(?<!\b\w)(?<!\b[DMS]r)(?<!\bM[rs]s)(?<!\bProf)[.!?][ \t]{1,3}|\n[ \t]{0,3})"
    r"(?P<name>[^.!?,\n]{3,60})[.\s]{0,3}$"
)
_SIGNED_QUICK = ("\n", "regards", "sincerely", "grüße", "saludos", "cordialement")
_CLOSING = re.compile(
    r"(?:^|\n)[ \t]{0,4}(?:(?:thanks|thank you|many thanks|thx|cheers|best|kind|warm|with)"
    r"(?: (?:and|so much|in advance|regards|wishes|best|kind|warm|again)){0,3}|regards|sincerely"
    r"|yours(?: sincerely| truly| faithfully)?|all the best|mfg|lg|vg|gruß|saludos|un saludo"
    r"|(?:mit )?(?:freundlichen?|beste|viele|liebe|herzliche) gr(?:ü|ue)(?:ß|ss)en?"
    r"|cordialement|bien à vous|cordiali saluti|atenciosamente|-{1,3}|\|)"
    r"[ \t]{0,2}[,.!]?[ \t]{0,3}\r?\n\s{0,4}",
    re.IGNORECASE,
)
_CLOSING_INLINE = re.compile(
    r"(?:(?:kind|best|warm) regards|regards|sincerely|grüßen?|saludos|cordialement)[,.!]?[ \t]{1,3}"
    r"|\n[ \t]{0,3}(?:-{1,2}|\|)[ \t]{0,2}",
    re.IGNORECASE,
)


def introductions(turn: Turn) -> Iterator[Span]:
    """Names that come with a cue of their own, the surest cue first."""
    text, lowered = turn.text, turn.lowered
    found: list[Span | None] = []
    if has_any(lowered, _NAMED_QUICK):
        found += (read_name(text, match.end(), told=True) for match in _some(_NAMED, text))
    if has_any(lowered, _PERHAPS_QUICK):
        found += (_introduced(text, match.end()) for match in _some(_PERHAPS, text))
    if has_any(lowered, (" here", " from ", " at ", " speaking")):
        found += (_opening(text, match.end()) for match in _some(_SENTENCE, text))
    if has_any(lowered, _ITS_QUICK):
        found += (_believed(text, match) for match in _some(_ITS, text))
    return (span for span in found if span)


def _some(cue: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """The first of the places where a cue stands; nobody introduces themselves more often."""
    return islice(cue.finditer(text), _MOST)


def signature(turn: Turn) -> Span | None:
    """The name below a closing line, after "Kind regards,", or alone at the end."""
    tail = max(0, len(turn.text) - 400)
    if has_any(turn.lowered, _SIGNED_QUICK):
        for closing in (_CLOSING, _CLOSING_INLINE):
            for match in closing.finditer(turn.text, tail):
                span = read_name(turn.text, match.end(), told=False)
                if span and ends_clause(turn.text, span.end):
                    return span
    return _alone_at_end(turn.text, tail)


def _alone_at_end(text: str, tail: int) -> Span | None:
    """First and last name as a sentence; a first name alone may be whom they thank."""
    last = _LAST.search(text, tail)
    span = read_name(text, last.start("name"), told=False) if last else None
    if span is None or last is None or text[span.end : last.end("name")].strip():
        return None
    parts = text[span.start : span.end].split()
    full = len(parts) > 1 and all(map(is_capitalised, parts)) and is_first_name(span.value)
    return span if full else None


def read_name(text: str, start: int, *, told: bool) -> Span | None:
    """The name that begins there. Unless it was `told`, it must look like one, too."""
    shouted = text.isupper()
    run = words_after(text, start, _LONGEST + 1)
    if not run or not _begins_name(run[0]["word"], told=told, shouted=shouted):
        return None
    kept = 1
    while kept < min(len(run), _LONGEST) and _continues_name(text, run[kept], shouted=shouted):
        kept += 1
    while kept > 1 and fold(run[kept - 1]["word"]) in PARTICLES:
        kept -= 1
    return _trimmed(text, run[0].start("word"), run[kept - 1].end("word"))


def _trimmed(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start] in "'-.":
        start += 1
    while end > start and text[end - 1] in "'-.":
        end -= 1
    return Span(proper_case(text[start:end]), start, end) if start < end else None


def _begins_name(word: str, *, told: bool, shouted: bool) -> bool:
    folded = fold(word)
    capitalised = is_capitalised(word) and not shouted
    if not has_shape_of_name(word) or is_pronoun(word):
        return False
    if folded in GIVEN_NAMES:
        return told or capitalised or folded not in ORDINARY
    if is_ordinary(word) or len(word.strip("'-")) < 2:
        return False
    return told or (capitalised and folded not in PLACES and not folded.endswith(_OF_A_COUNTRY))


def _continues_name(text: str, match: re.Match[str], *, shouted: bool) -> bool:
    """A capitalised word goes on with the name; one in lower case only if the clause then ends."""
    word = match["word"]
    if is_pronoun(word) or not has_shape_of_name(word):
        return False
    if fold(word) in PARTICLES:
        return True
    if is_capitalised(word) and not shouted:
        return fold(word) not in CONNECTORS
    return not is_ordinary(word) and may_end(text, match.end())


def may_end(text: str, end: int) -> bool:
    """Whether a name may end there: the clause does, or a word follows that starts another."""
    following = words_after(text, end, 1)
    return ends_clause(text, end) or not following or fold(following[0]["word"]) in CONNECTORS


def _introduced(text: str, start: int) -> Span | None:
    span = read_name(text, start, told=False) or _linked(text, start)
    return span if span and may_end(text, span.end) else None


def _linked(text: str, start: int) -> Span | None:
    """A first name that is on no list, in lower case, as in "it's oluwaseun from Globex"."""
    span = read_name(text, start, told=True)
    link = _LINK.match(text, span.end) if span else None
    return span if link and link["next"].isupper() and not text.isupper() else None


def _opening(text: str, start: int) -> Span | None:
    """ "Maria from Globex here", "maria here": a sentence that opens with its sender."""
    greeting = GREETING.match(text, start)
    span = read_name(text, greeting.end() if greeting else start, told=False)
    if span is None or not is_first_name(span.value):
        return None
    link = _LINK.match(text, span.end)
    return span if _HERE.match(text, span.end) or (link and link["next"].isupper()) else None


def _believed(text: str, cue: re.Match[str]) -> Span | None:
    """The name after "it's", which more often is none: known, with a greeting, or a company."""
    span = _introduced(text, cue.end())
    if span is None or is_first_name(span.value):
        return span
    greeted = cue["greeting"] and ends_clause(text, span.end)
    linked = _LINK.match(text, span.end) or _HERE.match(text, span.end)
    return span if greeted or linked else None
