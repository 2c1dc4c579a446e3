"""What a score would be with less is an exact score of what is left."""

import numpy as np
import pytest

from embeddings.exemplars import ExemplarSet, UnusableExemplars
from embeddings.scoring import assess
from embeddings.utterances import texts_of
from embeddings.whatif import (
    Heard,
    Moment,
    course,
    turned_hot,
    without_exemplar,
    without_message,
)
from tests.embeddings.sets import conversation, exemplar_set, units


@pytest.fixture
def exemplars() -> ExemplarSet:
    return exemplar_set(3)


@pytest.fixture
def heard() -> Heard:
    said = conversation(["one", "two", "three", "four"])
    texts = texts_of([said])
    return Heard(said, {text: row for row, text in enumerate(texts)}, units(len(texts), 5))


def score(heard: Heard, exemplars: ExemplarSet) -> float:
    (found,) = assess([heard.said], heard.rows, heard.vectors, exemplars)
    assert found
    return found.score


def test_the_course_ends_at_the_score(heard: Heard, exemplars: ExemplarSet) -> None:
    moments = course(heard, exemplars)
    assert [moment.position for moment in moments] == [0, 2, 4, 6]
    assert moments[-1].score == score(heard, exemplars)
    assert moments[1].score == score(heard._replace(said=heard.said[:2]), exemplars)


def test_a_conversation_in_which_nothing_was_said_has_no_course(exemplars: ExemplarSet) -> None:
    assert course(Heard((), {}, units(1, 5)), exemplars) == []


def test_the_turn_is_where_it_became_hot_for_good(exemplars: ExemplarSet) -> None:
    moments = [Moment(0, 90.0), Moment(2, 30.0), Moment(4, 70.0), Moment(6, 99.0)]
    assert turned_hot(moments, exemplars) == 4
    assert turned_hot(moments[:2], exemplars) is None
    assert turned_hot([], exemplars) is None


def test_without_a_message_is_the_score_of_the_others(heard: Heard, exemplars: ExemplarSet) -> None:
    found = without_message(heard, 2, exemplars)
    assert found
    rest = heard._replace(said=[each for each in heard.said if each.position != 2])
    assert found.score == score(rest, exemplars)
    assert {each.position for each in found.evidence} == {0, 4, 6}


def test_without_the_only_message_there_is_no_score(heard: Heard, exemplars: ExemplarSet) -> None:
    assert without_message(heard._replace(said=heard.said[:1]), 0, exemplars) is None


def test_without_an_exemplar_nothing_resembles_it(heard: Heard, exemplars: ExemplarSet) -> None:
    (whole,) = assess([heard.said], heard.rows, heard.vectors, exemplars)
    assert whole
    nearest = whole.evidence[0].exemplar
    found = without_exemplar(heard, nearest, exemplars)
    assert found
    assert nearest not in {each.exemplar for each in found.evidence}
    assert found.score != whole.score


def test_an_exemplar_that_is_not_in_the_set_is_an_error(
    heard: Heard, exemplars: ExemplarSet
) -> None:
    with pytest.raises(KeyError):
        without_exemplar(heard, "another", exemplars)


def test_the_last_exemplar_of_a_temperature_cannot_be_left_out(heard: Heard) -> None:
    few = exemplar_set(3, per_temperature=1)
    with pytest.raises(UnusableExemplars):
        without_exemplar(heard, few.texts[0], few)


def test_the_set_is_left_as_it_was(heard: Heard, exemplars: ExemplarSet) -> None:
    before = exemplars.vectors.copy()
    without_exemplar(heard, exemplars.texts[0], exemplars)
    assert len(exemplars.texts) == 12
    assert np.array_equal(exemplars.vectors, before)
