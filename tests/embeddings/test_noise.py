"""Texts that no lead writes, with the real model: few of them may be called Hot."""

import pytest

from bench.noise import called_hot, noise
from embeddings.encoder import SentenceEncoder
from embeddings.exemplars import ExemplarSet, starter_exemplars, starter_set

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def encoder() -> SentenceEncoder:
    return SentenceEncoder()


@pytest.fixture(scope="module")
def shipped(encoder: SentenceEncoder) -> ExemplarSet:
    return starter_set(encoder)


def is_complaint(section: str) -> bool:
    return section.startswith("complaints")


def test_at_most_one_in_twenty_of_what_means_nothing_is_hot(
    encoder: SentenceEncoder, shipped: ExemplarSet
) -> None:
    lines = [line for name, of in noise().items() if not is_complaint(name) for line in of]
    assert len(lines) == 200
    assert len(called_hot(lines, encoder, shipped)) <= 0.05 * len(lines)


def test_at_most_three_in_a_hundred_complaints_that_name_prices_are_hot(
    encoder: SentenceEncoder, shipped: ExemplarSet
) -> None:
    lines = [line for name, of in noise().items() if is_complaint(name) for line in of]
    assert len(lines) >= 100
    assert len(called_hot(lines, encoder, shipped)) <= 0.03 * len(lines)


def test_no_exemplar_was_made_for_these_texts() -> None:
    known = {exemplar.text.casefold() for exemplar in starter_exemplars()}
    assert not [line for of in noise().values() for line in of if line.casefold() in known]
