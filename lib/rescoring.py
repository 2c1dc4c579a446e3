"""Scores of an older set made again from what is stored: nothing is read, cut or encoded anew."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

import numpy as np
from sqlalchemy import Connection, or_, select

from embeddings.exemplars import ExemplarSet
from embeddings.scoring import assess_quotes
from embeddings.utterances import Quote
from lib import results, vectors
from lib.capture import capture
from lib.config import Rules
from lib.lead_details import refresh_scores
from lib.schema import contacts, conversations, lead_conversations, scores

AT_ONCE = 1_000  # conversations of one transaction: status edits wait no longer than that


class Remembered(NamedTuple):
    """What a score was made from, as the conversation was at `revision`.

    `digests` has for each quote those of its text alone and in context; it is empty for a score
    that was made before they were kept.
    """

    id: int
    revision: int
    quotes: list[Quote]
    digests: list[bytes]


def outdated(connection: Connection, set_id: int) -> list[Remembered]:
    """Up to AT_ONCE conversations whose score was made with another set."""
    query = (
        select(scores.c.conversation_id, scores.c.revision, scores.c.evidence, scores.c.texts)
        .join(conversations)
        .where(
            or_(scores.c.exemplar_set_id < set_id, scores.c.exemplar_set_id > set_id),
            conversations.c.failures < results.MOST_FAILURES,
        )
        .limit(AT_ONCE)
    )
    return [
        Remembered(
            row.conversation_id,
            row.revision,
            [Quote(e["position"], e["start"], e["end"], e["text"]) for e in row.evidence],
            vectors.digests_in(row.texts or b""),
        )
        for row in connection.execute(query).all()
    ]


def again(
    connection: Connection, model: str, remembered: Sequence[Remembered], using: ExemplarSet
) -> tuple[list[results.Rescored], list[int]]:
    """New scores, and the ids of conversations of which too little is stored to make one."""
    wanted = dict.fromkeys(digest for each in remembered for digest in each.digests)
    rows, halves = vectors.matrix(connection, model, list(wanted))
    ready = [
        each
        for each in remembered
        if each.digests and all(digest in rows for digest in each.digests)
    ]
    places = np.array([rows[digest] for each in ready for digest in each.digests], dtype=np.int64)
    ends = np.cumsum([len(each.quotes) for each in ready])
    views = np.split(places.reshape(-1, 2), ends[:-1])
    matrix = halves.astype(np.float32)
    found = assess_quotes([each.quotes for each in ready], views, matrix, using) if ready else []
    made = [
        results.Rescored(each.id, each.revision, assessment)
        for each, assessment in zip(ready, found, strict=True)
        if assessment
    ]
    done = {each.id for each in made}
    return made, [each.id for each in remembered if each.id not in done]


def write(
    connection: Connection,
    rescored: Sequence[results.Rescored],
    rules: Rules,
    *,
    set_id: int,
    now: datetime,
) -> None:
    """Replace scores, and show them on the leads; a conversation may become worth a lead."""
    written = results.rewrite(connection, rescored, set_id=set_id, now=now)
    leads = _leads_of(connection, written)
    refresh_scores(connection, set(leads.values()))
    without = [id for id in written if id not in leads]
    capture(connection, _worth_a_look(connection, without, rules), rules, now=now)


def _leads_of(connection: Connection, ids: Collection[int]) -> dict[int, int]:
    link = lead_conversations.c
    query = select(link.conversation_id, link.lead_id).where(link.conversation_id.in_(ids))
    return {row.conversation_id: row.lead_id for row in connection.execute(query)}


def _worth_a_look(connection: Connection, ids: Collection[int], rules: Rules) -> list[int]:
    """Those of the conversations that may make a lead by now."""
    query = (
        select(scores.c.conversation_id)
        .outerjoin(contacts, contacts.c.conversation_id == scores.c.conversation_id)
        .where(
            scores.c.conversation_id.in_(ids),
            or_(
                scores.c.score >= rules.score_without_contact,
                contacts.c.identity.is_not(None) & (scores.c.score >= rules.score_with_contact),
            ),
        )
        .distinct()
    )
    return list(connection.scalars(query))
