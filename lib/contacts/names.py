"""The visitor's name: introduced, given as an answer, signed or typed into a form line."""

import re
from collections.abc import Iterator

from lib.contacts.questions import Detail
from lib.contacts.turns import Span, Turn
from lib.contacts.words import (
    CONNECTORS,
    GIVEN_NAMES,
    ORDINARY,
    PARTICLES,
    PLACES,
    fold,
    has_shape_of_name,
    is_capitalised,
    is_ordinary,
    is_pronoun,
    proper_case,
    words_after,
)

_LONGEST_ANSWER = 200

_GREETING = re.compile(
    r"\s{0,5}(?:(?:hi|hello|hey|hallo|hola|bonjour|hiya|good (?:morning|afternoon|evening|day)|guten (?:tag|morgen)"
    r"|yes|yeah|yep|ok|okay|sure(?: thing)?|thanks|thank you|of course|certainly|absolutely|great|perfect|oh|well"
    r"|so|there|all|team|no problem|gladly|ja|si|sí|oui|claro|and|my details|here you go|sorry)"
    r"(?:[ \t]{0,2}[,.!:;-]{1,3}\s{0,3}|\s{1,3})){0,4}",
    re.IGNORECASE,
)
_LEAD_IN = re.compile(
    r"(?:it's|its|it is|i'm|i am|im|this is|(?:my |the )?(?:full )?name(?:'s| is|:)?|that's|that is|that would be"
    r"|(?:you can |just )?call me|just|ich bin|ich heiße|je suis|me llamo|soy)[ \t:]{1,3}",
    re.IGNORECASE,
)
# After these a name follows, in whatever case.
_NAMED = re.compile(
    r"(?<![\w'])(?:my (?:full |first |real |own )?name(?:'s|s| is| would be|:)|full name:"
    r"|^(?:the )?name(?:'s|s| is|:)|(?<=[.!,;\n] )(?:the )?name(?:'s|s| is)|(?:people|friends|they|everyone) call me"
    r"|i(?:'m| am) called|mein name (?:ist|lautet)|ich hei(?:ß|ss)e|me llamo|mi nombre es|je m'appelle|mon nom est"
    r"|mi chiamo|il mio nome è|meu nome é|me chamo|mijn naam is|ik heet|nazywam się|mam na imię|jag heter|mit navn er"
    r"|benim adım|меня зовут|我叫|我的名字是)[ \t:]{0,3}",
    re.IGNORECASE | re.MULTILINE,
)
# After these a name may follow; its case or the list of first names decides.
_PERHAPS = re.compile(
    r"(?<![\w'])(?:i am|i'm|im|(?:you can )?call me|soy|ich bin|je suis|ik ben|sono|jag är)[ \t]{1,3}",
    re.IGNORECASE,
)
_ITS = re.compile(r"(?:this is|it's|its|it is|hier ist|hier spricht|aquí)[ \t]{1,3}", re.IGNORECASE)
_SENTENCE_START = re.compile(r"(?:^|(?<=[.!?,;\n] )|(?<=\n))(?=this|it|hier|aqu)", re.IGNORECASE)
_LINK = re.compile(
    r"[ \t]{0,2},?[ \t]{0,2}(?:here[ ,]{0,2})?(?:from|at|with|von|bei|de|from the)[ \t]{1,3}\S",
    re.IGNORECASE,
)
_HERE = re.compile(r"[ \t]{1,2}(?:here|speaking|writing)\b", re.IGNORECASE)
_CLOSING = re.compile(
    r"(?:^|\n)[ \t]{0,4}(?:(?:thanks|thank you|many thanks|thx|cheers|best|kind|warm|with)(?: (?:and|so much|in advance"
    r"|regards|wishes|best|kind|warm|again)){0,3}|regards|sincerely|yours(?: sincerely| truly| faithfully)?|all the best"
    r"|(?:mit )?(?:freundlichen?|beste|viele|liebe|herzliche) grü(?:ße|ßen|sse|ssen)|mfg|lg|vg|gruß|saludos|un saludo"
    r"|cordialement|bien à vous|cordiali saluti|atenciosamente|-{1,3}|—|–)[ \t]{0,2}[,.!]?[ \t]{0,3}\r?\n\s{0,4}",
    re.IGNORECASE,
)
_CLOSING_INLINE = re.compile(
    r"(?:(?:kind|best|warm) regards|regards|sincerely|grü(?:ße|ßen)|saludos|cordialement)[,.!]?[ \t]{1,3}"
    r"|\n[ \t]{0,3}(?:-{1,2}|—|–)[ \t]{0,2}",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"[,;|\n/•·]|[.!](?=\s|$)| [–—-] ")
_END = re.compile(r"[ \t]{0,3}(?:$|[.,;:!?()|/\n\r&–—•·…。，！]|-\s)")


def introductions(turn: Turn) -> Iterator[Span]:
    """Names that come with a cue of their own, the surest cue first."""
    text = turn.text
    for match in _NAMED.finditer(text):
        yield from _some(read_name(text, match.end(), told=True))
    for match in _PERHAPS.finditer(text):
        yield from _some(_introduced(text, match.end()))
    yield from _some(_opening(text))
    for match in _SENTENCE_START.finditer(text):
        if cue := _ITS.match(text, match.start()):
            yield from _some(_believed(text, cue.end()))


def signature(turn: Turn) -> Span | None:
    """The name below a closing line, or after "Kind regards," at the end."""
    tail = max(0, len(turn.text) - 400)
    for closing in (_CLOSING, _CLOSING_INLINE):
        for match in closing.finditer(turn.text, tail):
            span = read_name(turn.text, match.end(), told=False)
            if span and _END.match(turn.text, span.end):
                return span
    return None


def segments(text: str) -> Iterator[tuple[int, int]]:
    """The parts of a line that gives several details, without greetings and spaces."""
    start = _GREETING.match(text).end()  # type: ignore[union-attr]  # it matches the empty text too
    for separator in [*_SEPARATOR.finditer(text, start), None]:
        end = separator.start() if separator else len(text)
        if text[start:end].strip():
            yield start, end
        start = separator.end() if separator else end


def answer(text: str, start: int, end: int) -> Span | None:
    """The segment as the answer to the question for a name, None where it is something else."""
    if end - start > _LONGEST_ANSWER:
        return None
    skipped = start + len(text[start:end]) - len(text[start:end].lstrip())
    lead_in = _LEAD_IN.match(text, skipped, end)
    span = read_name(text[:end], lead_in.end() if lead_in else skipped, told=True)
    return span if span and _goes_on_well(text[:end], span.end) else None


def form_segment(text: str, start: int, end: int) -> Span | None:
    """The segment as a name that nobody asked for: two capitalised words or a known first name."""
    span = answer(text, start, end)
    if span is None or text[span.end : end].strip():
        return None
    words = text[span.start : span.end].split()
    known = fold(words[0]) in GIVEN_NAMES and not is_ordinary(words[0])
    return (
        span
        if known
        or (
            2 <= len(words) <= 3
            and all(map(is_capitalised, words))
            and not any(map(is_ordinary, words))
        )
        else None
    )


def read_name(text: str, start: int, *, told: bool) -> Span | None:
    """The name that begins there. Unless it was `told`, it must look like one, too."""
    shouted = text.isupper()
    words = words_after(text, start, 6)
    if not words or not _begins_name(words[0]["word"], told=told, shouted=shouted):
        return None
    kept = 1
    while kept < len(words) and _continues_name(text, words, kept, shouted=shouted):
        kept += 1
    while kept > 1 and fold(words[kept - 1]["word"]) in PARTICLES:
        kept -= 1
    return _span(text, words[0].start("word"), words[min(kept, 5) - 1].end("word"))


def _span(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start] in "'-.":
        start += 1
    while end > start and text[end - 1] in "'-.":
        end -= 1
    return Span(proper_case(text[start:end]), start, end) if start < end else None


def _begins_name(word: str, *, told: bool, shouted: bool) -> bool:
    folded = fold(word)
    if not has_shape_of_name(word) or is_pronoun(word):
        return False
    if folded in GIVEN_NAMES:
        return told or folded not in ORDINARY or (is_capitalised(word) and not shouted)
    if is_ordinary(word) or len(folded) < 2:
        return False
    return told or (is_capitalised(word) and not shouted and folded not in PLACES)


def _continues_name(text: str, words: list[re.Match[str]], at: int, *, shouted: bool) -> bool:
    """A capitalised word goes on with the name; one in lower case only if the clause then ends."""
    word = words[at]["word"]
    if is_pronoun(word) or not has_shape_of_name(word):
        return False
    if fold(word) in PARTICLES:
        return True
    if is_capitalised(word) and not shouted:
        return fold(word) not in CONNECTORS
    return not is_ordinary(word) and _goes_on_well(text, words[at].end())


def _goes_on_well(text: str, end: int) -> bool:
    """Whether a name may end there: the clause does, or a word follows that starts another."""
    following = words_after(text, end, 1)
    return bool(_END.match(text, end)) or not following or fold(following[0]["word"]) in CONNECTORS


def _introduced(text: str, start: int) -> Span | None:
    span = read_name(text, start, told=False)
    if span is None and _LINK.match(text, _after_word(text, start)):
        span = _linked(text, start)
    return span if span and _goes_on_well(text, span.end) else None


def _linked(text: str, start: int) -> Span | None:
    """A first name that is on no list, in lower case, as in "it's oluwaseun from Globex"."""
    span = read_name(text, start, told=True)
    after = _LINK.match(text, span.end) if span else None
    return span if after and text[after.end() - 1].isupper() else None


def _after_word(text: str, start: int) -> int:
    words = words_after(text, start, 1)
    return words[0].end() if words else start


def _opening(text: str) -> Span | None:
    """ "Maria from Globex here", "maria here": a message that opens with its sender."""
    start = _GREETING.match(text).end()  # type: ignore[union-attr]
    span = read_name(text, start, told=False)
    if span is None or fold(text[span.start : span.end].split()[0]) not in GIVEN_NAMES:
        return None
    link = _LINK.match(text, span.end)
    from_company = link and text[link.end() - 1].isupper()
    return span if _HERE.match(text, span.end) or from_company else None


def _believed(text: str, start: int) -> Span | None:
    """The name after "it's", which more often is no name: a first name, or one with a company."""
    span = _introduced(text, start)
    if span is None:
        return None
    known = fold(text[span.start : span.end].split()[0]) in GIVEN_NAMES
    return span if known or _LINK.match(text, span.end) or _HERE.match(text, span.end) else None


def _some(span: Span | None) -> Iterator[Span]:
    if span:
        yield span


def of_source(name: str | None) -> str | None:
    """The name that the source knew; None for one that it made up ("little-haze-776", "Guest")."""
    bare = (name or "").strip()[:200]
    words = bare.split()
    made_up = (
        not words
        or any(character.isdigit() or character in "@{}<>[]_#" for character in bare)
        or any(fold(word) in _MADE_UP for word in words)
        or (
            len(words) == 1
            and "-" in bare
            and bare.islower()
            and bare.split("-")[0] not in GIVEN_NAMES
        )
        or not all(has_shape_of_name(word) for word in words[:6])
    )
    return None if made_up else proper_case(bare)


_MADE_UP = frozenset(
    "anonymous visitor guest user unknown client customer website web null none undefined n/a test lead besucher"
    " gast invitado invité visiteur anonym anonyme anónimo widget bot unnamed noname na".split()
)


def asked(turn: Turn) -> bool:
    """Whether the turn answers the question for a name, and does not ask back."""
    return Detail.NAME in turn.asked and "?" not in turn.text
