"""The labelled sentences that conversations are compared with, and the set they form."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, TextIO

from embeddings.calibration import TEMPERATURES, Calibration
from embeddings.encoder import Encoder, Vectors

STARTER_SET = Path(__file__).with_name("exemplars.csv")
STARTER_CALIBRATION = Path(__file__).with_name("calibration.json")
COLUMNS = ("text", "intent", "temperature")


class UnusableExemplars(ValueError):
    """Exemplars that cannot be used; the text says which and why."""


class Exemplar(NamedTuple):
    """A labelled sentence; all exemplars of an intent have its temperature."""

    text: str
    intent: str
    temperature: str


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Scores from which a conversation is Hot, and from which it is Warm."""

    hot: float = 70.0
    warm: float = 40.0

    def __post_init__(self) -> None:
        """Raise UnusableExemplars unless 0 < warm < hot <= 100."""
        if not 0 < self.warm < self.hot <= 100:
            raise UnusableExemplars(
                f"The thresholds must be 0 < warm < hot <= 100, not {self.warm:g} and {self.hot:g}."
            )

    def temperature(self, score: float) -> str:
        """Hot, Warm or Cold."""
        if score >= self.hot:
            return "Hot"
        return "Warm" if score >= self.warm else "Cold"


@dataclass(frozen=True, slots=True, eq=False)
class ExemplarSet:
    """All that a score depends on beside the conversation.

    `texts`, `intents` and the rows of `vectors` (E, D) belong together; `temperatures` has one
    temperature per intent.
    """

    texts: Sequence[str]
    intents: Sequence[str]
    temperatures: Mapping[str, str]
    vectors: Vectors
    calibration: Calibration
    thresholds: Thresholds = field(default_factory=Thresholds)

    def __post_init__(self) -> None:
        """Raise UnusableExemplars where the parts do not fit together."""
        if not len(self.texts) == len(self.intents) == len(self.vectors):
            raise UnusableExemplars("Each exemplar needs one text, one intent and one vector.")
        unnamed = set(self.intents) - self.temperatures.keys()
        if unnamed:
            raise UnusableExemplars(f"The intent {min(unnamed)} has no temperature.")
        used = {self.temperatures[intent] for intent in self.intents}
        if used != set(TEMPERATURES):
            raise UnusableExemplars("Each of Hot, Warm and Cold needs at least one exemplar.")

    @classmethod
    def of(
        cls,
        exemplars: Sequence[Exemplar],
        encoder: Encoder,
        calibration: Calibration,
        thresholds: Thresholds | None = None,
    ) -> "ExemplarSet":
        """Encode exemplars and make them a set."""
        texts = [exemplar.text for exemplar in exemplars]
        return cls(
            texts,
            [exemplar.intent for exemplar in exemplars],
            {exemplar.intent: exemplar.temperature for exemplar in exemplars},
            encoder.encode(texts),
            calibration,
            thresholds or Thresholds(),
        )


def starter_exemplars() -> list[Exemplar]:
    """The exemplars that the product ships with."""
    with STARTER_SET.open(encoding="utf-8", newline="") as file:
        return read_exemplars(file)


def starter_calibration() -> Calibration:
    """The calibration fitted to the shipped exemplars."""
    return Calibration.from_json(STARTER_CALIBRATION.read_text(encoding="utf-8"))


def starter_set(encoder: Encoder) -> ExemplarSet:
    """The shipped exemplars and calibration, encoded."""
    return ExemplarSet.of(starter_exemplars(), encoder, starter_calibration())


def read_exemplars(file: TextIO) -> list[Exemplar]:
    """Read CSV with the columns text, intent and temperature; a row said twice counts once.

    Raise UnusableExemplars, naming the line, for an empty cell, an unknown temperature, an intent
    with two temperatures or a text with two intents. Open the file with newline="".
    """
    rows = csv.DictReader(file)
    missing = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
    if missing:
        raise UnusableExemplars(
            f"The file has no column {missing[0]}; it needs {', '.join(COLUMNS)}."
        )
    return checked((rows.line_num, row) for row in rows)


def checked(rows: Iterable[tuple[int, Mapping[str, str | None]]]) -> list[Exemplar]:
    """Exemplars out of numbered rows; errors as of `read_exemplars`."""
    found: dict[str, Exemplar] = {}
    temperatures: dict[str, str] = {}
    for line, row in rows:
        exemplar = Exemplar(*(" ".join((row[name] or "").split()) for name in COLUMNS))
        problem = _problem(
            exemplar,
            temperatures.setdefault(exemplar.intent, exemplar.temperature),
            found.setdefault(exemplar.text.casefold(), exemplar),
        )
        if problem:
            raise UnusableExemplars(f"Line {line}: {problem}")
    return list(found.values())


def _problem(exemplar: Exemplar, temperature: str, first: Exemplar) -> str:
    """What is wrong with an exemplar, given its intent's temperature and who first had its text."""
    for name, value in zip(COLUMNS, exemplar, strict=True):
        if not value:
            return f"the {name} is empty."
    if exemplar.temperature not in TEMPERATURES:
        return f"{exemplar.temperature} is no temperature; it must be Hot, Warm or Cold."
    if exemplar.temperature != temperature:
        return f"{exemplar.intent} is {exemplar.temperature} here but {temperature} above."
    if exemplar.intent != first.intent:
        return f"this text is already an exemplar of {first.intent}."
    return ""
