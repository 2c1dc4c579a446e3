"""Numbers that are spelled out: "seven seven three, double five" as digits."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_DIGITS = {
    word: str(digit)
    for digit, line in enumerate(
        (
            "zero oh o null cero zéro nought",
            "one ein eins uno un une um uma",
            "two zwei zwo dos deux due dois duas",
            "three drei tres trois tre três",
            "four vier cuatro quatre quattro quatro",
            "five fünf cinco cinq cinque",
            "six sechs seis sei",
            "seven sieben siete sept sette sete",
            "eight acht ocho huit otto oito",
            "nine neun nueve neuf nove",
        )
    )
    for word in line.split()
}
_TIMES = {"double": 2, "triple": 3, "treble": 3, "doppel": 2}
_LEAST, _MOST = 4, 26  # words of a number
_TOKEN = rf"(?:{'|'.join(sorted({*_DIGITS, *_TIMES}, key=len, reverse=True))}|plus|\+?\d{{1,5}})"
_SPELLED = re.compile(
    rf"(?<![\w@])\(?{_TOKEN}(?:[ ,.)(/-]{{1,3}}{_TOKEN}){{{_LEAST - 1},{_MOST}}}(?![\w@])",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{1,8}|\+?\d{1,5}")


@dataclass(frozen=True, slots=True)
class Spelled:
    """The digits, perhaps after a plus sign, and where they are said."""

    digits: str
    start: int
    end: int


_QUICK = re.compile(
    r"\b(?:one|two|three|five|seven|zero|double|dos|tres|deux|trois|zwei|drei|fünf|due|tre"
    r"|dois|oh)\b",
    re.IGNORECASE,
)


def may_be_spelled(text: str) -> bool:
    """Whether a word for a digit is in it: cheap, and false for most messages."""
    return bool(_QUICK.search(text))


def spelled(text: str) -> Iterator[Spelled]:
    """Runs of at least seven digits of which two or more are words."""
    for match in _SPELLED.finditer(text):
        said = _WORD.findall(match[0].lower())
        digits = _digits(said)
        if sum(word.isalpha() for word in said) > 1 and 7 <= len(digits.lstrip("+")) <= 15:
            yield Spelled(digits, *match.span())


def _digits(said: list[str]) -> str:
    digits, times = "", 1
    for word in said:
        if word in _TIMES:
            times = _TIMES[word]
            continue
        digits += "+" if word == "plus" else _DIGITS.get(word, word) * times
        times = 1
    return digits
