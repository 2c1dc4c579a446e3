import numpy as np
import pytest

from embeddings.regression import correction


def cloud(rows: int = 300) -> tuple[np.ndarray, np.ndarray]:
    """Inputs, and classes of which they tell something."""
    draw = np.random.default_rng(8)
    inputs = draw.normal(size=(rows, 4))
    classes = (inputs[:, :3] + draw.normal(size=(rows, 3))).argmax(axis=1)
    return inputs, classes[:, None] == np.arange(3)


def test_it_agrees_with_scikit_learn() -> None:
    from sklearn.linear_model import LogisticRegression

    inputs, hit = cloud()
    weights = np.random.default_rng(9).uniform(0.5, 2, len(inputs))
    slopes, intercepts = correction(inputs, hit, 0.3 * weights, np.zeros(hit.shape))
    model = LogisticRegression(C=0.3, tol=1e-10, max_iter=5000)
    model.fit(inputs, hit.argmax(axis=1), sample_weight=weights)
    assert slopes == pytest.approx(model.coef_, abs=1e-4)
    assert intercepts - intercepts.mean() == pytest.approx(model.intercept_, abs=1e-3)


def test_log_odds_that_are_right_already_are_left() -> None:
    inputs, hit = cloud()
    slopes, intercepts = correction(inputs, hit, np.ones(len(inputs)), np.zeros(hit.shape))
    known = inputs @ slopes.T + intercepts
    again, _ = correction(inputs, hit, np.full(len(inputs), 0.01), known)
    assert np.abs(again).max() < np.abs(slopes).max() / 3


@pytest.mark.parametrize("far", [1, 1e3, 1e6])
def test_log_odds_that_are_far_off_are_overcome(far: float) -> None:
    inputs, hit = cloud()
    wrong = far * np.roll(hit, 1, axis=1).mean(axis=0) + np.zeros(hit.shape)
    slopes, intercepts = correction(inputs, hit, np.ones(len(inputs)), wrong)
    called = (wrong + inputs @ slopes.T + intercepts).argmax(axis=1)
    assert (called == hit.argmax(axis=1)).mean() > 0.6


def test_a_class_without_a_row_drives_nothing_to_infinity() -> None:
    inputs, hit = cloud()
    hit = np.column_stack([hit[:, 0] | hit[:, 2], hit[:, 1], np.zeros(len(hit), dtype=bool)])
    slopes, intercepts = correction(inputs, hit, np.ones(len(inputs)), np.zeros(hit.shape))
    assert np.isfinite(slopes).all()
    assert np.abs(intercepts).max() < 20
