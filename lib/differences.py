"""What is different between two lists of exemplars, and between two sets."""

from collections.abc import Sequence
from typing import NamedTuple

import polars as pl

from embeddings.exemplars import Exemplar
from lib.exemplars import StoredSet
from lib.queries import Schema

DIFFERENCES: Schema = {
    "change": pl.String,
    "text": pl.String,
    "before": pl.String,
    "after": pl.String,
}


class Differences(NamedTuple):
    """How many sentences were added, removed, and given another intent or temperature.

    `rows` has one of them a row (columns as of DIFFERENCES): before and after name the intent, with
    its temperature.
    """

    added: int
    removed: int
    moved: int
    rows: pl.DataFrame

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.added or self.removed or self.moved)

    def __str__(self) -> str:
        """As in: 3 added, 1 removed."""
        counts = {"added": self.added, "removed": self.removed, "moved": self.moved}
        return ", ".join(f"{number:,} {name}" for name, number in counts.items() if number)


def between(old: Sequence[Exemplar], new: Sequence[Exemplar]) -> Differences:
    """Sentences are told apart by their text."""
    before, after = ({each.text: each for each in rows} for rows in (old, new))
    added = [("added", text, "", _where(after[text])) for text in after if text not in before]
    removed = [("removed", text, _where(before[text]), "") for text in before if text not in after]
    moved = [
        ("moved", text, _where(before[text]), _where(after[text]))
        for text in after
        if text in before and _where(before[text]) != _where(after[text])
    ]
    rows = pl.DataFrame([*added, *removed, *moved], schema=DIFFERENCES, orient="row")
    return Differences(len(added), len(removed), len(moved), rows)


def summary(old: StoredSet, new: StoredSet) -> str:
    """What is different between two sets in a few words; empty where nothing is."""
    parts = [str(between(old.exemplars, new.exemplars))]
    if old.thresholds != new.thresholds:
        parts.append(f"Hot from {new.thresholds.hot:g}, Warm from {new.thresholds.warm:g}")
    if old.calibration.to_json() != new.calibration.to_json():
        parts.append("another calibration")
    return ", ".join(part for part in parts if part)


def _where(exemplar: Exemplar) -> str:
    return f"{exemplar.intent} ({exemplar.temperature})"
