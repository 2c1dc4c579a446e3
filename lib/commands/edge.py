"""Where a command meets the person: settings, files, progress, and errors as one sentence."""

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from errno import EPIPE
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
    except typer.TyperException as error:
        if not error.format_message():  # it had no words but help, which is shown already
            raise
        errors.print(_of_the_words(error))
        raise typer.Exit(error.exit_code) from error
    except Exception as error:
        if not _is_told(error):
            raise
        errors.print(str(error))
        raise typer.Exit(UNUSABLE) from error


def _of_the_words(error: typer.TyperException) -> str:
    """What is wrong with an argument or an option, on one line, and where they are explained."""
    said = " ".join(error.format_message().replace("Value error, ", "").split()).rstrip(".")
    path = getattr(getattr(error, "ctx", None), "command_path", "")
    return f"{said}. Try: {path} --help" if path else f"{said}."


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
    from sqlalchemy.exc import DBAPIError, OperationalError

    from lib import database

    try:
        engine = database.connect(settings().database_url)
        database.migrate(engine)
    except OperationalError as error:
        raise Unavailable(
            "The database does not answer; check that it runs and that DATABASE_URL names it."
        ) from error
    except DBAPIError as error:
        raise UnusableSettings(
            "DATABASE_URL names no database that Leads can use; name a new SQLite file or an "
            "empty PostgreSQL database."
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


def source_name(given: str | None) -> str | None:
    """The name of a source as it is stored; for an option's callback. Raises BadParameter."""
    from lib.importers.fields import source

    try:
        return None if given is None else source(given)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


def zone_name(given: str) -> str:
    """The name of a time zone as IANA spells it; for an option's callback. Raises BadParameter."""
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(given)
    except (LookupError, ValueError, OSError) as error:
        raise typer.BadParameter("is no time zone such as Europe/Berlin") from error
    return given


@contextmanager
def output(path: Path | None) -> Iterator[BinaryIO]:
    """Where a result is written: stdout, or a file that appears once it is complete.

    Raises UnusableOutput.
    """
    try:
        if path is None:
            yield sys.stdout.buffer
            sys.stdout.buffer.flush()
        elif path.exists() and not path.is_file():  # a device or a pipe stays what it is
            with path.open("wb") as file:
                yield file
        else:
            with _whole(path.resolve()) as file:
                yield file
    except OSError as error:
        if error.errno in (None, EPIPE):  # not of a file; or nobody reads on
            raise
        name = path or "The output"
        raise UnusableOutput(f"{name} cannot be written: {error.strerror}.") from error


@contextmanager
def _whole(path: Path) -> Iterator[BinaryIO]:
    partial = path.with_name(f"{path.name}.part")
    try:
        with partial.open("wb") as file:
            yield file
        partial.replace(path)
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
