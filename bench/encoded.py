"""Labelled conversations with the vectors of what was said in them."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bench.labelled import Labelled
from embeddings.calibration import Floats
from embeddings.encoder import Encoder, Vectors
from embeddings.exemplars import ExemplarSet
from embeddings.scoring import Assessment, assess, features
from embeddings.utterances import Utterance, texts_of


@dataclass(frozen=True)
class Encoded:
    """`rows` gives each text its row of `vectors`; to encode them took `seconds`."""

    said: list[tuple[Utterance, ...]]
    labels: list[str]
    rows: dict[str, int]
    vectors: Vectors
    seconds: float

    @classmethod
    def of(cls, conversations: Sequence[Labelled], encoder: Encoder) -> "Encoded":
        said = [one.said for one in conversations]
        texts = texts_of(said)
        started = time.perf_counter()
        vectors = encoder.encode(texts)
        seconds = time.perf_counter() - started
        rows = {text: row for row, text in enumerate(texts)}
        return cls(said, [one.label for one in conversations], rows, vectors, seconds)

    def assessed(self, exemplars: ExemplarSet) -> list[Assessment]:
        return [one for one in assess(self.said, self.rows, self.vectors, exemplars) if one]

    def features(self, exemplars: ExemplarSet) -> Floats:
        return features(self.said, self.rows, self.vectors, exemplars)

    def messages(self) -> list[Vectors]:
        """What the visitor said in each conversation, without its context: (n, D) each."""
        return [self.vectors[[self.rows[one.text] for one in of]] for of in self.said]

    def texts(self) -> list[str]:
        return ["\n".join(one.text for one in of) for of in self.said]


def chances(assessments: Sequence[Assessment]) -> Floats:
    found = [one.probabilities for one in assessments]
    return np.array([(one.hot, one.warm, one.cold) for one in found])
