"""How far the product is with its own work, and whether its sources are heard of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from math import ceil

from sqlalchemy import Connection, and_, func, select

from lib.schema import (
    PUBLISHED,
    UNSCORED,
    conversations,
    exemplar_sets,
    quarantine,
    scores,
    source_hours,
)

LOOKS_BACK = timedelta(days=28)
NEEDED_HOURS = 20  # with events, before anything is called usual
USUAL_SHARE = 0.99  # of the silences between events, which are no longer than usual
PATIENCE = 1.5
LEAST_SILENCE = timedelta(hours=3)


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


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """When a source was heard of over HTTP, and whether it is silent for longer than usual.

    `usual_silence` is None for one that is not known well enough yet.
    """

    source: str
    last_event: datetime
    events_in_24_h: int
    usual_silence: timedelta | None
    is_silent: bool


def sources(connection: Connection, *, now: datetime) -> list[SourceHealth]:
    """Every source that ever sent something over HTTP, by name. Files do not count."""
    c = source_hours.c
    last = select(c.source, func.max(c.last_at)).group_by(c.source).order_by(c.source)
    recent = select(c.source, c.hour, c.events).where(c.hour >= now - LOOKS_BACK).order_by(c.hour)
    heard: dict[str, list[tuple[datetime, int]]] = {}
    for source, hour, events in connection.execute(recent):
        heard.setdefault(source, []).append((hour, events))
    return [
        _source(source, last_event, heard.get(source, []), now)
        for source, last_event in connection.execute(last)
    ]


def usual_silence(hours: Sequence[datetime]) -> timedelta | None:
    """The longest silence that is nothing strange, given the hours with events, in order.

    1.5 times the 99th percentile (nearest rank) of the times between them, three hours at least;
    None for fewer than 20 hours. So nights and weekends are usual where they come every week.
    """
    if len(hours) < NEEDED_HOURS:
        return None
    gaps = sorted(later - earlier for earlier, later in pairwise(hours))
    return max(PATIENCE * gaps[ceil(USUAL_SHARE * len(gaps)) - 1], LEAST_SILENCE)


def _source(
    source: str, last_event: datetime, heard: Sequence[tuple[datetime, int]], now: datetime
) -> SourceHealth:
    usual = usual_silence([hour for hour, _ in heard])
    day = now - timedelta(hours=24)
    return SourceHealth(
        source,
        last_event,
        sum(events for hour, events in heard if hour > day),
        usual,
        usual is not None and now - last_event > usual,
    )
