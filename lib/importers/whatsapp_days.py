"""Whether the day stands before the month in the dates of a WhatsApp chat: all of them tell."""

from dataclasses import dataclass, field
from datetime import datetime

from lib.importers.whatsapp_lines import Entry


@dataclass(slots=True)
class Days:
    """What the dates seen so far tell. A number above 12 decides, and else the order of times."""

    undecided: bool = False
    highest: list[int] = field(default_factory=lambda: [0, 0])
    courses: dict[bool, "_Course"] = field(
        default_factory=lambda: {order: _Course() for order in (True, False)}
    )

    def see(self, entry: Entry) -> None:
        """Take one more date into account; one that begins with the year tells nothing."""
        first, second, _ = entry.date
        if first > 999:
            return
        self.undecided = True
        self.highest = [max(self.highest[0], first), max(self.highest[1], second)]
        for order, course in self.courses.items():
            course.go_on(entry.sent_at(order))

    @property
    def day_first(self) -> bool | None:
        """Whether the day stands first; None where the dates leave it open."""
        first, second = self.highest
        if not self.undecided or max(first, second) > 12:
            return second <= 12
        back = {order: course.steps_back for order, course in self.courses.items()}
        return None if back[True] == back[False] else back[True] < back[False]


@dataclass(slots=True)
class _Course:
    """The times in one order of day and month: how often they go back, or are none."""

    steps_back: int = 0
    last: datetime | None = None

    def go_on(self, moment: datetime | None) -> None:
        if moment is None or (self.last and moment < self.last):
            self.steps_back += 1
        self.last = moment or self.last
