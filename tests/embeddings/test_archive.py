"""An archive says of a set what scoring with it would say."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embeddings import archive as module
from embeddings.archive import Archive
from embeddings.exemplars import ExemplarSet
from embeddings.features import mean_of_nearest
from embeddings.scoring import assess_quotes
from embeddings.utterances import Quote
from tests.embeddings.sets import calibration, exemplar_set, units

TEXTS = 40
VECTORS = units(TEXTS, seed=7)


def random_views(sizes: Sequence[int], seed: int = 0) -> list[np.ndarray]:
    random = np.random.default_rng(seed)
    return [random.integers(TEXTS, size=(size, 2)) for size in sizes]


def archive_of(views: Sequence[np.ndarray]) -> Archive:
    starts = np.cumsum([0, *map(len, views)])[:-1]
    return Archive(VECTORS.astype(np.float16), np.concatenate(views), starts)


def scored(views: Sequence[np.ndarray], exemplars: ExemplarSet) -> list[float]:
    quotes = [[Quote(n, 0, 1, "?") for n in range(len(of))] for of in views]
    found = assess_quotes(quotes, list(views), VECTORS, exemplars)
    return [each.score for each in found if each]


def without_one(exemplars: ExemplarSet, place: int) -> ExemplarSet:
    kept = [each for each in range(len(exemplars.texts)) if each != place]
    return replace(
        exemplars,
        texts=[exemplars.texts[each] for each in kept],
        intents=[exemplars.intents[each] for each in kept],
        vectors=exemplars.vectors[kept],
    )


@settings(deadline=None, max_examples=25)
@given(st.lists(st.integers(1, 6), min_size=1, max_size=9), st.integers(0, 1000))
def test_scores_are_those_of_scoring(sizes: list[int], seed: int) -> None:
    views, exemplars = random_views(sizes, seed), exemplar_set(seed)
    assert archive_of(views).scores(exemplars) == pytest.approx(scored(views, exemplars), abs=1e-3)


def test_one_set_after_the_other_comes_out_as_alone() -> None:
    views = random_views([1, 3, 2, 5])
    archive = archive_of(views)
    first = exemplar_set(1, per_temperature=8)
    sets = [
        first,
        without_one(first, 3),
        replace(first, calibration=calibration(9)),
        replace(first, temperatures={**first.temperatures, "Hot 1": "Cold", "Cold 1": "Hot"}),
        first,
    ]
    for each in sets:
        assert archive.scores(each) == pytest.approx(scored(views, each), abs=1e-3)


def test_only_intents_that_differ_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = []

    def counted(cosines: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        compared.append(len(cosines))
        return mean_of_nearest(cosines)

    monkeypatch.setattr(module, "mean_of_nearest", counted)
    archive, exemplars = archive_of(random_views([2, 2])), exemplar_set(1, per_temperature=8)
    archive.scores(exemplars)
    assert len(compared) == 6
    compared.clear()
    archive.scores(without_one(exemplars, 0))
    assert compared == [3]


def test_no_more_is_kept_than_a_few_sets_need(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_KEPT", 8)
    archive = archive_of(random_views([2]))
    for seed in range(4):
        exemplars = exemplar_set(seed)
        texts = [f"{text} of {seed}" for text in exemplars.texts]
        archive.scores(replace(exemplars, texts=texts))
    assert len(archive._kept) <= 8


def test_an_empty_archive_has_no_scores() -> None:
    nothing = np.empty((0, 2), dtype=np.int64)
    archive = Archive(np.empty((0, 16), dtype=np.float16), nothing, nothing[:, 0])
    assert archive.scores(exemplar_set()).shape == (0,)
