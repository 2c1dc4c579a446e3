"""Which words may be a name: lists, the shape of a word, and how a name is written."""

import re
import unicodedata
from pathlib import Path


def listed(name: str) -> frozenset[str]:
    """The words of a list beside this module; _ is a space, a # line a comment."""
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    return frozenset(
        word.replace("_", " ")
        for line in lines
        if not line.startswith("#")
        for word in line.split()
    )


PLACES = listed("places.txt")
GIVEN_NAMES = listed("given_names.txt")
ORDINARY = listed("ordinary_words.txt")
PARTICLES = frozenset(
    "de la las los del da das do dos di du le van von vom zu der den ter ten bin ibn al el".split()
)
CONNECTORS = frozenset(
    "and from at with of here but i i'm im i'd i've i'll my we our from, und von aus bei mit ich y de en soy et chez"
    " speaking calling writing, looking again also or by for in on to who thanks thank please nice".split()
)
_PRONOUNS = frozenset(
    "i i'm im i'd i've i'll my we we're it's is was am are and but from at with here the".split()
)
_TITLES = frozenset("dr mr mrs ms prof mx sr sra herr frau mme st jr".split())
_INFLECTED = re.compile(r"[a-z']{2,30}(?:ing|ed|ly|n't)")
_WORD = re.compile(
    r"[ \t]{0,3}(?P<word>[^\s\x00-&(-,/0-9:-@\[-`{-\x9f“”„«»‹›…–—•·，。、！？；|]{1,40})"
    r"(?P<more>[^\s\x00-&(-,/0-9:-@\[-`{-\x9f“”„«»‹›…–—•·，。、！？；|]?)"
)


def words_after(text: str, start: int, most: int) -> list[re.Match[str]]:
    """Up to `most` words from there on, to the next mark of punctuation or end of a sentence."""
    found: list[re.Match[str]] = []
    while len(found) < most and (match := _WORD.match(text, start)) and not match["more"]:
        found.append(match)
        start = match.end()
        if match["word"].endswith(".") and not is_abbreviated(match["word"]):
            break
    return found


def is_abbreviated(word: str) -> bool:
    """Whether its full stop belongs to it, as in "Dr." and "J."; else the sentence ends there."""
    bare = word.rstrip(".")
    return len(bare) == 1 or bare.casefold() in _TITLES


def fold(word: str) -> str:
    """The word as the lists have it."""
    return word.strip(".'-").casefold()


def is_ordinary(word: str) -> bool:
    """Whether the word is of the language rather than a name, as far as its look tells."""
    folded = fold(word)
    return folded in ORDINARY or bool(_INFLECTED.fullmatch(folded))


def is_pronoun(word: str) -> bool:
    """Whether a sentence goes on here, whatever the case of the word."""
    return fold(word) in _PRONOUNS


def has_shape_of_name(word: str) -> bool:
    """Letters of any script, with their marks, apostrophes, hyphens and full stops."""
    bare = word.replace("'", "").replace("-", "").replace(".", "")
    if bare.isalpha():
        return _fits_script(bare)
    kinds = [unicodedata.category(c)[0] for c in bare if c not in "\u200c\u200d"]
    return (
        bool(kinds)
        and kinds[0] == "L"
        and set(kinds) <= set("LM")
        and (kinds.count("M") <= kinds.count("L"))
    )


def _fits_script(bare: str) -> bool:
    """A Chinese or Japanese name is a few signs; a longer run is a sentence without spaces."""
    return bare[0] < "\u3040" or bare[0] > "\u9fff" or len(bare) <= 6


def is_capitalised(word: str) -> bool:
    """Whether the word is written as a name is; a script without case cannot tell, so it passes."""
    return word.lstrip("'")[:1] != word.lstrip("'")[:1].lower() or word.lower() == word.upper()


def proper_case(name: str) -> str:
    """A name as it is usually written: "o'brien" → "O'Brien"; mixed case is left as it came."""
    words = unicodedata.normalize("NFC", name).split()
    shouted = all(word.isupper() for word in words)
    return " ".join(_cased(word, shouted, first=i == 0) for i, word in enumerate(words))


def _cased(word: str, shouted: bool, *, first: bool) -> str:
    if not (word.islower() or (word.isupper() and (shouted or len(word) > 3))):
        return word
    if word.casefold() in PARTICLES and not first:
        return word.lower()
    return "-".join(_capitalised(part) for part in word.lower().split("-"))


def _capitalised(part: str) -> str:
    prefix = re.match(r"(?:mc|o'|d')(?=[^\W\d_]{2})", part)
    head = prefix[0] if prefix else ""
    return (
        head[:1].upper()
        + head[1:]
        + part[len(head) : len(head) + 1].upper()
        + part[len(head) + 1 :]
    )
