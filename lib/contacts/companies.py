"""The visitor's company: said with a cue, given as an answer, or known by its mail domain."""

import re
from collections.abc import Iterator
from enum import IntEnum

from lib.contacts.turns import Span, Turn
from lib.contacts.words import (
    GIVEN_NAMES,
    PLACES,
    fold,
    is_capitalised,
    is_ordinary,
    is_pronoun,
    listed,
    proper_case,
)

_PROVIDERS = listed("mail_providers.txt")
_SECOND_LEVEL = frozenset("co com org net ac gov edu or ne go gob gouv nom ltd plc me in".split())
# As they are written; typed in lower case they become so.
_SUFFIXES = {
    fold(suffix).replace(".", ""): suffix
    for suffix in "GmbH Ltd Limited Inc Incorporated LLC LLP PLC Corp Corporation Co AG KG KGaA UG OHG SE e.V. S.A. SAS"
    " SARL S.R.L. S.p.A. S.L. B.V. N.V. AB AS ASA ApS A/S Oy Oyj Pty Pvt s.r.o. Ltda Kft Sdn Bhd eG Pte".split()
}
_ALSO_WORDS = frozenset("co as ab se ag sa sl ug eg kg sas".split())  # no suffix in lower case
_WORD = re.compile(
    r"[ \t]{0,3}(?P<word>&|[^\s\x00-%(-*,/:-@\[-`{-\x9f“”„«»‹›…–—•·，。、！？；|]{1,40})"
    r"(?P<more>[^\s\x00-%(-*,/:-@\[-`{-\x9f“”„«»‹›…–—•·，。、！？；|]?)"
)
_COMMA_SUFFIX = re.compile(r", {0,2}(?=(?:inc|llc|ltd|gmbh|s\.?a|b\.?v|corp|co)\b)", re.IGNORECASE)
_JOINS = frozenset("& and of the de und et y for +".split())
_END = re.compile(r"[ \t]{0,3}(?:$|[.,;:!?()|/\n\r–—…。，！]|-\s)")


class Sure(IntEnum):
    """What a cue asks of the words after it: nothing, a capital letter, or a legal form."""

    ANY = 0
    CAPITAL = 1
    LEGAL_FORM = 2


_OWN = r"(?:company|startup|start-up|business|firm|agency|organi[sz]ation|employer|shop|store|studio|team)"
_CUES = (
    (
        Sure.ANY,
        re.compile(
            r"(?<![\w'])(?:i work (?:for|at)|i'm (?:working|employed) (?:for|at|by)|i am (?:working|employed) (?:for|at|by)"
            rf"|(?:my|our) {_OWN} (?:is (?:called|named)|name is)|(?:my|our) {_OWN}(?:'s name is|'s called| called| named)"
            r"|company name is|name of (?:my|our|the) company is|^company(?: name)?[ \t]?[:=]|on behalf of"
            r"|ich arbeite (?:für|bei)|trabajo (?:en|para)|je travaille (?:pour|chez))[ \t]{1,3}(?:the )?",
            re.IGNORECASE | re.MULTILINE,
        ),
    ),
    (
        Sure.CAPITAL,
        re.compile(
            r"(?<![\w'])(?:i work with|we at|here at|us at|i (?:represent|run|own|founded|co-founded)|i'm with|i am with"
            r"|representing|we're from|we are from|we're with|we are with|wir sind von|wir bei"
            rf"|(?:my|our) {_OWN}(?: is|,|:|\b)|^company[ \t]?[:=-])[ \t]{{1,3}}(?:the )?",
            re.IGNORECASE | re.MULTILINE,
        ),
    ),
    (
        Sure.CAPITAL,
        re.compile(
            r"\b(?:manager|director|head|ceo|cto|coo|cfo|cmo|founder|owner|engineer|lead|consultant|analyst|buyer"
            r"|developer|president|vp|assistant|partner|officer|marketer|coordinator|specialist|intern|designer"
            r"|recruiter|architect|accountant|geschäftsführer(?:in)?)\b(?: of)?(?: [\w&-]{1,20}){0,3}? (?:at|for|with|bei)"
            r" (?:the )?|\b(?:ceo|founder|co-founder|owner|president) of (?:the )?",
            re.IGNORECASE,
        ),
    ),
    (
        Sure.LEGAL_FORM,
        re.compile(
            r"(?<![\w'])(?:(?:i'm|i am|im|we're|we are|calling|writing|reaching out|contacting you|get(?:ting)? in touch"
            r"|wir sind)(?: (?:here|you))?(?: (?:from|at|with|of|für|von|bei|die))?)[ \t]{1,3}",
            re.IGNORECASE,
        ),
    ),
)
_QUICK = re.compile(
    r"work|compan|start-?up|business|firm|agency|organi|employ|shop|store|studio|team| at |behalf|represent|i run|i own"
    r"|found|with|from|head|director|manager|president|owner|c[etofm]o\b|vp|arbeite|trabaj|travaill|sind|we're|we are"
    r"|i'm|i am|engineer|lead|consult|analyst|buyer|developer|officer|market|special|calling|writing|contacting",
    re.IGNORECASE,
)
_AFTER_NAME = re.compile(
    r"[ \t]{0,2},?[ \t]{0,2}(?:here,? )?(?:\(|(?:from|at|with|of|von|bei|de|chez)(?: the)?[ \t]{1,3}|@ ?)",
    re.IGNORECASE,
)
_LEAD_IN = re.compile(
    r"\s{0,3}(?:(?:we're|we are|i'm|i am|im)(?: with| at| from)?|with|at|from|i work (?:for|at)|it's(?: called)?|its"
    r"|it is(?: called)?|(?:my|our|the)? ?company(?: name)?(?:'s| is|:)|that's|that would be|called|just)[ \t]{1,3}"
    r"|\s{0,3}",
    re.IGNORECASE,
)
_NO_COMPANY = frozenset(
    "no not none n/a na nope just skip rather private privately i i'd i'm prefer don't do we yes yeah ok okay sure what why"
    " nothing self self-employed freelance freelancer student myself individual personal unemployed retired later maybe hi"
    " hello thanks thank my it it's this that is can could how where who when please nah never nobody which well".split()
)


def said(turn: Turn) -> Iterator[Span]:
    """Companies named with a cue of their own."""
    if not _QUICK.search(turn.text):
        return
    for sure, cue in _CUES:
        for match in cue.finditer(turn.text):
            if span := read_company(turn.text, match.end(), sure):
                yield span


def after_name(turn: Turn, name: Span) -> Span | None:
    """The company in "Maria from Globex", in the case of the name: lower after lower."""
    link = _AFTER_NAME.match(turn.text, name.end)
    if link is None:
        return None
    sure = Sure.ANY if turn.text[name.start].islower() else Sure.CAPITAL
    return read_company(turn.text, link.end(), sure)


def answer(text: str, start: int, end: int) -> Span | None:
    """The segment as the answer to the question for a company."""
    lead_in = _LEAD_IN.match(text, start, end)
    begin = lead_in.end() if lead_in else start
    first = _WORD.match(text[:end], begin)
    if first is None or end - begin > 80 or fold(first["word"]) in _NO_COMPANY:
        return None
    span = read_company(text[:end], begin, Sure.ANY)
    return span if span and _END.match(text, span.end) else None


def with_legal_form(text: str, start: int, end: int) -> Span | None:
    """The segment where it is nothing but a company with its legal form: "Globex GmbH"."""
    begin = start + len(text[start:end]) - len(text[start:end].lstrip())
    span = read_company(text[:end], begin, Sure.LEGAL_FORM)
    return span if span and not text[span.end : end].strip(" .\t\r") else None


def of_domain(address: str) -> str | None:
    """The company that a mail domain names ("globex.com" → "Globex"), None for mail for anyone."""
    labels = _unicode(address.rpartition("@")[2]).split(".")
    if len(labels) > 2 and labels[-2] in _SECOND_LEVEL and len(labels[-1]) == 2:
        labels = [*labels[:-2], f"{labels[-2]}.{labels[-1]}"]
    name, registered = labels[-2], ".".join(labels[-2:])
    if _PROVIDERS & {name, registered} or not re.search(r"[^\W\d_]", name):
        return None
    return _written(name.replace("-", " ").strip())


def of_source(company: str | None) -> str | None:
    """The company that the source knew, None for a filler."""
    bare = " ".join((company or "").split())[:200]
    return bare if re.search(r"\w", bare) and bare.casefold() not in _FILLERS else None


_FILLERS = frozenset(
    "n/a na none null unknown undefined no company - private personal self test".split()
)


def read_company(text: str, start: int, sure: Sure) -> Span | None:
    """The company that begins there, if it is as sure as asked for."""
    words = _words(text, start)
    kept = _kept(text, words)
    if not kept or not _is_sure(text, words[:kept], sure):
        return None
    begin, end = words[0].start("word"), words[kept - 1].end("word")
    if not _is_suffix(words[kept - 1]["word"]):
        end -= len(text[begin:end]) - len(text[begin:end].rstrip(".'-"))
    name = text[begin:end]
    if fold(name) in PLACES or is_pronoun(name) or not re.search(r"[^\W_]", name):
        return None
    return Span(_written(name), begin, end)


def _words(text: str, start: int) -> list[re.Match[str]]:
    words: list[re.Match[str]] = []
    while len(words) < 7 and (match := _WORD.match(text, start)) and not match["more"]:
        words.append(match)
        comma = _COMMA_SUFFIX.match(text, match.end())
        start = comma.end() if comma else match.end()
        if match["word"].endswith((".", "?", "!")) or _is_suffix(match["word"]):
            break
    return words


def _kept(text: str, words: list[re.Match[str]]) -> int:
    """How many of the words are of the name: capitalised ones, what joins them, the legal form."""
    if not words or words[0]["word"][0] in "&+'-.":
        return 0
    kept = 1
    for at, match in enumerate(words[1:], 1):
        word = match["word"]
        if word.casefold() in _JOINS and at + 1 < len(words) and _is_named(words[at + 1]["word"]):
            continue
        if not (_is_named(word) or _is_suffix(word) or _ends_lower_name(text, words, at)):
            break
        kept = at + 1
    return kept


def _is_named(word: str) -> bool:
    return (
        (is_capitalised(word) or word[0].isdigit()) and not is_pronoun(word) and word[0].isalnum()
    )


def _ends_lower_name(text: str, words: list[re.Match[str]], at: int) -> bool:
    """A second or third word in lower case goes with the first if the clause ends after it."""
    word = words[at]["word"]
    lower = words[0]["word"][0].islower() and word[0].isalpha() and at < 3
    return lower and not is_ordinary(word) and bool(_END.match(text, words[at].end()))


def _is_suffix(word: str) -> bool:
    folded = word.casefold().replace(".", "")
    return folded in _SUFFIXES and not (word.islower() and folded in _ALSO_WORDS)


def _is_sure(text: str, words: list[re.Match[str]], sure: Sure) -> bool:
    first = words[0]["word"]
    if len(words) > 1 and _is_suffix(words[-1]["word"]):
        return not is_ordinary(first) or is_capitalised(first)
    if sure is Sure.LEGAL_FORM or (is_ordinary(first) and not _is_title(words)):
        return False
    looks_named = any(c.isupper() for c in first) and not text.isupper()
    return looks_named or (sure is Sure.ANY and not first.isdigit())


def _is_title(words: list[re.Match[str]]) -> bool:
    """ "Best Buy": ordinary words are a name where each begins in a capital letter."""
    return len(words) > 1 and all(match["word"][0].isupper() for match in words)


def _written(name: str) -> str:
    """A company as it is usually written: "globex gmbh" → "Globex GmbH", "ibm" → "IBM"."""
    if not name.islower():
        return " ".join(name.split())
    words = name.split()
    if len(words) == 1 and len(name) <= 3 and name not in GIVEN_NAMES:
        return name.upper()
    suffix = _SUFFIXES.get(words[-1].replace(".", "")) if len(words) > 1 else None
    return f"{proper_case(' '.join(words[:-1]))} {suffix}" if suffix else proper_case(name)


def _unicode(domain: str) -> str:
    """The domain as people read it; one that mixes scripts stays ASCII, lest it looks like another."""
    try:
        readable = domain.encode("ascii").decode("idna")
    except UnicodeError:
        return domain
    return (
        readable if readable.encode("latin-1", "ignore").decode("latin-1") == readable else domain
    )
