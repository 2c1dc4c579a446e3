"""Scripts, people and time put together: conversations, with what only their author knows."""

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain, islice

from lib.demo import occasion
from lib.demo.pace import DAYS, first_moments, staffed, told
from lib.demo.persons import Person, people
from lib.demo.script import Script, fill, scripts
from lib.domain import Conversation, Message, Role, Temperature, Visitor

CHANNELS = {
    "website": "Website widget",
    "whatsapp": "WhatsApp",
    "slack": "Slack",
    "email": "E-mail",
    "api": "API",
}
CHANNEL_WEIGHTS = {"website": 5.0, "whatsapp": 5.0, "email": 2.5, "slack": 4.0, "api": 5.0}
# Second visits are mostly hot; with them the whole comes to about 30, 32 and 38 in a hundred.
FIRST_VISIT_MIX = {Temperature.HOT: 0.27, Temperature.WARM: 0.33, Temperature.COLD: 0.40}
ONE_RETURNS_IN = 11
BACK_AFTER_DAYS = (3, 13)
OF_THE_DAY = ("date2", "weekday", "tomorrow")
TRIES = 30


class UsedUp(Exception):
    """A script has too few variations left for one more conversation unlike the others."""


@dataclass(frozen=True, slots=True)
class Story:
    """A conversation, the script behind it, and what its slots were filled with."""

    conversation: Conversation
    script: Script
    person: Person
    slots: Mapping[str, str]

    @property
    def began(self) -> datetime:
        """When the first message was sent."""
        return _sent(self.conversation.messages[0])

    @property
    def gave_email(self) -> bool:
        """Whether the address is known by the end of it."""
        said = (m.text for m in self.conversation.messages if m.role is Role.VISITOR)
        return bool(self.conversation.visitor.email) or any(self.slots["email"] in t for t in said)

    def may_return(self, now: datetime) -> bool:
        """Whether it is long enough ago, and who it was is known."""
        soonest = timedelta(days=BACK_AFTER_DAYS[0] + 1)
        return self.gave_email and _sent(self.conversation.messages[-1]) < now - soonest


class Author:
    """Writes stories from one stream of chance; no two of them are word for word the same."""

    def __init__(self, seed: str, now: datetime) -> None:
        """The same seed and moment give the same stories."""
        self.rng = random.Random(seed)  # noqa: S311, made data and no secret
        self.now = now.astimezone(UTC)
        self._people = list(people(self.rng))
        self._written: set[tuple[str, ...]] = set()

    def first_visits(self, count: int) -> list[Story]:
        """So many people coming for the first time, each script at least once while they last."""
        first = self._opening()
        self.rng.shuffle(first)
        chosen = chain(first, self._more_scripts())
        moments = first_moments(self.rng, self.now, count)
        self.rng.shuffle(moments)
        return [self._next_story(chosen, began) for began in moments]

    def _next_story(self, chosen: Iterator[Script], began: datetime) -> Story:
        while True:
            with suppress(UsedUp):
                return self.first_visit(next(chosen), began)

    def first_visit(self, script: Script, began: datetime) -> Story:
        """Somebody new playing this script, at a time when those whom it needs are in."""
        if script.has_agent:
            began = staffed(began, self.now)
        person = self._newcomer(script.language)
        slots = person.slots(from_work=script.from_work) | self._occasion(script, person, began)
        return self._play(script, person, slots, began)

    def second_visits(self, firsts: Iterable[Story]) -> Iterator[Story]:
        """People coming back, each once, with a script that follows on from their first."""
        waiting = [story for story in firsts if story.may_return(self.now)]
        heard: Counter[str] = Counter()
        while fitting := [script for script in scripts() if _followed(script, waiting)]:
            script = self._little_heard(fitting, heard)
            first = self.rng.choice(_followed(script, waiting))
            waiting.remove(first)
            heard[script.id] += 1
            yield self._return(script, first)

    def _return(self, script: Script, first: Story) -> Story:
        ended = _sent(first.conversation.messages[-1])
        later = ended + timedelta(days=self.rng.uniform(*BACK_AFTER_DAYS))
        began = staffed(min(later, self.now).replace(microsecond=0), self.now)
        today = self._occasion(script, first.person, began)
        slots = {**first.slots, **{name: today[name] for name in OF_THE_DAY}}
        return self._play(script, first.person, slots, began)

    def _occasion(self, script: Script, person: Person, began: datetime) -> dict[str, str]:
        return occasion.slots(self.rng, began, city=person.city, language=script.language)

    def _opening(self) -> list[Script]:
        return [script for script in scripts() if not script.follows]

    def _more_scripts(self) -> Iterator[Script]:
        """Always of the label that lacks most, and of these one that was little heard."""
        opening = self._opening()
        heard = Counter(script.id for script in opening)
        labels = Counter(script.label for script in opening)
        while True:
            total = labels.total()
            label = max(FIRST_VISIT_MIX, key=lambda one: FIRST_VISIT_MIX[one] * total - labels[one])
            script = self._little_heard([s for s in opening if s.label is label], heard)
            heard[script.id] += 1
            labels[label] += 1
            yield script

    def _little_heard(self, choice: list[Script], heard: Mapping[str, int]) -> Script:
        return min(choice, key=lambda one: (heard[one.id] + self.rng.random()) / one.often)

    def _newcomer(self, language: str) -> Person:
        at = next(n for n, person in enumerate(self._people) if language in ("en", person.language))
        return self._people.pop(at)

    def _play(
        self, script: Script, person: Person, slots: Mapping[str, str], began: datetime
    ) -> Story:
        channel = self._channel(script)
        filled, texts = self._unheard(script, slots)
        moments = told(self.rng, script.lines, channel, began, self.now)
        conversation = Conversation(
            source=f"demo-{channel}",
            session_id=f"{channel}-{self.rng.getrandbits(40):010x}",
            channel=CHANNELS[channel],
            started_at=moments[0],
            messages=tuple(
                Message(line.role, text, sent_at)
                for line, text, sent_at in zip(script.lines, texts, moments, strict=True)
            ),
            visitor=_known(channel, person, slots),
        )
        return Story(conversation, script, person, filled)

    def _unheard(
        self, script: Script, slots: Mapping[str, str]
    ) -> tuple[dict[str, str], tuple[str, ...]]:
        for _ in range(TRIES):
            filled = {**slots, **script.choose(self.rng, slots)}
            texts = tuple(fill(line.text, filled, self.rng) for line in script.lines)
            if texts not in self._written:
                self._written.add(texts)
                return filled, texts
        raise UsedUp(script.id)

    def _channel(self, script: Script) -> str:
        weights = [CHANNEL_WEIGHTS[channel] for channel in script.channels]
        return self.rng.choices(script.channels, weights)[0]


def _followed(script: Script, waiting: Iterable[Story]) -> list[Story]:
    return [first for first in waiting if script.may_follow(first.script)]


def _known(channel: str, person: Person, slots: Mapping[str, str]) -> Visitor:
    match channel:
        case "whatsapp":
            return Visitor(phone=person.phone.replace(" ", ""))
        case "email":
            return Visitor(email=slots["email"])
        case "slack":
            return Visitor(name=slots["name"])
        case _:
            return Visitor()


def _sent(message: Message) -> datetime:
    if message.sent_at is None:
        raise ValueError("a made message has its time")
    return message.sent_at


def stories(*, seed: int = 20, now: datetime, count: int = 400) -> list[Story]:
    """So many stories of the 90 days before `now` (with a zone), the oldest first.

    About one in ten is the second visit of somebody.
    """
    author = Author(f"leads demo {seed}", now)
    firsts = author.first_visits(count - count // ONE_RETURNS_IN)
    seconds = list(islice(author.second_visits(firsts), count - len(firsts)))
    return sorted((*firsts, *seconds), key=lambda story: story.began)


def labelled(*, seed: int = 20, now: datetime) -> list[Story]:
    """One story of each script; what the visitor truly wanted is `story.script.label`."""
    author = Author(f"leads labels {seed}", now)
    began = author.now - timedelta(days=DAYS // 2)
    return [author.first_visit(script, began) for script in scripts()]
