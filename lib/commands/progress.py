"""A progress bar on stderr for what takes longer than a second, where a person watches."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from lib.commands.edge import errors

PATIENCE = 1.0  # seconds


class Bar:
    """A bar that shows itself when the work turns out to be long."""

    def __init__(self, progress: Progress, task: TaskID) -> None:
        self._progress = progress
        self._task = task
        self._started = time.monotonic()
        self._shown = False

    def reach(self, done: float) -> None:
        """So much of the total is done."""
        if not self._shown and time.monotonic() - self._started > PATIENCE:
            self._shown = True
            self._progress.start()
        self._progress.update(self._task, completed=done)

    def say(self, said: str) -> None:
        """What there is to say of it."""
        self._progress.update(self._task, said=said)


@contextmanager
def bar(title: str, total: float | None) -> Iterator[Bar]:
    """A bar over the block; without a total it only shows that something happens."""
    columns = ("{task.description}", BarColumn(), TimeRemainingColumn(), "{task.fields[said]}")
    shown = [TextColumn(each) if isinstance(each, str) else each for each in columns]
    progress = Progress(*shown, console=errors, transient=True, disable=not errors.is_terminal)
    try:
        yield Bar(progress, progress.add_task(title, total=total, said=""))
    finally:
        progress.stop()
