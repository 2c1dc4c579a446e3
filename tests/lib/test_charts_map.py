"""The map of sentences as a figure."""

import polars as pl

from lib.charts_map import sentences
from lib.mapping import PLACED

ROWS = [
    (0.0, 0.0, "I take it", "Ready to buy", "Hot"),
    (1.0, 0.0, "How much <b>is</b> it?", "Pricing", "Warm"),
    (0.0, 1.0, "And with breakfast?", "Pricing", "Warm"),
    (1.0, 1.0, "good morning", "", ""),
]
FRAME = pl.DataFrame(ROWS, schema=PLACED, orient="row")


def test_exemplars_have_their_temperatures_mark_and_visitors_are_grey() -> None:
    traces = {trace.name: trace for trace in sentences(FRAME).data}
    assert list(traces) == ["What visitors said", "▲ Hot", "◆ Warm", "● Cold"]
    assert [len(trace.x) for trace in traces.values()] == [1, 1, 2, 0]
    symbols = {trace.marker.symbol for trace in traces.values()}
    assert {"triangle-up", "diamond"} <= symbols  # never by colour alone


def test_each_intent_has_a_shade_of_its_own() -> None:
    row = (2.0, 2.0, "Is it free on Friday?", "Availability", "Warm")
    both = pl.DataFrame([*ROWS, row], schema=PLACED, orient="row")
    warm = next(trace for trace in sentences(both).data if trace.name == "◆ Warm")
    first, second, other = warm.marker.color
    assert first == second != other


def test_the_chosen_intent_stands_out() -> None:
    traces = {trace.name: trace for trace in sentences(FRAME, intent="Pricing").data}
    assert len(traces["Pricing"].x) == 2
    assert traces["Pricing"].marker.size > traces["◆ Warm"].marker.size


def test_a_sentence_is_shown_as_it_was_said() -> None:
    told = next(trace for trace in sentences(FRAME).data if trace.name == "◆ Warm").text
    assert told[0] == "How much &lt;b&gt;is&lt;/b&gt; it?<br><b>Pricing</b>"
