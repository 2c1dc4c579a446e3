"""When people write and how long they take: working days, some growth, thinking and typing."""

import random
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta

from lib.demo.script import Line
from lib.domain import Role

DAYS = 90
GROWTH = 0.8
WEEKDAY_WEIGHTS = (1.0, 1.1, 1.05, 1.0, 0.85, 0.22, 0.16)
# By UTC hour: European mornings and early afternoons, California after that, a few at night.
HOUR_WEIGHTS = (1, 1, 0, 0, 0, 1, 3, 7, 12, 14, 13, 10, 9, 12, 13, 11, 9, 7, 6, 5, 4, 3, 2, 2)

# Whatever the hour is at which the demo is made, one in so many came in within the last hours.
ONE_IS_RECENT_IN = 40
LAST_HOURS = 8

# Median seconds until the next message, by channel; a person reads, thinks and types besides.
WAITS = {
    "website": {Role.VISITOR: 14, Role.ASSISTANT: 2, Role.AGENT: 35},
    "whatsapp": {Role.VISITOR: 70, Role.ASSISTANT: 3, Role.AGENT: 240},
    "slack": {Role.VISITOR: 60, Role.ASSISTANT: 2, Role.AGENT: 200},
    "email": {Role.VISITOR: 9_000, Role.ASSISTANT: 25, Role.AGENT: 5_400},
    "api": {Role.VISITOR: 18, Role.ASSISTANT: 2, Role.AGENT: 60},
}
OPENS, CLOSES, FRIDAY = 8, 18, 4
NIGHT_BEGINS, NIGHT_ENDS = 21, 7
LONGEST_WAIT = timedelta(hours=20)
CHARACTERS_A_SECOND = {Role.VISITOR: 5, Role.ASSISTANT: 400, Role.AGENT: 9}


def first_moments(rng: random.Random, now: datetime, count: int) -> list[datetime]:
    """So many moments of the 90 days before `now`, in UTC and in order."""
    dates = [now.date() - timedelta(days=back) for back in range(DAYS, -1, -1)]
    weights = [
        WEEKDAY_WEIGHTS[date.weekday()] * (1 + GROWTH * n / DAYS) * rng.lognormvariate(0, 0.18)
        for n, date in enumerate(dates)
    ]
    moments = [
        (now - timedelta(hours=LAST_HOURS) * rng.random()).replace(microsecond=0)
        for _ in range(count // ONE_IS_RECENT_IN)
    ]
    while len(moments) < count:
        (date,) = rng.choices(dates, weights)
        (hour,) = rng.choices(range(24), HOUR_WEIGHTS)
        at = time(hour, rng.randrange(60), rng.randrange(60), tzinfo=UTC)
        moment = datetime.combine(date, at)
        if now - timedelta(days=DAYS) <= moment < now - timedelta(minutes=3):
            moments.append(moment)
    return sorted(moments)


def staffed(moment: datetime, now: datetime) -> datetime:
    """A moment of the same or the last working day at which the team is in, if in the 90 days."""
    back = timedelta(days=max(0, moment.weekday() - FRIDAY))
    if moment.hour < OPENS:
        moment += timedelta(hours=OPENS)
    elif moment.hour >= CLOSES:
        moment -= timedelta(hours=CLOSES - OPENS)
    return max(moment - back, now - timedelta(days=DAYS))


def told(
    rng: random.Random, lines: Sequence[Line], channel: str, began: datetime, now: datetime
) -> list[datetime]:
    """When each line is said. What would run past `now` happens so much earlier as a whole."""
    moments = [began]
    for line in lines[1:]:
        moment = moments[-1] + _gap(rng, line, channel)
        asleep = channel == "email" and line.role is not Role.ASSISTANT
        moments.append(_morning_after(rng, moment) if asleep else moment)
    late = moments[-1] - now
    if late > timedelta(0):
        early = late + timedelta(minutes=rng.randrange(2, 300))
        moments = [moment - early for moment in moments]
    return moments


def _gap(rng: random.Random, line: Line, channel: str) -> timedelta:
    wait = WAITS[channel][line.role] * rng.lognormvariate(0, 0.6)
    typing = len(line.text) / CHARACTERS_A_SECOND[line.role]
    return line.pause + min(timedelta(seconds=round(wait + typing) + 1), LONGEST_WAIT)


def _morning_after(rng: random.Random, moment: datetime) -> datetime:
    """This moment, or the next morning where it is night."""
    if NIGHT_ENDS <= moment.hour < NIGHT_BEGINS:
        return moment
    later = timedelta(hours=24 - NIGHT_BEGINS + NIGHT_ENDS, minutes=rng.randrange(90))
    return moment + later if moment.hour >= NIGHT_BEGINS else moment + timedelta(hours=NIGHT_ENDS)
