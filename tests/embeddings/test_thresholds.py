"""A threshold is found for a target, and what it does is counted."""

import numpy as np
import pytest

from embeddings.thresholds import curve, reaching


def test_precision_and_recall_are_of_those_called_hot() -> None:
    hot = np.array([True, True, False, True, False])
    scores = np.array([90.0, 70.0, 70.0, 30.0, 10.0])
    found = curve(hot, scores, np.array([0.0, 70.0, 70.1, 95.0]))
    assert found.called.tolist() == [5, 3, 1, 0]
    np.testing.assert_allclose(found.precision, [3 / 5, 2 / 3, 1, np.nan])
    np.testing.assert_allclose(found.recall, [1, 2 / 3, 1 / 3, 0])


def test_where_nothing_is_hot_there_is_no_recall() -> None:
    found = curve(np.array([False, False]), np.array([50.0, 60.0]), np.array([55.0]))
    assert np.isnan(found.recall[0])
    assert found.precision[0] == 0


@pytest.mark.parametrize("wanted", [0, 1, 10, 57, 100])
def test_as_many_as_wanted_reach_the_threshold(wanted: int) -> None:
    scores = np.random.default_rng(1).permutation(np.arange(100) + 0.55) * 0.99
    threshold = reaching(scores, wanted)
    assert (scores >= threshold).sum() == wanted
    assert threshold * 10 == pytest.approx(round(threshold * 10))


def test_of_equal_scores_all_or_none_reach_it() -> None:
    scores = np.array([50.0] * 10 + [80.0] * 4)
    assert (scores >= reaching(scores, 6)).sum() == 4
    assert (scores >= reaching(scores, 11)).sum() == 14


def test_it_lies_in_the_middle_of_the_gap() -> None:
    assert reaching(np.array([20.0, 80.0]), 1) == pytest.approx(50, abs=0.11)


@pytest.mark.parametrize("above", [40.0, 62.3, 99.9])
def test_it_stays_above_the_other_one(above: float) -> None:
    assert reaching(np.array([10.0, 20.0]), 2, above=above) >= above + 0.01 - 1e-9


def test_scores_that_crowd_below_100_are_still_told_apart() -> None:
    scores = 100 - np.arange(1, 21, dtype=np.float64) * np.float64(0.02)
    assert (scores >= reaching(scores, 3)).sum() == 3


def test_without_scores_there_is_a_threshold_too() -> None:
    assert 0 < reaching(np.array([]), 5) <= 100
