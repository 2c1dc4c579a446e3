from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embeddings import attribution
from embeddings.attribution import BASE, MOST_EXACT, points
from embeddings.calibration import Calibration, Floats, score_of
from embeddings.features import pooled
from tests.embeddings.sets import calibration


def random_bands(conversations: int, utterances: int, seed: int) -> Floats:
    return np.random.default_rng(seed).uniform(-0.2, 1, size=(conversations, utterances, 12))


def attributed(bands: Floats, fitted: Calibration) -> Floats:
    return points(bands, fitted.scores(pooled(bands)), fitted)


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 30), st.integers(1, 4), st.integers(0, 10_000))
def test_base_and_points_add_up_to_the_score(
    utterances: int, conversations: int, seed: int
) -> None:
    bands, fitted = random_bands(conversations, utterances, seed), calibration(seed)
    total = BASE + attributed(bands, fitted).sum(axis=1)
    assert np.abs(total - fitted.scores(pooled(bands))).max() < 1e-6


@pytest.mark.parametrize("utterances", [1, 2, 4])
def test_points_are_the_mean_addition_over_all_orders(utterances: int) -> None:
    bands, fitted = random_bands(1, utterances, 3), calibration(3)
    expected = np.zeros(utterances)
    orders = list(permutations(range(utterances)))
    for order in orders:
        before = BASE
        for place, joining in enumerate(order):
            after = fitted.scores(pooled(bands[:, order[: place + 1]]))[0]
            expected[joining] += (after - before) / len(orders)
            before = after
    assert attributed(bands, fitted)[0] == pytest.approx(expected, abs=1e-5)


@given(st.integers(2, MOST_EXACT), st.integers(0, 1000))
@settings(deadline=None, max_examples=20)
def test_the_order_of_utterances_does_not_matter(utterances: int, seed: int) -> None:
    bands, fitted = random_bands(1, utterances, seed), calibration(seed)
    order = np.random.default_rng(seed).permutation(utterances)
    shuffled = attributed(bands[:, order], fitted)[0]
    assert shuffled == pytest.approx(attributed(bands, fitted)[0][order], abs=1e-5)


@pytest.mark.parametrize("utterances", [5, MOST_EXACT + 1])
def test_twins_get_the_same_points(utterances: int) -> None:
    bands, fitted = random_bands(1, utterances, 1), calibration(1, steepness=0.2)
    bands[:, 1] = bands[:, 0]
    found = attributed(bands, fitted)[0]
    assert found[0] == pytest.approx(found[1], abs=1e-5 if utterances <= MOST_EXACT else 3)


def test_a_calibration_that_knows_nothing_gives_no_points() -> None:
    assert np.abs(attributed(random_bands(3, 5, 0), Calibration.blank())).max() < 1e-9


def test_sampled_points_come_out_the_same_each_time() -> None:
    bands, fitted = random_bands(2, 40, 0), calibration()
    assert np.array_equal(attributed(bands, fitted), attributed(bands, fitted))


def test_sampled_points_are_near_the_exact_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    bands, fitted = random_bands(20, 10, 0), calibration(0, steepness=0.3)
    exact = attributed(bands, fitted)
    monkeypatch.setattr("embeddings.attribution.MOST_EXACT", 0)
    assert np.abs(attributed(bands, fitted) - exact).mean() < np.abs(exact).mean() / 10


def test_a_conversation_has_the_same_points_among_others() -> None:
    bands, fitted = random_bands(300, 6, 0), calibration()
    assert attributed(bands[:1], fitted)[0] == pytest.approx(attributed(bands, fitted)[0], abs=1e-5)


def test_the_base_is_the_score_of_one_that_could_as_well_be_hot_warm_or_cold() -> None:
    assert pytest.approx(score_of(np.full(3, 1 / 3))) == BASE


@pytest.mark.parametrize("utterances", [1, MOST_EXACT, MOST_EXACT + 1])
def test_a_calibration_that_calls_everything_hot_leaves_all_points_above_zero(
    utterances: int,
) -> None:
    certain = replace(Calibration.blank(), intercepts=np.array([50.0, 0.0, 0.0]))
    found = attributed(random_bands(1, utterances, 2), certain)[0]
    assert found == pytest.approx(np.full(utterances, 50 / utterances), abs=1e-4)


def test_orders_that_are_rotated_and_turned_err_less_than_as_many_drawn_freely(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bands, fitted = random_bands(20, 10, 0), calibration(0, steepness=0.3)
    exact = attributed(bands, fitted)
    monkeypatch.setattr("embeddings.attribution.MOST_EXACT", 0)
    balanced = np.abs(attributed(bands, fitted) - exact).mean()
    random = np.random.default_rng(0)
    free = np.array([random.permutation(10) for _ in attribution._orders(10)])
    monkeypatch.setattr("embeddings.attribution._orders", lambda utterances: free)
    assert balanced < np.abs(attributed(bands, fitted) - exact).mean()
