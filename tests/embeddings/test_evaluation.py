import math
from dataclasses import astuple

import numpy as np
import pytest

from embeddings.evaluation import _auc_of_draw, auc, calibration_error, evaluate, interval, shares
from embeddings.exemplars import Thresholds

LABELS = ["Hot", "Hot", "Warm", "Warm", "Cold", "Cold"]
RIGHT = np.repeat(np.eye(3), 2, axis=0)


def test_perfect_chances_leave_nothing_to_wish() -> None:
    found = evaluate(LABELS, RIGHT)
    assert (found.lead_auc, found.hot_auc, found.macro_f1) == (1, 1, 1)
    assert (found.ece, found.brier) == (0, 0)
    assert found.confusion == ((2, 0, 0), (0, 2, 0), (0, 0, 2))


def test_confusion_has_a_row_a_label() -> None:
    found = evaluate(["Hot", "Hot"], np.array([[1.0, 0, 0], [0, 0, 1.0]]))
    assert found.confusion == ((1, 0, 1), (0, 0, 0), (0, 0, 0))
    assert found.brier == pytest.approx(1)


def test_other_thresholds_change_classes_but_no_ranking() -> None:
    chances = np.array([[0.6, 0.3, 0.1], [0.1, 0.6, 0.3], [0.0, 0.1, 0.9]])
    labels = ["Hot", "Warm", "Cold"]
    default, low = evaluate(labels, chances), evaluate(labels, chances, Thresholds(30, 20))
    assert low.hot_auc == default.hot_auc == 1
    assert low.confusion != default.confusion


def test_an_auc_of_one_side_alone_is_not_a_number() -> None:
    assert math.isnan(auc(np.array([True, True]), np.array([0.1, 0.2])))


def test_equal_scores_rank_at_random() -> None:
    assert auc(np.array([True, False, False]), np.zeros(3)) == 0.5


def test_calibration_error_is_the_gap_between_said_and_seen() -> None:
    happened = np.array([True] * 6 + [False] * 4)
    assert calibration_error(happened, np.full(10, 0.6)) == pytest.approx(0)
    assert calibration_error(happened, np.full(10, 0.95)) == pytest.approx(0.35)


def test_the_quick_auc_of_a_draw_is_that_of_scikit_learn() -> None:
    random = np.random.default_rng(3)
    for size in (2, 5, 50, 500):
        positive = np.arange(size) % 2 == 0
        scores = random.integers(10, size=size) / 10  # with ties
        assert _auc_of_draw(positive, scores) == pytest.approx(auc(positive, scores), abs=1e-12)


def test_an_interval_holds_the_auc_and_narrows_with_more_conversations() -> None:
    random = np.random.default_rng(20)
    scores = random.normal(size=1000)
    positive = scores + random.normal(size=1000) > 0
    low, high = interval(positive, scores)
    assert low < auc(positive, scores) < high
    few_low, few_high = interval(positive[:60], scores[:60])
    assert few_high - few_low > 2 * (high - low)


def test_an_interval_of_one_side_alone_is_not_a_number() -> None:
    assert all(map(math.isnan, interval(np.array([True, True]), np.array([0.1, 0.2]))))


def test_shares_say_where_leads_and_the_hot_ones_came_out() -> None:
    found = shares(["Hot", "Hot", "Warm", "Cold"], np.array([90.0, 50.0, 80.0, 10.0]))
    assert astuple(found["Hot"]) == pytest.approx((2, 1 / 2, 2 / 3, 1 / 2))
    assert astuple(found["Warm"]) == pytest.approx((1, 1 / 4, 1 / 3, 1 / 2))
    assert astuple(found["Cold"]) == pytest.approx((1, 1 / 4, 0, 0))
