"""What the screens read: filtered, found, sorted and counted the same on both databases."""

from datetime import date, datetime, timedelta

import polars as pl
import pytest
from sqlalchemy import Connection, insert, select, update

from lib import ingest
from lib.domain import (
    Conversation,
    LeadFilter,
    Message,
    NotFound,
    Role,
    Sort,
    Status,
    StatusChange,
    Temperature,
)
from lib.leads import change_status
from lib.queries import conversations as read
from lib.queries.health import backlog
from lib.queries.leads import (
    FLOW,
    LEADS,
    MOST_COUNTED,
    ORDERS,
    PAGE,
    count_leads,
    counters,
    lead_flow,
    list_leads,
    neighbours,
)
from lib.schema import conversations, quarantine
from tests.rows import AddLead

HOT, WARM, COLD = Temperature


def names(frame: pl.DataFrame) -> list[str | None]:
    return frame["name"].to_list()


def test_no_leads_still_have_every_column_and_type(connection: Connection) -> None:
    assert dict(list_leads(connection).schema) == dict(LEADS)


def test_the_strongest_come_first(connection: Connection, add_lead: AddLead) -> None:
    for name, score in (("mild", 50), ("strong", 90), ("weak", 20)):
        add_lead(name=name, score=score)
    assert names(list_leads(connection)) == ["strong", "mild", "weak"]


def test_words_and_times_arrive_as_plain_values(
    connection: Connection, add_lead: AddLead, now: datetime
) -> None:
    add_lead(temperature=HOT)
    row = list_leads(connection).row(0, named=True)
    assert (row["temperature"], row["status"], row["captured_at"]) == ("Hot", "New", now)


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (LeadFilter(temperatures=(HOT,)), ["a"]),
        (LeadFilter(temperatures=(HOT, COLD)), ["a", "c"]),
        (LeadFilter(statuses=(Status.CONTACTED,)), ["b"]),
        (LeadFilter(temperatures=(HOT,), statuses=(Status.LOST,)), []),
        (LeadFilter(), ["a", "b", "c"]),
    ],
)
def test_filters_narrow_the_list_and_its_count(
    connection: Connection, add_lead: AddLead, chosen: LeadFilter, expected: list[str]
) -> None:
    add_lead(name="a", temperature=HOT, score=90)
    add_lead(name="b", temperature=WARM, score=50, status=Status.CONTACTED)
    add_lead(name="c", temperature=COLD, score=10)
    assert names(list_leads(connection, chosen)) == expected
    assert count_leads(connection, chosen) == len(expected)


@pytest.mark.parametrize(
    "typed",
    [
        "zoë", "zoe", "ZOE", "mül", "muller", "zoe mull", "mull zo", "glob", "globex robotics",
        "zoe.muller@globex.com", "zoe.mul", "zoe.muller@glo", "+49 30 901820", "030 901820",
        "30901820", "(030) 90-18", "  zoë  ",
    ],
)  # fmt: skip
def test_a_lead_is_found_by_the_start_of_any_word(
    connection: Connection, add_lead: AddLead, typed: str
) -> None:
    add_lead(
        name="Zoë Müller",
        email="Zoe.Muller@globex.com",
        phone="+4930901820",
        company="Globex Robotics",
    )
    assert count_leads(connection, LeadFilter(search=typed)) == 1


@pytest.mark.parametrize(
    "typed",
    [
        "%", "_", "z_e", "\\", "\\%", "' OR 1=1 --", '"; DROP TABLE leads', "(a+)+$", "oe",
        "zoe smith", "x" * 60_000, "\x00", "\U0010ffff", "🙂", "+1 30 901820", "🏳️‍🌈", "' ' '",
    ],
)  # fmt: skip
def test_what_nobody_is_called_finds_nobody(
    connection: Connection, add_lead: AddLead, typed: str
) -> None:
    add_lead(name="Zoë Müller", email="zoe@globex.com", phone="+4930901820")
    assert count_leads(connection, LeadFilter(search=typed)) == 0


def test_a_search_of_spaces_shows_everybody(connection: Connection, add_lead: AddLead) -> None:
    add_lead()
    assert count_leads(connection, LeadFilter(search="   ")) == 1
    assert not LeadFilter(search="   ").is_narrow


@pytest.mark.parametrize("column", ORDERS)
@pytest.mark.parametrize("descending", [True, False])
def test_every_column_sorts_both_ways_with_the_empty_ones_last(
    connection: Connection, add_lead: AddLead, column: str, descending: bool
) -> None:
    add_lead(name="bea", email="b@x.de", phone="+492", company="b", intent="b", channel="B",
             score=80, temperature=HOT, status=Status.CONTACTED,
             captured_at=datetime.fromisoformat("2026-03-02T00:00Z"))  # fmt: skip
    add_lead(name="Al", email="A@x.de", phone="+491", company="A", intent="A", channel="A",
             score=20, temperature=COLD, status=Status.NEW,
             captured_at=datetime.fromisoformat("2026-03-01T00:00Z"))  # fmt: skip
    nullable = column in {"name", "email", "phone", "company"}
    if nullable:
        add_lead()
    shown = names(list_leads(connection, LeadFilter(sort=(Sort(column, descending),))))
    expected = ["bea", "Al"] if descending else ["Al", "bea"]
    assert shown == [*expected, None] if nullable else shown == expected


def test_a_temperature_set_by_hand_sorts_as_what_it_says_then_by_score(
    connection: Connection, add_lead: AddLead
) -> None:
    add_lead(name="cut", temperature=HOT, score=90)
    add_lead(name="raised", temperature=HOT, score=12, temperature_by="Ana")
    add_lead(name="mild", temperature=WARM, score=50)
    add_lead(name="lowered", temperature=COLD, score=95, temperature_by="Ana")
    add_lead(name="weak", temperature=COLD, score=10)
    hottest, coldest = (LeadFilter(sort=(Sort("temperature", down),)) for down in (True, False))
    assert names(list_leads(connection, hottest)) == ["cut", "raised", "mild", "lowered", "weak"]
    assert names(list_leads(connection, coldest)) == ["lowered", "weak", "mild", "cut", "raised"]


def test_pages_show_every_lead_once(connection: Connection, add_lead: AddLead) -> None:
    for _ in range(PAGE + 5):
        add_lead(score=50)
    first, second = list_leads(connection), list_leads(connection, page=2)
    assert (len(first), len(second)) == (PAGE, 5)
    assert len({*first["id"], *second["id"]}) == PAGE + 5


def test_the_neighbours_are_those_of_the_list_as_it_was_filtered(
    connection: Connection, add_lead: AddLead
) -> None:
    ids = [add_lead(score=90 - n, temperature=HOT) for n in range(PAGE + 2)]
    between = add_lead(score=89.5, temperature=WARM)
    hot = LeadFilter(temperatures=(HOT,))
    assert neighbours(connection, hot, ids[0], page=1) == (None, ids[1])
    assert neighbours(connection, hot, ids[1], page=1) == (ids[0], ids[2])
    assert neighbours(connection, LeadFilter(), ids[1], page=1) == (between, ids[2])
    assert neighbours(connection, hot, ids[PAGE], page=2) == (ids[PAGE - 1], ids[PAGE + 1])
    assert neighbours(connection, hot, between, page=1) == (None, None)


def test_the_counters_count_what_they_say(
    connection: Connection, add_lead: AddLead, now: datetime
) -> None:
    yesterday, last_week = now - timedelta(hours=20), now - timedelta(days=7)
    add_lead(temperature=HOT)
    add_lead(temperature=HOT, status=Status.CONTACTED, captured_at=last_week)
    add_lead(temperature=WARM, captured_at=last_week)
    add_lead(temperature=COLD, captured_at=yesterday)
    add_lead(temperature=WARM, status=Status.QUALIFIED, captured_at=last_week)
    add_lead(temperature=WARM, status=Status.LOST, captured_at=last_week)
    counted = counters(connection, now=now, today=now.replace(hour=0))
    assert (counted.hot_and_new, counted.captured_today, counted.waiting) == (1, 1, 1)
    assert counted.qualified_rate == pytest.approx(1 / 3)


def test_before_anybody_worked_there_is_no_rate(connection: Connection, now: datetime) -> None:
    assert counters(connection, now=now, today=now).qualified_rate is None


def test_the_flow_counts_days_in_the_viewers_zone(
    connection: Connection, add_lead: AddLead
) -> None:
    late = datetime.fromisoformat("2026-03-09T23:30Z")
    add_lead(temperature=HOT, captured_at=late)
    add_lead(temperature=HOT, captured_at=late + timedelta(minutes=20))
    since = late - timedelta(days=1)
    in_utc = lead_flow(connection, since=since)
    in_berlin = lead_flow(connection, since=since, offset=timedelta(hours=1))
    assert in_utc.rows() == [(date(2026, 3, 9), "Hot", 2)]
    assert in_berlin.rows() == [(date(2026, 3, 10), "Hot", 2)]
    assert dict(in_utc.schema) == dict(FLOW)


def test_the_flow_before_a_zone_west_of_utc(connection: Connection, add_lead: AddLead) -> None:
    add_lead(captured_at=datetime.fromisoformat("2026-03-09T02:00Z"))
    since = datetime.fromisoformat("2026-03-01T00:00Z")
    west = lead_flow(connection, since=since, offset=timedelta(hours=-5))
    assert west["day"].to_list() == [date(2026, 3, 8)]


def test_a_count_stops_where_it_would_get_slow(
    connection: Connection, monkeypatch: pytest.MonkeyPatch, add_lead: AddLead
) -> None:
    monkeypatch.setattr("lib.queries.leads.MOST_COUNTED", 3)
    for _ in range(6):
        add_lead()
    assert count_leads(connection) == 4
    assert MOST_COUNTED == 10_000


def test_a_lead_that_is_not_there_is_not_found(connection: Connection) -> None:
    with pytest.raises(NotFound):
        read.lead(connection, 404)


def test_a_transcript_is_in_the_order_it_was_said(connection: Connection, now: datetime) -> None:
    said = [
        Message(Role.VISITOR, "second", now + timedelta(seconds=1)),
        Message(Role.ASSISTANT, "third", now + timedelta(seconds=1)),
        Message(Role.VISITOR, "first", now),
    ]
    ingest.record(connection, [Conversation("website", "a", said)], now=now)
    conversation_id = connection.scalar(select(conversations.c.id))
    assert conversation_id is not None
    shown = read.transcript(connection, conversation_id)
    assert shown["text"].to_list() == ["first", "second", "third"]
    assert shown["position"].to_list() == [0, 1, 2]
    assert dict(shown.schema) == dict(read.TRANSCRIPT)


def test_a_conversation_without_a_score_has_none(connection: Connection, add_lead: AddLead) -> None:
    lead = read.lead(connection, add_lead())
    assert read.score(connection, lead["conversation_id"]) is None
    shown = read.conversations_of(connection, lead["id"])
    assert shown.select("messages", "score").rows() == [(0, None)]


def test_the_history_shows_the_latest_change_first(
    connection: Connection, add_lead: AddLead, now: datetime
) -> None:
    lead_id = add_lead()
    undo = change_status(connection, StatusChange(lead_id, 0, Status.CONTACTED), by="Ana", now=now)
    change_status(connection, undo, by="Ben", now=now + timedelta(minutes=1))
    shown = read.status_history(connection, lead_id)
    assert shown.select("changed_by", "old", "new").rows() == [
        ("Ben", "Contacted", "New"),
        ("Ana", "New", "Contacted"),
    ]


def test_the_backlog_tells_what_waits_and_what_was_set_aside(
    connection: Connection, now: datetime
) -> None:
    for name in ("waits", "aside"):
        chat = Conversation("website", name, [Message(Role.VISITOR, "hi")])
        ingest.record(connection, [chat], now=now)
    aside = conversations.c.session_id == "aside"
    connection.execute(update(conversations).where(aside).values(failures=3))
    row = {"source": "website", "received_at": now, "path": "$", "reason": "?", "body": "{"}
    connection.execute(insert(quarantine).values(row))
    seen = backlog(connection)
    assert (seen.unscored, seen.oldest_unscored, seen.set_aside, seen.quarantined) == (1, now, 1, 1)
