"""Each of the three events is told once for each time that it happens, and only where wanted."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, Engine, func, select, update

from lib import database
from lib.capture import capture
from lib.config import Rules
from lib.domain import Event, Status, StatusChange, Temperature
from lib.lead_details import refresh_scores
from lib.leads import change_status, set_temperature
from lib.outbox import announce_quiet
from lib.schema import lead_conversations, leads, outbox, scores, targets
from lib.targets import remove, set_active
from tests.lib.outgoing.conftest import Scored, Told, make_target, rescore
from tests.rows import NOW, AddLead, insert_lead

RULES = Rules(score_with_contact=20, score_without_contact=70)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
EMAIL = "ada@globex.com"


def lead_of(connection: Connection) -> int:
    """The only lead that conversations belong to."""
    query = select(lead_conversations.c.lead_id).distinct()
    return int(connection.execute(query).scalar_one())


def score_again(connection: Connection, temperature: str, *, now: datetime = NOW) -> None:
    """Let every score be this one, as publishing another set may."""
    for row in connection.execute(select(scores.c.conversation_id, scores.c.exemplar_set_id)).all():
        rescore(connection, row.conversation_id, temperature, row.exemplar_set_id)
    refresh_scores(connection, connection.scalars(select(leads.c.id)).all(), now=now)


def test_a_new_hot_lead_is_told_once(
    connection: Connection, scored: Scored, target: int, told: Told
) -> None:
    found = scored("Hot", email=EMAIL)
    capture(connection, [found], RULES, now=NOW)
    assert told() == [("lead.created", lead_of(connection))]
    capture(connection, [found], RULES, now=NOW + HOUR)
    score_again(connection, "Hot")
    assert told() == []


def test_what_is_told_has_the_contact_and_the_sentences_that_count(
    connection: Connection, scored: Scored, target: int
) -> None:
    capture(connection, [scored("Hot", email=EMAIL)], RULES, now=NOW)
    payload = connection.scalars(select(outbox.c.payload)).one()
    assert (payload["event"], payload["occurred_at"]) == ("lead.created", "2026-03-10T14:30:00Z")
    lead = payload["lead"]
    assert (lead["email"], lead["temperature"], lead["score"]) == (EMAIL, "Hot", 91)
    assert [each["text"] for each in lead["evidence"]] == [
        "Please send the contract.", "We need forty chairs."
    ]  # fmt: skip


def test_a_lead_that_is_not_hot_is_told_when_it_turns_hot_and_again_after_it_cooled(
    connection: Connection, scored: Scored, target: int, told: Told
) -> None:
    capture(connection, [scored("Warm", email=EMAIL)], RULES, now=NOW)
    assert told() == []
    lead_id = lead_of(connection)
    score_again(connection, "Hot", now=NOW)
    assert told() == [("lead.turned_hot", lead_id)]
    score_again(connection, "Cold", now=NOW + HOUR)
    assert told() == []
    score_again(connection, "Hot", now=NOW + 2 * HOUR)
    assert told() == [("lead.turned_hot", lead_id)]


def test_a_second_conversation_of_a_warm_lead_may_turn_it_hot(
    connection: Connection, scored: Scored, target: int, told: Told
) -> None:
    capture(connection, [scored("Warm", email=EMAIL)], RULES, now=NOW)
    capture(connection, [scored("Hot", email=EMAIL)], RULES, now=NOW)
    assert told() == [("lead.turned_hot", lead_of(connection))]


def test_a_temperature_set_to_hot_by_hand_counts_however_old_the_chat_is(
    connection: Connection, add_lead: AddLead, target: int, told: Told
) -> None:
    lead_id = add_lead(captured_at=NOW - 9 * DAY)
    set_temperature(connection, lead_id, Temperature.HOT, by="Ana", now=NOW)
    assert told() == [("lead.turned_hot", lead_id)]
    set_temperature(connection, lead_id, Temperature.HOT, by="Ben", now=NOW)
    set_temperature(connection, lead_id, Temperature.COLD, by="Ben", now=NOW)
    assert told() == []


def test_a_temperature_given_back_to_a_hot_score_counts(
    connection: Connection, scored: Scored, target: int, told: Told
) -> None:
    capture(connection, [scored("Hot", email=EMAIL)], RULES, now=NOW)
    lead_id = lead_of(connection)
    set_temperature(connection, lead_id, Temperature.COLD, by="Ana", now=NOW)
    told()
    set_temperature(connection, lead_id, None, by="Ana", now=NOW + HOUR)
    assert told() == [("lead.turned_hot", lead_id)]


@pytest.mark.parametrize(("age", "is_told"), [(23 * HOUR, True), (24 * HOUR, False)])
def test_old_chats_out_of_a_file_are_not_told_as_news(
    connection: Connection, scored: Scored, target: int, told: Told, age: timedelta, is_told: bool
) -> None:
    capture(connection, [scored("Hot", at=NOW - age, email=EMAIL)], RULES, now=NOW)
    assert bool(told()) is is_told
    score_again(connection, "Hot")
    assert told() == []


def test_an_old_lead_that_turns_hot_with_a_new_message_is_told(
    connection: Connection, scored: Scored, target: int, told: Told
) -> None:
    capture(connection, [scored("Warm", at=NOW - 90 * DAY, email=EMAIL)], RULES, now=NOW)
    capture(connection, [scored("Hot", email=EMAIL)], RULES, now=NOW)
    assert told() == [("lead.turned_hot", lead_of(connection))]


def test_nothing_is_written_where_nobody_wants_it(
    connection: Connection, scored: Scored, told: Told
) -> None:
    make_target(connection, Event.STALE)
    set_active(connection, make_target(connection), False)
    remove(connection, make_target(connection), now=NOW)
    capture(connection, [scored("Hot", email=EMAIL)], RULES, now=NOW)
    assert told() == []


def test_a_target_is_not_told_what_happened_before_it_was_there(
    connection: Connection, scored: Scored, told: Told
) -> None:
    found = scored("Hot", email=EMAIL)
    capture(connection, [found], RULES, now=NOW)
    make_target(connection)
    capture(connection, [found], RULES, now=NOW)
    announce_quiet(connection, now=NOW + HOUR)
    assert told() == []


def test_every_target_that_wants_it_is_told_in_a_message_of_its_own(
    connection: Connection, scored: Scored, target: int
) -> None:
    other = make_target(connection, Event.CREATED)
    make_target(connection, Event.TURNED_HOT)
    capture(connection, [scored("Hot", email=EMAIL)], RULES, now=NOW)
    rows = connection.execute(select(outbox.c.target_id, outbox.c.message_id)).all()
    assert {row.target_id for row in rows} == {target, other}
    assert len({row.message_id for row in rows}) == 2


def test_what_is_undone_is_not_told(engine: Engine) -> None:
    with database.writing(engine) as connection:
        make_target(connection)
        lead_id = insert_lead(connection, "a")

    def break_off() -> None:
        with database.writing(engine) as connection:
            set_temperature(connection, lead_id, Temperature.HOT, by="Ana", now=NOW)
            assert connection.scalar(select(outbox.c.lead_id)) == lead_id
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()
    with database.reading(engine) as connection:
        assert connection.scalar(select(func.count()).select_from(outbox)) == 0


QUIET = {"Hot": DAY, "Warm": 3 * DAY, "Cold": 14 * DAY}


@pytest.mark.parametrize("temperature", QUIET)
def test_a_lead_is_quiet_after_the_time_of_its_temperature_and_told_once(
    connection: Connection, add_lead: AddLead, target: int, told: Told, temperature: str
) -> None:
    lead_id = add_lead(temperature=Temperature(temperature))
    assert announce_quiet(connection, now=NOW + QUIET[temperature] - HOUR) == 0
    assert announce_quiet(connection, now=NOW + QUIET[temperature]) == 1
    assert told() == [("lead.stale", lead_id)]
    assert announce_quiet(connection, now=NOW + QUIET[temperature] + HOUR) == 0


@pytest.mark.parametrize("status", list(Status))
def test_only_leads_that_are_still_to_be_worked_are_quiet(
    connection: Connection, add_lead: AddLead, target: int, status: Status
) -> None:
    add_lead(temperature=Temperature.HOT, status=status)
    open_ = status in (Status.NEW, Status.CONTACTED)
    assert announce_quiet(connection, now=NOW + DAY) == open_


def test_a_change_of_status_begins_a_new_quiet_time(
    connection: Connection, add_lead: AddLead, target: int, told: Told
) -> None:
    lead_id = add_lead(temperature=Temperature.HOT)
    announce_quiet(connection, now=NOW + DAY)
    moved = NOW + 30 * HOUR
    change_status(connection, StatusChange(lead_id, 0, Status.CONTACTED), by="Ana", now=moved)
    told()
    assert announce_quiet(connection, now=moved + 23 * HOUR) == 0
    assert announce_quiet(connection, now=moved + DAY) == 1
    assert told() == [("lead.stale", lead_id)]


def test_a_new_message_begins_a_new_quiet_time(
    connection: Connection, scored: Scored, target: int
) -> None:
    capture(connection, [scored("Hot", email=EMAIL)], RULES, now=NOW)
    assert announce_quiet(connection, now=NOW + DAY) == 1
    later = NOW + 30 * HOUR
    capture(connection, [scored("Hot", at=later, email=EMAIL)], RULES, now=later)
    assert announce_quiet(connection, now=later + 23 * HOUR) == 0
    assert announce_quiet(connection, now=later + DAY) == 1


def test_scoring_again_begins_no_new_quiet_time(
    connection: Connection, scored: Scored, target: int
) -> None:
    found = scored("Hot", email=EMAIL)
    capture(connection, [found], RULES, now=NOW)
    assert announce_quiet(connection, now=NOW + DAY) == 1
    capture(connection, [found], RULES, now=NOW + DAY)
    score_again(connection, "Hot", now=NOW + DAY)
    assert announce_quiet(connection, now=NOW + DAY + HOUR) == 0


def test_leads_that_were_quiet_for_long_do_not_flood_a_new_target(
    connection: Connection, add_lead: AddLead, told: Told
) -> None:
    for days in range(1, 40):
        add_lead(temperature=Temperature.HOT, captured_at=NOW - days * DAY)
    make_target(connection, now=NOW - 60 * DAY)
    assert announce_quiet(connection, now=NOW) == 1  # the one that went quiet just now
    make_target(connection, now=NOW)
    connection.execute(update(leads).values(stale=False))
    connection.execute(update(targets).values(created_at=NOW))
    assert announce_quiet(connection, now=NOW) == 0


def test_leads_out_of_old_chats_are_not_told_as_quiet_either(
    connection: Connection, scored: Scored, target: int
) -> None:
    capture(connection, [scored("Cold", at=NOW - 2 * DAY, email=EMAIL)], RULES, now=NOW)
    assert announce_quiet(connection, now=NOW + 12 * DAY) == 0


def test_the_quiet_ones_are_found_by_an_index(connection: Connection, add_lead: AddLead) -> None:
    if connection.dialect.name != "sqlite":
        return  # PostgreSQL reads a small table as a whole, whatever indexes it has
    plan = connection.exec_driver_sql(
        "EXPLAIN QUERY PLAN SELECT id FROM leads WHERE merged_into IS NULL AND NOT stale"
        " AND status IN ('New', 'Contacted')"
        " AND temperature = 'Hot' AND active_at <= '2026' AND active_at > '2025'"
    )
    assert "ix_leads_quiet" in str(plan.all())


def test_of_one_batch_each_target_is_told_what_it_wants(
    connection: Connection, scored: Scored
) -> None:
    capture(connection, [scored("Warm", email=EMAIL)], RULES, now=NOW)
    created, turned = (make_target(connection, e) for e in (Event.CREATED, Event.TURNED_HOT))
    both = [scored("Hot", email=EMAIL), scored("Hot", email="ben@globex.com")]
    capture(connection, both, RULES, now=NOW)
    rows = connection.execute(select(outbox.c.target_id, outbox.c.event)).all()
    assert {tuple(row) for row in rows} == {(created, Event.CREATED), (turned, Event.TURNED_HOT)}


def test_a_lead_that_turns_hot_by_becoming_one_with_another_is_told(
    connection: Connection, scored: Scored, target: int, told: Told
) -> None:
    capture(connection, [scored("Warm", at=NOW - HOUR, email=EMAIL)], RULES, now=NOW)
    older = lead_of(connection)
    capture(connection, [scored("Hot", phone="+14155550134")], RULES, now=NOW)
    told()
    capture(connection, [scored("Warm", email=EMAIL, phone="+14155550134")], RULES, now=NOW)
    assert lead_of(connection) == older
    assert told() == [("lead.turned_hot", older)]


def test_a_temperature_set_by_hand_begins_a_new_quiet_time(
    connection: Connection, add_lead: AddLead, target: int, told: Told
) -> None:
    lead_id = add_lead(captured_at=NOW - 60 * HOUR)
    set_temperature(connection, lead_id, Temperature.HOT, by="Ana", now=NOW)
    told()
    assert announce_quiet(connection, now=NOW + 23 * HOUR) == 0
    assert announce_quiet(connection, now=NOW + DAY) == 1
    assert told() == [("lead.stale", lead_id)]
