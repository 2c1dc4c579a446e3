"""A merge that is undone leaves everything as it was, and what came in since where it belongs."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, func, select

from lib.apart import keep_apart
from lib.capture import capture
from lib.domain import NotFound, Status, StatusChange, Temperature
from lib.leads import change_status, set_temperature
from lib.merging import AUTOMATIC, merge
from lib.queries import conversations as read
from lib.queries.leads import list_leads
from lib.schema import (
    contacts,
    kept_apart,
    lead_conversations,
    lead_identities,
    lead_words,
    leads,
    merges,
    status_changes,
)
from lib.unmerging import CannotUndo, undo_merge
from tests.rows import NOW
from tests.scored import RULES, Captured, Scored, lead_of

LATER = NOW + timedelta(hours=1)
TABLES = (leads, lead_conversations, lead_identities, lead_words, status_changes)

PEOPLE: list[dict[str, Any]] = [
    {"email": "ana@globex.com", "name": "Ana", "score": 81},
    {"email": "ana.diaz@initech.com", "name": "Ana Díaz", "company": "Initech", "score": 30},
    {"phone": "+14155550134", "score": 55},
    {"email": "adiaz@globex.com", "phone": "+442079460123", "others": [("email", "a@d.org")]},
    {"score": 77},
]
MERGES = st.lists(
    st.lists(st.integers(0, len(PEOPLE) - 1), min_size=2, max_size=3, unique=True),
    min_size=1,
    max_size=4,
)
BY_HAND = st.lists(
    st.tuples(st.integers(0, len(PEOPLE) - 1), st.sampled_from(Temperature), st.integers(0, 3)),
    max_size=4,
)
SAME_DATABASE = settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def everything(connection: Connection) -> dict[str, list[tuple[Any, ...]]]:
    return {
        table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
        for table in TABLES
    }


def ids_of(connection: Connection) -> list[int]:
    return sorted(list_leads(connection)["id"].to_list())


def make_people(connection: Connection, captured: Captured) -> list[int]:
    ids = [captured(**person) for person in PEOPLE]
    change_status(connection, StatusChange(ids[1], 0, Status.CONTACTED), by="Ana", now=NOW)
    change_status(connection, StatusChange(ids[1], 1, Status.LOST), by="Ana", now=LATER)
    change_status(connection, StatusChange(ids[4], 0, Status.QUALIFIED), by="Ben", now=LATER)
    return ids


def warm(
    connection: Connection, ids: Sequence[int], by_hand: Sequence[tuple[int, Temperature, int]]
) -> None:
    for place, temperature, minutes in by_hand:
        at = NOW + timedelta(minutes=minutes)
        set_temperature(connection, ids[place], temperature, by=f"Ana {minutes}", now=at)


def merged(connection: Connection, ids: Sequence[int], places: Sequence[int]) -> int | None:
    """Merge the leads that those at some places are part of by now; the merge's id."""
    now = sorted({read.lead(connection, ids[place])["id"] for place in places})
    return merge(connection, now, by="Ben", now=LATER).id if len(now) > 1 else None


@contextmanager
def trial(connection: Connection) -> Iterator[None]:
    """What happens in it, did not."""
    savepoint = connection.begin_nested()
    try:
        yield
    finally:
        savepoint.rollback()


def test_merges_undone_from_the_last_to_the_first_leave_what_was_before_each(
    connection: Connection, captured: Captured
) -> None:
    ids = make_people(connection, captured)

    @SAME_DATABASE
    @given(sequence=MERGES, by_hand=BY_HAND)
    def holds(sequence: list[list[int]], by_hand: list[tuple[int, Temperature, int]]) -> None:
        with trial(connection):
            warm(connection, ids, by_hand)
            done = []
            for places in sequence:
                before = everything(connection)
                if merge_id := merged(connection, ids, places):
                    done.append((merge_id, before))
            for merge_id, before in reversed(done):
                undo_merge(connection, merge_id, by="Ana", now=LATER)
                assert everything(connection) == before

    holds()


def test_merges_undone_in_any_order_leave_what_was_before_all(
    connection: Connection, captured: Captured
) -> None:
    ids = make_people(connection, captured)

    @SAME_DATABASE
    @given(sequence=MERGES, by_hand=BY_HAND, data=st.data())
    def holds(
        sequence: list[list[int]],
        by_hand: list[tuple[int, Temperature, int]],
        data: st.DataObject,
    ) -> None:
        with trial(connection):
            warm(connection, ids, by_hand)
            before = everything(connection)
            waiting = [id for places in sequence if (id := merged(connection, ids, places))]
            while waiting:
                which = data.draw(st.sampled_from(waiting))
                try:
                    undo_merge(connection, which, by="Ana", now=LATER)
                except CannotUndo:
                    assert len(waiting) > 1
                else:
                    waiting.remove(which)
            assert everything(connection) == before

    holds()


def test_an_undone_merge_is_on_record(connection: Connection, captured: Captured) -> None:
    ids = make_people(connection, captured)
    done = merge(connection, ids[:3], by="Ben", now=NOW)
    undone = undo_merge(connection, done.id, by="Ana", now=LATER)
    assert (undone.lead_id, undone.leads, undone.notes) == (ids[1], (ids[0], ids[2]), ())
    row = connection.execute(select(merges)).one()
    assert (row.merged_by, row.merged_at, row.undone_by, row.undone_at) == (
        *("Ben", NOW),
        *("Ana", LATER),
    )


def test_what_people_decided_after_the_merge_stays_and_is_said(
    connection: Connection, captured: Captured
) -> None:
    first, second = captured(email="a@globex.com"), captured(email="b@globex.com")
    done = merge(connection, [first, second], by="Ben", now=NOW)
    change_status(connection, StatusChange(first, 0, Status.QUALIFIED), by="Ana", now=NOW)
    set_temperature(connection, first, Temperature.HOT, by="Ana", now=NOW)
    undone = undo_merge(connection, done.id, by="Ben", now=LATER)
    assert undone.notes == (
        f"Lead #{first} stays Qualified, as it was set after the merge.",
        f"The temperature of lead #{first} stays as it was set after the merge.",
    )
    lead, other = (read.lead(connection, id) for id in (first, second))
    assert (lead["status"], lead["temperature"], lead["temperature_by"]) == (
        *("Qualified", "Hot"),
        "Ana",
    )
    assert (other["status"], other["temperature_by"]) == ("New", None)


def test_a_temperature_set_between_two_merges_is_a_persons_and_stays(
    connection: Connection, captured: Captured
) -> None:
    ids = [captured(email=f"{number}@globex.com") for number in range(3)]
    set_temperature(connection, ids[1], Temperature.HOT, by="Ben", now=NOW)
    first = merge(connection, ids[:2], by="Ben", now=NOW)
    set_temperature(connection, ids[0], Temperature.WARM, by="Ana", now=LATER)
    merge(connection, [ids[0], ids[2]], by="Ben", now=LATER)
    undo_merge(connection, first.id, by="Ben", now=LATER)
    assert read.lead(connection, ids[0])["temperature_by"] == "Ana"
    assert read.lead(connection, ids[1])["temperature_by"] == "Ben"


def test_what_came_in_since_goes_to_the_lead_whose_e_mail_or_phone_it_names(
    connection: Connection, captured: Captured, scored: Scored
) -> None:
    first, second = captured(email="a@globex.com"), captured(email="b@globex.com")
    done = merge(connection, [first, second], by="Ben", now=NOW)
    own = scored(60, email="a@globex.com")
    other = scored(70, email="B@globex.com", phone="+14155550134")
    by_phone = scored(75, phone="+14155550134")
    capture(connection, [own, other, by_phone], RULES, now=LATER)
    assert {lead_of(connection, chat) for chat in (own, other, by_phone)} == {first}
    undo_merge(connection, done.id, by="Ben", now=LATER)
    assert [lead_of(connection, chat) for chat in (own, other, by_phone)] == [first, second, second]
    assert read.lead(connection, second)["score"] >= 70
    again = scored(90, phone="+14155550134")
    capture(connection, [own, other, by_phone, again], RULES, now=LATER)
    assert {lead_of(connection, chat) for chat in (other, by_phone, again)} == {second}


def test_after_an_undo_new_conversations_go_where_they_went_before(
    connection: Connection, captured: Captured, scored: Scored
) -> None:
    first, second = captured(email="a@globex.com"), captured(email="b@globex.com")
    done = merge(connection, [first, second], by="Ben", now=NOW)
    undo_merge(connection, done.id, by="Ben", now=NOW)
    chats = [scored(60, email="a@globex.com"), scored(60, email="b@globex.com")]
    capture(connection, chats, RULES, now=LATER)
    assert [lead_of(connection, chat) for chat in chats] == [first, second]


def test_a_merge_that_another_one_built_on_waits_for_that_one(
    connection: Connection, captured: Captured
) -> None:
    ids = [captured(email=f"{number}@globex.com") for number in range(3)]
    before = everything(connection)
    first = merge(connection, ids[1:], by="Ben", now=NOW)
    second = merge(connection, ids[:2], by="Ben", now=NOW)
    with pytest.raises(CannotUndo, match="Undo that later merge first"):
        undo_merge(connection, first.id, by="Ben", now=NOW)
    undo_merge(connection, second.id, by="Ben", now=NOW)
    undo_merge(connection, first.id, by="Ben", now=NOW)
    assert everything(connection) == before


def test_what_cannot_be_undone_is_said(connection: Connection, captured: Captured) -> None:
    ids = [captured(email=f"{number}@globex.com") for number in range(2)]
    done = merge(connection, ids, by="Ben", now=NOW)
    undo_merge(connection, done.id, by="Ana", now=NOW)
    with pytest.raises(CannotUndo, match="Ana has undone this merge already"):
        undo_merge(connection, done.id, by="Ben", now=NOW)
    with pytest.raises(NotFound, match="no such merge"):
        undo_merge(connection, 404, by="Ben", now=NOW)


def joined_by_themselves(connection: Connection, captured: Captured, scored: Scored) -> list[int]:
    """The conversations of two leads that one more conversation showed to be one person."""
    captured(40, email="ana@globex.com")
    captured(50, phone="+14155550134")
    both = scored(60, email="ana@globex.com", phone="+14155550134")
    capture(connection, [both], RULES, now=NOW)
    return list(connection.scalars(select(contacts.c.conversation_id).distinct()))


def test_what_joined_by_itself_is_undone_like_any_merge_and_stays_apart(
    connection: Connection, captured: Captured, scored: Scored
) -> None:
    chats = joined_by_themselves(connection, captured, scored)
    (row,) = connection.execute(select(merges))
    assert (row.merged_by, row.merged_at) == (AUTOMATIC, NOW)
    assert len(ids_of(connection)) == 1
    undo_merge(connection, row.id, by="Ben", now=LATER)
    assert len(ids_of(connection)) == 2
    capture(connection, chats, RULES, now=LATER)
    new = scored(66, email="ana@globex.com", phone="+14155550134")
    capture(connection, [new], RULES, now=LATER)
    assert len(ids_of(connection)) == 2
    assert lead_of(connection, new) == lead_of(connection, chats[0])
    assert connection.scalar(select(func.count()).select_from(merges)) == 1


def test_a_person_can_merge_again_what_was_kept_apart(
    connection: Connection, captured: Captured, scored: Scored
) -> None:
    ids = [captured(email=f"{number}@globex.com") for number in range(3)]
    keep_apart(connection, ids[:2], by="Ana", now=NOW)
    merge(connection, [ids[0], ids[2]], by="Ben", now=NOW)
    capture(
        connection, [scored(50, email="1@globex.com", others=[("email", "2@globex.com")])], RULES
    )
    assert ids_of(connection) == ids[:2]
    merge(connection, ids[:2], by="Ben", now=NOW)
    assert ids_of(connection) == ids[:1]


def test_leads_that_are_not_there_cannot_be_kept_apart(
    connection: Connection, captured: Captured
) -> None:
    lead_id = captured(email="a@globex.com")
    with pytest.raises(NotFound, match="no longer there"):
        keep_apart(connection, [lead_id, 404], by="Ana", now=NOW)
    assert connection.scalar(select(func.count()).select_from(kept_apart)) == 0
