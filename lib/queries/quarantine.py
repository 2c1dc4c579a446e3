"""What waits in quarantine: bodies of known senders that could not be taken in."""

import polars as pl
from sqlalchemy import Connection, func, select

from lib.database import AnyRow
from lib.domain import NotFound
from lib.queries import UTC_TIME, Schema, frame
from lib.schema import quarantine

MOST_SHOWN = 500
WAITING: Schema = {
    "id": pl.Int64,
    "received_at": UTC_TIME,
    "source": pl.String,
    "door": pl.String,
    "path": pl.String,
    "reason": pl.String,
    "attempts": pl.Int64,
    "size": pl.Int64,
}
REASONS: Schema = {"source": pl.String, "reason": pl.String, "count": pl.Int64}


def waiting(connection: Connection, most: int = MOST_SHOWN) -> pl.DataFrame:
    """What waits, the latest first, without the bodies; `size` is in bytes, null where unknown."""
    columns = [quarantine.c[name] for name in WAITING]
    return frame(connection, select(*columns).order_by(quarantine.c.id.desc()).limit(most), WAITING)


def ids(connection: Connection) -> list[int]:
    """Everything that waits, in the order in which it came in."""
    return list(connection.scalars(select(quarantine.c.id).order_by(quarantine.c.id)))


def body(connection: Connection, id: int) -> AnyRow:
    """One of them with its body, as far as it is kept. Raises NotFound."""
    columns = [quarantine.c[name] for name in (*WAITING, "body")]
    row = connection.execute(select(*columns).where(quarantine.c.id == id)).one_or_none()
    if row is None:
        raise NotFound(f"There is no {id} in quarantine. It may have been stored or dropped.")
    return row


def reasons(connection: Connection) -> pl.DataFrame:
    """How many wait for each reason of each source, the most frequent first."""
    c = quarantine.c
    count = func.count().label("count")
    query = (
        select(c.source, c.reason, count)
        .group_by(c.source, c.reason)
        .order_by(count.desc(), c.source, c.reason)
    )
    return frame(connection, query, REASONS)
