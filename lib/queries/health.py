"""How far the product is with its own work."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, func, select

from lib.schema import PUBLISHED, UNSCORED, conversations, exemplar_sets, quarantine, scores


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


def rescored(connection: Connection) -> tuple[int, int]:
    """How many scores are made with the published set by now, and how many there are."""
    published = select(exemplar_sets.c.id).where(PUBLISHED).scalar_subquery()
    done = select(func.count()).where(scores.c.exemplar_set_id == published)
    total = select(func.count()).select_from(scores)
    return (
        connection.execute(done).scalar_one(),
        connection.execute(total).scalar_one(),
    )
