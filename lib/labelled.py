"""Conversations of which somebody has said how warm they are: what scores are measured with."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from lib.domain import Conversation, Refused, Temperature
from lib.importers import payload
from lib.importers.documents import documents
from lib.importers.fields import Invalid, invalid, quoted
from lib.importers.files import opened
from lib.importers.options import Options

LABELS = {temperature.casefold(): temperature for temperature in Temperature}


class Labelled(NamedTuple):
    """A conversation and what a person called it."""

    conversation: Conversation
    label: Temperature


def read(
    path: Path, on_read: Callable[[int], object] | None = None
) -> Iterator[Labelled | Refused]:
    """The conversations of a JSON Lines file, each with a `label` of hot, warm or cold.

    Raises UnusableFile where nothing can be read.
    """
    with opened(path, on_read) as file:
        for document in documents(file):
            if isinstance(document, Refused):
                yield document
                continue
            try:
                yield Labelled(
                    payload.parse(document.value, default=Options().default), _label(document.value)
                )
            except Invalid as error:
                yield document.refused(error)


def _label(value: Mapping[str, object]) -> Temperature:
    given = value.get("label")
    if isinstance(given, str) and (label := LABELS.get(given.strip().casefold())):
        return label
    raise invalid("label", f"This must be hot, warm or cold, not {quoted(given)}.")
