"""What visitors say that resembles no exemplar, in groups, and the latest that they said."""

from typing import NamedTuple

import numpy as np
from sqlalchemy import Connection, select

from embeddings.gaps import groups
from embeddings.scoring import UNLIKE
from lib import vectors
from lib.schema import scores

MOST_READ = 20_000  # of the latest conversations
MOST_SENTENCES = 2_000
ALONE = 2  # each utterance has two digests, and the first is that of the text alone


class Said(NamedTuple):
    """Sentences of visitors with their vectors (n, D)."""

    sentences: list[str]
    vectors: np.ndarray


def gaps(connection: Connection, model: str) -> list[list[str]]:
    """Sentences far from every exemplar of the set they were scored with, what is alike together.

    The largest group comes first, and in each the most central sentence.
    """
    found = latest(connection, model, most=MOST_SENTENCES, below=UNLIKE)
    return [[found.sentences[row] for row in group] for group in groups(found.vectors)]


def latest(connection: Connection, model: str, *, most: int, below: float = 2.0) -> Said:
    """The latest distinct sentences whose cosine with the nearest exemplar is below that."""
    query = (
        select(scores.c.evidence, scores.c.texts)
        .where(scores.c.texts.is_not(None))
        .order_by(scores.c.conversation_id.desc())
        .limit(MOST_READ)
    )
    said: dict[str, tuple[str, bytes]] = {}
    for evidence, texts in connection.execute(query):
        alone = vectors.digests_in(texts)[::ALONE]
        for each, digest in zip(evidence, alone, strict=True):
            if each["similarity"] < below:
                said.setdefault(each["text"].casefold(), (each["text"], digest))
        if len(said) >= most:
            break
    chosen = list(said.values())[:most]
    rows, matrix = vectors.matrix(connection, model, list({digest for _, digest in chosen}))
    there = [(text, rows[digest]) for text, digest in chosen if digest in rows]
    found = matrix[[row for _, row in there]].astype(np.float32)
    return Said([text for text, _ in there], found)
