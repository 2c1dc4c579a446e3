"""A draft is worked on by many and published by one; what was published stays as it was."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import Connection, Engine, select

from embeddings.exemplars import Exemplar, Thresholds
from lib import database, drafts, exemplars
from lib.domain import NotFound, StaleDraft
from lib.schema import intents
from tests.rows import NOW

SMALL = (
    Exemplar("I take it", "Buy", "Hot"),
    Exemplar("How much is it?", "Price", "Warm"),
    Exemplar("Nice weather", "Talk", "Cold"),
)


@pytest.fixture
def shipped(connection: Connection) -> int:
    return exemplars.ensure_published(connection, "model", now=NOW)


@pytest.fixture
def draft(connection: Connection, shipped: int) -> drafts.Draft:
    assert shipped
    return drafts.open_draft(connection, by="Ana", now=NOW)


def changed(connection: Connection, draft: drafts.Draft, *rows: Exemplar) -> drafts.Draft:
    return drafts.change(connection, draft, replace(draft.stored, exemplars=rows or SMALL))


def test_a_draft_begins_as_a_copy_of_the_published_set(
    connection: Connection, shipped: int, draft: drafts.Draft
) -> None:
    before = exemplars.load(connection, shipped)
    assert draft.stored.exemplars == before.exemplars
    assert draft.stored.thresholds == before.thresholds
    assert (draft.based_on, draft.version, draft.created_by) == (shipped, 0, "Ana")


def test_there_is_one_draft_that_everybody_works_on(
    connection: Connection, draft: drafts.Draft
) -> None:
    again = drafts.open_draft(connection, by="Ben", now=NOW)
    assert (again.stored.id, again.created_by) == (draft.stored.id, "Ana")


def test_without_a_published_set_there_is_nothing_to_draft(connection: Connection) -> None:
    with pytest.raises(NotFound, match="worker"):
        drafts.open_draft(connection, by="Ana", now=NOW)


def test_a_change_replaces_what_the_draft_holds(
    connection: Connection, draft: drafts.Draft
) -> None:
    to = replace(draft.stored, exemplars=SMALL, thresholds=Thresholds(80, 30))
    after = drafts.change(connection, draft, to)
    assert after.stored.exemplars == SMALL
    assert after.stored.thresholds == Thresholds(80, 30)
    assert drafts.current(connection) is not None
    assert after.version == 1


def test_who_has_not_seen_a_change_cannot_overwrite_it(
    connection: Connection, draft: drafts.Draft
) -> None:
    changed(connection, draft)
    with pytest.raises(StaleDraft, match="Somebody else changed"):
        changed(connection, draft, *SMALL, Exemplar("Bye", "Talk", "Cold"))
    current = drafts.current(connection)
    assert current
    assert current.stored.exemplars == SMALL


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (Exemplar("", "Buy", "Hot"), "Row 4: the text is empty"),
        (Exemplar("I TAKE IT", "Talk", "Cold"), "already an exemplar of Buy"),
        (Exemplar("Yes", "Buy", "Cold"), "Buy is Cold here but Hot above"),
        (Exemplar("Yes", "Buy", "Tepid"), "no temperature"),
        (Exemplar("x" * 301, "Buy", "Hot"), "Row 4 has 301 characters"),
    ],
)
def test_what_a_draft_cannot_hold_is_named_by_its_row(
    connection: Connection, draft: drafts.Draft, row: Exemplar, told: str
) -> None:
    with pytest.raises(drafts.UnusableDraft, match=told):
        changed(connection, draft, *SMALL, row)
    current = drafts.current(connection)
    assert current
    assert current.stored.exemplars == draft.stored.exemplars


def test_each_temperature_needs_an_exemplar(connection: Connection, draft: drafts.Draft) -> None:
    with pytest.raises(drafts.UnusableDraft, match="No exemplar is Warm"):
        changed(connection, draft, SMALL[0], SMALL[2])


def test_what_is_published_never_changes(connection: Connection, draft: drafts.Draft) -> None:
    mine = changed(connection, draft)
    set_id = drafts.publish(connection, mine, note="Fewer", by="Ana", now=NOW)
    assert exemplars.published(connection) == (set_id, "model")
    with pytest.raises(StaleDraft, match="Ana published set"):
        changed(connection, mine, *SMALL, Exemplar("Bye", "Talk", "Cold"))
    assert exemplars.load(connection, set_id).exemplars == SMALL


def test_of_two_who_publish_the_same_draft_one_is_told(
    connection: Connection, draft: drafts.Draft
) -> None:
    drafts.publish(connection, draft, note="", by="Ana", now=NOW)
    with pytest.raises(StaleDraft, match="Ana published set"):
        drafts.publish(connection, draft, note="", by="Ben", now=NOW)


def test_a_draft_of_a_set_that_was_replaced_meanwhile_is_not_published(
    connection: Connection, shipped: int, draft: drafts.Draft, now: datetime
) -> None:
    drafts.publish(connection, draft, note="", by="Ana", now=now)
    late = drafts.open_draft(connection, by="Ben", now=now)
    drafts.publish_again(connection, shipped, note="Back", by="Cai", now=now)
    with pytest.raises(StaleDraft, match=f"Cai published set {shipped}"):
        drafts.publish(connection, late, note="", by="Ben", now=now)


def test_an_old_set_comes_back_as_it_was(
    connection: Connection, shipped: int, draft: drafts.Draft, now: datetime
) -> None:
    before = exemplars.load(connection, shipped)
    mine = drafts.publish(connection, changed(connection, draft), note="New", by="Ana", now=now)
    later = now + timedelta(days=1)
    drafts.publish_again(connection, shipped, note="Too few", by="Ben", now=later)
    assert exemplars.published(connection) == (shipped, "model")
    assert exemplars.load(connection, shipped).exemplars == before.exemplars
    told = [
        (each.exemplar_set_id, each.published_by, each.note) for each in drafts.history(connection)
    ]
    assert told[:2] == [(shipped, "Ben", "Too few"), (mine, "Ana", "New")]


def test_only_what_was_published_can_come_back(connection: Connection, draft: drafts.Draft) -> None:
    for other in (draft.stored.id, 4711):
        with pytest.raises(NotFound):
            drafts.publish_again(connection, other, note="", by="Ana", now=NOW)


def test_a_discarded_draft_leaves_no_exemplar_and_cannot_come_back(
    connection: Connection, shipped: int, draft: drafts.Draft
) -> None:
    drafts.discard(connection, draft)
    assert drafts.current(connection) is None
    assert set(connection.scalars(select(intents.c.exemplar_set_id))) == {shipped}
    with pytest.raises(StaleDraft):
        changed(connection, draft)
    with pytest.raises(NotFound):
        drafts.publish_again(connection, draft.stored.id, note="", by="ana", now=NOW)


def test_the_number_of_a_discarded_draft_is_never_another_ones(
    connection: Connection, draft: drafts.Draft
) -> None:
    """What is kept in memory of a draft goes by its number and version."""
    drafts.discard(connection, draft)
    assert drafts.open_draft(connection, by="ana", now=NOW).stored.id != draft.stored.id


def at_once(work: Callable[[str], None]) -> None:
    """Let six people do it at the same moment."""
    together = Barrier(6)

    def one(name: str) -> None:
        together.wait()
        work(name)

    threads = [Thread(target=one, args=(f"Person {n}",)) for n in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()


def test_many_who_open_and_publish_a_draft_at_once_make_one_set(engine: Engine) -> None:
    with database.writing(engine) as connection:
        exemplars.ensure_published(connection, "model", now=NOW)
    opened: list[drafts.Draft] = []
    told: list[str] = []

    def open_(name: str) -> None:
        with database.writing(engine) as connection:
            opened.append(drafts.open_draft(connection, by=name, now=NOW))

    def publish(name: str) -> None:
        try:
            with database.writing(engine) as connection:
                drafts.publish(connection, opened[0], note=name, by=name, now=NOW)
            told.append("done")
        except StaleDraft as error:
            told.append(str(error))

    at_once(open_)
    assert len({each.stored.id for each in opened}) == 1
    at_once(publish)
    assert told.count("done") == 1
    assert sum("published set" in each for each in told) == 5
    with database.reading(engine) as connection:
        assert len(drafts.history(connection)) == 2
