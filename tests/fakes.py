"""Stand-ins for what is slow. The one thing faked is the model."""

from collections.abc import Sequence
from hashlib import blake2b

import numpy as np

from embeddings.encoder import Vectors, as_stored

DIMENSIONS = 384


class WordEncoder:
    """Texts that share words have a high cosine; remembers what it was asked to encode."""

    def __init__(self) -> None:
        self.encoded: list[str] = []

    def encode(self, texts: Sequence[str], /) -> Vectors:
        self.encoded += texts
        if not texts:
            return np.empty((0, 0), dtype=np.float32)
        rows = np.stack([self._sum(text) for text in texts])
        return as_stored(rows / np.linalg.norm(rows, axis=1, keepdims=True))

    def _sum(self, text: str) -> Vectors:
        words = "".join(c if c.isalnum() else " " for c in text.casefold()).split() or [""]
        total: Vectors = np.stack([self._word(word) for word in words]).sum(
            axis=0, dtype=np.float32
        )
        return total

    @staticmethod
    def _word(word: str) -> Vectors:
        seed = int.from_bytes(blake2b(word.encode("utf-8", "replace"), digest_size=8).digest())
        return np.random.default_rng(seed).normal(size=DIMENSIONS).astype(np.float32)


class BrokenEncoder(WordEncoder):
    """Raises on any text that holds the word."""

    def __init__(self, poison: str) -> None:
        super().__init__()
        self.poison = poison

    def encode(self, texts: Sequence[str], /) -> Vectors:
        if any(self.poison in text for text in texts):
            raise RuntimeError("the model choked")
        return super().encode(texts)
