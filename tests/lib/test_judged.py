"""Each sentence of a set is judged by the others, and what comes out is counted."""

import numpy as np
import polars as pl

from embeddings.exemplars import ExemplarSet
from lib import judged
from tests.embeddings.sets import calibration, exemplar_set, units


def frame(*rows: tuple[str, str, str | None, float]) -> pl.DataFrame:
    """Intent, temperature, what it is called and the cosine of its nearest."""
    return pl.DataFrame(
        [
            (f"text {n}", intent, temperature, called, 50.0, "other", "Other", cosine)
            for n, (intent, temperature, called, cosine) in enumerate(rows)
        ],
        schema=judged.SENTENCES,
        orient="row",
    )


JUDGED = frame(
    ("Buy", "Hot", "Hot", 0.9),
    ("Buy", "Hot", "Warm", 0.5),
    ("Price", "Warm", "Cold", 0.8),
    ("Talk", "Cold", "Cold", 0.7),
    ("Alone", "Cold", None, 0.6),
)


def test_every_sentence_is_judged() -> None:
    using = exemplar_set()
    found = judged.sentences(using)
    assert dict(found.schema) == dict(judged.SENTENCES)
    assert found["text"].to_list() == list(using.texts)
    assert set(found["called"]) <= {"Hot", "Warm", "Cold"}
    assert not (found["nearest"] == found["text"]).any()


def test_the_only_sentence_of_a_temperature_is_called_nothing() -> None:
    intents = ["Hot a", "Warm a", "Warm b", "Cold a", "Cold b"]
    names = [f"text {n}" for n in range(5)]
    warmth = {each: each.split()[0] for each in intents}
    found = judged.sentences(ExemplarSet(names, intents, warmth, units(5, 1), calibration()))
    assert found.row(0, named=True)["called"] is None
    assert found.row(0, named=True)["score"] is None
    assert np.isfinite(found["score"].to_list()[1:]).all()


def test_the_confusion_counts_what_each_temperature_is_called() -> None:
    assert judged.confusion(JUDGED) == [[1, 1, 0], [0, 0, 1], [0, 0, 1]]


def test_intents_are_listed_by_how_many_come_out_right_the_worst_first() -> None:
    rows = judged.by_intent(JUDGED).select("intent", "sentences", "right").rows()
    assert rows == [("Price", 1, 0.0), ("Buy", 2, 0.5), ("Talk", 1, 1.0), ("Alone", 1, None)]


def test_the_wrong_ones_are_listed_the_nearest_to_another_first() -> None:
    assert judged.wrong(JUDGED)["text"].to_list() == ["text 2", "text 1"]
