"""A conversation that was typed to see its score; nothing of it is stored."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from embeddings.encoder import Encoder
from embeddings.exemplars import ExemplarSet
from embeddings.scoring import Assessment
from embeddings.utterances import texts_of
from lib import assessment, vectors
from lib.assessment import Said
from lib.domain import Conversation, Message, Role

NEAREST = 5  # exemplars that are shown for a sentence

SPEAKERS = {
    "a": Role.ASSISTANT,
    "assistant": Role.ASSISTANT,
    "bot": Role.ASSISTANT,
    "agent": Role.AGENT,
    "v": Role.VISITOR,
    "visitor": Role.VISITOR,
    "customer": Role.VISITOR,
}
_SPEAKER = re.compile(rf"\s*({'|'.join(SPEAKERS)})\s*:\s*(.*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Like:
    """An exemplar that a sentence resembles, with the cosine of the nearer of its two views."""

    text: str
    intent: str
    temperature: str
    cosine: float


@dataclass(frozen=True, slots=True)
class Tried:
    """What one exemplar set makes of it: `nearest` has a list for each piece of evidence."""

    found: Assessment
    nearest: list[list[Like]]


def read(typed: str) -> tuple[Message, ...]:
    """The messages of a text that has one a line.

    A line begins with who speaks ("A:", "Agent:", "Visitor:" and the like); else it is the
    visitor's. A speaker alone on a line says the next one.
    """
    messages = []
    speaker = Role.VISITOR
    for line in typed.splitlines():
        if match := _SPEAKER.match(line):
            speaker, line = SPEAKERS[match[1].casefold()], match[2]
        if line := line.strip():
            messages.append(Message(speaker, line))
            speaker = Role.VISITOR
    return tuple(messages)


def heard(typed: str) -> Said:
    """What the visitor says in a text, cut as scoring does; empty where that is nothing."""
    return assessment.said([Conversation("typed", "", read(typed))])[0]


def encode(said: Said, encoder: Encoder) -> vectors.ByText:
    """The vectors of what the visitor says."""
    return vectors.encode(encoder, texts_of([said]))


def tried(said: Said, known: vectors.ByText, using: ExemplarSet) -> Tried | None:
    """The score with a set, and what each sentence resembles; None where nothing was said."""
    found = assessment.assess([said], known, using)[0]
    if found is None:
        return None
    return Tried(found, [_nearest(known, (each.text, each.in_context), using) for each in said])


def _nearest(
    known: Mapping[str, vectors.Vector], views: tuple[str, str], using: ExemplarSet
) -> list[Like]:
    cosines = (np.stack([known[view] for view in views]) @ using.vectors.T).max(axis=0)
    return [
        Like(
            using.texts[place],
            using.intents[place],
            using.temperatures[using.intents[place]],
            float(cosines[place]),
        )
        for place in np.argsort(-cosines, kind="stable")[:NEAREST].tolist()
    ]
