import io
from collections import Counter, defaultdict
from dataclasses import replace

import numpy as np
import pytest

from embeddings.calibration import FEATURES
from embeddings.exemplars import (
    Exemplar,
    ExemplarSet,
    Thresholds,
    UnusableExemplars,
    read_exemplars,
    starter_calibration,
    starter_exemplars,
)
from tests.embeddings.sets import calibration, exemplar_set
from tests.fakes import WordEncoder

HEAD = "text,intent,temperature\n"


def read(rows: str, head: str = HEAD) -> list[Exemplar]:
    return read_exemplars(io.StringIO(head + rows, newline=""))


def test_rows_become_exemplars() -> None:
    assert read('I want it,Buy,Hot\n"Well, what is it?",Look,Warm\n') == [
        Exemplar("I want it", "Buy", "Hot"),
        Exemplar("Well, what is it?", "Look", "Warm"),
    ]


def test_columns_may_stand_in_any_order_and_with_others() -> None:
    found = read("Hot,x,Buy,I want it\n", head="temperature,note,intent,text\n")
    assert found == [Exemplar("I want it", "Buy", "Hot")]


def test_a_row_said_twice_counts_once() -> None:
    assert len(read("I want it,Buy,Hot\n i WANT  it,Buy,Hot\n")) == 1


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        ("I want it,Buy,Hot\n,Buy,Hot\n", "Line 3: the text is empty"),
        ("I want it,,Hot\n", "Line 2: the intent is empty"),
        ("I want it,Buy\n", "Line 2: the temperature is empty"),
        ("I want it,Buy,hot\n", "Line 2: hot is no temperature"),
        ("I want it,Buy,Hot\nMe too,Buy,Warm\n", "Line 3: Buy is Warm here but Hot above"),
        ("I want it,Buy,Hot\nI want it,Look,Warm\n", "Line 3: this text is already .* Buy"),
        ('"On two\nlines",Buy,Hot\nNo,Buy,Tepid\n', "Line 4: Tepid is no temperature"),
    ],
)
def test_a_bad_row_is_named_by_its_line(rows: str, complaint: str) -> None:
    with pytest.raises(UnusableExemplars, match=complaint):
        read(rows)


@pytest.mark.parametrize("head", ["", "text,intent\n"])
def test_a_missing_column_is_named(head: str) -> None:
    with pytest.raises(UnusableExemplars, match="no column"):
        read("a,b\n", head=head)


@pytest.mark.parametrize(("hot", "warm"), [(40, 70), (50, 50), (101, 40), (70, 0), (70, -1)])
def test_thresholds_out_of_order_are_refused(hot: float, warm: float) -> None:
    with pytest.raises(UnusableExemplars):
        Thresholds(hot, warm)


@pytest.mark.parametrize(
    ("score", "temperature"),
    [(100, "Hot"), (70, "Hot"), (69.99, "Warm"), (40, "Warm"), (0, "Cold")],
)
def test_a_score_is_cut_at_the_thresholds(score: float, temperature: str) -> None:
    assert Thresholds().temperature(score) == temperature


def test_exemplars_are_encoded_in_order() -> None:
    rows = [
        Exemplar("yes", "Buy", "Hot"),
        Exemplar("how", "Ask", "Warm"),
        Exemplar("no", "No", "Cold"),
    ]
    found = ExemplarSet.of(rows, WordEncoder(), calibration())
    assert np.array_equal(found.vectors, WordEncoder().encode(["yes", "how", "no"]))
    assert found.temperatures == {"Buy": "Hot", "Ask": "Warm", "No": "Cold"}


def test_parts_that_do_not_fit_are_refused() -> None:
    whole = exemplar_set()
    with pytest.raises(UnusableExemplars, match="one vector"):
        replace(whole, vectors=whole.vectors[1:])
    with pytest.raises(UnusableExemplars, match="has no temperature"):
        replace(whole, temperatures={"Hot 0": "Hot"})
    with pytest.raises(UnusableExemplars, match="Each of Hot, Warm and Cold"):
        replace(whole, temperatures=dict.fromkeys(whole.intents, "Hot"))


def test_the_starter_set_covers_what_people_say() -> None:
    exemplars = starter_exemplars()
    sizes = Counter(exemplar.intent for exemplar in exemplars)
    intents = defaultdict(set)
    for exemplar in exemplars:
        intents[exemplar.temperature].add(exemplar.intent)
    assert min(sizes.values()) >= 14
    assert {name: len(found) >= 10 for name, found in intents.items()} == {
        "Hot": True,
        "Warm": True,
        "Cold": True,
    }


@pytest.mark.parametrize(("temperature", "warmer"), [("Hot", True), ("Cold", False)])
def test_the_starter_calibration_follows_what_is_resembled(temperature: str, warmer: bool) -> None:
    fitted = starter_calibration()
    of_temperature = np.array([name.endswith(temperature) for name in FEATURES])
    more = fitted.scores(fitted.means + of_temperature * fitted.scales)
    assert (more > fitted.scores(fitted.means)) == warmer
