"""Which set is published, whether there is a draft, and what can be done with it."""

from collections.abc import Sequence

from lib.database import AnyRow
from pages.lab.workbench import Lab


def show(lab: Lab, history: Sequence[AnyRow]) -> None:
    """One line on the published set, one on the draft."""
