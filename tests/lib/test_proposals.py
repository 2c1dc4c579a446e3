"""Leads that may be one person are proposed with a reason, and joined by people only."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection

from lib.apart import keep_apart
from lib.capture import capture
from lib.domain import Status, StatusChange
from lib.leads import change_status
from lib.merging import merge
from lib.queries.proposals import PAIRS, PROPOSED, Reason, for_lead, open_proposals
from lib.unmerging import undo_merge
from tests.rows import NOW
from tests.scored import RULES, Captured, Scored

LATER = NOW + timedelta(hours=1)


def proposed(connection: Connection, lead_id: int) -> list[tuple[int, str]]:
    return list(for_lead(connection, lead_id).select("id", "reason").iter_rows())


def pairs(connection: Connection, limit: int = 20) -> list[tuple[int, int, str]]:
    found = open_proposals(connection, limit).select("lead_id", "other_id", "reason")
    return list(found.iter_rows())


@pytest.mark.parametrize(
    ("one", "two", "reason"),
    [
        (
            {"name": "Ana Díaz", "company": "Globex", "email": "ana@globex.com"},
            {"name": "ana  diaz", "company": "GLOBEX", "email": "adiaz@gmail.com"},
            Reason.COMPANY,
        ),
        (
            {"name": "Ana Díaz", "email": "ana@globex.com"},
            {"name": "ANA DIAZ", "email": "adiaz@globex.com"},
            Reason.DOMAIN,
        ),
        (
            {"email": "ana@globex.com", "phone": "+14155550134"},
            {"email": "ben@initech.com", "phone": "+14155550134"},
            Reason.PHONE,
        ),
        (
            {"name": "Ana", "email": "ana@globex.com", "phone": "+14155550134"},
            {"name": "Ana", "email": "ana@initech.com", "others": [("phone", "+14155550134")]},
            Reason.PHONE,
        ),
    ],
)
def test_doubtful_matches_are_proposed_with_the_reason_and_not_merged(
    connection: Connection,
    captured: Captured,
    one: dict[str, str],
    two: dict[str, str],
    reason: Reason,
) -> None:
    first, second = captured(**one), captured(**two)
    assert first != second
    assert proposed(connection, first) == [(second, reason)]
    assert proposed(connection, second) == [(first, reason)]
    assert pairs(connection) == [(first, second, reason)]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ({"name": "Ana", "email": "ana@gmail.com"}, {"name": "Ana", "email": "ana2@gmail.com"}),
        ({"name": "Ana", "company": "Globex"}, {"name": "Ben", "company": "Globex"}),
        ({"name": "Ana", "company": "Globex"}, {"name": "Ana", "company": "Initech"}),
        ({"name": "Ana"}, {"name": "Ana"}),
        ({"company": "Globex"}, {"company": "Globex"}),
        ({}, {}),
    ],
)
def test_too_little_in_common_is_not_proposed(
    connection: Connection, captured: Captured, one: dict[str, str], two: dict[str, str]
) -> None:
    first, _ = captured(80, **one), captured(80, **two)
    assert proposed(connection, first) == []
    assert pairs(connection) == []


def test_leads_that_people_worked_on_are_proposed_where_others_join_by_themselves(
    connection: Connection, captured: Captured, scored: Scored
) -> None:
    first, second = captured(email="ana@globex.com"), captured(phone="+14155550134")
    for lead_id in (first, second):
        change_status(connection, StatusChange(lead_id, 0, Status.LOST), by="Ben", now=NOW)
    both = scored(60, email="ana@globex.com", phone="+14155550134")
    capture(connection, [both], RULES, now=NOW)
    assert pairs(connection) == [(first, second, Reason.PHONE)]


def test_the_surest_reason_is_told_and_comes_first(
    connection: Connection, captured: Captured
) -> None:
    person = {"name": "Ana Díaz", "company": "Globex"}
    first = captured(email="ana@globex.com", phone="+14155550134", **person)
    by_domain = captured(90, name="Ana Diaz", email="ana.d@globex.com")
    by_all = captured(email="adiaz@globex.com", phone="+14155550134", **person)
    assert proposed(connection, first) == [(by_all, Reason.PHONE), (by_domain, Reason.DOMAIN)]
    assert pairs(connection, 1) == [(first, by_all, Reason.PHONE)]


def test_a_dismissed_pair_is_not_proposed_again(connection: Connection, captured: Captured) -> None:
    ids = [captured(name="Ana", company="Globex", email=f"{n}@gmail.com") for n in range(3)]
    keep_apart(connection, [ids[2], ids[0]], by="Ben", now=NOW)
    keep_apart(connection, [ids[0], ids[2]], by="Ana", now=NOW)
    assert [id for id, _ in proposed(connection, ids[0])] == [ids[1]]
    assert {pair[:2] for pair in pairs(connection)} == {(ids[0], ids[1]), (ids[1], ids[2])}


def test_many_of_one_name_at_one_company_are_proposed_side_by_side(
    connection: Connection, captured: Captured
) -> None:
    ids = [captured(name="Ana", company="Globex", email=f"{n}@gmail.com") for n in range(5)]
    keep_apart(connection, [ids[1], ids[2]], by="Ben", now=NOW)
    together = {(ids[0], ids[1]), (ids[1], ids[3]), (ids[2], ids[3]), (ids[3], ids[4])}
    assert {pair[:2] for pair in pairs(connection)} == together
    assert len(pairs(connection, 2)) == 2


def test_who_is_not_a_person_is_none_of_what_that_person_became_part_of(
    connection: Connection, captured: Captured
) -> None:
    ids = [captured(name="Ana", company="Globex", email=f"{n}@gmail.com") for n in range(3)]
    keep_apart(connection, [ids[1], ids[2]], by="Ben", now=NOW)
    done = merge(connection, ids[:2], by="Ben", now=NOW)
    assert proposed(connection, ids[0]) == []
    assert pairs(connection) == []
    undo_merge(connection, done.id, by="Ben", now=LATER)
    assert pairs(connection) == [(ids[0], ids[2], Reason.COMPANY)]


def test_merged_leads_are_not_proposed(connection: Connection, captured: Captured) -> None:
    ids = [captured(name="Ana", company="Globex", email=f"{n}@globex.com") for n in range(3)]
    merge(connection, ids[1:], by="Ben", now=NOW)
    assert proposed(connection, ids[0]) == [(ids[1], Reason.COMPANY)]
    assert [pair[:2] for pair in pairs(connection)] == [(ids[0], ids[1])]


def test_a_corrected_name_ends_a_proposal(
    connection: Connection, captured: Captured, scored: Scored
) -> None:
    first = captured(name="Ana", company="Globex", email="a@gmail.com")
    captured(name="Ana", company="Globex", email="b@gmail.com")
    assert len(proposed(connection, first)) == 1
    capture(connection, [scored(50, name="Bea", email="a@gmail.com", at=LATER)], RULES)
    assert proposed(connection, first) == []


def test_no_proposals_still_have_every_column_and_type(connection: Connection) -> None:
    assert dict(for_lead(connection, 404).schema) == dict(PROPOSED)
    assert dict(open_proposals(connection).schema) == dict(PAIRS)
