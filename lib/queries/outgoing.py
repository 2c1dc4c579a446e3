"""What the targets were told last, and how that went."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
from sqlalchemy import Connection, func, select

from lib import moments
from lib.queries import UTC_TIME, Schema, frame, word
from lib.schema import PENDING, outbox

DELIVERIES: Schema = {
    "id": pl.Int64,
    "lead_id": pl.Int64,
    "event": pl.String,
    "who": pl.String,
    "created_at": UTC_TIME,
    "next_attempt_at": UTC_TIME,
    "attempts": pl.Int64,
    "delivered_at": UTC_TIME,
    "failure": pl.String,
    "given_up_at": UTC_TIME,
}


def deliveries(connection: Connection, target: int, *, most: int) -> pl.DataFrame:
    """The last messages to a target, the latest first; `who` is the lead as it was called then."""
    lead = outbox.c.payload["lead"]
    who = func.coalesce(*(lead[name].as_string() for name in ("name", "email", "phone")))
    columns = {"event": word(outbox.c.event), "who": who}
    query = (
        select(*(columns[name] if name in columns else outbox.c[name] for name in DELIVERIES))
        .where(outbox.c.target_id == target)
        .order_by(outbox.c.created_at.desc(), outbox.c.id.desc())
        .limit(most)
    )
    return frame(connection, query, DELIVERIES)


def waiting(connection: Connection) -> dict[int, int]:
    """How many messages each target is still to be sent, where there are any."""
    query = select(outbox.c.target_id, func.count()).where(PENDING).group_by(outbox.c.target_id)
    return {target: count for target, count in connection.execute(query)}


def result_of(delivery: Mapping[str, Any], now: datetime, local: ZoneInfo) -> str:
    """How a message fared, in plain words."""
    if delivery["delivered_at"]:
        return f"Arrived {moments.ago(delivery['delivered_at'], now)}."
    if delivery["given_up_at"]:
        return f"Given up. {delivery['failure']}"
    if delivery["failure"]:
        again = delivery["next_attempt_at"].astimezone(local)
        return f"Waits for another attempt at {again:%H:%M}. {delivery['failure']}"
    return "Waits to be sent."
