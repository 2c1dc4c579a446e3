"""The words that find a lead: of all names, e-mails, phones and companies of the person."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from sqlalchemy import Connection, delete, select, tuple_

from lib.database import insert
from lib.schema import contacts, lead_conversations, lead_words
from lib.search import words_of

AT_ONCE = 500  # rows of one DELETE: SQLite takes 32,766 values in a statement


def index(connection: Connection, lead_ids: Collection[int]) -> None:
    """Make leads findable by every detail that the person gave, and by nothing else."""
    wanted, stored = _wanted(connection, lead_ids), _stored(connection, lead_ids)
    _delete(connection, [(word, id) for id in lead_ids for word in stored[id] - wanted[id]])
    new = [{"word": w, "lead_id": id} for id in lead_ids for w in wanted[id] - stored[id]]
    if new:
        connection.execute(insert(connection, lead_words), new)


def _wanted(connection: Connection, lead_ids: Collection[int]) -> Mapping[int, set[str]]:
    """The words as the person wrote them, and those of the form that says who it is."""
    c = contacts.c
    query = (
        select(lead_conversations.c.lead_id, c.kind, c.value, c.identity)
        .join(contacts, c.conversation_id == lead_conversations.c.conversation_id)
        .where(lead_conversations.c.lead_id.in_(lead_ids))
        .distinct()
    )
    found: dict[int, set[str]] = defaultdict(set)
    for row in connection.execute(query):
        for value in {row.value, row.identity or row.value}:
            found[row.lead_id] |= words_of(row.kind, value)
    return found


def _stored(connection: Connection, lead_ids: Collection[int]) -> Mapping[int, set[str]]:
    query = select(lead_words.c.lead_id, lead_words.c.word).where(
        lead_words.c.lead_id.in_(lead_ids)
    )
    found: dict[int, set[str]] = defaultdict(set)
    for row in connection.execute(query):
        found[row.lead_id].add(row.word)
    return found


def _delete(connection: Connection, gone: list[tuple[str, int]]) -> None:
    key = tuple_(lead_words.c.word, lead_words.c.lead_id)
    for start in range(0, len(gone), AT_ONCE):
        some = gone[start : start + AT_ONCE]
        connection.execute(delete(lead_words).where(key.in_(some)))
