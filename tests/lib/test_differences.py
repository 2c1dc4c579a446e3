"""What changed between two lists of exemplars, in numbers and row by row."""

from dataclasses import replace

import numpy as np

from embeddings.calibration import Calibration
from embeddings.exemplars import Exemplar, Thresholds
from lib.differences import between, summary
from lib.exemplars import StoredSet

BUY = Exemplar("I take it", "Ready to buy", "Hot")
ASK = Exemplar("How much?", "Pricing", "Warm")
IDLE = Exemplar("Nice weather", "Small talk", "Cold")
SET = StoredSet(1, "m", (BUY, ASK, IDLE), Calibration.blank(), Thresholds())


def test_the_same_sentences_in_another_order_are_no_difference() -> None:
    assert not between([BUY, ASK], [ASK, BUY])
    assert summary(SET, replace(SET, exemplars=(IDLE, ASK, BUY))) == ""


def test_added_removed_and_moved_are_told_apart() -> None:
    found = between([BUY, ASK], [BUY._replace(intent="Decide"), IDLE])
    assert str(found) == "1 added, 1 removed, 1 moved"
    assert found.rows.rows() == [
        ("added", "Nice weather", "", "Small talk (Cold)"),
        ("removed", "How much?", "Pricing (Warm)", ""),
        ("moved", "I take it", "Ready to buy (Hot)", "Decide (Hot)"),
    ]


def test_an_intent_that_changes_its_temperature_moves_its_sentences() -> None:
    assert str(between([ASK], [ASK._replace(temperature="Hot")])) == "1 moved"


def test_thresholds_and_calibration_are_named_too() -> None:
    other = replace(SET.calibration, intercepts=np.array([1.0, 0.0, 0.0]))
    to = replace(SET, exemplars=(BUY, ASK), thresholds=Thresholds(80, 45.5), calibration=other)
    assert summary(SET, to) == "1 removed, Hot from 80, Warm from 45.5, another calibration"
