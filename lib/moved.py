"""What a merge moved: all that it takes to undo it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lib.domain import Status
from lib.holdings import Holdings
from lib.warmth import Warmth


@dataclass(frozen=True, slots=True)
class Part:
    """A lead that became part of another, with those that were part of it already."""

    lead_id: int
    members: tuple[int, ...]
    brought: Holdings


@dataclass(frozen=True, slots=True)
class Moved:
    """A merge as it is kept in the table.

    `stayed` is what the lead that stays held before. `before` and `after` are its temperature set
    by hand; `status` and `status_version` are what they were at the merge, which leaves them alone.
    """

    parts: tuple[Part, ...]
    stayed: Holdings
    before: Warmth | None
    after: Warmth | None
    status: Status
    status_version: int

    @property
    def lead_ids(self) -> list[int]:
        """The leads that became part of the other."""
        return [part.lead_id for part in self.parts]

    @property
    def members(self) -> list[int]:
        """Those that were part of them already."""
        return [member for part in self.parts for member in part.members]

    @property
    def brought(self) -> Holdings:
        """What all of them brought."""
        together = Holdings()
        for part in self.parts:
            together |= part.brought
        return together

    def plain(self) -> dict[str, Any]:
        """As JSON holds it."""
        return {
            "parts": [
                {"lead_id": p.lead_id, "members": list(p.members), **p.brought.plain()}
                for p in self.parts
            ],
            "stayed": self.stayed.plain(),
            "before": self.before and self.before.plain(),
            "after": self.after and self.after.plain(),
            "status": self.status.value,
            "status_version": self.status_version,
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> "Moved":
        """What `plain` gave."""
        return cls(
            tuple(
                Part(each["lead_id"], tuple(each["members"]), Holdings.from_plain(each))
                for each in plain["parts"]
            ),
            Holdings.from_plain(plain["stayed"]),
            Warmth.from_plain(plain["before"]),
            Warmth.from_plain(plain["after"]),
            Status(plain["status"]),
            plain["status_version"],
        )
