"""What a score would be with less, as a person reads it."""

import pytest

from lib import reasons

HOT, WARM = (83.2, "Hot"), (41.4, "Warm")


def test_a_score_that_changes_its_temperature_says_both() -> None:
    assert reasons.without("We take it", HOT, WARM) == (
        "<div>Without “We take it” the score would be <b>41</b> instead of 83 "
        "(◆ Warm instead of ▲ Hot).</div>"
    )


def test_a_score_that_keeps_its_temperature_says_so() -> None:
    assert "<b>75</b> instead of 83 (still ▲ Hot)" in reasons.without("Hi", HOT, (75.0, "Hot"))


def test_a_score_that_hardly_moves_is_the_same() -> None:
    assert "would be <b>83</b> all the same." in reasons.without("Hi", HOT, (83.4, "Hot"))


def test_where_nothing_else_was_said_there_would_be_no_score() -> None:
    assert "no score: nothing else was said" in reasons.without("Hi", HOT, None)


@pytest.mark.parametrize("said", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>"])
def test_what_a_visitor_wrote_is_no_markup(said: str) -> None:
    assert said not in reasons.without(said, HOT, WARM)


def test_a_quote_is_one_line_of_a_length_to_read() -> None:
    assert reasons.short("We\n take   it") == "We take it"
    assert reasons.short("x" * 500) == "x" * 89 + "…"


def test_exemplars_that_mattered_most_come_first_and_once() -> None:
    given = [("a", 2.0), ("b", -9.0), ("a", 4.0), ("c", 3.0)]
    evidence = [{"exemplar": text, "points": points} for text, points in given]
    assert reasons.told_by(evidence) == ["b", "a", "c"]


def test_the_course_is_told_to_those_who_do_not_see_it() -> None:
    told = reasons.course(50.0, [0, 4], [44.6, 81.2])
    assert told == "The score: 50 at the start, 45 after message 1, 81 after message 5"
