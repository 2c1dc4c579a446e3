"""How the made sales team worked its leads: who moved which lead where, and when."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from lib.demo.occasion import TEAM
from lib.demo.pace import CLOSES, FRIDAY, OPENS
from lib.demo.script import Script
from lib.domain import Conversation, Status, Temperature

TEAM_WEIGHTS = (5, 4, 3)

# Median hours from the end of the chat to the first contact, and on to a decision.
HOURS_TO_CONTACT = {Temperature.HOT: 5.0, Temperature.WARM: 20.0, Temperature.COLD: 60.0}
HOURS_TO_DECIDE = {Temperature.HOT: 40.0, Temperature.WARM: 110.0, Temperature.COLD: 90.0}
# Shares that are ever contacted; of those, that end as Qualified or Lost and do not stay Contacted.
CONTACTED = {Temperature.HOT: 0.93, Temperature.WARM: 0.88, Temperature.COLD: 0.62}
QUALIFIED = {Temperature.HOT: 0.50, Temperature.WARM: 0.30, Temperature.COLD: 0.06}
LOST = {Temperature.HOT: 0.22, Temperature.WARM: 0.30, Temperature.COLD: 0.58}
HINT_HOLDS = 0.5
FELL_THROUGH = 0.05


@dataclass(frozen=True, slots=True)
class StatusStep:
    """Somebody of the team moving a lead on; `at` is UTC."""

    status: Status
    by: str
    at: datetime


def steps(
    conversation: Conversation,
    temperature: Temperature,
    *,
    now: datetime,
    script: Script | None = None,
) -> tuple[StatusStep, ...]:
    """What the team did with the lead of this conversation, none of it after `now`.

    Give the conversation in which the lead was captured. The script's `ends` decides more often
    than not where it is given. The same conversation always gives the same steps.
    """
    rng = random.Random(f"team {conversation.session_id}")  # noqa: S311, made data and no secret
    hint = script.ends if script else None
    ended = conversation.messages[-1].sent_at or now
    return tuple(step for step in _course(rng, temperature, ended, hint) if step.at <= now)


def _course(
    rng: random.Random, temperature: Temperature, ended: datetime, hint: Status | None
) -> Iterator[StatusStep]:
    (by,) = rng.choices(TEAM, TEAM_WEIGHTS)
    if hint is Status.NEW or rng.random() > CONTACTED[temperature]:
        return
    at = _working(ended + _hours(rng, HOURS_TO_CONTACT[temperature]))
    yield StatusStep(Status.CONTACTED, by, at)
    outcome = _outcome(rng, temperature, hint)
    if outcome is Status.CONTACTED:
        return
    at = _working(at + _hours(rng, HOURS_TO_DECIDE[temperature]))
    yield StatusStep(outcome, by, at)
    if outcome is Status.QUALIFIED and rng.random() < FELL_THROUGH:
        at = _working(at + _hours(rng, HOURS_TO_DECIDE[Temperature.WARM]))
        yield StatusStep(Status.LOST, rng.choice(TEAM), at)


def _outcome(rng: random.Random, temperature: Temperature, hint: Status | None) -> Status:
    if hint and rng.random() < HINT_HOLDS:
        return hint
    draw = rng.random()
    if draw < QUALIFIED[temperature]:
        return Status.QUALIFIED
    if draw < QUALIFIED[temperature] + LOST[temperature]:
        return Status.LOST
    return Status.CONTACTED


def _hours(rng: random.Random, median: float) -> timedelta:
    return timedelta(seconds=round(3600 * median * rng.lognormvariate(0, 0.7)))


def _working(moment: datetime) -> datetime:
    """This moment, or where nobody works then, the same minute of the next working morning."""
    if moment.hour < OPENS:
        moment = moment.replace(hour=OPENS)
    elif moment.hour >= CLOSES:
        moment = (moment + timedelta(days=1)).replace(hour=OPENS)
    while moment.weekday() > FRIDAY:
        moment = (moment + timedelta(days=1)).replace(hour=OPENS)
    return moment
