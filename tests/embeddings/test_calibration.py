import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.calibration import (
    FEATURES,
    TEMPERATURES,
    Calibration,
    UnusableCalibration,
    fit,
    held_out,
    score_of,
)
from tests.embeddings.sets import calibration

PARTS = ("means", "scales", "coefficients", "intercepts")


def cloud(labels: list[str], seed: int = 0) -> np.ndarray:
    """Features in which the label shows."""
    noise = np.random.default_rng(seed).normal(size=(len(labels), len(FEATURES)))
    for row, label in enumerate(labels):
        noise[row, TEMPERATURES.index(label)] += 4
    return noise


def test_json_gives_back_every_bit() -> None:
    before = calibration()
    after = Calibration.from_json(before.to_json())
    assert all(np.array_equal(getattr(before, part), getattr(after, part)) for part in PARTS)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("{", "not valid JSON"),
        ("[]", "must be a JSON object"),
        ("{}", "other temperatures"),
        (json.dumps({"temperatures": TEMPERATURES, "features": ["a"]}), "other features"),
        (json.dumps({"temperatures": TEMPERATURES, "features": FEATURES}), "lacks its means"),
    ],
)
def test_what_is_no_calibration_is_refused_in_words(text: str, complaint: str) -> None:
    with pytest.raises(UnusableCalibration, match=complaint):
        Calibration.from_json(text)


@pytest.mark.parametrize(
    ("part", "numbers", "complaint"),
    [
        ("means", [0.0], "shape"),
        ("intercepts", [0.0, 0.0, float("nan")], "finite"),
        ("scales", [0.0] * len(FEATURES), "above 0"),
        ("coefficients", "many", "not a number"),
    ],
)
def test_wrong_numbers_are_refused_in_words(part: str, numbers: object, complaint: str) -> None:
    payload = json.loads(calibration().to_json()) | {part: numbers}
    with pytest.raises(UnusableCalibration, match=complaint):
        Calibration.from_json(json.dumps(payload))


def test_the_blank_one_knows_nothing() -> None:
    blank = Calibration.blank()
    assert blank.probabilities(cloud(["Hot"])) == pytest.approx(np.full((1, 3), 1 / 3))


@given(st.integers(0, 10_000), st.integers(1, 20))
def test_chances_add_up_and_scores_stay_in_range(seed: int, rows: int) -> None:
    features = np.random.default_rng(seed).normal(size=(rows, len(FEATURES))) * 10
    chances = calibration(seed).probabilities(features)
    assert chances.sum(axis=1) == pytest.approx(np.ones(rows))
    assert ((score_of(chances) >= 0) & (score_of(chances) <= 100)).all()


def test_a_row_has_the_same_bits_alone_and_among_others() -> None:
    features = cloud(["Hot", "Warm", "Cold"] * 40)
    together = calibration().scores(features)
    assert [float(calibration().scores(row)) for row in features] == together.tolist()


def test_fitting_finds_what_tells_labels_apart() -> None:
    labels = ["Hot", "Warm", "Cold", "Cold"] * 30
    scores = fit(cloud(labels), labels).scores(cloud(labels, seed=1))
    means = [scores[[label == name for label in labels]].mean() for name in TEMPERATURES]
    assert means[0] > 70 > means[1] > 30 > means[2]


def test_fitting_again_gives_the_same() -> None:
    labels = ["Hot", "Warm", "Cold"] * 10
    assert fit(cloud(labels), labels).to_json() == fit(cloud(labels), labels).to_json()


def test_weights_shift_the_chances() -> None:
    labels = ["Hot", "Warm", "Cold"] * 20
    heavy = np.array([5.0 if label == "Hot" else 1.0 for label in labels])
    plain, shifted = (fit(cloud(labels), labels, weights=weights) for weights in (None, heavy))
    assert shifted.scores(cloud(labels)).mean() > plain.scores(cloud(labels)).mean()


def test_without_weights_a_temperature_counts_as_the_root_of_its_frequency() -> None:
    labels = ["Hot"] * 90 + ["Warm"] * 40 + ["Cold"] * 10
    features = cloud(labels)
    each = np.array([labels.count(label) ** -0.5 for label in labels])
    weighed = fit(features, labels, weights=each * len(each) / each.sum())
    assert fit(features, labels).to_json() == weighed.to_json()


def test_few_labels_stay_near_the_prior_and_many_leave_it() -> None:
    start = calibration()
    moved = []
    for times in (1, 100):
        labels = ["Hot", "Warm", "Cold"] * times
        fitted = fit(cloud(labels), labels, prior=start, strength=0.01)
        moved.append(float(np.abs(fitted.coefficients - start.coefficients).max()))
    assert 0 < moved[0] < moved[1] / 5


def test_a_prior_that_is_right_is_left_as_it_is() -> None:
    labels = ["Hot", "Warm", "Cold"] * 200
    start = fit(cloud(labels), labels)
    few = ["Hot", "Warm", "Cold"] * 10
    again, alone = (fit(cloud(few, seed=3), few, prior=prior) for prior in (start, None))
    judged = cloud(labels, seed=4)
    told = [(one.probabilities(judged) * right(labels)).sum() for one in (again, alone)]
    assert told[0] > told[1]


def test_strength_follows_what_the_labels_can_bear() -> None:
    labels = ["Hot", "Warm", "Cold"] * 20
    shuffled = np.random.default_rng(5).permutation(labels).tolist()
    clear, random = (fit(cloud(labels), given) for given in (labels, shuffled))
    assert np.abs(random.coefficients).max() < np.abs(clear.coefficients).max() / 5


def test_what_is_held_out_is_judged_unseen() -> None:
    labels = ["Hot", "Warm", "Cold"] * 20
    noise = np.random.default_rng(6).normal(size=(len(labels), len(FEATURES)))
    seen = fit(noise, labels, strength=3).probabilities(noise)
    unseen = held_out(noise, labels)
    assert (seen * right(labels)).sum() > len(labels) * 0.6
    assert (unseen * right(labels)).sum() < len(labels) * 0.4
    assert unseen.sum(axis=1) == pytest.approx(np.ones(len(labels)))


def test_one_conversation_of_a_temperature_is_enough() -> None:
    labels = ["Hot", "Hot", "Warm", "Cold", "Cold", "Cold"]
    assert np.isfinite(fit(cloud(labels), labels).coefficients).all()
    assert np.isfinite(held_out(cloud(labels), labels)).all()


def right(labels: list[str]) -> np.ndarray:
    found: np.ndarray = np.array(labels)[:, None] == np.array(TEMPERATURES)
    return found


def test_a_temperature_without_conversations_cannot_be_fitted() -> None:
    with pytest.raises(UnusableCalibration, match="labelled Warm"):
        fit(cloud(["Hot", "Cold"]), ["Hot", "Cold"])
