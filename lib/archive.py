"""What the leads would become with another exemplar set, from stored vectors."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from sqlalchemy import Connection, select

from embeddings.archive import Archive
from embeddings.exemplars import ExemplarSet, Thresholds
from lib import vectors
from lib.queries import UTC_TIME, Schema, frame, word
from lib.schema import lead_conversations, leads, scores

MOST_CONVERSATIONS = 150_000  # of the latest leads; each takes about 4 kB of memory

CHANGES: Schema = {
    "lead_id": pl.Int64,
    "name": pl.String,
    "email": pl.String,
    "intent": pl.String,
    "status": pl.String,
    "temperature": pl.String,
    "score": pl.Float64,
    "by_hand": pl.Boolean,
    "captured_at": UTC_TIME,
}


@dataclass(frozen=True, slots=True, eq=False)
class Leads:
    """Leads, and all that their visitors said, in memory.

    `people` has a row a lead (columns as of CHANGES), `of` (C,) gives for each conversation of the
    archive the row of its lead.
    """

    said: Archive
    of: np.ndarray
    people: pl.DataFrame


def read(connection: Connection, model: str) -> Leads:
    """The latest leads whose conversations have stored vectors of this model.

    What arrives later is not in it; a score made before digests were kept is left out.
    """
    query = (
        select(lead_conversations.c.lead_id, scores.c.texts)
        .join(scores, scores.c.conversation_id == lead_conversations.c.conversation_id)
        .where(scores.c.texts.is_not(None))
        .order_by(lead_conversations.c.lead_id.desc())
        .limit(MOST_CONVERSATIONS)
    )
    said = [
        (lead_id, vectors.digests_in(texts)) for lead_id, texts in connection.execute(query).all()
    ]
    distinct = dict.fromkeys(digest for _, digests in said for digest in digests)
    rows, matrix = vectors.matrix(connection, model, list(distinct))
    lead_ids: list[int] = []
    starts: list[int] = []
    views: list[int] = []
    for lead_id, digests in said:
        found = [rows.get(digest, -1) for digest in digests]
        if found and min(found) >= 0:
            starts.append(len(views) // 2)
            views += found
            lead_ids.append(lead_id)
    people = _people(connection, sorted(set(lead_ids)))
    return Leads(
        Archive(
            matrix,
            np.array(views, dtype=np.int64).reshape(-1, 2),
            np.array(starts, dtype=np.int64),
        ),
        np.searchsorted(people["lead_id"].to_numpy(), lead_ids),
        people,
    )


def _people(connection: Connection, lead_ids: list[int]) -> pl.DataFrame:
    table = leads.c
    query = (
        select(
            *(table.id.label("lead_id"), table.name, table.email, table.intent),
            *(word(table.status), word(table.temperature), table.score),
            table.temperature_by.is_not(None).label("by_hand"),
            table.captured_at,
        )
        .where(table.id >= (lead_ids[0] if lead_ids else 0))
        .order_by(table.id)
    )
    wanted = pl.Series("lead_id", lead_ids, dtype=pl.Int64)
    return frame(connection, query, CHANGES).filter(pl.col("lead_id").is_in(wanted.implode()))


def scores_with(found: Leads, using: ExemplarSet) -> np.ndarray:
    """The leads' scores (L,) with this set: that of their strongest conversation, rounded."""
    strongest = np.full(len(found.people), -np.inf)
    np.maximum.at(strongest, found.of, found.said.scores(using))
    return strongest.round(6)


def temperatures(scored: np.ndarray, thresholds: Thresholds) -> pl.Series:
    """Scores (L,) cut at the thresholds."""
    places = (scored >= thresholds.warm).astype(int) + (scored >= thresholds.hot)
    return pl.Series("would_be", np.array(["Cold", "Warm", "Hot"])[places], dtype=pl.String)


def changes(found: Leads, using: ExemplarSet) -> pl.DataFrame:
    """The leads that would change temperature with this set, the largest moves first.

    Those whose temperature a person set stay. Columns as of CHANGES, and `would_be` and
    `would_score`.
    """
    scored = scores_with(found, using)
    return (
        found.people.with_columns(
            temperatures(scored, using.thresholds), pl.Series("would_score", scored)
        )
        .filter((pl.col("would_be") != pl.col("temperature")) & ~pl.col("by_hand"))
        .sort((pl.col("would_score") - pl.col("score")).abs(), descending=True)
    )
