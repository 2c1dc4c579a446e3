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

# Texts compared at a time: what is kept of them fits into the processor's cache.
AT_ONCE = 2048

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
    members = by_intent(exemplars.intents)
    intents = np.empty((len(vectors), len(members)))
    nearest = np.empty(len(vectors), dtype=np.int64)
    similarity = np.empty(len(vectors))
    for start in range(0, len(vectors), AT_ONCE):
        rows = slice(start, min(start + AT_ONCE, len(vectors)))
        cosines = _cosines(vectors[rows], exemplars.vectors)
        highest = np.empty((len(members), cosines.shape[1]), dtype=np.float32)
        for column, of in enumerate(members.values()):
            intents[rows, column], highest[column] = mean_of_nearest(cosines[of])
        nearest[rows] = _nearest(cosines, highest.argmax(axis=0), list(members.values()))
        similarity[rows] = highest.max(axis=0)
    bands, strongest = _per_temperature(intents, [exemplars.temperatures[name] for name in members])
    shares = softmax(bands / SHARPNESS)
    return Resemblance(np.hstack([bands, shares]), strongest, nearest, similarity, tuple(members))


def by_intent(intents: Sequence[str]) -> dict[str, list[int]]:
    """The places of each intent's exemplars."""
    members: dict[str, list[int]] = {}
    for place, intent in enumerate(intents):
        members.setdefault(intent, []).append(place)
    return members


def mean_of_nearest(cosines: Vectors) -> tuple[Floats, Vectors]:
    """From the cosines with an intent's exemplars (E, T) those with the intent, and the highest.

    Both (T,). All texts go through the exemplars together: that is several times as fast as to
    sort each text's cosines.
    """
    first, *others = cosines
    first = first.copy()
    second = np.full_like(first, -np.inf)
    third = np.full_like(first, -np.inf)
    beaten = np.empty_like(first)
    for row in others:
        np.maximum(third, np.minimum(second, row, out=beaten), out=third)
        np.maximum(second, np.minimum(first, row, out=beaten), out=second)
        np.maximum(first, row, out=first)
    # From the lowest up, so that the sum does not depend on the order of the exemplars.
    counted = [third, second, first][-min(len(cosines), NEAREST) :]
    mean: Floats = np.stack(counted).sum(axis=0, dtype=np.float64) / len(counted)
    return mean, first


def _cosines(rows: Vectors, exemplars: Vectors) -> Vectors:
    """Cosines (E, T) of texts (T, D) with exemplars (E, D)."""
    cosines = np.empty((len(exemplars), len(rows)), dtype=np.float32)
    block = np.zeros((BLOCK, rows.shape[1]), dtype=np.float32)
    for start in range(0, len(rows), BLOCK):
        some = rows[start : start + BLOCK]
        block[: len(some)] = some
        cosines[:, start : start + BLOCK] = (exemplars @ block.T)[:, : len(some)]
    return cosines


def _nearest(cosines: Vectors, nearest: Integers, members: Sequence[list[int]]) -> Integers:
    """The nearest exemplar of each text (T,), given its nearest intent."""
    found = np.empty(len(nearest), dtype=np.int64)
    for intent in np.unique(nearest).tolist():
        texts = np.flatnonzero(nearest == intent)
        of = np.array(members[intent])
        found[texts] = of[cosines[of[:, None], texts].argmax(axis=0)]
    return found


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
