"""Leaving an exemplar out is the same as taking it from the set."""

from dataclasses import replace

import numpy as np
import pytest

from embeddings.encoder import as_stored
from embeddings.exemplars import ExemplarSet
from embeddings.leave_one_out import BLOCK, leave_one_out
from embeddings.utterances import Utterance
from embeddings.whatif import Heard, without_exemplar
from tests.embeddings.sets import SIZE, calibration, exemplar_set, units


def alone(using: ExemplarSet, place: int) -> Heard:
    text = using.texts[place]
    said = Utterance(0, 0, len(text), text, text, text)
    return Heard([said], {text: 0}, using.vectors[place : place + 1])


def with_intents(intents: list[str], seed: int = 3) -> ExemplarSet:
    return ExemplarSet(
        [f"exemplar {n}" for n in range(len(intents))],
        intents,
        {intent: intent.split()[0] for intent in intents},
        units(len(intents), seed),
        calibration(seed),
    )


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("per_temperature", [3, 4, 8, 11])
def test_each_is_scored_as_the_set_without_it_does(seed: int, per_temperature: int) -> None:
    using = exemplar_set(seed, per_temperature)
    found = leave_one_out(using)
    for place, text in enumerate(using.texts):
        wanted = without_exemplar(alone(using, place), text, using)
        assert wanted is not None
        assert found.scores[place] == pytest.approx(wanted.score, abs=1e-3)
        assert found.called[place] == wanted.temperature
        assert using.texts[found.nearest[place]] == wanted.evidence[0].exemplar
        assert found.similarity[place] == pytest.approx(wanted.evidence[0].similarity, abs=1e-6)


def test_an_intent_of_one_sentence_is_scored_by_the_other_intents() -> None:
    using = with_intents(["Hot a", "Hot b", "Hot b", "Warm a", "Warm a", "Cold a", "Cold b"])
    found = leave_one_out(using)
    wanted = without_exemplar(alone(using, 0), "exemplar 0", using)
    assert wanted is not None
    assert found.scores[0] == pytest.approx(wanted.score, abs=1e-3)
    assert np.isfinite(found.scores).all()


def test_without_the_only_sentence_of_a_temperature_there_is_no_set_to_score_it() -> None:
    using = with_intents(["Hot a", "Warm a", "Warm a", "Cold a", "Cold b"])
    found = leave_one_out(using)
    assert np.isnan(found.scores[0])
    assert found.called[0] == ""
    assert np.isfinite(found.scores[1:]).all()
    assert all(found.called[1:])


def test_the_temperature_follows_the_thresholds() -> None:
    using = exemplar_set()
    cut = replace(using.thresholds, hot=99.99, warm=99.98)
    assert set(leave_one_out(replace(using, thresholds=cut)).called) == {"Cold"}


def test_of_two_that_are_alike_each_finds_the_other() -> None:
    using = with_intents(["Hot a", "Hot b", "Warm a", "Warm b", "Cold a", "Cold b"])
    rows = using.vectors.copy()
    rows[5] = rows[0]
    found = leave_one_out(replace(using, vectors=rows))
    assert (found.nearest[0], found.nearest[5]) == (5, 0)
    assert found.similarity[0] == pytest.approx(1, abs=2e-3)


def test_more_than_a_block_of_exemplars_is_one_set() -> None:
    intents = [f"{t} {n % 3}" for n in range(BLOCK // 2) for t in ("Hot", "Warm", "Cold")]
    using = with_intents(intents)
    assert len(intents) > BLOCK
    assert using.vectors.shape == (len(intents), SIZE)
    found = leave_one_out(using)
    for place in (0, BLOCK - 1, BLOCK, len(intents) - 1):
        wanted = without_exemplar(alone(using, place), using.texts[place], using)
        assert wanted is not None
        assert found.scores[place] == pytest.approx(wanted.score, abs=1e-3)


def test_scores_do_not_depend_on_the_order_of_the_exemplars() -> None:
    using = exemplar_set(1, 6)
    order = np.random.default_rng(0).permutation(len(using.texts))
    mixed = replace(
        using,
        texts=[using.texts[n] for n in order],
        intents=[using.intents[n] for n in order],
        vectors=as_stored(using.vectors[order]),
    )
    before, after = leave_one_out(using), leave_one_out(mixed)
    np.testing.assert_allclose(after.scores, before.scores[order], atol=1e-3)
