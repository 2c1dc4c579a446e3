"""Which words may be a name: lists, the shape of a word, and where a run of words ends."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path


def listed(name: str) -> frozenset[str]:
    """The words of a list beside this module; _ is a space, a # line a comment."""
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    kept = " ".join(line for line in lines if not line.startswith("#"))
    return frozenset(word.replace("_", " ") for word in kept.split())


def words(*written: str) -> frozenset[str]:
    """The words of a short list that stands in the code."""
    return frozenset(word for line in written for word in line.split())


PLACES = listed("places.txt")
GIVEN_NAMES = listed("given_names.txt")
ORDINARY = listed("ordinary_words.txt")
COMMON = listed("common_words.txt")
SURNAMES = listed("surnames.txt")
TRADES = listed("trades.txt")
# First names that are words, too: in lower case they need a sure cue.
AMBIGUOUS = words(
    "ally amber angel art autumn basil bill buck buddy chase clay cliff clover crystal dawn dean",
    "dolly drew dusty ebony eve faith fang fern flora frank gale gene ginger glen grace grant guy",
    "harmony hazel heath heather herb holly hope hunter iris ivy jade jay joy kit kitty lance",
    "laurel lily marina mark maxim melody miles norm olive pat patty pearl peg penny pierce poppy",
    "reed rich rocky rod roman rose rosemary ruby rusty sage said sandy serenity sky sterling stew",
    "sue sultan summer till trace viola violet wade will willow woody wren",
)
MONTHS = words("april may june august")
PARTICLES = words(
    "de la las los del da das do dos di du le van von vom zu der den ter ten bin al el"
)
CONNECTORS = words(
    "and from at with of here but i i'm im i'd i've i'll my we our also again or by for in on to",
    "who",
    "speaking calling writing looking thanks thank please nice und von aus bei mit ich y de en et",
    "chez da do dal della și si e och og ja ve ile та \u0456 и й again btw or",
)
_PRONOUNS = words(
    "i i'm im i'd i've i'll my we we're it's is was am are and but from at with here the"
)
TITLES = words(
    "dr"
    " mr"
    " mrs ms miss mx prof professor sir madam capt captain sgt lt rev sr sra srta señor señora",
    "herr frau mme mlle monsieur madame sig dott ing dipl",
)
_ABBREVIATIONS = TITLES | {"st", "jr"}
_INFLECTED = re.compile(r"[a-z']{2,30}(?:ing|ed|ly|n't)")
_ENDINGS = (
    *(("ies", "y"), ("es", ""), ("s", ""), ("ing", ""), ("ing", "e"), ("ed", ""), ("d", "")),
    *(("ly", ""), ("er", ""), ("r", ""), ("est", ""), ("ness", ""), ("ier", "y"), ("'s", "")),
)
# Anything but a space, a digit and ASCII punctuation other than ' - and the full stop.
_LETTER = r"[^\s\x00-&(-,/0-9:-@\[-`{-\x9f]"
_WORD = re.compile(rf"[ \t]{{0,3}}(?P<word>{_LETTER}{{1,40}})(?P<more>{_LETTER}?)")
_CLAUSE_END = re.compile(r"[ \t]{0,3}(?:$|[.,;:!?()|/\n\r&]|-\s)")


def either(*lines: str) -> tuple[str, ...]:
    """Cues that are parted by | because they hold spaces."""
    return tuple("|".join(lines).split("|"))


def has_any(lowered: str, cues: Iterable[str]) -> bool:
    """Whether one of the cues is in the text: ten times faster than a pattern of them."""
    for cue in cues:  # noqa: SIM110  # a generator would double its time
        if cue in lowered:
            return True
    return False


def words_after(text: str, start: int, most: int) -> list[re.Match[str]]:
    """Up to `most` words from there on, to the next mark of punctuation or end of a sentence."""
    found: list[re.Match[str]] = []
    while len(found) < most and (match := _WORD.match(text, start)) and not match["more"]:
        found.append(match)
        start = match.end()
        if match["word"].endswith(".") and not ends_in_abbreviation(match["word"]):
            break
    return found


def ends_in_abbreviation(word: str) -> bool:
    """Whether its full stop belongs to it, as in "Dr." and "J."; else the sentence ends there."""
    bare = word.rstrip(".")
    return len(bare) == 1 or "." in bare or bare.casefold() in _ABBREVIATIONS


def ends_clause(text: str, end: int) -> bool:
    """Whether nothing, or a mark of punctuation, follows."""
    return bool(_CLAUSE_END.match(text, end))


def fold(word: str) -> str:
    """The word as the lists have it."""
    return word.strip(".'-").casefold()


def is_ordinary(word: str) -> bool:
    """Whether the word is of the language rather than a name, as far as its look tells."""
    folded = fold(word)
    return folded in ORDINARY or bool(_INFLECTED.fullmatch(folded))


def is_common(word: str) -> bool:
    """Whether it is an English word, inflected or not; a first name that is one is none."""
    folded = fold(word)
    if folded in GIVEN_NAMES and folded not in AMBIGUOUS:
        return folded in ORDINARY
    return is_ordinary(word) or folded in COMMON or any(stem in COMMON for stem in _stems(folded))


def _stems(word: str) -> Iterator[str]:
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            stem = word[: -len(ending)]
            yield stem + instead
            if not instead and len(stem) > 3 and stem[-1] == stem[-2]:
                yield stem[:-1]


def is_pronoun(word: str) -> bool:
    """Whether a sentence goes on here, whatever the case of the word."""
    return fold(word) in _PRONOUNS


def is_first_name(words: str) -> bool:
    """Whether the first of the words is on the list of first names."""
    return fold(words.split()[0]) in GIVEN_NAMES


def has_shape_of_name(word: str) -> bool:
    """Letters of any script, not too many marks on them, apostrophes, hyphens, full stops."""
    bare = re.sub(r"['.\u200c\u200d-]", "", word)
    kinds = "" if bare.isalpha() else "".join(unicodedata.category(sign)[0] for sign in bare)
    if bare.isalpha():
        return not _is_sentence_without_spaces(bare)
    return kinds[:1] == "L" and set(kinds) <= {"L", "M"} and kinds.count("M") <= kinds.count("L")


def _is_sentence_without_spaces(bare: str) -> bool:
    """A Chinese or Japanese name is a few signs; a longer run is more than a name."""
    return "\u3040" <= bare[0] <= "\u9fff" and len(bare) > 6


def is_capitalised(word: str) -> bool:
    """Whether the word is written as a name is; a script without case cannot tell, so it passes."""
    first = word.lstrip("'")[:1]
    return first != first.lower() or word.lower() == word.upper()
