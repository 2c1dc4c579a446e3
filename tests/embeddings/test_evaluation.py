import math

import numpy as np
import pytest

from embeddings.evaluation import auc, calibration_error, evaluate
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
