"""What a score would be with less: the conversation so far, without a message, without an exemplar.

Each is a score of its own, made anew from the same vectors: exact, and without a new fit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from embeddings.encoder import Vectors
from embeddings.exemplars import ExemplarSet
from embeddings.scoring import Assessment, assess
from embeddings.utterances import Utterance


class Heard(NamedTuple):
    """A conversation ready to be scored: what was said, and the vectors (T, D) of its texts.

    `rows` gives each utterance's `text` and `in_context` its row of `vectors`.
    """

    said: Sequence[Utterance]
    rows: Mapping[str, int]
    vectors: Vectors


class Moment(NamedTuple):
    """The score after a message of the visitor; `position` counts all messages from 0."""

    position: int
    score: float


def course(heard: Heard, exemplars: ExemplarSet) -> list[Moment]:
    """The score after each message of the visitor that counts, in order.

    Which utterances count is decided by the whole conversation: a greeting that stands aside in
    the end stands aside all along.
    """
    positions = sorted({one.position for one in heard.said})
    so_far = [[one for one in heard.said if one.position <= upto] for upto in positions]
    found = assess(so_far, heard.rows, heard.vectors, exemplars)
    return [
        Moment(position, each.score)
        for position, each in zip(positions, found, strict=True)
        if each is not None
    ]


def turned_hot(moments: Sequence[Moment], exemplars: ExemplarSet) -> int | None:
    """The message from which on the conversation stayed Hot; None for one that did not end so."""
    turned = None
    for moment in moments:
        hot = exemplars.thresholds.temperature(moment.score) == "Hot"
        turned = (moment.position if turned is None else turned) if hot else None
    return turned


def without_message(heard: Heard, position: int, exemplars: ExemplarSet) -> Assessment | None:
    """The score had the visitor not sent the message; None where nothing else was said.

    The answers to it keep it in their context: they are what they are because of it.
    """
    rest = [one for one in heard.said if one.position != position]
    return assess([rest], heard.rows, heard.vectors, exemplars)[0]


def without_exemplar(heard: Heard, text: str, exemplars: ExemplarSet) -> Assessment | None:
    """The score had the set not held the exemplar.

    Raises UnusableExemplars where it is the last one of its temperature, and KeyError where the
    set does not hold it.
    """
    kept = [place for place, each in enumerate(exemplars.texts) if each != text]
    if len(kept) == len(exemplars.texts):
        raise KeyError(text)
    fewer = replace(
        exemplars,
        texts=[exemplars.texts[place] for place in kept],
        intents=[exemplars.intents[place] for place in kept],
        vectors=exemplars.vectors[np.array(kept)],
    )
    return assess([heard.said], heard.rows, heard.vectors, fewer)[0]
