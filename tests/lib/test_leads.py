"""Who moves a lead first wins; the second is told; every change can be taken back."""

from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import Connection, Engine, select

from lib import database
from lib.domain import NotFound, StaleStatus, Status, StatusChange, Temperature
from lib.leads import change_status, set_temperature
from lib.schema import leads, status_changes
from tests.rows import AddLead, insert_lead


def status(connection: Connection) -> tuple[Status, int]:
    row = connection.execute(select(leads.c.status, leads.c.status_version)).one()
    return row.status, row.status_version


def chain(connection: Connection) -> list[tuple[str, str, str]]:
    query = select(status_changes).order_by(status_changes.c.version)
    return [(row.changed_by, row.old.value, row.new.value) for row in connection.execute(query)]


def test_a_lead_moves_and_the_change_is_on_record(
    connection: Connection, add_lead: AddLead, now: datetime
) -> None:
    change = StatusChange(add_lead(), 0, Status.CONTACTED)
    change_status(connection, change, by="Ana", now=now)
    assert status(connection) == (Status.CONTACTED, 1)
    assert chain(connection) == [("Ana", "New", "Contacted")]


def test_a_lead_that_moved_meanwhile_is_left_alone_and_says_who_moved_it(
    connection: Connection, add_lead: AddLead, now: datetime
) -> None:
    lead_id = add_lead()
    change_status(connection, StatusChange(lead_id, 0, Status.QUALIFIED), by="Ana", now=now)
    later = now + timedelta(seconds=12)
    with pytest.raises(StaleStatus, match="Ana moved this lead to Qualified 12 seconds ago"):
        change_status(connection, StatusChange(lead_id, 0, Status.LOST), by="Ben", now=later)
    assert status(connection) == (Status.QUALIFIED, 1)


def test_the_same_target_twice_is_a_conflict_because_two_people_work_the_lead(
    connection: Connection, add_lead: AddLead, now: datetime
) -> None:
    change = StatusChange(add_lead(), 0, Status.CONTACTED)
    change_status(connection, change, by="Ana", now=now)
    with pytest.raises(StaleStatus, match="Ana moved this lead to Contacted just now"):
        change_status(connection, change, by="Ben", now=now)


def test_a_change_to_the_status_it_has_is_refused(
    connection: Connection, add_lead: AddLead, now: datetime
) -> None:
    with pytest.raises(StaleStatus, match="already New"):
        change_status(connection, StatusChange(add_lead(), 0, Status.NEW), by="Ana", now=now)
    assert chain(connection) == []


def test_what_a_change_gives_takes_it_back(
    connection: Connection, add_lead: AddLead, now: datetime
) -> None:
    change = StatusChange(add_lead(status=Status.CONTACTED), 0, Status.LOST)
    undo = change_status(connection, change, by="Ana", now=now)
    change_status(connection, undo, by="Ana", now=now)
    assert status(connection) == (Status.CONTACTED, 2)
    assert chain(connection) == [("Ana", "Contacted", "Lost"), ("Ana", "Lost", "Contacted")]


def test_nothing_is_taken_back_that_somebody_changed_since(
    connection: Connection, add_lead: AddLead, now: datetime
) -> None:
    lead_id = add_lead()
    undo = change_status(connection, StatusChange(lead_id, 0, Status.CONTACTED), by="Ana", now=now)
    change_status(connection, StatusChange(lead_id, 1, Status.QUALIFIED), by="Ben", now=now)
    with pytest.raises(StaleStatus, match="Ben moved"):
        change_status(connection, undo, by="Ana", now=now)
    assert status(connection) == (Status.QUALIFIED, 2)


def test_a_lead_that_is_not_there_is_said_so(connection: Connection, now: datetime) -> None:
    with pytest.raises(NotFound):
        change_status(connection, StatusChange(404, 0, Status.LOST), by="Ana", now=now)


def test_a_temperature_set_by_hand_says_who_set_it_and_when(
    connection: Connection, add_lead: AddLead, now: datetime
) -> None:
    lead_id, other = add_lead(temperature=Temperature.COLD), add_lead(temperature=Temperature.COLD)
    set_temperature(connection, lead_id, Temperature.HOT, by="Ana", now=now)
    query = select(leads.c.temperature, leads.c.temperature_by, leads.c.temperature_at)
    found = {
        id: tuple(connection.execute(query.where(leads.c.id == id)).one())
        for id in (lead_id, other)
    }
    assert found[lead_id] == (Temperature.HOT, "Ana", now)
    assert found[other] == (Temperature.COLD, None, None)


@pytest.mark.parametrize("temperature", [Temperature.HOT, None])
def test_the_temperature_of_a_lead_that_is_not_there_cannot_be_set(
    connection: Connection, now: datetime, temperature: Temperature | None
) -> None:
    with pytest.raises(NotFound):
        set_temperature(connection, 404, temperature, by="Ana", now=now)


def test_of_many_who_move_one_lead_at_once_one_wins(engine: Engine, now: datetime) -> None:
    with database.writing(engine) as connection:
        lead_id = insert_lead(connection, "s1")
    start, outcomes = Barrier(8), []

    def move(person: str, new: Status) -> None:
        start.wait()
        try:
            with database.writing(engine) as connection:
                change_status(connection, StatusChange(lead_id, 0, new), by=person, now=now)
            outcomes.append("moved")
        except StaleStatus:
            outcomes.append("told")

    targets = [Status.CONTACTED, Status.QUALIFIED, Status.LOST] * 3
    people = [Thread(target=move, args=(f"p{n}", targets[n])) for n in range(8)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert sorted(outcomes) == ["moved"] + ["told"] * 7
    with database.reading(engine) as connection:
        assert len(chain(connection)) == 1
