"""What a person says of a file that the file does not say itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from typing import Any
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Options:
    """How a file is to be read.

    `source` replaces the system that the file names, `default` stands in where it names none.
    `zone` is that of times without one. `us` are the authors who are of the company, as the file
    spells them. `day_first` says whether 3/4 is in April; None leaves that to the file. `columns`
    names the column of each field of ours, before any guess. `skip` entries are passed over by
    formats whose entries are one a line.
    """

    source: str | None = None
    default: str = "import"
    zone: tzinfo = UTC
    us: frozenset[str] = frozenset()
    day_first: bool | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    skip: int = 0

    def as_json(self) -> dict[str, Any]:
        """All that a person can choose, as it is stored with an import."""
        return {
            "source": self.source,
            "zone": str(self.zone),
            "us": sorted(self.us),
            "day_first": self.day_first,
            "columns": dict(sorted(self.columns.items())),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Options":
        """The options of a stored import. Raises ZoneInfoNotFoundError for a zone unknown here."""
        return cls(
            source=stored["source"],
            zone=UTC if stored["zone"] == "UTC" else ZoneInfo(stored["zone"]),
            us=frozenset(stored["us"]),
            day_first=stored["day_first"],
            columns=stored["columns"],
        )
