"""The sentences of a set, each judged by the others."""

from collections import Counter

import numpy as np
import polars as pl

from embeddings.exemplars import ExemplarSet
from embeddings.leave_one_out import leave_one_out
from lib.domain import Temperature
from lib.queries import Schema

SENTENCES: Schema = {
    "text": pl.String,
    "intent": pl.String,
    "temperature": pl.String,
    "called": pl.String,
    "score": pl.Float64,
    "nearest": pl.String,
    "nearest_intent": pl.String,
    "cosine": pl.Float64,
}


def sentences(using: ExemplarSet) -> pl.DataFrame:
    """Each sentence as the set without it scores it, and the nearest other one.

    Columns as of SENTENCES; `called` and `score` are null where no other has its temperature.
    """
    found = leave_one_out(using)
    near = found.nearest.tolist()
    columns = {
        "text": using.texts,
        "intent": using.intents,
        "temperature": [using.temperatures[intent] for intent in using.intents],
        "called": [each or None for each in found.called],
        "score": found.scores,
        "nearest": [using.texts[place] for place in near],
        "nearest_intent": [using.intents[place] for place in near],
        "cosine": found.similarity.astype(np.float64),
    }
    return pl.DataFrame(columns, schema=SENTENCES).with_columns(pl.col("score").fill_nan(None))


def confusion(judged: pl.DataFrame) -> list[list[int]]:
    """Sentences by temperature (rows) and by what they are called (columns): Hot, Warm, Cold."""
    pairs = Counter(judged.select("temperature", "called").iter_rows())
    return [[pairs[truth, called] for called in Temperature] for truth in Temperature]


def by_intent(judged: pl.DataFrame) -> pl.DataFrame:
    """Of each intent its temperature, its sentences, and the share called so; worst first."""
    right = (pl.col("called") == pl.col("temperature")).mean().alias("right")
    return (
        judged.group_by("intent", "temperature")
        .agg(pl.len().alias("sentences"), right)
        .sort("right", "intent", nulls_last=True)
    )


def wrong(judged: pl.DataFrame) -> pl.DataFrame:
    """The sentences called something else than they are, the nearest to another one first."""
    return judged.filter(pl.col("called") != pl.col("temperature")).sort("cosine", descending=True)
