from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.calibration import FEATURES
from embeddings.features import BLOCK, pooled, resemblance
from tests.embeddings.sets import exemplar_set, units


def test_an_intent_is_as_near_as_the_mean_of_its_three_nearest_exemplars() -> None:
    exemplars = exemplar_set(per_temperature=10)
    text = units(1, seed=9)
    hot = (text @ exemplars.vectors[:10].T)[0]
    means = [np.sort(hot[which::2])[-3:].mean() for which in (0, 1)]
    found = resemblance(text, exemplars)
    assert found.bands[0, 0] == pytest.approx(max(means), abs=1e-6)
    assert found.names[found.intents[0, 0]] == f"Hot {int(np.argmax(means))}"


def test_fewer_than_three_exemplars_are_taken_as_they_are() -> None:
    exemplars = exemplar_set(per_temperature=2)
    text = units(1, seed=9)
    cold = (text @ exemplars.vectors[4:].T)[0]
    assert resemblance(text, exemplars).bands[0, 2] == pytest.approx(cold.max(), abs=1e-6)


def test_the_nearest_exemplar_is_named() -> None:
    exemplars = exemplar_set()
    found = resemblance(exemplars.vectors, exemplars)
    assert found.nearest.tolist() == list(range(len(exemplars.texts)))
    assert found.similarity == pytest.approx(np.ones(len(exemplars.texts)), abs=1e-2)


def test_shares_of_the_three_temperatures_add_up_to_one() -> None:
    found = resemblance(units(20, seed=1), exemplar_set())
    assert found.bands[:, 3:].sum(axis=1) == pytest.approx(np.ones(20))


@pytest.mark.parametrize("rows", [1, 2, 3, BLOCK - 1, BLOCK, BLOCK + 1])
def test_a_text_resembles_the_same_to_the_last_bit_beside_any_others(rows: int) -> None:
    texts, exemplars = units(2 * BLOCK, seed=2), exemplar_set()
    everything = resemblance(texts, exemplars).bands
    assert np.array_equal(resemblance(texts[-rows:], exemplars).bands, everything[-rows:])


def test_the_order_of_exemplars_does_not_matter() -> None:
    exemplars, texts = exemplar_set(per_temperature=8), units(5, seed=3)
    order = np.random.default_rng(0).permutation(len(exemplars.texts))
    shuffled = replace(
        exemplars,
        texts=[exemplars.texts[row] for row in order],
        intents=[exemplars.intents[row] for row in order],
        vectors=exemplars.vectors[order],
    )
    bands = resemblance(texts, shuffled).bands
    assert bands == pytest.approx(resemblance(texts, exemplars).bands, abs=1e-6)


def test_features_stand_in_the_order_of_their_names() -> None:
    bands = np.arange(24, dtype=float).reshape(1, 2, 12)
    named = dict(zip(FEATURES, pooled(bands)[0].tolist(), strict=True))
    assert named["plain, max, Hot"] == 12
    assert named["plain, mean, Cold"] == 8
    assert named["plain, share max, Hot"] == 15
    assert named["in context, max, Warm"] == 19
    assert named["in context, share mean, Cold"] == 17


@given(st.integers(1, 12), st.integers(0, 1000))
def test_the_order_of_utterances_does_not_matter(utterances: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    bands = random.uniform(-1, 1, size=(1, utterances, 12))
    shuffled = bands[:, random.permutation(utterances)]
    assert pooled(shuffled) == pytest.approx(pooled(bands))
