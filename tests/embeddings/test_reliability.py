"""Stated chances are compared with what came true, and how sure that is."""

import numpy as np
import pytest

from embeddings.evaluation import calibration_error
from embeddings.reliability import reliability, wilson


def test_conversations_of_about_the_same_chance_share_a_bin() -> None:
    chances = np.array([0.02, 0.08, 0.55, 0.95, 1.0])
    bins = reliability(np.array([False, True, False, True, True]), chances)
    assert [each.conversations for each in bins] == [2, 1, 2]
    assert [each.stated for each in bins] == pytest.approx([0.05, 0.55, 0.975])
    assert [each.share for each in bins] == [0.5, 0.0, 1.0]


def test_the_bins_make_up_the_calibration_error() -> None:
    random = np.random.default_rng(0)
    chances = random.uniform(size=500)
    happened = random.uniform(size=500) < chances**2
    bins = reliability(happened, chances)
    error = sum(each.conversations / 500 * abs(each.share - each.stated) for each in bins)
    assert error == pytest.approx(calibration_error(happened, chances))


@pytest.mark.parametrize(
    ("times", "of", "low", "high"),
    # Table 1 of R. G. Newcombe, Two-sided confidence intervals for the single proportion (1998).
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_is_the_published_one(times: int, of: int, low: float, high: float) -> None:
    assert wilson(times, of) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize("of", [1, 3, 1000])
def test_it_never_leaves_0_to_1_and_holds_the_share(of: int) -> None:
    for times in (0, of // 2, of):
        low, high = wilson(times, of)
        assert 0 <= low <= times / of <= high <= 1


def test_nothing_has_no_bins() -> None:
    assert reliability(np.array([], dtype=bool), np.array([])) == []
