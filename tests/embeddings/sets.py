"""Small exemplar sets and random conversations, without a model."""

from collections.abc import Sequence

import numpy as np

from embeddings.calibration import FEATURES, TEMPERATURES, Calibration
from embeddings.encoder import Vectors, as_stored
from embeddings.exemplars import ExemplarSet
from embeddings.utterances import Utterance

SIZE = 16


def units(count: int, seed: int) -> Vectors:
    rows = np.random.default_rng(seed).normal(size=(count, SIZE))
    return as_stored(rows / np.linalg.norm(rows, axis=1, keepdims=True))


def calibration(seed: int = 0, steepness: float = 1.0) -> Calibration:
    random = np.random.default_rng(seed)
    return Calibration(
        random.normal(size=len(FEATURES)) / 4,
        random.uniform(0.1, 0.4, size=len(FEATURES)),
        random.normal(size=(len(TEMPERATURES), len(FEATURES))) * steepness,
        random.normal(size=len(TEMPERATURES)),
    )


def exemplar_set(seed: int = 0, per_temperature: int = 4) -> ExemplarSet:
    """Two intents a temperature, with random vectors and coefficients."""
    intents = [
        f"{temperature} {which % 2}"
        for temperature in TEMPERATURES
        for which in range(per_temperature)
    ]
    return ExemplarSet(
        [f"exemplar {number}" for number in range(len(intents))],
        intents,
        {intent: intent.split()[0] for intent in intents},
        units(len(intents), seed),
        calibration(seed),
    )


def conversation(texts: Sequence[str]) -> tuple[Utterance, ...]:
    return tuple(
        Utterance(2 * position, 0, len(text), text, text, f"So? {text}")
        for position, text in enumerate(texts)
    )
