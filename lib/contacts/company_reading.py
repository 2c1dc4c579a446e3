"""Where a company begins and ends, and how sure it is that words are one."""

import re

from lib.contacts.company_cues import Sure
from lib.contacts.turns import Span
from lib.contacts.words import (
    PLACES,
    TRADES,
    ends_clause,
    ends_in_abbreviation,
    fold,
    is_capitalised,
    is_common,
    is_first_name,
    is_ordinary,
    is_pronoun,
    words,
)
from lib.contacts.writing import LEGAL_FORMS, company_case, is_legal_form

# As in lib.contacts.words, but with digits, & and +: "3M", "H&M".
_SIGN = r"[^\s\x00-%(-*,/:-@\[-`{-\x9f]"


WORD = re.compile(rf"[ \t]{{0,3}}(?P<word>{_SIGN}{{1,40}})(?P<more>{_SIGN}?)")


_BEFORE_FORM = re.compile(r", {0,2}(?=(?:inc|llc|ltd|gmbh|s\.?a|b\.?v|corp|co)\b)", re.IGNORECASE)


_JOINS = words(
    "&"
    " and"
    " of"
    " the"
    " de und et y for + del della dello di da do dos das du des la le les el los las van von",
    "der den zu zum e och og i al en",
)


_PARTS = TRADES | _JOINS
_ROLES = words(
    "ceo"
    " cto"
    " coo"
    " cfo cmo cio vp president director manager head owner founder co-founder chief lead chair"
)
_DEGREES = words("cpa phd md mba esq jr sr bsc msc ma ba dds rn")


_MORE_FORM = re.compile(
    r",? ?(?:& ?)?(?:co\.?|kg|kgaa|ltd|inc|llc|limited|ag|sdn|bhd|de c\.?v|z o)\b", re.IGNORECASE
)


_WITHOUT_MARKS = str.maketrans("", "", ".,;:!?()")


SURE_TRADES = TRADES - words(
    "baker"
    " bakers"
    " banks"
    " barber"
    " barbers bishop brewers brothers butchers carriers crew fields forge glass grove hall"
    " hill"
    " hills"
    " house"
    " hunter"
    " land love marks miles park parks power press price reed royal sage stone story young"
    " weaving works yards gardens law may means signal sun day house light lights"
)


_LONGEST = 7  # words of a company


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
    if any(is_ordinary(word) and word.islower() and word not in _JOINS for word in said[1:]):
        return False
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
    span = read_company(text[:end], begin, Sure.ANY if text.isupper() else Sure.TITLE)
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
    if fold(run[0]["word"]) in _ROLES and kept > 1 and run[1]["word"].islower():
        return None
    if fold(name) in PLACES or is_pronoun(name) or not re.search(r"[^\W_]", name):
        return None
    if text[end : end + 1] == "@" or fold(name) in _DEGREES or name.endswith("'s"):
        return None
    return Span(company_case(name), begin, end)


def _run(text: str, start: int) -> list[re.Match[str]]:
    """The words from there to the end of the sentence or the legal form, seven at most."""
    run: list[re.Match[str]] = []
    while len(run) < _LONGEST and (match := WORD.match(text, start)) and not match["more"]:
        run.append(match)
        comma = _BEFORE_FORM.match(text, match.end())
        start = comma.end() if comma else match.end()
        word = match["word"]
        ends = word.endswith((".", "!")) and not ends_in_abbreviation(word)
        if (ends or is_legal_form(word)) and not _MORE_FORM.match(text, start):
            break
    return run


def _kept(text: str, run: list[re.Match[str]]) -> int:
    """How many of the words are of the name: capitalised ones, what joins them, the legal form."""
    if not run or not run[0]["word"][0].isalnum():
        return 0
    if run[0]["word"][0].islower():
        return _kept_lower(text, run)
    kept, ampersand = 1, False
    for at, match in enumerate(run[1:], 1):
        word = match["word"].casefold()
        if word == "and" and ampersand:
            break
        ampersand |= word in ("&", "+")
        if word in _JOINS and _is_joined(run, at):
            continue
        if not (_is_named(match["word"]) or is_legal_form(match["word"])):
            break
        kept = at + 1
    return kept


def _is_joined(run: list[re.Match[str]], at: int) -> bool:
    """Whether a capitalised word follows, perhaps after another small one ("de la")."""
    following = [match["word"] for match in run[at + 1 : at + 3]]
    if following and following[0].casefold() in _JOINS:
        following = following[1:]
    return bool(following) and (_is_named(following[0]) or is_legal_form(following[0]))


def _kept_lower(text: str, run: list[re.Match[str]]) -> int:
    """In lower case: up to a trade or legal form, else three words at most that end the clause."""
    for at, match in enumerate(run[:5]):
        word = match["word"]
        if is_legal_form(word) and at:
            return at + 1
        if fold(word) in TRADES and at and _is_last_trade(text, run, at):
            return at + 1
        if at and is_ordinary(word) and fold(word) not in _PARTS:
            break
        if word.casefold() not in _JOINS and ends_clause(text, match.end()) and at < 3:
            return at + 1
    return 1


def _is_last_trade(text: str, run: list[re.Match[str]], at: int) -> bool:
    following = run[at + 1]["word"] if at + 1 < len(run) else ""
    return fold(following) not in TRADES and not is_legal_form(following)


def _is_named(word: str) -> bool:
    return word[0].isalnum() and is_capitalised(word) and not is_pronoun(word)


def _is_sure(text: str, run: list[re.Match[str]], sure: Sure) -> bool:
    said = [match["word"] for match in run]
    if len(run) > 1 and is_legal_form(said[-1]):
        return not is_ordinary(said[0]) or is_capitalised(said[0])
    if sure is Sure.LEGAL_FORM or (
        is_ordinary(said[0]) and not _is_title(run) and said[0] != "the"
    ):
        return False
    if said[0].islower():
        return _is_sure_in_lower_case(text, said, run[-1].end(), sure)
    if sure is Sure.TRADE and not (_is_title(run) and fold(said[-1]) in TRADES):
        return False
    if sure is Sure.TITLE and not (_is_title(run) and ends_clause(text, run[-1].end())):
        return False
    looks_named = any(sign.isupper() for sign in said[0]) and not text.isupper()
    return looks_named or (sure is Sure.ANY and not said[0].isdigit())


def _is_sure_in_lower_case(text: str, said: list[str], end: int, sure: Sure) -> bool:
    """A trade that has a name: "bluefin studio", "rob's reptiles", not "commercial property"."""
    if sure is Sure.ANY:
        return not said[0].isdigit() and (
            said[0] != "the" or (len(said) > 1 and ends_clause(text, end))
        )
    if sure is Sure.LEGAL_FORM or len(said) < 2 or fold(said[-1]) not in TRADES:
        return False
    if any(is_ordinary(word) and fold(word) not in _PARTS for word in said[:-1]):
        return False
    own = any(not is_common(word) or word.endswith("'s") for word in said[:-1])
    return own or ends_clause(text, end)


def _is_title(run: list[re.Match[str]]) -> bool:
    """ "Best Buy", "Bank of America": ordinary words are a name where they begin in capitals."""
    said = [match["word"] for match in run if match["word"].casefold() not in _JOINS]
    return len(said) > 1 and all(word[0].isupper() for word in said)
