"""What scoring found out about conversations, into the tables, if it is still true of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from operator import attrgetter
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from embeddings.scoring import Assessment, Evidence
from lib.contacts import email_identity
from lib.domain import Contact
from lib.schema import contacts, conversations, scores

MOST_FAILURES = 3  # then a conversation is set aside until something new is said in it


# What stands in the column `evidence`; made by hand, since asdict copies what it need not.
EVIDENCE = tuple(field.name for field in fields(Evidence))
_values = attrgetter(*EVIDENCE)


@dataclass(frozen=True, slots=True)
class Derived:
    """Score and contact of a conversation, as its text was at `revision`.

    `texts` are the digests of what the score was made from (lib/vectors.py).
    """

    id: int
    revision: int
    assessment: Assessment | None
    contact: Contact
    texts: bytes


class Rescored(NamedTuple):
    """A new score of a conversation whose text is still as it was at `revision`."""

    id: int
    revision: int
    assessment: Assessment


def write(
    connection: Connection, derived: Sequence[Derived], *, set_id: int, now: datetime
) -> list[int]:
    """Replace scores and contacts; the ids of conversations that have a score now.

    One whose text has grown since it was read is left out: it waits again, for its whole text.
    """
    current = _revisions(connection, [each.id for each in derived])
    kept = [each for each in derived if current.get(each.id) == each.revision]
    if not kept:
        return []
    ids = [each.id for each in kept]
    for table in (scores, contacts):
        connection.execute(delete(table).where(table.c.conversation_id.in_(ids)))
    scored = [
        {
            "conversation_id": each.id,
            "revision": each.revision,
            "texts": each.texts,
            **_score(each.assessment, set_id, now),
        }
        for each in kept
        if each.assessment
    ]
    if scored:
        connection.execute(insert(scores), scored)
    if found := [row for each in kept for row in _contacts(each)]:
        connection.execute(insert(contacts), found)
    seen = (
        update(conversations)
        .where(conversations.c.id == bindparam("at_id"))
        .values(scored_revision=bindparam("seen"), failures=0, failure=None)
    )
    connection.execute(seen, [{"at_id": each.id, "seen": each.revision} for each in kept])
    return [each.id for each in kept if each.assessment]


def rewrite(
    connection: Connection, rescored: Sequence[Rescored], *, set_id: int, now: datetime
) -> list[int]:
    """Replace the scores of conversations in which nothing was said since; the ids of those."""
    current = _revisions(connection, [each.id for each in rescored])
    kept = [each for each in rescored if current.get(each.id) == each.revision]
    rows = [{"at_id": each.id, **_score(each.assessment, set_id, now)} for each in kept]
    if rows:
        columns = [name for name in rows[0] if name != "at_id"]
        query = update(scores).where(scores.c.conversation_id == bindparam("at_id"))
        connection.execute(query.values({name: bindparam(name) for name in columns}), rows)
    return [each.id for each in kept]


def count_failure(connection: Connection, conversation_id: int, reason: str) -> None:
    """Note that a conversation could not be scored; the third time it is set aside."""
    connection.execute(
        update(conversations)
        .where(conversations.c.id == conversation_id)
        .values(failures=conversations.c.failures + 1, failure=reason[:500])
    )


def _revisions(connection: Connection, ids: Sequence[int]) -> Mapping[int, int]:
    """What the conversations' revisions are now; they stay so until this transaction ends."""
    query = (
        select(conversations.c.id, conversations.c.revision)
        .where(conversations.c.id.in_(ids))
        .order_by(conversations.c.id)
        .with_for_update()
    )
    return {row.id: row.revision for row in connection.execute(query)}


def _score(assessment: Assessment, set_id: int, now: datetime) -> dict[str, object]:
    return {
        "exemplar_set_id": set_id,
        "score": assessment.score,
        "temperature": assessment.temperature,
        "base": assessment.base,
        "evidence": [
            dict(zip(EVIDENCE, _values(each), strict=True)) for each in assessment.evidence
        ],
        "intent": assessment.intent,
        "summary": assessment.summary,
        "unsure": assessment.unsure,
        "scored_at": now,
        **asdict(assessment.probabilities),
    }


def _contacts(derived: Derived) -> Iterable[dict[str, object]]:
    for kind, found in asdict(derived.contact).items():
        if found and kind != "others":  # the table holds one of a kind
            identity = _identity(kind, found["value"])
            yield {
                "conversation_id": derived.id,
                "kind": kind,
                "identity": identity,
                **found,
            }


def _identity(kind: str, value: str) -> str | None:
    """What two conversations of one person have in common; names and companies are shared."""
    if kind == "email":
        return email_identity(value)
    return value.partition(";")[0] if kind == "phone" else None
