"""A dry run: what an import would store, counted by the very code that would store it.

Nothing is written to the database. What it holds of the conversations in the file is copied,
without texts, into a database of its own in memory, and the file is recorded there.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, create_engine, insert, select, tuple_
from sqlalchemy.pool import StaticPool

from lib import database, importers, ingest
from lib.ingest import Identity, Recorded, identity
from lib.schema import conversations, messages


def rehearse(
    engine: Engine, entries: Iterable[importers.Entry]
) -> Iterator[tuple[importers.Batch, Recorded]]:
    """Each batch of the file with what `ingest.record` would say of it."""
    stage = create_engine("sqlite://", poolclass=StaticPool)
    for table in (conversations, messages):
        table.create(stage)
    copied: set[Identity] = set()
    try:
        for batch in importers.batches(entries):
            new = {identity(each) for each in batch.conversations} - copied
            with database.reading(engine) as real, stage.begin() as staged:
                _copy(real, staged, new)
                recorded = ingest.record(staged, batch.conversations, now=datetime.now(UTC))
            copied |= new
            yield batch, recorded
    finally:
        stage.dispose()


def _copy(real: Connection, staged: Connection, wanted: Collection[Identity]) -> None:
    """What the database holds of these conversations and of the keys of their messages."""
    c = conversations.c
    stored = select(conversations).where(tuple_(c.source, c.session_id).in_(list(wanted)))
    ids = {}
    for row in real.execute(stored):
        values = {name: value for name, value in row._mapping.items() if name != "id"}
        made = insert(conversations).values(values).returning(c.id)
        ids[row.id] = staged.execute(made).scalar_one()
    known = select(messages).where(messages.c.conversation_id.in_(list(ids)))
    rows = [
        {
            **{name: value for name, value in row._mapping.items() if name != "id"},
            "conversation_id": ids[row.conversation_id],
            "text": "",
        }
        for row in real.execute(known)
    ]
    if rows:
        staged.execute(insert(messages), rows)
