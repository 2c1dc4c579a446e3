"""The sentences of the set in a table: added, relabelled and deleted in the draft."""

from pages.lab.workbench import Lab


def show(lab: Lab) -> None:
    """The table."""
