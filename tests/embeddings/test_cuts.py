import numpy as np
import pytest

from embeddings.cuts import suggested
from embeddings.exemplars import Thresholds


def spread(hot: float, warm: float, count: int) -> tuple[list[str], np.ndarray]:
    """Labels that these thresholds tell apart without a fault."""
    scores = np.linspace(0, 100, count)
    return [Thresholds(hot, warm).temperature(score) for score in scores.tolist()], scores


@pytest.mark.parametrize(("hot", "warm"), [(70, 40), (85, 60), (55, 25)])
def test_many_labels_say_where_to_cut(hot: float, warm: float) -> None:
    found = suggested(*spread(hot, warm, 20_000))
    assert found.hot == pytest.approx(hot, abs=2)
    assert found.warm == pytest.approx(warm, abs=2)


def test_few_labels_move_the_usual_thresholds_little() -> None:
    found = suggested(*spread(86, 60, 20))
    assert 70 < found.hot < 75
    assert 40 < found.warm < 46


def test_scores_that_tell_nothing_still_give_thresholds() -> None:
    found = suggested(["Hot", "Warm", "Cold"] * 10, np.full(30, 50.0))
    assert 0 < found.warm < found.hot <= 100
