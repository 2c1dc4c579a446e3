"""What a text resembles, and what the texts of a conversation come to together."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from embeddings.calibration import TEMPERATURES, Floats, softmax
from embeddings.encoder import Vectors
from embeddings.exemplars import ExemplarSet

NEAREST = 3
SHARPNESS = 0.05

# Rows multiplied at a time, always as many: so a row's bits do not depend on the rows beside it.
BLOCK = 512

BAND = len(TEMPERATURES)

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Resemblance:
    """What T texts are like.

    `bands` (T, 6): per temperature, the cosine with its nearest intent, then the softmax share of
    it. `intents` (T, 3): that intent per temperature, as a row of `names`. `nearest` and
    `similarity` (T,): the nearest exemplar and the cosine with it.
    """

    bands: Floats
    intents: Integers
    nearest: Integers
    similarity: Floats
    names: Sequence[str]


def resemblance(vectors: Vectors, exemplars: ExemplarSet) -> Resemblance:
    """Compare unit rows (T, D) with the exemplars.

    The cosine with an intent is the mean of the three with its nearest exemplars: one alone is too
    easily met by chance. The share is a softmax of the three temperatures at 0.05.
    """
    names = tuple(dict.fromkeys(exemplars.intents))
    intents = np.empty((len(vectors), len(names)))
    nearest = np.empty(len(vectors), dtype=np.int64)
    similarity = np.empty(len(vectors))
    columns = [np.flatnonzero([intent == name for intent in exemplars.intents]) for name in names]
    for start in range(0, len(vectors), BLOCK):
        rows = slice(start, min(start + BLOCK, len(vectors)))
        cosines = _cosines(vectors[rows], exemplars.vectors)
        for column, members in enumerate(columns):
            intents[rows, column] = mean_of_nearest(cosines[:, members])
        nearest[rows] = cosines.argmax(axis=1)
        similarity[rows] = cosines.max(axis=1)
    bands, strongest = _per_temperature(intents, [exemplars.temperatures[name] for name in names])
    shares = softmax(bands / SHARPNESS)
    return Resemblance(np.hstack([bands, shares]), strongest, nearest, similarity, names)


def _cosines(rows: Vectors, exemplars: Vectors) -> Vectors:
    block = np.zeros((BLOCK, rows.shape[1]), dtype=np.float32)
    block[: len(rows)] = rows
    cosines: Vectors = (block @ exemplars.T)[: len(rows)]
    return cosines


def mean_of_nearest(cosines: Vectors) -> Floats:
    """From the cosines with the exemplars of an intent (T, E) those with the intent (T,)."""
    count = cosines.shape[1]
    # In the order of their size, so that the mean does not depend on that of the exemplars.
    places = range(max(count - NEAREST, 0), count)
    nearest = np.partition(cosines, places, axis=1)[:, places.start :]
    mean: Floats = nearest.mean(axis=1, dtype=np.float64)
    return mean


def _per_temperature(intents: Floats, temperatures: Sequence[str]) -> tuple[Floats, Integers]:
    """Highest cosine and its intent, (T, 3) each, from the cosines with all intents (T, I)."""
    bands = np.empty((len(intents), len(TEMPERATURES)))
    strongest = np.empty(bands.shape, dtype=np.int64)
    for column, temperature in enumerate(TEMPERATURES):
        members = np.flatnonzero([of == temperature for of in temperatures])
        strongest[:, column] = members[intents[:, members].argmax(axis=1)]
        bands[:, column] = intents[:, members].max(axis=1)
    return bands, strongest


def pooled(bands: Floats) -> Floats:
    """Features (C, F) of C conversations of n utterances each, from their bands (C, n, 12).

    The highest and the mean of each band, in the order of FEATURES.
    """
    return arranged(bands.max(axis=1), bands.mean(axis=1))


def arranged(highest: Floats, mean: Floats) -> Floats:
    """Features (…, F) from the highest and the mean of each band, (…, 12) each."""
    parts = [
        each[..., start : start + BAND]
        for start in range(0, mean.shape[-1], BAND)
        for each in (highest, mean)
    ]
    return np.concatenate(parts, axis=-1)
