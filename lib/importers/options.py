"""What a person says of a file that the file does not say itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, tzinfo


@dataclass(frozen=True, slots=True)
class Options:
    """How a file is to be read.

    `source` replaces the system that the file names, `default` stands in where it names none.
    `zone` is that of times without one. `us` are the authors who are of the company, as the file
    spells them. `day_first` says whether 3/4 is in April; None leaves that to the file. `columns`
    names the column of each field of ours, before any guess.
    """

    source: str | None = None
    default: str = "import"
    zone: tzinfo = UTC
    us: frozenset[str] = frozenset()
    day_first: bool | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
