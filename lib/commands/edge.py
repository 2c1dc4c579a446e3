"""Where a command meets the person: settings, files, progress, and errors as one sentence."""

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import typer
from rich.console import Console

from lib.domain import LeadsError, Unavailable

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from lib.config import Settings

NAMED = re.compile(r"Config '(\w+)'")  # how starlette's errors begin
UNUSABLE = 2  # the exit status where nothing could be done

errors = Console(stderr=True, soft_wrap=True, markup=False, highlight=False)


class UnusableSettings(LeadsError):
    """A setting in the environment that cannot be used; the text names it."""


class UnusableOutput(LeadsError):
    """A file that cannot be written."""


@contextmanager
def plain_errors() -> Iterator[None]:
    """One sentence on stderr and exit status 2 for what the person can do something about."""
    try:
        yield
    except Exception as error:
        if not _is_told(error):
            raise
        errors.print(str(error))
        raise typer.Exit(UNUSABLE) from error


def _is_told(error: Exception) -> bool:
    """Whether its text is written for the person. What encodes is looked at only if it ran."""
    if isinstance(error, LeadsError):
        return True
    encoding = {
        "embeddings.encoder": "UnusableModel",
        "embeddings.exemplars": "UnusableExemplars",
        "embeddings.calibration": "UnusableCalibration",
    }
    kinds = [getattr(sys.modules[m], name) for m, name in encoding.items() if m in sys.modules]
    return isinstance(error, tuple(kinds))


def settings() -> "Settings":
    """The settings of this installation. Raises UnusableSettings."""
    from lib.config import Settings

    try:
        return Settings.read(os.environ)
    except ValueError as error:
        raise UnusableSettings(_which_setting(error)) from error


def _which_setting(error: ValueError) -> str:
    """The variable and what is wrong with it, without its value, which may hold a password."""
    name = NAMED.search(str(error))
    why = error.__context__ or "cannot be used"
    return f"{name[1]} {why}. See docs/settings.md." if name else f"{error} See docs/settings.md."


def migrated() -> "Engine":
    """The engine of this installation, its tables brought up to date.

    Raises Unavailable and UnusableSettings.
    """
    from alembic.util import CommandError
    from sqlalchemy.exc import OperationalError

    from lib import database

    try:
        engine = database.connect(settings().database_url)
        database.migrate(engine)
    except OperationalError as error:
        raise Unavailable(
            "The database does not answer; check that it runs and that DATABASE_URL names it."
        ) from error
    except CommandError as error:
        raise UnusableSettings(
            "DATABASE_URL names a database of a newer version of Leads; install that version."
        ) from error
    except OSError as error:
        raise UnusableSettings(
            f"DATABASE_URL names a file that cannot be written: {error.strerror}."
        ) from error
    return engine


@contextmanager
def output(path: Path | None) -> Iterator[BinaryIO]:
    """Where a result is written: stdout, or a file that appears once it is complete."""
    if path is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    partial = path.with_name(f"{path.name}.part")
    try:
        with partial.open("wb") as file:
            yield file
        partial.replace(path)
    except OSError as error:
        raise UnusableOutput(f"{path} cannot be written: {error.strerror}.") from error
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
