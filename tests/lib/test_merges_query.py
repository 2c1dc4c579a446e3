"""What became part of a lead, and the lead that a person looks for to merge it with."""

import pytest
from sqlalchemy import Connection

from lib.merging import merge
from lib.queries.leads import LEADS
from lib.queries.merges import MERGED, MOST_FOUND, find, merges_of
from lib.unmerging import undo_merge
from tests.rows import NOW
from tests.scored import Captured

ANA = {"name": "Ana Díaz", "email": "ana@globex.com", "phone": "+14155550134"}
BEN = {"name": "Ben Okafor", "email": "ben@initech.com", "company": "Initech"}


@pytest.mark.parametrize("typed", ["ben", "BEN OKA", "ben@init", "initech", "#2", "2", " #2 "])
def test_another_lead_is_found_by_its_words_and_by_its_number(
    connection: Connection, captured: Captured, typed: str
) -> None:
    ids = [captured(**ANA), captured(**BEN)]
    assert ids == [1, 2]
    assert find(connection, typed, but=1)["id"].to_list() == [2]


@pytest.mark.parametrize("typed", ["ana", "#1", "#404", "9" * 30, "²", "nobody", "%", "#", " "])
def test_neither_nobody_nor_the_lead_itself_is_found(
    connection: Connection, captured: Captured, typed: str
) -> None:
    captured(**ANA)
    found = find(connection, typed, but=1)
    assert found.is_empty()
    assert dict(found.schema) == dict(LEADS)


def test_the_number_comes_before_phones_that_begin_so_and_few_are_shown(
    connection: Connection, captured: Captured
) -> None:
    phones = [captured(90, phone=f"+4479460{n:03}") for n in range(8)]
    found = find(connection, "4", but=phones[0])["id"].to_list()
    assert found[0] == 4
    assert len(found) == len(set(found)) == MOST_FOUND


def test_a_lead_tells_what_was_merged_into_it_the_last_merge_first(
    connection: Connection, captured: Captured
) -> None:
    first, second = captured(**ANA), captured(**BEN)
    others = [captured(email=f"{n}@globex.com") for n in range(2)]
    merge(connection, [first, *others], by="Ana", now=NOW)
    done = merge(connection, [first, second], by="Ben", now=NOW)
    merged = merges_of(connection, first)
    assert merged["id"].to_list() == [second, *others]
    assert merged.row(0) == (
        *(done.id, "Ben", NOW),
        *(second, "Ben Okafor", "ben@initech.com", None, "Initech"),
    )
    undo_merge(connection, done.id, by="Ben", now=NOW)
    assert merges_of(connection, first)["id"].to_list() == others


def test_a_lead_without_merges_still_has_every_column_and_type(connection: Connection) -> None:
    assert dict(merges_of(connection, 404).schema) == dict(MERGED)
