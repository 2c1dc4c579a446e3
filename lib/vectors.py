"""Stored embeddings: each distinct text is encoded once for each model, and never again."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from hashlib import sha256

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, LargeBinary, select, type_coerce

from embeddings.encoder import Encoder
from lib.database import insert
from lib.schema import vectors

Vector = npt.NDArray[np.floating]
Half = npt.NDArray[np.float16]
ByText = dict[str, Vector]

DIGEST = 16  # bytes
AT_ONCE = 5_000  # bound parameters of one statement; both databases take at least 32,000


def digest(text: str) -> bytes:
    """What a text's vector is filed under: the first 16 bytes of the SHA-256 of its UTF-8."""
    return sha256(text.encode()).digest()[:DIGEST]


def digests_of(texts: Iterable[str]) -> bytes:
    """The digests of texts, one after the other."""
    return b"".join(map(digest, texts))


def digests_in(joined: bytes) -> list[bytes]:
    """What `digests_of` joined, apart again."""
    return [joined[start : start + DIGEST] for start in range(0, len(joined), DIGEST)]


def matrix(
    connection: Connection, model: str, digests: Sequence[bytes]
) -> tuple[dict[bytes, int], Half]:
    """The vectors (T, D) of those of the digests that are stored, and which row is whose."""
    rows: dict[bytes, int] = {}
    parts: list[bytes] = []
    for start in range(0, len(digests), AT_ONCE):
        # As bytes: making an array of each would cost more than reading them.
        query = select(vectors.c.digest, type_coerce(vectors.c.vector, LargeBinary)).where(
            vectors.c.model == model, vectors.c.digest.in_(digests[start : start + AT_ONCE])
        )
        for known, vector in connection.execute(query).all():  # one by one they take twice as long
            rows[known] = len(rows)
            parts.append(vector)
    numbers = np.frombuffer(b"".join(parts), "<f2")
    return rows, numbers.reshape(len(rows), -1 if rows else 0)


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
