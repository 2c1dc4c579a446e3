"""What scoring found out about conversations, into the tables, if it is still true of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from embeddings.scoring import Assessment
from lib.contacts import email_identity
from lib.domain import Contact
from lib.schema import contacts, conversations, scores

MOST_FAILURES = 3  # then a conversation is set aside until something new is said in it


@dataclass(frozen=True, slots=True)
class Derived:
    """Score and contact of a conversation, as its text was at `revision`."""

    id: int
    revision: int
    assessment: Assessment | None
    contact: Contact


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
    scored = [_score(each, each.assessment, set_id, now) for each in kept if each.assessment]
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


def _score(
    derived: Derived, assessment: Assessment, set_id: int, now: datetime
) -> dict[str, object]:
    return {
        "conversation_id": derived.id,
        "revision": derived.revision,
        "exemplar_set_id": set_id,
        "score": assessment.score,
        "temperature": assessment.temperature,
        "base": assessment.base,
        "evidence": [asdict(each) for each in assessment.evidence],
        "intent": assessment.intent,
        "summary": assessment.summary,
        "unsure": assessment.unsure,
        "scored_at": now,
        **asdict(assessment.probabilities),
    }


def _contacts(derived: Derived) -> Iterable[dict[str, object]]:
    for kind, found in asdict(derived.contact).items():
        if found:
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
    return value if kind == "phone" else None
