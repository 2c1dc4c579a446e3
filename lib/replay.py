"""A stored score made again, from stored vectors and the very set it was made with.

No model is needed: what was encoded once is on disk. So it can also be told how the score went, and
what it would be with less.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import polars as pl
from sqlalchemy import Connection, select

from embeddings import whatif
from embeddings.exemplars import ExemplarSet, UnusableExemplars
from embeddings.scoring import Assessment, assess
from embeddings.utterances import Turn, texts_of, utterances
from embeddings.whatif import Heard
from lib import dialogues, exemplars, vectors
from lib.domain import LeadsError, NotFound
from lib.schema import scores

STEPS = {"position": pl.Int64, "score": pl.Float64, "temperature": pl.String, "said": pl.String}


class Verdict(NamedTuple):
    """A score, 0 to 100, and what it is called."""

    score: float
    temperature: str


@dataclass(frozen=True, slots=True)
class Course:
    """How the score of a conversation went; `steps`, with the columns of STEPS, has a row for each
    message of the visitor that counts.

    `turned_hot` is the position from which on it stayed Hot; None where it did not end so.
    """

    steps: pl.DataFrame
    hot_from: float
    warm_from: float
    turned_hot: int | None


@dataclass(frozen=True, slots=True, eq=False)
class Recalled:
    """What a score was made from: what the visitor said, and the set."""

    heard: Heard
    using: ExemplarSet

    def assess(self) -> Assessment | None:
        """What was found out, bit for bit; None where the visitor said nothing."""
        heard = self.heard
        return assess([heard.said], heard.rows, heard.vectors, self.using)[0]

    def course(self) -> Course:
        """How the score went, message by message."""
        moments, thresholds = whatif.course(self.heard, self.using), self.using.thresholds
        rows = [
            (at, score, thresholds.temperature(score), self._said_in(at)) for at, score in moments
        ]
        return Course(
            pl.DataFrame(rows, schema=STEPS, orient="row"),
            thresholds.hot,
            thresholds.warm,
            whatif.turned_hot(moments, self.using),
        )

    def without_message(self, position: int) -> Verdict | None:
        """The score had the visitor not sent a message; None where nothing else was said."""
        return _verdict(whatif.without_message(self.heard, position, self.using))

    def without_exemplar(self, text: str) -> Verdict | None:
        """The score had the set not held an exemplar.

        Raises LeadsError where it is the last one of its temperature, NotFound where it is not
        in the set.
        """
        try:
            return _verdict(whatif.without_exemplar(self.heard, text, self.using))
        except UnusableExemplars as error:
            raise LeadsError(f"It cannot be left out: {error}") from error
        except KeyError as error:
            raise NotFound(
                "This score was made with other example sentences by now. Load the page again."
            ) from error

    def _said_in(self, position: int) -> str:
        return " ".join(one.quoted for one in self.heard.said if one.position == position)


def replay(connection: Connection, conversation_id: int) -> Assessment | None:
    """What was found out about the conversation, bit for bit; None where the visitor said nothing.

    Raises NotFound where it has no score, or its vectors are gone.
    """
    return recall(connection, conversation_id).assess()


def recall(connection: Connection, conversation_id: int) -> Recalled:
    """What the conversation's score was made from.

    Raises NotFound where it has no score, or its vectors are gone.
    """
    query = select(scores.c.exemplar_set_id).where(scores.c.conversation_id == conversation_id)
    set_id = connection.execute(query).scalar_one_or_none()
    if set_id is None:
        raise NotFound("This conversation has no score yet. The worker makes it in a moment.")
    stored = exemplars.load(connection, set_id)
    using = _ready(connection, stored)
    return Recalled(hear(connection, conversation_id, stored.model), using)


def with_vectors(connection: Connection, set_id: int) -> ExemplarSet:
    """A set ready to score with. Raises NotFound where one of its sentences has no vector yet."""
    return _ready(connection, exemplars.load(connection, set_id))


def _ready(connection: Connection, stored: exemplars.StoredSet) -> ExemplarSet:
    known = vectors.stored(connection, stored.model, stored.texts)
    if len(known) < len(set(stored.texts)):
        raise NotFound("Some exemplars were not read by the worker yet. Try again in a moment.")
    return stored.ready(known)


def hear(connection: Connection, conversation_id: int, model: str) -> Heard:
    """What the visitor said, with its stored vectors. Raises NotFound where one is missing."""
    found = dialogues.read(connection, [conversation_id])
    if not found:
        raise NotFound("This conversation is no longer there.")
    messages = found[0].conversation.messages
    said = utterances([Turn(message.role, message.text) for message in messages])
    texts = texts_of([said])
    known = vectors.stored(connection, model, texts)
    if len(known) < len(texts):
        raise NotFound("More was said than the worker has read yet. Try again in a moment.")
    matrix = np.array([known[text] for text in texts], dtype=np.float32)
    return Heard(said, {text: row for row, text in enumerate(texts)}, matrix)


def _verdict(found: Assessment | None) -> Verdict | None:
    return Verdict(found.score, found.temperature) if found else None
