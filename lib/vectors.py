"""Stored embeddings: each distinct text is encoded once for each model, and never again."""

from collections.abc import Collection, Iterable, Mapping
from hashlib import sha256

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, select

from embeddings.encoder import Encoder
from lib.database import insert
from lib.schema import vectors

Vector = npt.NDArray[np.floating]
ByText = dict[str, Vector]

AT_ONCE = 5_000  # bound parameters of one statement; both databases take at least 32,000


def digest(text: str) -> bytes:
    """What a text's vector is filed under: the first 16 bytes of the SHA-256 of its UTF-8."""
    return sha256(text.encode()).digest()[:16]


def stored(connection: Connection, model: str, texts: Collection[str]) -> ByText:
    """The vectors, shape (dimensions,), of those texts that this model has encoded before."""
    by_digest = {digest(text): text for text in texts}
    digests = list(by_digest)
    found: ByText = {}
    for start in range(0, len(digests), AT_ONCE):
        query = select(vectors.c.digest, vectors.c.vector).where(
            vectors.c.model == model, vectors.c.digest.in_(digests[start : start + AT_ONCE])
        )
        found |= {by_digest[row.digest]: row.vector for row in connection.execute(query)}
    return found


def encode(encoder: Encoder, texts: Iterable[str], *, but: Collection[str] = ()) -> ByText:
    """The vectors, shape (dimensions,), of distinct texts, but those that are known already."""
    missing = [text for text in texts if text not in but]
    return dict(zip(missing, encoder.encode(missing), strict=True)) if missing else {}


def store(connection: Connection, model: str, made: Mapping[str, Vector]) -> None:
    """Keep new vectors; one that somebody else stored meanwhile is the same one."""
    if made:
        rows = [
            {"model": model, "digest": digest(text), "vector": vector}
            for text, vector in made.items()
        ]
        connection.execute(insert(connection, vectors).on_conflict_do_nothing(), rows)
