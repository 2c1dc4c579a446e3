"""Scores for made leads: each visitor says a few things near exemplars, as vectors of their own."""

from datetime import UTC, datetime
from typing import Any

import numpy as np
from sqlalchemy import Engine, insert, select

from embeddings.encoder import Vectors, as_stored
from lib import database, exemplars, vectors
from lib.schema import leads, scores
from lib.schema import vectors as table

SAID = 2  # utterances of each visitor, of which each has two texts of its own
SPREAD = 0.045  # of each dimension around the exemplar: a cosine with it of about 0.75
AT_ONCE = 5_000


def make(engine: Engine, set_id: int, *, seed: int = 20) -> None:
    """Give every lead a score that has to be made again, and the vectors to make it from."""
    random = np.random.default_rng(seed)
    with database.reading(engine) as connection:
        stored = exemplars.load(connection, set_id)
        rows, matrix = vectors.matrix(
            connection, stored.model, [vectors.digest(text) for text in stored.texts]
        )
        ids = list(connection.scalars(select(leads.c.conversation_id)))
    if not len(rows):
        raise RuntimeError("The exemplars have no vectors yet: score a conversation first.")
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        texts = [f"{id} {number}" for id in some for number in range(2 * SAID)]
        made = _near(matrix, len(texts), random)
        with database.writing(engine) as connection:
            connection.execute(
                insert(table),
                [
                    {"model": stored.model, "digest": vectors.digest(text), "vector": vector}
                    for text, vector in zip(texts, made, strict=True)
                ],
            )
            connection.execute(insert(scores), [_score(id, set_id) for id in some])


def _near(exemplars: Vectors, count: int, random: np.random.Generator) -> Vectors:
    chosen = exemplars[random.integers(len(exemplars), size=count)]
    moved = chosen + random.normal(scale=SPREAD, size=chosen.shape)
    return as_stored(moved / np.linalg.norm(moved, axis=1, keepdims=True))


def _score(conversation_id: int, set_id: int) -> dict[str, Any]:
    said = [f"{conversation_id} {number}" for number in range(2 * SAID)]
    quotes = [
        {
            "position": number,
            "start": 0,
            "end": 40,
            "text": "Could you send me a quote for the hall?",
        }
        for number in range(SAID)
    ]
    return {
        "conversation_id": conversation_id,
        "revision": 1,
        "exemplar_set_id": set_id,
        "score": 50,
        "temperature": "Warm",
        **dict.fromkeys(("hot", "warm", "cold"), 1 / 3),
        "base": 50,
        "evidence": quotes,
        "intent": "",
        "summary": "",
        "unsure": False,
        "scored_at": datetime.now(UTC),
        "texts": vectors.digests_of(said),
    }
