"""Where the sentences of a set, and what visitors said lately, lie on a plane."""

import numpy as np
import polars as pl
from sqlalchemy import Connection

from embeddings.exemplars import ExemplarSet
from embeddings.projection import plane
from lib import gaps
from lib.queries import Schema

MOST_EXEMPLARS = 1_200
MOST_SAID = 300

PLACED: Schema = {
    "x": pl.Float64,
    "y": pl.Float64,
    "text": pl.String,
    "intent": pl.String,
    "temperature": pl.String,
}


def said_lately(connection: Connection, model: str) -> gaps.Said:
    """What visitors said last, to lie beside the exemplars."""
    return gaps.latest(connection, model, most=MOST_SAID)


def placed(exemplars: ExemplarSet, said: gaps.Said) -> pl.DataFrame:
    """A row a sentence; intent and temperature are empty for what visitors said.

    Of a very large set every n-th exemplar is there.
    """
    step = -(-len(exemplars.texts) // MOST_EXEMPLARS)
    intents = exemplars.intents[::step]
    parts = [exemplars.vectors[::step], *([said.vectors] if said.sentences else [])]
    places = plane(np.concatenate(parts))
    texts = [*exemplars.texts[::step], *said.sentences]
    empty = [""] * len(said.sentences)
    of = [*intents, *empty]
    temperatures = [*(exemplars.temperatures[intent] for intent in intents), *empty]
    rows = zip(places[:, 0].tolist(), places[:, 1].tolist(), texts, of, temperatures, strict=True)
    return pl.DataFrame(list(rows), schema=PLACED, orient="row")
