"""Made conversations of a made business, so that the first screen is alive.

Larkspur Spaces rents desks, meeting rooms and venues in five cities, caters for them, and sells
companies a booking and visitor app for offices of their own. Everything here is invented, is pure,
and comes out the same for the same seed and moment.
"""

from datetime import datetime

from lib.demo.script import Script, scripts
from lib.demo.stories import Story, labelled, stories
from lib.demo.team import StatusStep, steps
from lib.domain import Conversation

__all__ = [
    "Script",
    "StatusStep",
    "Story",
    "conversations",
    "labelled",
    "scripts",
    "steps",
    "stories",
]


def conversations(*, seed: int = 20, now: datetime, count: int = 400) -> list[Conversation]:
    """So many conversations of the 90 days before `now` (with a zone), the oldest first.

    `stories` gives the same ones together with their scripts.
    """
    return [story.conversation for story in stories(seed=seed, now=now, count=count)]
