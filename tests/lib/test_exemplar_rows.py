"""Exemplars out of a table or a file: every bad row is named, and the good ones are kept."""

import pytest

from embeddings.exemplars import Exemplar, starter_exemplars
from lib import exemplar_rows
from lib.domain import UnusableFile

KNOWN = {"Pricing": "Warm", "Ready to buy": "Hot"}


def in_table(*rows: tuple[str | None, str | None, str | None]) -> exemplar_rows.Read:
    named = (dict(zip(("text", "intent", "temperature"), row, strict=True)) for row in rows)
    return exemplar_rows.read(enumerate(named, start=1), KNOWN, "Row")


def test_the_shipped_set_goes_out_as_csv_and_comes_back() -> None:
    shipped = starter_exemplars()
    read = exemplar_rows.read_csv(exemplar_rows.to_csv(shipped), {})
    assert list(read.exemplars) == shipped
    assert read.refused == []


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ((None, "Pricing", None), "Row 2: the text is empty."),
        (("  ", "Pricing", None), "Row 2: the text is empty."),
        (("How much?", None, None), "Row 2: the intent is empty."),
        (("x" * 301, "Pricing", None), "Row 2: the text has 301 characters, 300 are possible."),
        (("How much?", "Prices", None), "Row 2: Prices is no intent of this set; give its"),
        (("How much?", "Prices", "Tepid"), "Row 2: Tepid is no temperature; it must be Hot"),
        (("How much?", "Ready to buy", "Cold"), "Row 2: Ready to buy is Cold here but Hot above."),
        (("i TAKE  it", "Pricing", None), "Row 2: this text is already an exemplar of Ready to"),
    ],
)
def test_a_row_that_cannot_be_an_exemplar_is_named(
    row: tuple[str | None, str | None, str | None], problem: str
) -> None:
    read = in_table(("I take it", "Ready to buy", "Hot"), row, ("And VAT?", "Pricing", None))
    assert [each[: len(problem)] for each in read.refused] == [problem]
    assert [each.text for each in read.exemplars] == ["I take it", "And VAT?"]


def test_an_intent_of_the_set_needs_no_temperature() -> None:
    read = in_table(("How much is it?", "Pricing", None))
    assert read.exemplars == (Exemplar("How much is it?", "Pricing", "Warm"),)


def test_a_new_intent_brings_its_temperature_once() -> None:
    read = in_table(("May we resell it?", "Partner", "cold"), ("We are a reseller", "Partner", ""))
    assert [each.temperature for each in read.exemplars] == ["Cold", "Cold"]


def test_a_row_said_twice_counts_once() -> None:
    read = in_table(("How much?", "Pricing", None), ("how  much?", "Pricing", None))
    assert len(read.exemplars) == 1
    assert read.refused == []


def test_a_refused_file_row_is_named_by_its_line() -> None:
    data = 'Text,Intent\r\n"How\nmuch?",Pricing\r\n,Pricing\r\nAnd VAT?,Pricing\r\n'.encode(
        "utf-8-sig"
    )
    read = exemplar_rows.read_csv(data, KNOWN)
    assert read.refused == ["Line 4: the text is empty."]
    assert [each.text for each in read.exemplars] == ["How much?", "And VAT?"]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ("text,intent\né,Pricing".encode("utf-16"), "is not UTF-8 text"),
        (b"", "has no column intent"),
        (b"sentence,intent\nHow much?,Pricing", "has no column text"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(data: bytes, problem: str) -> None:
    with pytest.raises(UnusableFile, match=problem):
        exemplar_rows.read_csv(data, KNOWN)


def test_an_intent_takes_its_sentences_along() -> None:
    rows = [Exemplar("How much?", "Pricing", "Warm"), Exemplar("I take it", "Ready to buy", "Hot")]
    changed = exemplar_rows.with_intent(rows, "Pricing", name="Prices", temperature="Cold")
    assert changed == (Exemplar("How much?", "Prices", "Cold"), rows[1])
