"""Conversations out of single messages that lie anywhere in a file, in bounded memory.

The pieces go into a temporary SQLite database, which stays in memory while it is small and is a
file that nobody else sees once it is not.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import astuple, replace
from datetime import datetime
from itertools import groupby, islice
from operator import attrgetter, itemgetter

from lib.domain import Conversation, Message, Refused, Role, Visit, Visitor
from lib.importers.fields import MOST_MESSAGES, quoted

AT_ONCE = 1_000
SCHEMA = """
CREATE TABLE piece (place INTEGER PRIMARY KEY, source TEXT, session TEXT, content TEXT);
CREATE INDEX piece_session ON piece (source, session, place);
"""
IN_ORDER = """
SELECT source, session, content FROM piece
JOIN (SELECT source, session, min(place) AS first FROM piece GROUP BY source, session)
USING (source, session) ORDER BY first, place
"""
TOO_MANY = f"more than {MOST_MESSAGES:,} messages; split it in the file."
Row = tuple[str, str, str]
NOWHERE = Visit()
details = attrgetter("name", "email", "phone", "company")


def gathered(pieces: Iterable[Conversation | Refused]) -> Iterator[Conversation | Refused]:
    """Refusals as they come, then whole conversations in the order in which they began.

    A piece is a conversation with some of its messages. A message whose id came before replaces
    that one. Messages stand in the order of their times where all have one, else of the file.
    """
    with closing(sqlite3.connect("")) as store:
        store.executescript(SCHEMA)
        rows: list[Row] = []
        for piece in pieces:
            if isinstance(piece, Refused):
                yield piece
                continue
            rows.append((piece.source, piece.session_id, _written(piece)))
            if len(rows) >= AT_ONCE:
                _keep(store, rows)
        _keep(store, rows)
        for _, group in groupby(store.execute(IN_ORDER), key=itemgetter(0, 1)):
            yield _joined([_read(row) for row in islice(group, MOST_MESSAGES + 1)])


def _keep(store: sqlite3.Connection, rows: list[Row]) -> None:
    store.executemany("INSERT INTO piece (source, session, content) VALUES (?, ?, ?)", rows)
    rows.clear()


def _joined(pieces: list[Conversation]) -> Conversation | Refused:
    if len(pieces) > MOST_MESSAGES:
        name = quoted(pieces[0].session_id)
        return Refused(0, "$", f"The conversation {name} has {TOO_MANY}")
    known = zip(*(details(piece.visitor) for piece in pieces), strict=True)
    return replace(
        pieces[0],
        messages=_messages(pieces),
        started_at=min((piece.started_at for piece in pieces if piece.started_at), default=None),
        visitor=Visitor(*(next(filter(None, reversed(values)), None) for values in known)),
        visit=next((piece.visit for piece in pieces if piece.visit != NOWHERE), NOWHERE),
    )


def _messages(pieces: list[Conversation]) -> list[Message]:
    said: dict[object, Message] = {}
    for piece in pieces:
        for message in piece.messages:
            said[len(said) if message.id is None else message.id] = message
    messages = list(said.values())
    times = [message.sent_at for message in messages if message.sent_at]
    if len(times) == len(messages):
        order = sorted(range(len(times)), key=times.__getitem__)
        return [messages[at] for at in order]
    return messages


def _written(piece: Conversation) -> str:
    messages = [[m.role, m.text, _iso(m.sent_at), m.id] for m in piece.messages]
    visit = None if piece.visit == NOWHERE else astuple(piece.visit)
    return json.dumps(
        [piece.channel, _iso(piece.started_at), details(piece.visitor), messages, visit]
    )


def _read(row: Row) -> Conversation:
    source, session_id, content = row
    channel, started_at, visitor, messages, visit = json.loads(content)
    return Conversation(
        source,
        session_id,
        [Message(Role(role), text, _moment(at), id) for role, text, at, id in messages],
        channel,
        _moment(started_at),
        Visitor(*visitor),
        Visit(*visit) if visit else NOWHERE,
    )


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _moment(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None
