from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embeddings import scoring
from embeddings.calibration import FEATURES, Calibration
from embeddings.encoder import Vectors
from embeddings.exemplars import ExemplarSet, Thresholds
from embeddings.scoring import Assessment, assess
from embeddings.utterances import Utterance, texts_of
from tests.embeddings.sets import calibration, conversation, exemplar_set, units

Conversations = Sequence[tuple[Utterance, ...]]


def assessed(
    conversations: Conversations, exemplars: ExemplarSet, vectors: dict[str, Vectors] | None = None
) -> list[Assessment | None]:
    """Assess with random vectors but for the texts whose vector is given."""
    texts = texts_of(conversations)
    rows = {text: row for row, text in enumerate(texts)}
    matrix = np.array([(vectors or {}).get(text, of(text)) for text in texts], dtype=np.float32)
    return assess(conversations, rows, matrix.reshape(len(texts), -1), exemplars)


def of(text: str) -> Vectors:
    (row,) = units(1, seed=sum(map(ord, text)))
    return np.asarray(row, dtype=np.float32)


def one(texts: Sequence[str], exemplars: ExemplarSet | None = None) -> Assessment:
    (found,) = assessed([conversation(texts)], exemplars or exemplar_set())
    assert found
    return found


def decided_by(temperature: str) -> Calibration:
    """Hot with a high share of Hot, else Cold; or Cold with a high share of Cold, else Hot."""
    blank = Calibration.blank()
    coefficients = blank.coefficients.copy()
    column = FEATURES.index(f"plain, share max, {temperature}")
    coefficients[:, column] = (8, 0, -8) if temperature == "Hot" else (-8, 0, 8)
    means = blank.means.copy()
    means[column] = 0.5
    return replace(blank, coefficients=coefficients, means=means)


@settings(deadline=None, max_examples=30)
@given(st.integers(1, 30), st.integers(0, 5000))
def test_the_points_add_up_to_the_score(utterances: int, seed: int) -> None:
    texts = [f"{seed} says {n}" for n in range(utterances)]
    found = one(texts, exemplar_set(seed))
    assert abs(found.base + sum(e.points for e in found.evidence) - found.score) < 1e-6
    assert 0 <= found.score <= 100
    assert len(found.evidence) == utterances


def test_a_conversation_without_a_word_has_no_score() -> None:
    found = assessed([(), conversation(["yes"]), ()], exemplar_set())
    assert [assessment is None for assessment in found] == [True, False, True]


def test_no_conversations_are_no_assessments() -> None:
    assert assess([], {}, np.empty((0, 16), dtype=np.float32), exemplar_set()) == []


def test_conversations_come_back_in_order_whatever_their_length() -> None:
    chats = [conversation([f"{n} of {size}" for n in range(size)]) for size in (3, 1, 12, 3, 2)]
    found = assessed(chats, exemplar_set())
    assert [len(assessment.evidence) for assessment in found if assessment] == [3, 1, 12, 3, 2]


def test_a_conversation_is_assessed_the_same_alone_and_among_others() -> None:
    chats = [conversation([f"{chat} and {n}" for n in range(1 + chat % 14)]) for chat in range(60)]
    exemplars = exemplar_set()
    together = assessed(chats, exemplars)
    assert together == [assessed([chat], exemplars)[0] for chat in chats]


def test_evidence_quotes_the_message_it_comes_from() -> None:
    said = (Utterance(3, 10, 17, "book it", "book it", "So? book it"),)
    (found,) = assessed([said], exemplar_set())
    assert found
    (evidence,) = found.evidence
    assert (evidence.position, evidence.start, evidence.end) == (3, 10, 17)
    assert evidence.text == "book it"


def test_evidence_names_the_exemplar_that_is_nearest_in_either_view() -> None:
    exemplars = exemplar_set()
    views = {"yes": exemplars.vectors[1] * 0.5, "So? yes": exemplars.vectors[5]}
    (found,) = assessed([conversation(["yes"])], exemplars, views)
    assert found
    assert found.evidence[0].exemplar == "exemplar 5"
    assert found.evidence[0].intent == "Warm 1"
    assert found.evidence[0].similarity == pytest.approx(1, abs=1e-3)


def test_temperature_is_the_score_cut_at_the_sets_thresholds() -> None:
    exemplars = exemplar_set()
    score = one(["hello"], exemplars).score
    for thresholds, temperature in (
        (Thresholds(score - 1, score - 2), "Hot"),
        (Thresholds(score + 1, score - 1), "Warm"),
        (Thresholds(score + 2, score + 1), "Cold"),
    ):
        found = one(["hello"], replace(exemplars, thresholds=thresholds))
        assert (found.temperature, found.score) == (temperature, score)


def test_the_score_is_hot_and_half_of_warm() -> None:
    found = one(["a", "b", "c"])
    chances = found.probabilities
    assert chances.hot + chances.warm + chances.cold == pytest.approx(1)
    assert found.score == pytest.approx(100 * (chances.hot + chances.warm / 2), abs=1e-6)


def test_a_hot_conversation_is_summed_up_by_what_made_it_hot() -> None:
    exemplars = replace(exemplar_set(), calibration=decided_by("Hot"))
    views = {
        view + text: exemplars.vectors[row]
        for text, row in (("I want it", 0), ("my dog barks", 8))
        for view in ("", "So? ")
    }
    (found,) = assessed([conversation(["my dog barks", "I want it"])], exemplars, views)
    assert found
    assert found.temperature == "Hot"
    assert found.summary == "Hot 0: I want it"
    assert found.evidence[1].points > 0 > found.evidence[0].points - 1


def test_a_cold_conversation_is_summed_up_by_what_made_it_cold() -> None:
    exemplars = replace(exemplar_set(), calibration=decided_by("Cold"))
    views = {
        view + text: exemplars.vectors[row]
        for text, row in (("I want it", 0), ("my dog barks", 9))
        for view in ("", "So? ")
    }
    (found,) = assessed([conversation(["I want it", "my dog barks"])], exemplars, views)
    assert found
    assert (found.temperature, found.intent) == ("Cold", "Cold 1")
    assert found.summary == "Cold 1: my dog barks"


def test_a_reply_that_means_nothing_alone_is_not_what_is_quoted() -> None:
    exemplars = replace(exemplar_set(), calibration=decided_by("Hot"))
    near = 0.9 * exemplars.vectors[0] + 0.1 * exemplars.vectors[1]
    views = {
        "I want it": near / np.linalg.norm(near),
        "So? I want it": exemplars.vectors[0],
        "yes": exemplars.vectors[0] * 0.6,
        "So? yes": exemplars.vectors[0],
    }
    (found,) = assessed([conversation(["I want it", "yes"])], exemplars, views)
    assert found
    assert found.summary == "Hot 0: I want it"


def test_what_resembles_no_exemplar_is_unsure() -> None:
    exemplars = exemplar_set()
    away = np.linalg.svd(exemplars.vectors)[2][-1].astype(np.float32)
    views = {"zzz": away, "So? zzz": away}
    (far,) = assessed([conversation(["zzz"])], exemplars, views)
    (near,) = assessed([conversation(["zzz"])], exemplars, {"zzz": exemplars.vectors[0]})
    assert far
    assert near
    assert (far.unsure, near.unsure) == (True, False)


def test_features_are_those_the_score_is_made_of() -> None:
    chats = [
        conversation([f"{chat}-{n}" for n in range(size)]) for chat, size in enumerate((1, 5, 3))
    ]
    exemplars = replace(exemplar_set(), calibration=calibration(4))
    texts = texts_of(chats)
    rows = {text: row for row, text in enumerate(texts)}
    vectors = np.array([of(text) for text in texts])
    found = scoring.features(chats, rows, vectors, exemplars)
    scores = [a.score for a in assess(chats, rows, vectors, exemplars) if a]
    assert found.shape == (3, len(FEATURES))
    assert exemplars.calibration.scores(found) == pytest.approx(scores, abs=1e-6)
