"""What is typed is read as a conversation, scored, and shown as text."""

import numpy as np
import pytest

from embeddings.calibration import Calibration
from embeddings.exemplars import Exemplar, ExemplarSet
from lib import assessment, trying, trying_card
from lib.domain import Conversation, Role
from tests.fakes import WordEncoder

EXEMPLARS = [
    Exemplar("I want to buy the red bicycle", "Buy", "Hot"),
    Exemplar("please send me the contract", "Contract", "Hot"),
    Exemplar("how much is the red bicycle", "Price", "Warm"),
    Exemplar("where is my parcel", "Order", "Cold"),
    Exemplar("the weather is fine today", "Small talk", "Cold"),
    Exemplar("I have lost my password", "Support", "Cold"),
]


@pytest.fixture
def using(encoder: WordEncoder) -> ExemplarSet:
    return ExemplarSet.of(EXEMPLARS, encoder, Calibration.blank())


def roles(typed: str) -> list[tuple[str, str]]:
    return [(message.role.value, message.text) for message in trying.read(typed)]


@pytest.mark.parametrize("name", ["A", "a", "Assistant", "BOT", "Agent"])
def test_a_line_of_the_other_side_begins_with_who_speaks(name: str) -> None:
    (role, text), *_ = roles(f"{name}: Shall I book it?")
    assert role != Role.VISITOR
    assert text == "Shall I book it?"


@pytest.mark.parametrize("prefix", ["", "V: ", "Visitor:", "customer : ", "  v:  "])
def test_any_other_line_is_the_visitors(prefix: str) -> None:
    assert roles(f"{prefix}Yes please") == [("visitor", "Yes please")]


def test_a_word_before_a_colon_that_names_nobody_is_part_of_what_was_said() -> None:
    assert roles("Note: we are twelve\nAbout: rooms") == [
        ("visitor", "Note: we are twelve"),
        ("visitor", "About: rooms"),
    ]


def test_a_name_on_a_line_of_its_own_says_who_speaks_next_and_empty_lines_say_nothing() -> None:
    assert roles("Agent:\n\nShall I book it?\nYes") == [
        ("agent", "Shall I book it?"),
        ("visitor", "Yes"),
    ]


@pytest.mark.parametrize("typed", ["", "  \n ", "A: Hello, can I help?", "V:", "?!"])
def test_nothing_of_the_visitor_is_nothing_to_score(typed: str) -> None:
    assert not trying.heard(typed)


def test_the_score_is_that_of_the_same_conversation_taken_in(
    encoder: WordEncoder, using: ExemplarSet
) -> None:
    typed = "A: Shall I send the contract?\nYes please\nHow much is the bicycle?"
    said = trying.heard(typed)
    tried = trying.tried(said, trying.encode(said, encoder), using)
    chat = Conversation("website", "a", trying.read(typed))
    assert tried is not None
    assert tried.found == assessment.score([chat], encoder, using)[0]


def test_each_sentence_names_the_exemplars_it_resembles_the_nearest_first(
    encoder: WordEncoder, using: ExemplarSet
) -> None:
    said = trying.heard("I want to buy the red bicycle\nA: Where to?\nsend me the parcel")
    tried = trying.tried(said, trying.encode(said, encoder), using)
    assert tried is not None
    first, second = tried.nearest
    assert (first[0].text, first[0].intent, first[0].temperature) == EXEMPLARS[0]
    assert first[0].cosine == pytest.approx(1, abs=1e-3)
    assert len(first) == len(second) == trying.NEAREST
    cosines = [each.cosine for each in second]
    assert cosines == sorted(cosines, reverse=True)
    evidence = tried.found.evidence[1]
    assert second[0].text == evidence.exemplar
    assert second[0].cosine == pytest.approx(evidence.similarity)
    assert not np.isnan(cosines).any()


def test_a_set_smaller_than_the_list_is_listed_whole(encoder: WordEncoder) -> None:
    few = ExemplarSet.of(EXEMPLARS[1:4], encoder, Calibration.blank())
    said = trying.heard("send it")
    tried = trying.tried(said, trying.encode(said, encoder), few)
    assert tried is not None
    assert len(tried.nearest[0]) == 3


def test_what_was_typed_is_shown_and_never_run() -> None:
    attack = "<script>alert(1)</script>"
    like = [{"text": attack, "intent": attack, "temperature": "Hot", "cosine": 0.5}]
    shown = trying_card.sentence(attack, 1) + trying_card.like(like, dark=False)
    shown += trying_card.verdict(50, "Warm", {"Hot": 0, "Warm": 1, "Cold": 0}, attack, dark=True)
    assert "<script>" not in shown
    assert shown.count("&lt;script&gt;") == 4


def test_points_name_the_sets_they_are_of() -> None:
    assert "Draft <b>+3.1 points</b> · Published <b>-2.0 points</b>" in trying_card.points(
        {"Draft": 3.14, "Published": -2}
    )
