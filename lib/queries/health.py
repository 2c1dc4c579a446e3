"""How far the product is with its own work."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, func, select

from lib.schema import UNSCORED, conversations, quarantine


@dataclass(frozen=True, slots=True)
class Backlog:
    """Conversations that wait for a score, those set aside, and what is in quarantine."""

    unscored: int
    oldest_unscored: datetime | None
    set_aside: int
    quarantined: int


def backlog(connection: Connection) -> Backlog:
    """What still has to be done, and what went wrong."""
    waiting = select(func.count(), func.min(conversations.c.received_at)).where(UNSCORED)
    unscored, oldest = connection.execute(waiting).one()
    aside = and_(
        conversations.c.failures >= 3, conversations.c.revision > conversations.c.scored_revision
    )
    return Backlog(
        unscored,
        oldest,
        connection.execute(select(func.count()).where(aside)).scalar_one(),
        connection.execute(select(func.count()).select_from(quarantine)).scalar_one(),
    )
