"""The demo into an empty database: taken in, scored and worked on like real conversations."""

from collections.abc import Mapping
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, func, select

from lib import database, ingest
from lib.config import Settings
from lib.database import AnyRow
from lib.demo import Story, steps, stories
from lib.domain import StatusChange
from lib.leads import change_status
from lib.schema import conversations, lead_conversations, leads
from lib.scorer import Scorer


def is_empty(connection: Connection) -> bool:
    """Whether nothing was ever taken in."""
    return connection.execute(select(conversations.c.id).limit(1)).first() is None


def fill(engine: Engine, settings: Settings, *, now: datetime | None = None) -> int:
    """Take in, score and work on the made conversations; how many there are."""
    now = now or datetime.now(UTC)
    told = stories(now=now)
    with database.writing(engine) as connection:
        ingest.record(connection, [story.conversation for story in told], now=now)
    scorer = Scorer(engine, settings)
    while scorer.score_some(now=now):
        pass
    by_session = {story.conversation.session_id: story for story in told}
    with database.writing(engine) as connection:
        for lead in _captured(connection):
            _work(connection, lead, by_session, now)
    return len(told)


def _captured(connection: Connection) -> list[AnyRow]:
    """Each lead with the session in which it was captured: the person's first one."""
    first = func.row_number().over(
        partition_by=lead_conversations.c.lead_id,
        order_by=(conversations.c.started_at, conversations.c.id),
    )
    ranked = (
        select(leads.c.id, leads.c.temperature, conversations.c.session_id, first.label("place"))
        .join(lead_conversations, lead_conversations.c.lead_id == leads.c.id)
        .join(conversations, conversations.c.id == lead_conversations.c.conversation_id)
        .subquery()
    )
    query = select(ranked).where(ranked.c.place == 1).order_by(ranked.c.id)
    return list(connection.execute(query))


def _work(connection: Connection, lead: AnyRow, told: Mapping[str, Story], now: datetime) -> None:
    """What the sales team did about the lead, at the times when it did."""
    story = told[lead.session_id]
    done = steps(story.conversation, lead.temperature, now=now, script=story.script)
    for version, step in enumerate(done):
        change = StatusChange(lead.id, version, step.status)
        change_status(connection, change, by=step.by, now=step.at)
