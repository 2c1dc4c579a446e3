"""A stored score can be made again from what is stored, bit for bit."""

from dataclasses import asdict
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from embeddings.calibration import TEMPERATURES
from embeddings.exemplars import ExemplarSet, starter_exemplars
from lib import database, ingest
from lib.config import Settings
from lib.domain import Conversation, LeadsError, Message, NotFound, Role
from lib.replay import STEPS, Recalled, Verdict, recall, replay
from lib.schema import scores
from lib.scorer import Scorer
from tests.fakes import WordEncoder
from tests.rows import NOW

SAID = ("Hello, what does the large plan cost?", "And for forty people?", "Good, we take it")


def chat(*texts: str) -> Conversation:
    said = [
        Message(Role.VISITOR, text, NOW + timedelta(minutes=n), f"m{n}")
        for n, text in enumerate(texts)
    ]
    return Conversation("website", "a", said)


def take_in(engine: Engine, *texts: str) -> int:
    with database.writing(engine) as connection:
        ingest.record(connection, [chat(*texts)], now=NOW)
        return 1


def test_a_score_is_replayed_bit_for_bit(
    engine: Engine, settings: Settings, encoder: WordEncoder
) -> None:
    take_in(engine, *SAID)
    Scorer(engine, settings, encoder).score_some(now=NOW)
    with database.reading(engine) as connection:
        stored = connection.execute(select(scores)).one()
        again = replay(connection, stored.conversation_id)
    assert again
    assert (again.score, again.base, again.summary) == (stored.score, stored.base, stored.summary)
    assert [asdict(each) for each in again.evidence] == stored.evidence
    assert again.probabilities.hot == stored.hot


def recalled(engine: Engine, settings: Settings, encoder: WordEncoder, *texts: str) -> Recalled:
    take_in(engine, *texts)
    Scorer(engine, settings, encoder).score_some(now=NOW)
    with database.reading(engine) as connection:
        return recall(connection, connection.scalars(select(scores.c.conversation_id)).one())


def test_the_course_ends_at_the_score_and_says_what_was_said(
    engine: Engine, settings: Settings, encoder: WordEncoder
) -> None:
    made = recalled(engine, settings, encoder, *SAID)
    course, whole = made.course(), made.assess()
    assert whole
    assert dict(course.steps.schema) == STEPS
    assert course.steps["position"].to_list() == [0, 1, 2]
    assert course.steps["said"].to_list() == list(SAID)
    assert course.steps.row(-1)[1:3] == (whole.score, whole.temperature)
    assert (course.hot_from, course.warm_from) == (70, 40)


def test_it_turned_hot_at_the_message_from_which_on_it_stayed_so(
    engine: Engine, settings: Settings, encoder: WordEncoder
) -> None:
    cold, hot = (
        [each.text for each in starter_exemplars() if each.temperature == temperature][:count]
        for temperature, count in (("Cold", 2), ("Hot", 3))
    )
    course = recalled(engine, settings, encoder, *cold, *hot).course()
    called = course.steps["temperature"].to_list()
    assert (called[0], called[-1]) == ("Cold", "Hot")
    assert course.turned_hot == called.index("Hot")


def test_without_a_message_the_score_is_that_of_the_rest(
    engine: Engine, settings: Settings, encoder: WordEncoder
) -> None:
    made = recalled(engine, settings, encoder, *SAID)
    two = made.course().steps.row(1)
    assert made.without_message(2) == Verdict(*two[1:3])


def test_without_the_only_message_there_is_no_score(
    engine: Engine, settings: Settings, encoder: WordEncoder
) -> None:
    assert recalled(engine, settings, encoder, SAID[0]).without_message(0) is None


def test_without_an_exemplar_the_score_is_that_of_a_set_that_never_held_it(
    engine: Engine, settings: Settings, encoder: WordEncoder
) -> None:
    text = starter_exemplars()[0].text
    made = recalled(engine, settings, encoder, text)
    before, after = made.assess(), made.without_exemplar(text)
    assert before
    assert after
    assert before.evidence[0].exemplar == text
    assert after.score != before.score


def test_an_exemplar_that_the_set_does_not_hold_cannot_be_left_out(
    engine: Engine, settings: Settings, encoder: WordEncoder
) -> None:
    made = recalled(engine, settings, encoder, *SAID)
    with pytest.raises(NotFound, match="Load the page again"):
        made.without_exemplar("never heard of")


def test_the_last_exemplar_of_a_temperature_cannot_be_left_out(
    engine: Engine, settings: Settings, encoder: WordEncoder
) -> None:
    made = recalled(engine, settings, encoder, *SAID)
    few = [next(e for e in starter_exemplars() if e.temperature == t) for t in TEMPERATURES]
    using = ExemplarSet.of(few, encoder, made.using.calibration)
    with pytest.raises(LeadsError, match="cannot be left out"):
        Recalled(made.heard, using).without_exemplar(few[0].text)


def test_what_has_no_score_yet_cannot_be_replayed(engine: Engine) -> None:
    take_in(engine, *SAID)
    with database.reading(engine) as connection, pytest.raises(NotFound, match="no score yet"):
        replay(connection, 1)


def test_what_the_worker_has_not_read_is_said(
    engine: Engine, settings: Settings, encoder: WordEncoder
) -> None:
    take_in(engine, *SAID)
    Scorer(engine, settings, encoder).score_some(now=NOW)
    take_in(engine, *SAID, "And something that nobody has encoded")
    with database.reading(engine) as connection:
        stored = connection.execute(select(scores)).one()
        with pytest.raises(NotFound, match="More was said"):
            replay(connection, stored.conversation_id)
