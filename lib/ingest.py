"""Conversations into the tables: durable once committed, and the same however often it is sent.

Nothing is embedded or scored here. A conversation in which something new was said counts its
revision up, and that is how the scorer knows that there is work (lib/scorer.py).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from sqlalchemy import Connection, bindparam, func, select, tuple_, update

from lib.database import AnyRow, insert
from lib.domain import Conversation, Message, Visit, Visitor
from lib.schema import conversations, messages

Identity = tuple[str, str]
identity = attrgetter("source", "session_id")
VISITED = [conversations.c[field.name] for field in fields(Visit)]
NOWHERE = Visit()
UNTOLD: dict[str, str | None] = dict.fromkeys(column.name for column in VISITED)
VISITOR = [conversations.c[f"visitor_{field.name}"] for field in fields(Visitor)]


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of the conversations: how many brought something new, and how many did not."""

    stored: int = 0
    unchanged: int = 0
    messages: int = 0

    def __add__(self, other: "Recorded") -> "Recorded":
        return Recorded(
            self.stored + other.stored,
            self.unchanged + other.unchanged,
            self.messages + other.messages,
        )


def record(
    connection: Connection,
    arrived: Sequence[Conversation],
    *,
    now: datetime,
    import_id: int | None = None,
) -> Recorded:
    """Store what is new in these conversations, any number of times, in any order; never commits.

    A message that is there already stays as it was stored first. One transaction holds them all,
    so a few hundred conversations a call share one commit to disk. What is new belongs to the
    import `import_id` (lib/imports.py), where there is one.
    """
    # In the order of their keys, so that two senders on PostgreSQL never wait for each other.
    pieces = {key: list(group) for key, group in groupby(sorted(arrived, key=identity), identity)}
    made = _insert_missing(connection, pieces, now, import_id)
    stored = _lock(connection, pieces)
    added = _insert_messages(connection, pieces, stored, now, import_id)
    changed = [
        changes
        for key, row in stored.items()
        if key not in made and (changes := _changes(row, pieces[key], added[row.id], now))
    ]
    _update(connection, changed)
    return Recorded(
        stored=len(made) + len(changed),
        unchanged=len(pieces) - len(made) - len(changed),
        messages=added.total(),
    )


def _insert_missing(
    connection: Connection,
    pieces: Mapping[Identity, list[Conversation]],
    now: datetime,
    import_id: int | None,
) -> set[Identity]:
    """Make the conversations that are not there yet; which ones those were."""
    rows = [
        {
            "source": key[0],
            "session_id": key[1],
            "channel": piece[0].channel,
            "started_at": _began(piece, now),
            "last_active_at": _last_active(piece, now),
            "received_at": now,
            "import_id": import_id,
            **_columns(_merged([each.visitor for each in piece])),
            **_visited([each.visit for each in piece]),
        }
        for key, piece in pieces.items()
    ]
    if not rows:
        return set()
    query = (
        insert(connection, conversations)
        .on_conflict_do_nothing()
        .returning(conversations.c.source, conversations.c.session_id)
    )
    return {(row.source, row.session_id) for row in connection.execute(query, rows)}


def _lock(connection: Connection, keys: Iterable[Identity]) -> dict[Identity, AnyRow]:
    """The stored rows, held until the end of the transaction against a second sender."""
    c = conversations.c
    query = (
        select(c.id, c.source, c.session_id, c.started_at, c.last_active_at, *VISITOR)
        .where(tuple_(c.source, c.session_id).in_(list(keys)))
        .order_by(c.source, c.session_id)
        .with_for_update()
    )
    return {(row.source, row.session_id): row for row in connection.execute(query)}


def _insert_messages(
    connection: Connection,
    pieces: Mapping[Identity, list[Conversation]],
    stored: Mapping[Identity, AnyRow],
    now: datetime,
    import_id: int | None,
) -> Counter[int]:
    """Insert the messages not there yet; how many for each conversation's id."""
    rows = [
        {
            "conversation_id": stored[key].id,
            "key": message.key(position),
            "role": message.role,
            "text": message.text,
            "sent_at": sent_at,
            "time_known": message.sent_at is not None,
            "position": position,
            "import_id": import_id,
        }
        for key, piece in pieces.items()
        for conversation in piece
        for position, (message, sent_at) in enumerate(_timed(conversation, now))
    ]
    if not rows:
        return Counter()
    query = (
        insert(connection, messages).on_conflict_do_nothing().returning(messages.c.conversation_id)
    )
    return Counter(connection.scalars(query, rows))


def _timed(conversation: Conversation, now: datetime) -> Iterable[tuple[Message, datetime]]:
    """Each message with a time: its own, else that of the one before, so that order is kept."""
    last = conversation.started_at or now
    for message in conversation.messages:
        last = message.sent_at or last
        yield message, last


def _changes(
    row: AnyRow, piece: list[Conversation], added: int, now: datetime
) -> dict[str, object] | None:
    """The new values of a stored conversation, or None where nothing new was said or known."""
    before = Visitor(*(row._mapping[column.name] for column in VISITOR))
    arrived = _merged([each.visitor for each in piece])
    is_newer = _last_active(piece, now) >= row.last_active_at
    visitor = _merged([before, arrived] if is_newer else [arrived, before])
    if not added and visitor == before:
        return None
    return {
        "at_id": row.id,
        "started_at": min(_began(piece, now), row.started_at),
        "last_active_at": max(_last_active(piece, now), row.last_active_at),
        **_columns(visitor),
        **_visited([each.visit for each in piece]),
    }


def _update(connection: Connection, changed: list[dict[str, object]]) -> None:
    if changed:
        query = (
            update(conversations)
            .where(conversations.c.id == bindparam("at_id"))
            .values(
                revision=conversations.c.revision + 1,
                failures=0,  # what could not be scored may be scored with its new text
                started_at=bindparam("started_at"),
                last_active_at=bindparam("last_active_at"),
                **{column.name: bindparam(column.name) for column in VISITOR},
                **{c.name: func.coalesce(c, bindparam(c.name, type_=c.type)) for c in VISITED},
            )
        )
        connection.execute(query, changed)


def _merged(known: Sequence[Visitor]) -> Visitor:
    """What is known of the visitor; of two different values the later one in the sequence."""
    values = zip(*(astuple(each) for each in known), strict=True)
    return Visitor(*(next((v for v in reversed(column) if v), None) for column in values))


def _visited(visits: Sequence[Visit]) -> dict[str, str | None]:
    """Where the visitor came from: what was told first, for that is how they came."""
    if all(visit == NOWHERE for visit in visits):
        return UNTOLD
    return {
        name: next((v for each in visits if (v := getattr(each, name))), None) for name in UNTOLD
    }


def _columns(visitor: Visitor) -> dict[str, str | None]:
    return dict(zip((column.name for column in VISITOR), astuple(visitor), strict=True))


def _began(piece: list[Conversation], now: datetime) -> datetime:
    return min(
        conversation.started_at or min((at for _, at in _timed(conversation, now)), default=now)
        for conversation in piece
    )


def _last_active(piece: list[Conversation], now: datetime) -> datetime:
    return max(
        max((at for _, at in _timed(conversation, now)), default=conversation.started_at or now)
        for conversation in piece
    )
