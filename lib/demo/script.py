"""The dialogues as a person writes and reviews them, and how one becomes a chat.

A file in dialogues/ holds scripts on one topic (the file's name). A script looks like this:

    === urgent-boardroom Hot
    channels: website, whatsapp
    ends: Qualified
    let reason: a board meeting | an investor visit

    B: Hi, I'm Lark, the assistant of Larkspur Spaces. How can I help?
    V: [Hi|Hello], need a room tomorrow for {reason}, {people} [people|of us]
    ~ 20 min
    A: {agent} here. Where shall I send the confirmation?
    V: {email}
      Sent from my phone

The head is `=== id label`, the label being what the visitor truly wanted to do: Hot buys or books,
Warm considers, Cold does neither. Then come fields, an empty line, and the messages. Fields:
`channels` (required), `language` (en unless said), `ends` (the status the team would give it in the
end), `often` (how often it comes up beside others, 1 unless said), `follows` (a topic and a label:
it is the second visit of somebody whose first was such), `company` (yes: the visitor writes from
work), and any number of `let NAME: one | other`, slots of the script's own.

`V:` is the visitor, `B:` the assistant, a bot, and `A:` somebody of the team. An indented line goes
on with the message above on a new line, a lone dot there being an empty one. `~ 20 min` (min, h or
d) is time that passes. `[one|other]` stands for either; `{slot}` is filled with what persons.py and
occasion.py know, `{SLOT}` with the same in capitals. `#` starts a remark.
"""

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from importlib import resources

from lib.domain import Role, Status, Temperature

ROLES = {"V": Role.VISITOR, "B": Role.ASSISTANT, "A": Role.AGENT}
UNITS = {"min": "minutes", "h": "hours", "d": "days"}
ALTERNATIVES = re.compile(r"\[([^\[\]]*)\]")
SLOT = re.compile(r"\{(\w+)\}")
NO_PAUSE = timedelta(0)


@dataclass(frozen=True, slots=True)
class Line:
    """One message still with its alternatives and slots; `pause` passes before it."""

    role: Role
    text: str
    pause: timedelta = NO_PAUSE


@dataclass(frozen=True, slots=True)
class Script:
    """A dialogue that can be filled again and again; `label` is the true purchase intent."""

    id: str
    label: Temperature
    topic: str
    channels: tuple[str, ...]
    lines: tuple[Line, ...]
    language: str = "en"
    ends: Status | None = None
    often: float = 1.0
    follows: tuple[str, Temperature] | None = None
    from_work: bool = False
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def has_agent(self) -> bool:
        """Whether somebody of the team joins in."""
        return any(line.role is Role.AGENT for line in self.lines)

    def choose(self, rng: random.Random, slots: Mapping[str, str]) -> dict[str, str]:
        """One value for each slot of the script's own, which may in turn name slots given."""
        return {name: fill(rng.choice(values), slots, rng) for name, values in self.choices.items()}

    def may_follow(self, first: "Script") -> bool:
        """Whether somebody whose first visit went like that may come back with this."""
        return self.follows == (first.topic, first.label) and self.from_work <= first.from_work


@cache
def scripts() -> tuple[Script, ...]:
    """All scripts of the demo, by file and in the order they are written."""
    folder = resources.files("lib.demo") / "dialogues"
    files = sorted(
        (entry for entry in folder.iterdir() if entry.name.endswith(".txt")), key=lambda f: f.name
    )
    return tuple(
        script
        for entry in files
        for script in parse(entry.read_text("utf-8"), topic=entry.name.removesuffix(".txt"))
    )


def parse(text: str, *, topic: str) -> Iterator[Script]:
    """The scripts of one file. Raises ValueError, naming the script, where one is malformed."""
    kept = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    for block in re.split(r"^=== ", kept, flags=re.MULTILINE)[1:]:
        heading, _, rest = block.partition("\n")
        head, _, body = rest.partition("\n\n")
        try:
            yield _script(heading, head, body, topic)
        except (KeyError, ValueError) as error:
            raise ValueError(f"{topic}.txt, script {heading!r}: {error}") from error


def _script(heading: str, head: str, body: str, topic: str) -> Script:
    name, label = heading.split()
    fields = dict(_fields(head))
    return Script(
        id=name,
        label=Temperature(label),
        topic=topic,
        channels=_listed(fields["channels"], ","),
        lines=tuple(_lines(body)),
        language=fields.get("language", "en"),
        ends=Status(fields["ends"]) if "ends" in fields else None,
        often=float(fields.get("often", "1")),
        follows=_followed(fields["follows"]) if "follows" in fields else None,
        from_work=fields.get("company") == "yes",
        choices={
            key.removeprefix("let "): _listed(value, "|")
            for key, value in fields.items()
            if key.startswith("let ")
        },
    )


def _followed(value: str) -> tuple[str, Temperature]:
    topic, label = value.split()
    return topic, Temperature(label)


def _fields(head: str) -> Iterator[tuple[str, str]]:
    for line in head.splitlines():
        key, colon, value = line.partition(":")
        if not colon:
            raise ValueError(f"not a field: {line!r}")
        yield key.strip(), value.strip()


def _listed(value: str, separator: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(separator))


def _lines(body: str) -> Iterator[Line]:
    pause, said = NO_PAUSE, None
    for raw in body.splitlines():
        if raw.startswith("  ") and said:
            text = raw.strip()
            said = Line(said.role, f"{said.text}\n{'' if text == '.' else text}", said.pause)
        elif raw.strip():
            if said:
                yield said
                pause, said = NO_PAUSE, None
            mark, _, text = raw.partition(" ")
            if mark == "~":
                pause = _duration(text)
            else:
                said = Line(ROLES[mark.removesuffix(":")], text.strip(), pause)
    if said:
        yield said


def _duration(text: str) -> timedelta:
    number, unit = text.split()
    return timedelta(**{UNITS[unit]: float(number)})


def fill(text: str, slots: Mapping[str, str], rng: random.Random) -> str:
    """The text with one of each alternatives and every slot filled.

    Raises KeyError for a slot that nobody knows.
    """
    while ALTERNATIVES.search(text):
        text = ALTERNATIVES.sub(lambda found: rng.choice(found[1].split("|")), text)
    return SLOT.sub(lambda found: _value(found[1], slots), text).strip()


def _value(name: str, slots: Mapping[str, str]) -> str:
    return slots[name.lower()].upper() if name.isupper() else slots[name]
