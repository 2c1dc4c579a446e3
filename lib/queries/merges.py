"""What became one with a lead, and the lead that a person wants to merge it with."""

from collections.abc import Sequence
from typing import Any

import polars as pl
from sqlalchemy import Connection, select

from lib.domain import LeadFilter, NotFound
from lib.moved import Moved
from lib.queries import UTC_TIME, Schema
from lib.queries.conversations import lead
from lib.queries.leads import LEADS, list_leads
from lib.schema import leads, merges

MERGED: Schema = {
    "merge_id": pl.Int64,
    "merged_by": pl.String,
    "merged_at": UTC_TIME,
    "id": pl.Int64,
    "name": pl.String,
    "email": pl.String,
    "phone": pl.String,
    "company": pl.String,
}
MOST_FOUND = 5
LONGEST_NUMBER = 18  # digits that every database holds


def merges_of(connection: Connection, lead_id: int) -> pl.DataFrame:
    """The leads that became part of this one, a row each; the last merge first.

    What they show is what they showed then. A merge that is undone is left out.
    """
    query = (
        select(merges)
        .where(merges.c.lead_id == lead_id, merges.c.undone_at.is_(None))
        .order_by(merges.c.id.desc())
    )
    rows = connection.execute(query).all()
    parts = {row.id: Moved.from_plain(row.moved).lead_ids for row in rows}
    people = _people(connection, [id for ids in parts.values() for id in ids])
    merged = [
        (row.id, row.merged_by, row.merged_at, *people[id]) for row in rows for id in parts[row.id]
    ]
    return pl.DataFrame(merged, schema=MERGED, orient="row")


def _people(connection: Connection, ids: Sequence[int]) -> dict[int, tuple[Any, ...]]:
    """What leads show of who it is, as MERGED has it."""
    c = leads.c
    query = select(c.id, c.name, c.email, c.phone, c.company).where(c.id.in_(ids))
    return {row.id: tuple(row) for row in connection.execute(query)}


def find(connection: Connection, typed: str, *, but: int) -> pl.DataFrame:
    """Other leads by number ("#12"), or by the words of the search; MOST_FOUND, as LEADS."""
    found = [_numbered(connection, typed), list_leads(connection, LeadFilter(search=typed))]
    together = pl.concat(found).unique("id", keep="first", maintain_order=True)
    return together.filter(pl.col("id") != but).head(MOST_FOUND)


def _numbered(connection: Connection, typed: str) -> pl.DataFrame:
    """The lead with the number, if that is what was typed."""
    number = typed.strip().removeprefix("#")
    nobody = pl.DataFrame(schema=LEADS)
    if not (number.isdecimal() and number.isascii()) or len(number) > LONGEST_NUMBER:
        return nobody
    try:
        return pl.DataFrame([lead(connection, int(number))], schema_overrides=LEADS).select(*LEADS)
    except NotFound:
        return nobody
