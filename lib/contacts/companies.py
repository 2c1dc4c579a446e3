"""The visitor's company, said with a cue of its own or given as an answer."""

import re
from collections.abc import Iterator
from itertools import islice

from lib.contacts.company_cues import CUES, Sure
from lib.contacts.turns import Span, Turn
from lib.contacts.words import (
    PLACES,
    TRADES,
    ends_clause,
    fold,
    has_any,
    is_capitalised,
    is_first_name,
    is_ordinary,
    is_pronoun,
    words,
)
from lib.contacts.writing import LEGAL_FORMS, company_case, is_legal_form

# As in lib.contacts.words, but with digits, & and +: "3M", "H&M".
_SIGN = r"[^\s\x00-%(-*,/:-@\[-`{-\x9f]"
_WORD = re.compile(rf"[ \t]{{0,3}}(?P<word>{_SIGN}{{1,40}})(?P<more>{_SIGN}?)")
_BEFORE_FORM = re.compile(r", {0,2}(?=(?:inc|llc|ltd|gmbh|s\.?a|b\.?v|corp|co)\b)", re.IGNORECASE)
_JOINS = words("& and of the de und et y for +")
_WITHOUT_MARKS = str.maketrans("", "", ".,;:!?()")
SURE_TRADES = TRADES - words(
    "baker bakers banks barber barbers bishop brewers brothers butchers carriers crew fields forge glass grove hall"
    " hill hills house hunter land love marks miles park parks power press price reed royal sage stone story young"
    " weaving works yards gardens law may means signal sun day house light lights"
)
_LONGEST = 7  # words of a company
_MOST = 20  # places of a cue that are looked at in a message


_AFTER_NAME = re.compile(
    r"[ \t]{0,2},?[ \t]{0,2}(?:here,? )?"
    r"(?:\(|(?:from|at|with|of|von|bei|de|chez)(?: the)?[ \t]{1,3}|@ ?)",
    re.IGNORECASE,
)
_LEAD_IN = re.compile(
    r"\s{0,3}(?:(?:(?:we're|we are|i'm|i am|im)(?: with| at| from)?|with|at|from|i work (?:for|at)"
    r"|it's(?: called)?|its|it is(?: called)?|(?:my |our |the )?company(?: name)?(?:'s| is|:)"
    r"|that's"
    r"|that would be|called|just)[ \t]{1,3})?",
    re.IGNORECASE,
)
_NO_ANSWER = words(
    "no not none n/a na nope just skip rather private privately i i'd i'm prefer don't do we yes",
    "yeah",
    "ok okay sure what why nothing self self-employed freelance freelancer student myself",
    "individual",
    "personal unemployed retired later maybe hi hello thanks thank my it it's this that is can",
    "could",
    "how where who when please nah never nobody which well",
)


def said(turn: Turn) -> Iterator[Span]:
    """Companies named with a cue of their own."""
    for cue in CUES:
        needless = cue.sure is Sure.LEGAL_FORM and not has_legal_form(turn.text)
        if not needless and has_any(turn.lowered, cue.quick):
            for match in islice(cue.pattern.finditer(turn.text), _MOST):
                if span := read_company(turn.text, match.end(), cue.sure):
                    yield span


def after_name(turn: Turn, name: Span) -> Span | None:
    """The company in "Maria from Globex", in the case of the name: lower after lower."""
    link = _AFTER_NAME.match(turn.text, name.end)
    if link is None:
        return None
    sure = Sure.ANY if turn.text[name.start].islower() else Sure.CAPITAL
    return read_company(turn.text, link.end(), sure)


def answer(text: str, start: int, end: int) -> Span | None:
    """The segment as the answer to the question for a company, None where it is something else."""
    text = text[:end]
    lead_in = _LEAD_IN.match(text, start)
    begin = lead_in.end() if lead_in else start
    first = _WORD.match(text, begin)
    if first is None or end - begin > 80 or fold(first["word"]) in _NO_ANSWER:
        return None
    span = read_company(text, begin, Sure.ANY)
    return span if span and ends_clause(text, span.end) else None


def with_legal_form(text: str, start: int, end: int) -> Span | None:
    """The segment where it is nothing but a company with its legal form: "Globex GmbH"."""
    begin = start + len(text[start:end]) - len(text[start:end].lstrip())
    span = read_company(text[:end], begin, Sure.LEGAL_FORM)
    return span if span and not text[span.end : end].strip(" .\t\r") else None


def looks_like_one(text: str, start: int, end: int) -> bool:
    """Whether the segment is a company by its legal form, its trade or an ampersand."""
    said = text[start:end].split()
    if not said or len(said) > _LONGEST:
        return False
    last = fold(said[-1])
    if len(said) == 2 and last in TRADES and is_first_name(said[0]) and last not in SURE_TRADES:
        return False
    return is_legal_form(said[-1]) or (len(said) > 1 and last in TRADES) or "&" in said[1:-1]


def standing_alone(text: str, start: int, end: int) -> Span | None:
    """The segment where it is a company and nothing else: "Globex GmbH", "Tin Roof Cafe"."""
    if span := with_legal_form(text, start, end):
        return span
    begin = start + len(text[start:end]) - len(text[start:end].lstrip())
    if text[begin : begin + 4].casefold() == "the ":
        begin += 4
    said = text[begin:end].split()
    if len(said) < 2 or not looks_like_one(text, begin, end) or not said[0][0].isupper():
        return None
    if any(word[0].islower() and fold(word) not in _JOINS for word in said):
        return None
    span = read_company(text[:end], begin, Sure.CAPITAL if text.isupper() else Sure.TITLE)
    return span if span and not text[span.end : end].strip(" .\t\r") else None


def has_legal_form(text: str) -> bool:
    """Whether any word is a legal form."""
    bare = text.translate(_WITHOUT_MARKS).split()
    return not LEGAL_FORMS.keys().isdisjoint(map(str.casefold, bare)) and any(
        map(is_legal_form, bare)
    )


def read_company(text: str, start: int, sure: Sure) -> Span | None:
    """The company that begins there, if it is as sure as asked for."""
    run = _run(text, start)
    kept = _kept(text, run)
    if not kept or not _is_sure(text, run[:kept], sure):
        return None
    begin, end = run[0].start("word"), run[kept - 1].end("word")
    if not is_legal_form(run[kept - 1]["word"]):
        end = begin + len(text[begin:end].rstrip(".'-"))
    name = text[begin:end]
    if fold(name) in PLACES or is_pronoun(name) or not re.search(r"[^\W_]", name):
        return None
    return Span(company_case(name), begin, end)


def _run(text: str, start: int) -> list[re.Match[str]]:
    """The words from there to the end of the sentence or the legal form, seven at most."""
    run: list[re.Match[str]] = []
    while len(run) < _LONGEST and (match := _WORD.match(text, start)) and not match["more"]:
        run.append(match)
        comma = _BEFORE_FORM.match(text, match.end())
        start = comma.end() if comma else match.end()
        if match["word"].endswith((".", "!")) or is_legal_form(match["word"]):
            break
    return run


def _kept(text: str, run: list[re.Match[str]]) -> int:
    """How many of the words are of the name: capitalised ones, what joins them, the legal form."""
    if not run or not run[0]["word"][0].isalnum():
        return 0
    kept = 1
    for at, match in enumerate(run[1:], 1):
        joins = match["word"].casefold() in _JOINS and at + 1 < len(run)
        if joins and _is_named(run[at + 1]["word"]):
            continue
        if not _goes_on(text, run[0], match, at):
            break
        kept = at + 1
    return kept


def _goes_on(text: str, first: re.Match[str], match: re.Match[str], at: int) -> bool:
    """A second or third word in lower case goes with a first in lower case if the clause ends."""
    word = match["word"]
    if _is_named(word) or is_legal_form(word):
        return True
    lower = first["word"][0].islower() and word[0].isalpha() and at < 3
    return lower and not is_ordinary(word) and ends_clause(text, match.end())


def _is_named(word: str) -> bool:
    return word[0].isalnum() and is_capitalised(word) and not is_pronoun(word)


def _is_sure(text: str, run: list[re.Match[str]], sure: Sure) -> bool:
    first = run[0]["word"]
    if len(run) > 1 and is_legal_form(run[-1]["word"]):
        return not is_ordinary(first) or is_capitalised(first)
    if sure is Sure.LEGAL_FORM or (is_ordinary(first) and not _is_title(run)):
        return False
    if sure is Sure.TITLE and not (_is_title(run) and ends_clause(text, run[-1].end())):
        return False
    looks_named = any(sign.isupper() for sign in first) and not text.isupper()
    return looks_named or (sure is Sure.ANY and not first.isdigit())


def _is_title(run: list[re.Match[str]]) -> bool:
    """ "Best Buy", "Bank of America": ordinary words are a name where they begin in capitals."""
    said = [match["word"] for match in run if match["word"].casefold() not in _JOINS]
    return len(said) > 1 and all(word[0].isupper() for word in said)
