"""Leads of one person become one, nothing is lost, and links and changes find the way."""

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Event, Thread

import pytest
from sqlalchemy import Connection, Engine, func, select

from lib import database, known, labels
from lib.capture import capture
from lib.config import Rules
from lib.domain import LeadFilter, NotFound, Sort, StaleStatus, Status, StatusChange, Temperature
from lib.leads import change_status, set_temperature
from lib.merging import MOST, CannotMerge, merge
from lib.queries import conversations as read
from lib.queries.disagreements import Kind, queue
from lib.queries.export import every_lead
from lib.queries.leads import ORDERS, count_leads, counters, lead_flow, list_leads
from lib.schema import lead_conversations, lead_identities, leads, merges
from lib.unmerging import undo_merge
from tests.rows import NOW, insert_lead
from tests.scored import Captured, Scored, scorer_of

RULES = Rules(score_with_contact=20, score_without_contact=70)
LATER = NOW + timedelta(hours=1)


def lead_ids(connection: Connection) -> list[int]:
    return sorted(list_leads(connection)["id"].to_list())


def found(connection: Connection, typed: str) -> list[int]:
    return list_leads(connection, LeadFilter(search=typed))["id"].to_list()


def move(connection: Connection, lead_id: int, *statuses: Status) -> None:
    for version, status in enumerate(statuses):
        change_status(connection, StatusChange(lead_id, version, status), by="Ana", now=NOW)


def test_two_leads_become_one_that_holds_what_both_held(
    connection: Connection, captured: Captured
) -> None:
    first = captured(50, email="ana@globex.com", name="Ana", at=NOW)
    second = captured(80, email="ana.diaz@initech.com", phone="+14155550134", at=LATER)
    done = merge(connection, [second, first], by="Ben", now=NOW)
    assert (done.lead_id, done.merged) == (first, (second,))
    assert lead_ids(connection) == [first]
    lead = read.lead(connection, first)
    assert (lead["score"], lead["temperature"]) == (80, "Hot")
    assert (lead["name"], lead["email"]) == ("Ana", "ana.diaz@initech.com")
    assert len(read.conversations_of(connection, first)) == 2
    assert set(connection.scalars(select(lead_identities.c.lead_id))) == {first}


def test_a_merged_lead_is_found_by_every_value_that_the_person_gave(
    connection: Connection, captured: Captured
) -> None:
    first = captured(email="ana@globex.com", name="Anita", phone="+15555550134")
    second = captured(email="ana.diaz@initech.com", name="Ana", phone="+14155550134", at=LATER)
    merge(connection, [first, second], by="Ben", now=NOW)
    values = ("ana@globex.com", "ana.diaz@initech.com", "globex", "Anita", "Ana")
    for typed in (*values, "+1 415 555 0134", "(415) 555-0134", "+1 555 555 0134"):
        assert found(connection, typed) == [first], typed


def test_any_number_of_leads_are_merged_at_once(connection: Connection, captured: Captured) -> None:
    ids = [captured(email=f"ana{number}@globex.com") for number in range(7)]
    assert merge(connection, ids, by="Ben", now=NOW).lead_id == ids[0]
    assert lead_ids(connection) == [ids[0]]
    assert len(read.contacts_of(connection, ids[0])) == 7


def test_the_lead_that_people_worked_on_most_stays(
    connection: Connection, captured: Captured
) -> None:
    ids = [captured(email=f"ana{number}@globex.com") for number in range(3)]
    move(connection, ids[1], Status.CONTACTED)
    move(connection, ids[2], Status.CONTACTED, Status.LOST)
    assert merge(connection, ids, by="Ben", now=NOW).lead_id == ids[2]
    assert read.lead(connection, ids[2])["status"] == Status.LOST


def test_of_leads_that_nobody_worked_on_the_one_captured_first_stays(
    connection: Connection, captured: Captured
) -> None:
    late, early = captured(email="a@globex.com", at=LATER), captured(email="b@globex.com", at=NOW)
    assert merge(connection, [late, early], by="Ben", now=NOW).lead_id == early


def test_the_history_tells_what_people_did_to_either_of_them(
    connection: Connection, captured: Captured
) -> None:
    first, second = captured(email="a@globex.com"), captured(email="b@globex.com")
    move(connection, first, Status.CONTACTED, Status.QUALIFIED)
    change_status(connection, StatusChange(second, 0, Status.LOST), by="Ben", now=LATER)
    merge(connection, [first, second], by="Ben", now=LATER)
    history = read.status_history(connection, first)
    assert history["new"].to_list() == ["Lost", "Qualified", "Contacted"]
    assert history["changed_by"].to_list() == ["Ben", "Ana", "Ana"]


@pytest.mark.parametrize("later", [0, 1])
def test_of_temperatures_set_by_hand_the_latest_stays(
    connection: Connection, captured: Captured, later: int
) -> None:
    ids = [captured(email="a@globex.com"), captured(email="b@globex.com")]
    set_temperature(connection, ids[later], Temperature.WARM, by="Ana", now=LATER)
    set_temperature(connection, ids[1 - later], Temperature.HOT, by="Ben", now=NOW)
    merge(connection, ids, by="Ben", now=LATER)
    lead = read.lead(connection, ids[0])
    assert (lead["temperature"], lead["temperature_by"], lead["temperature_at"]) == (
        *("Warm", "Ana"),
        LATER,
    )


def test_a_link_to_a_merged_lead_leads_to_the_one_that_stayed(
    connection: Connection, captured: Captured
) -> None:
    ids = [captured(email=f"ana{number}@globex.com") for number in range(3)]
    merge(connection, ids[1:], by="Ben", now=NOW)
    merge(connection, ids[:2], by="Ben", now=NOW)
    assert [read.lead(connection, id)["id"] for id in ids] == [ids[0]] * 3


def test_a_status_chosen_for_a_merged_lead_is_stale(
    connection: Connection, captured: Captured
) -> None:
    first, second = captured(email="a@globex.com"), captured(email="b@globex.com")
    merge(connection, [first, second], by="Ben", now=NOW)
    with pytest.raises(StaleStatus, match="became one with another lead"):
        change_status(connection, StatusChange(second, 0, Status.LOST), by="Ana", now=NOW)
    with pytest.raises(NotFound, match="become one with another lead"):
        set_temperature(connection, second, Temperature.HOT, by="Ana", now=NOW)
    assert read.status_history(connection, first).is_empty()


def test_no_read_counts_a_merged_lead(connection: Connection, captured: Captured) -> None:
    ids = [captured(81, email="a@globex.com"), captured(90, email="b@globex.com")]
    move(connection, ids[1], Status.LOST)
    move(connection, ids[0], Status.CONTACTED, Status.LOST)
    assert (count_leads(connection), len(queue(connection, Kind.HOT_BUT_LOST))) == (2, 2)
    merge(connection, ids, by="Ben", now=NOW)
    assert count_leads(connection) == 1
    assert counters(connection, now=LATER, today=NOW).captured_today == 1
    assert lead_flow(connection, since=NOW)["leads"].sum() == 1
    assert [each.lead_id for each in every_lead(connection)] == [ids[0]]
    assert queue(connection, Kind.HOT_BUT_LOST)["lead_id"].to_list() == [ids[0]]


def test_however_the_list_is_sorted_it_leaves_merged_leads_out(
    connection: Connection, captured: Captured
) -> None:
    ids = [captured(email=f"{number}@globex.com") for number in range(3)]
    merge(connection, ids[:2], by="Ben", now=NOW)
    for column in ORDERS:
        listed = list_leads(connection, LeadFilter(sort=(Sort(column),)))
        assert sorted(listed["id"]) == [ids[0], ids[2]], column


def test_what_scores_are_measured_by_knows_a_merged_person_once(
    connection: Connection, captured: Captured
) -> None:
    ids = [captured(81, email="a@globex.com"), captured(80, email="b@globex.com")]
    for lead_id in ids:
        move(connection, lead_id, Status.QUALIFIED)
    assert len(list(labels.known(connection))) == 2
    before = known.stamp(connection)
    done = merge(connection, ids, by="Ben", now=NOW)
    assert len(list(labels.known(connection))) == 1
    between = known.stamp(connection)
    undo_merge(connection, done.id, by="Ben", now=NOW)
    assert len({before, between, known.stamp(connection)}) == 3


def test_a_new_message_and_a_new_score_keep_leads_merged(
    connection: Connection, captured: Captured, scored: Scored
) -> None:
    first, second = captured(email="a@globex.com"), captured(email="b@globex.com")
    merge(connection, [first, second], by="Ben", now=NOW)
    chats = read.conversations_of(connection, first)["id"].to_list()
    capture(connection, [*chats, scored(95, email="B@globex.com")], RULES, now=LATER)
    assert lead_ids(connection) == [first]
    assert len(read.conversations_of(connection, first)) == 3
    assert read.lead(connection, first)["score"] == 95


@pytest.mark.parametrize(
    ("ids", "says"),
    [
        ([], "at least two"),
        ([1], "at least two"),
        ([1, 1], "at least two"),
        ([1, 404], "no longer there"),
        ([1, 2], "became part of another one"),
        (range(1, MOST + 2), "No more than 100"),
    ],
)
def test_what_cannot_be_merged_is_said_in_a_sentence(
    connection: Connection, captured: Captured, ids: list[int], says: str
) -> None:
    merge(connection, [captured(email=f"{n}@globex.com") for n in range(2)], by="Ben", now=NOW)
    with pytest.raises(CannotMerge, match=says):
        merge(connection, ids, by="Ben", now=NOW)
    assert connection.scalar(select(func.count()).select_from(merges)) == 1


def test_of_many_who_merge_the_same_leads_at_once_one_does(engine: Engine) -> None:
    with database.writing(engine) as connection:
        ids = [insert_lead(connection, f"s{number}") for number in range(3)]
    start, outcomes = Barrier(6), []

    def go(order: list[int]) -> None:
        start.wait()
        try:
            with database.writing(engine) as connection:
                merge(connection, order, by="Ben", now=NOW)
            outcomes.append("merged")
        except CannotMerge:
            outcomes.append("refused")

    threads = [Thread(target=go, args=(ids[::way],)) for way in (1, -1) * 3]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["merged"] + ["refused"] * 5
    with database.reading(engine) as connection:
        assert connection.scalar(select(func.count()).where(leads.c.merged_into.is_(None))) == 1


@pytest.mark.parametrize("merge_first", [True, False])
def test_what_is_said_while_two_leads_are_merged_goes_to_the_one_that_stays(
    engine: Engine, merge_first: bool
) -> None:
    with database.writing(engine) as connection:
        scored = scorer_of(connection)
        capture(connection, [scored(50, email="a@globex.com")], RULES)
        capture(connection, [scored(50, email="b@globex.com")], RULES)
        ids = lead_ids(connection)
        late = scored(60, email="b@globex.com")
    doings: list[Callable[[Connection], object]] = [
        lambda connection: merge(connection, ids, by="Ben", now=NOW),
        lambda connection: capture(connection, [late], RULES),
    ]
    first, second = doings if merge_first else doings[::-1]
    begun = Event()

    def go() -> None:
        begun.wait()
        with database.writing(engine) as connection:
            second(connection)

    other = Thread(target=go)
    other.start()
    with database.writing(engine) as connection:
        first(connection)
        begun.set()
        other.join(0.3)  # it cannot end before this transaction does
    other.join()
    with database.reading(engine) as connection:
        assert set(connection.scalars(select(lead_conversations.c.lead_id))) == {ids[0]}
        assert read.lead(connection, ids[0])["score"] == 60
