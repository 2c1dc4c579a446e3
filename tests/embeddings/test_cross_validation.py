"""A calibration is judged by conversations that it has not seen."""

import numpy as np
import pytest

from embeddings.calibration import FEATURES, TEMPERATURES, Floats, fit
from embeddings.cross_validation import cross_validated


def conversations(each: int, *, apart: float) -> tuple[Floats, list[str]]:
    random = np.random.default_rng(5)
    labels = [temperature for temperature in TEMPERATURES for _ in range(each)]
    features = random.normal(size=(len(labels), len(FEATURES)))
    features[:, 0] += apart * np.array([TEMPERATURES.index(label) for label in labels])
    return features, labels


def right(chances: Floats, labels: list[str]) -> float:
    return float((np.array(TEMPERATURES)[chances.argmax(axis=1)] == np.array(labels)).mean())


def test_what_can_be_told_apart_is_told_apart_unseen() -> None:
    features, labels = conversations(30, apart=8)
    chances = cross_validated(features, labels)
    np.testing.assert_allclose(chances.sum(axis=1), 1)
    assert right(chances, labels) > 0.7


def test_noise_looks_good_to_the_fit_but_not_unseen() -> None:
    features, labels = conversations(10, apart=0)
    assert right(fit(features, labels).probabilities(features), labels) > 0.6
    assert right(cross_validated(features, labels), labels) < 0.5


def test_a_conversation_is_not_judged_by_a_fit_that_saw_it() -> None:
    features, labels = conversations(10, apart=8)
    moved = labels.copy()
    moved[0] = "Cold"  # what it is called itself must not count
    before, after = cross_validated(features, labels), cross_validated(features, moved)
    assert after[0, 0] > 0.5 < before[0, 0]


def test_few_of_a_temperature_make_fewer_folds() -> None:
    features, labels = conversations(6, apart=8)
    kept = [n for n, label in enumerate(labels) if label != "Warm" or n < 8]
    chances = cross_validated(features[kept], [labels[n] for n in kept])
    assert np.isfinite(chances).all()


@pytest.mark.parametrize("warm", [0, 1])
def test_a_temperature_of_one_conversation_is_refused(warm: int) -> None:
    features, labels = conversations(4, apart=8)
    kept = [n for n, label in enumerate(labels) if label != "Warm" or n < 4 + warm]
    with pytest.raises(ValueError, match="two labelled"):
        cross_validated(features[kept], [labels[n] for n in kept])
