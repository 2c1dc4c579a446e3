"""Files of conversations, in whatever format they come: what is in one tells which it is."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path

from lib.domain import Conversation, Refused, UnusableFile
from lib.importers.batching import Batch, batches
from lib.importers.files import opened
from lib.importers.formats import FORMATS, format_of, open_for
from lib.importers.options import Options

__all__ = ["FORMATS", "Batch", "Entry", "Options", "batches", "opened", "read", "recognised"]


Entry = Conversation | Refused


def recognised(path: Path) -> str:
    """The name in FORMATS of the format that the file's content tells. Raises UnusableFile."""
    with _named(path):
        return format_of(path)


def read(
    path: Path,
    options: Options | None = None,
    *,
    format: str | None = None,
    source: str | None = None,
    on_read: Callable[[int], object] | None = None,
    skip: int = 0,
) -> Iterator[Entry]:
    """Every conversation of a file, and every entry that cannot be one; in bounded memory.

    `format` is a name in FORMATS; without it the content tells. `source` is the system that they
    come from, whatever the file says. `on_read` is told how many bytes have been read so far.
    The first `skip` entries are left out; they were done before. Raises UnusableFile, possibly
    late, naming the file and what to do.
    """
    options = options or Options()
    if source is not None:
        options = replace(options, source=source)
    chosen = FORMATS[format or recognised(path)]
    left = skip
    if chosen.skips:
        options, left = replace(options, skip=skip), 0
    with _named(path), open_for(chosen, path, on_read) as file:
        yield from islice(chosen.read(file, options), left, None)


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """What is wrong with the file, told with its name."""
    try:
        yield
    except UnusableFile as error:
        if str(error).startswith(str(path)):
            raise
        raise UnusableFile(f"{path} holds no conversations. {error}") from error
