import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.summary import ELLIPSIS, MOST_CHARACTERS, summary


def test_it_names_the_intent_and_quotes_the_visitor() -> None:
    assert summary("Pricing", "What  does\nit cost?") == "Pricing: What does it cost?"


def test_a_long_sentence_is_cut_between_words() -> None:
    found = summary("Pricing", "I would like to see it, " * 10)
    assert found.endswith(f"it, I would{ELLIPSIS}")
    assert len(found) <= MOST_CHARACTERS


def test_exactly_ninety_characters_stay_whole() -> None:
    sentence = "x" * (MOST_CHARACTERS - len("Pricing: "))
    assert summary("Pricing", sentence) == f"Pricing: {sentence}"


@pytest.mark.parametrize("sentence", ["w" * 300, "予" * 300])
def test_a_word_that_does_not_fit_is_left_out(sentence: str) -> None:
    assert summary("Pricing", sentence) == f"Pricing{ELLIPSIS}"


@given(st.lists(st.text("abcdefgh", min_size=1, max_size=12), min_size=1, max_size=40))
def test_it_never_is_longer_nor_cuts_a_word(words: list[str]) -> None:
    found = summary("Pricing", " ".join(words))
    assert len(found) <= MOST_CHARACTERS
    kept = found.removeprefix("Pricing").removeprefix(":").removesuffix(ELLIPSIS).split()
    assert kept == words[: len(kept)]
    assert found.endswith(ELLIPSIS) or kept == words
