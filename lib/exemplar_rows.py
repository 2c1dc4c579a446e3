"""Exemplars as the rows of a table or of a CSV file, and back; what is wrong with a row, by row."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import polars as pl

from embeddings.calibration import TEMPERATURES
from embeddings.exemplars import COLUMNS, Exemplar
from lib.domain import UnusableFile
from lib.drafts import LONGEST_EXEMPLAR
from lib.queries import Schema

ROWS: Schema = {"text": pl.String, "intent": pl.String, "temperature": pl.String}


class Read(NamedTuple):
    """The exemplars of rows, and a sentence for each row that cannot be one."""

    exemplars: tuple[Exemplar, ...]
    refused: list[str]


def rows(exemplars: Sequence[Exemplar]) -> pl.DataFrame:
    """A row an exemplar, in their order."""
    return pl.DataFrame(list(exemplars), schema=ROWS, orient="row")


def temperatures(exemplars: Iterable[Exemplar]) -> dict[str, str]:
    """The temperature of each intent."""
    return {each.intent: each.temperature for each in exemplars}


def read(
    given: Iterable[tuple[int, Mapping[str, object]]], known: Mapping[str, str], row_name: str
) -> Read:
    """Numbered rows of text, intent and, for an intent that is not `known` yet, temperature.

    A row said twice counts once. `row_name` is what a row is called: Row or Line.
    """
    kept: dict[str, Exemplar] = {}
    of_intents: dict[str, str] = {}
    refused = []
    for number, row in given:
        text, intent, temperature = (_clean(row.get(name)) for name in COLUMNS)
        temperature = temperature.capitalize() or of_intents.get(intent) or known.get(intent) or ""
        exemplar = Exemplar(text, intent, temperature)
        if problem := _problem(exemplar, of_intents.get(intent), kept.get(text.casefold())):
            refused.append(f"{row_name} {number}: {problem}")
            continue
        of_intents[intent] = temperature
        kept.setdefault(text.casefold(), exemplar)
    return Read(tuple(kept.values()), refused)


def read_csv(data: bytes, known: Mapping[str, str]) -> Read:
    """A CSV file with the columns text, intent and temperature. Raises UnusableFile."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnusableFile("This file is not UTF-8 text. Save it as CSV UTF-8.") from error
    reader = csv.DictReader(io.StringIO(text, newline=""))
    header = [name.strip().casefold() for name in reader.fieldnames or ()]
    if missing := {"text", "intent"} - set(header):
        raise UnusableFile(f"The file has no column {min(missing)}; it needs text and intent.")
    reader.fieldnames = header
    return read(((reader.line_num, row) for row in reader), known, "Line")


def to_csv(exemplars: Iterable[Exemplar]) -> bytes:
    """A CSV file that `read_csv` and `python -m lib score --exemplars` read."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(exemplars)
    return file.getvalue().encode()


def with_intent(
    exemplars: Iterable[Exemplar], intent: str, *, name: str, temperature: str
) -> tuple[Exemplar, ...]:
    """The exemplars with an intent named, and as warm, as it shall be."""
    return tuple(
        each._replace(intent=name, temperature=temperature) if each.intent == intent else each
        for each in exemplars
    )


def _clean(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _problem(exemplar: Exemplar, temperature: str | None, first: Exemplar | None) -> str:
    """What is wrong with an exemplar, given its intent's temperature and who first had its text."""
    if not exemplar.text:
        return "the text is empty."
    if not exemplar.intent:
        return "the intent is empty."
    if len(exemplar.text) > LONGEST_EXEMPLAR:
        return (
            f"the text has {len(exemplar.text):,} characters, {LONGEST_EXEMPLAR} are possible. "
            "Keep the sentence that tells."
        )
    if not exemplar.temperature:
        return f"{exemplar.intent} is no intent of this set; give its temperature too."
    if exemplar.temperature not in TEMPERATURES:
        return f"{exemplar.temperature} is no temperature; it must be Hot, Warm or Cold."
    if temperature and exemplar.temperature != temperature:
        return f"{exemplar.intent} is {exemplar.temperature} here but {temperature} above."
    if first and exemplar.intent != first.intent:
        return f"this text is already an exemplar of {first.intent}."
    return ""
