"""A set is measured by labels, and a calibration is fitted to them."""

from dataclasses import replace

import numpy as np
import pytest

from embeddings.archive import Archive
from embeddings.calibration import Calibration
from embeddings.evaluation import evaluate
from embeddings.exemplars import ExemplarSet, starter_calibration
from lib import quality
from lib.known import Known
from tests.embeddings.sets import SIZE, exemplar_set


def known(using: ExemplarSet, each: int = 20) -> Known:
    """Conversations of one sentence each, which is like an exemplar of their temperature."""
    random = np.random.default_rng(2)
    truth = [name for name in ("Hot", "Warm", "Cold") for _ in range(each)]
    of = np.array([using.temperatures[intent] for intent in using.intents])
    rows = np.stack([using.vectors[random.choice(np.flatnonzero(of == t))] for t in truth])
    rows = rows + random.normal(scale=0.6 / np.sqrt(SIZE), size=rows.shape)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    place = np.arange(len(truth))
    archive = Archive(rows.astype(np.float32), np.stack([place, place], axis=1), place)
    return Known(archive, truth, 0, 0)


@pytest.fixture
def using() -> ExemplarSet:
    return replace(exemplar_set(), calibration=Calibration.blank())


def test_agreement_is_that_of_the_evaluation(using: ExemplarSet) -> None:
    there = known(exemplar_set())
    found = quality.agreement(there, exemplar_set())
    chances = there.said.probabilities(exemplar_set())
    assert found.measured == evaluate(there.temperatures, chances)
    low, high = found.hot_interval
    assert low <= found.measured.hot_auc <= high
    assert sum(each.conversations for each in found.bins) == 60


def test_the_curve_runs_from_everything_called_hot_to_next_to_nothing(using: ExemplarSet) -> None:
    curve = quality.agreement(known(using), exemplar_set()).curve
    assert curve["at"].to_list()[:2] == [0, 0.5]
    assert curve.row(0, named=True) | {"at": 0} == {
        "at": 0,
        "precision": pytest.approx(1 / 3),
        "recall": 1,
        "called": 60,
    }
    assert curve["recall"].to_list() == sorted(curve["recall"], reverse=True)
    assert curve["precision"].is_nan().sum() == 0


def test_one_label_is_measured_as_far_as_it_goes(using: ExemplarSet) -> None:
    one = Known(
        Archive(using.vectors[:1], np.zeros((1, 2), np.int64), np.zeros(1, np.int64)), ["Hot"], 0, 0
    )
    found = quality.agreement(one, using)
    assert np.isnan(found.measured.hot_auc)
    assert np.isnan(found.hot_interval).all()
    assert found.measured.conversations == 1


def test_a_fit_learns_what_the_labels_say(using: ExemplarSet) -> None:
    found = quality.fitted(known(using), using)
    assert found.before.hot_auc == 0.5
    assert found.after.hot_auc > 0.7
    assert found.after.brier < found.before.brier


def test_a_fit_is_judged_by_conversations_it_has_not_seen(using: ExemplarSet) -> None:
    there = known(using, each=10)
    there.temperatures[:] = np.random.default_rng(0).permutation(there.temperatures).tolist()
    found = quality.fitted(there, using)
    flattered = there.said.probabilities(replace(using, calibration=found.calibration))
    assert evaluate(there.temperatures, flattered).brier < found.after.brier


def test_a_second_fit_to_the_same_labels_is_judged_as_the_first_was(using: ExemplarSet) -> None:
    there = known(using)
    first = quality.fitted(there, using)
    again = quality.fitted(there, replace(using, calibration=first.calibration))
    assert again.after == first.after
    assert again.calibration.to_json() == first.calibration.to_json()


def test_a_calibration_that_may_have_seen_the_labels_is_told(using: ExemplarSet) -> None:
    assert quality.fitted(known(using), using).flattered
    shipped = replace(using, calibration=starter_calibration())
    assert not quality.fitted(known(using), shipped).flattered


def test_too_few_labels_are_refused_with_what_to_do(using: ExemplarSet) -> None:
    with pytest.raises(quality.TooFewLabels, match=r"9 conversations are labelled Hot.*in Review"):
        quality.fitted(known(using, each=9), using)
