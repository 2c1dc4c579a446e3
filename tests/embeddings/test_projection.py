"""On the plane near vectors are near each other, and it is the same plane each time."""

import numpy as np
import pytest

from embeddings.projection import plane
from tests.embeddings.sets import units
from tests.embeddings.test_gaps import around


def test_two_kinds_of_sentences_lie_apart() -> None:
    first, second = np.eye(16)[:2]
    places = plane(np.concatenate([around(first, 20, 0), around(second, 20, 1)]))
    middles = places[:20].mean(axis=0), places[20:].mean(axis=0)
    spread = max(places[:20].std(), places[20:].std())
    assert np.linalg.norm(middles[0] - middles[1]) > spread


def test_it_is_the_same_each_time() -> None:
    vectors = units(30, seed=4)
    assert np.array_equal(plane(vectors), plane(vectors))


@pytest.mark.parametrize("count", [0, 1, 2, 5, 12])
def test_few_sentences_have_places_too(count: int) -> None:
    places = plane(units(count, seed=1) if count else np.empty((0, 16), dtype=np.float32))
    assert places.shape == (count, 2)
    assert np.isfinite(places).all()
