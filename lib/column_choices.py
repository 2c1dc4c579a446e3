"""Which column people chose for which field, for the next file that is laid out alike (write)."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, select

from lib.database import insert
from lib.schema import column_choices


def remembered(connection: Connection, header: Sequence[str]) -> dict[str, str] | None:
    """The column of each field as somebody chose them for this header, None where nobody did."""
    query = select(column_choices.c.columns).where(column_choices.c.header == _key(header))
    found: dict[str, str] | None = connection.scalar(query)
    return found


def remember(
    connection: Connection,
    header: Sequence[str],
    columns: Mapping[str, str],
    *,
    by: str,
    now: datetime,
) -> None:
    """Keep a choice; it takes the place of an earlier one for the same header."""
    values = {"columns": dict(columns), "chosen_by": by, "chosen_at": now}
    query = insert(connection, column_choices).values(header=_key(header), **values)
    connection.execute(query.on_conflict_do_update(index_elements=["header"], set_=values))


def _key(header: Sequence[str]) -> str:
    return sha256(json.dumps([name.strip() for name in header]).encode()).hexdigest()
