"""Sentences that say much the same come together."""

import numpy as np

from embeddings.gaps import groups
from tests.embeddings.sets import units


def around(center: np.ndarray, count: int, seed: int) -> np.ndarray:
    rows = center + np.random.default_rng(seed).normal(scale=0.05, size=(count, len(center)))
    found: np.ndarray = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return found


def test_what_is_alike_comes_together_and_the_largest_group_first() -> None:
    first, second, alone = np.eye(16)[:3]
    vectors = np.concatenate([around(first, 3, 0), around(second, 5, 1), alone[None]])
    assert [sorted(group) for group in groups(vectors)] == [[3, 4, 5, 6, 7], [0, 1, 2], [8]]


def test_the_most_central_sentence_speaks_for_its_group() -> None:
    center = np.eye(16)[0]
    vectors = np.concatenate([around(center, 4, 2), center[None]])
    (group,) = groups(vectors)
    assert group[0] == 4


def test_few_sentences_are_groups_of_their_own() -> None:
    assert groups(np.empty((0, 16), dtype=np.float32)) == []
    assert groups(units(1, seed=0)) == [[0]]
