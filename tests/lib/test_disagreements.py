"""The conversations worth a look: of each kind the worst first, and none that has a label."""

from collections.abc import Callable

import pytest
from sqlalchemy import Connection, insert, select, update

from lib.domain import Label, Status, Temperature
from lib.exemplars import ensure_published
from lib.labels import set_label
from lib.queries import disagreements
from lib.queries.disagreements import Kind, counts, queue
from lib.schema import leads, scores
from tests.rows import NOW, AddLead

Add = Callable[..., int]


@pytest.fixture
def add(connection: Connection, add_lead: AddLead) -> Add:
    """Add a lead whose conversation scored so; the id of the conversation."""
    set_id = ensure_published(connection, "m", now=NOW)

    def add(
        name: str,
        score: float,
        temperature: Temperature,
        status: Status,
        *,
        chances: tuple[float, float, float] = (0.9, 0.05, 0.05),
        unsure: bool = False,
    ) -> int:
        lead_id = add_lead(name=name, status=status)
        query = select(leads.c.conversation_id).where(leads.c.id == lead_id)
        conversation_id = int(connection.execute(query).scalar_one())
        row = {
            "conversation_id": conversation_id,
            "revision": 1,
            "exemplar_set_id": set_id,
            "score": score,
            "temperature": temperature,
            **dict(zip(("hot", "warm", "cold"), chances, strict=True)),
            "base": 50.0,
            "evidence": [],
            "intent": "",
            "summary": "",
            "unsure": unsure,
            "scored_at": NOW,
        }
        connection.execute(insert(scores).values(row))
        return conversation_id

    return add


def names(connection: Connection, kind: Kind) -> list[str]:
    return queue(connection, kind)["name"].to_list()


def test_hot_ones_that_were_lost_come_the_hottest_first(connection: Connection, add: Add) -> None:
    add("Ana", 80, Temperature.HOT, Status.LOST)
    add("Ben", 95, Temperature.HOT, Status.LOST)
    add("Carla", 99, Temperature.HOT, Status.QUALIFIED)
    add("Deniz", 60, Temperature.WARM, Status.LOST)
    assert names(connection, Kind.HOT_BUT_LOST) == ["Ben", "Ana"]


def test_cold_ones_that_were_qualified_come_the_coldest_first(
    connection: Connection, add: Add
) -> None:
    add("Ana", 30, Temperature.COLD, Status.QUALIFIED)
    add("Ben", 20, Temperature.COLD, Status.QUALIFIED)
    add("Carla", 10, Temperature.COLD, Status.LOST)
    assert names(connection, Kind.COLD_BUT_QUALIFIED) == ["Ben", "Ana"]


def test_the_least_sure_come_the_evenest_chances_first(connection: Connection, add: Add) -> None:
    add("Ana", 50, Temperature.WARM, Status.NEW, chances=(0.4, 0.45, 0.15))
    add("Ben", 50, Temperature.WARM, Status.NEW, chances=(0.33, 0.34, 0.33))
    add("Carla", 50, Temperature.WARM, Status.NEW, chances=(0.1, 0.8, 0.1))
    add("Deniz", 50, Temperature.WARM, Status.NEW, chances=(0.1, 0.8, 0.1), unsure=True)
    assert names(connection, Kind.LEAST_SURE) == ["Ben", "Ana", "Deniz"]


def test_what_has_a_label_is_done(connection: Connection, add: Add) -> None:
    add("Ana", 80, Temperature.HOT, Status.LOST)
    done = add("Ben", 95, Temperature.HOT, Status.LOST)
    set_label(connection, done, Label.COLD, by="ana", now=NOW)
    assert names(connection, Kind.HOT_BUT_LOST) == ["Ana"]
    assert counts(connection)[Kind.HOT_BUT_LOST] == 1


def test_a_temperature_set_by_hand_makes_no_difference(connection: Connection, add: Add) -> None:
    add("Ana", 80, Temperature.HOT, Status.LOST)
    connection.execute(update(leads).values(temperature=Temperature.COLD, temperature_by="ana"))
    assert names(connection, Kind.HOT_BUT_LOST) == ["Ana"]


def test_more_than_can_be_worth_counting_are_not_counted(
    connection: Connection, add: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disagreements, "MOST_COUNTED", 1)
    for number in range(4):
        add(f"V{number}", 80 + number, Temperature.HOT, Status.LOST)
    assert counts(connection)[Kind.HOT_BUT_LOST] == 2
    assert len(queue(connection, Kind.HOT_BUT_LOST, most=3)) == 3
