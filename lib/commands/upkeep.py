"""python -m lib worker, migrate, demo: what keeps an installation going, and what shows it off."""

import logging
from typing import Annotated

import typer

from lib.commands.edge import errors, migrated, settings
from lib.domain import LeadsError


class NotEmpty(LeadsError):
    """The demo would mix made conversations with real ones."""


def worker(
    once: Annotated[bool, typer.Option("--once", help="Stop when none waits.")] = False,
    with_parent: Annotated[
        int | None,
        typer.Option(metavar="PID", help="Stop when this process, which started it, has ended."),
    ] = None,
) -> None:
    """Score conversations as they come in and deliver to webhooks, until told to stop."""
    from lib import worker as loop

    migrated()  # whose errors are sentences
    logging.basicConfig(format="%(asctime)s %(name)s %(message)s")
    logging.getLogger("lib").setLevel(logging.INFO)
    loop.run(settings(), once=once, parent=with_parent)


def migrate() -> None:
    """Bring the tables of the database to the newest revision."""
    migrated()


def demo(
    if_empty: Annotated[
        bool, typer.Option("--if-empty", help="Do nothing where any conversation is stored.")
    ] = False,
) -> None:
    """Fill an empty database with the conversations of a made business."""
    from lib import database
    from lib.demo.fill import fill, is_empty

    engine = migrated()
    with database.reading(engine) as connection:
        empty = is_empty(connection)
    if empty:
        with errors.status("Making a demo. This takes about a minute."):
            count = fill(engine, settings())
        errors.print(f"{count:,} conversations of a made business are stored and scored.")
    elif not if_empty:
        raise NotEmpty(
            "This database holds conversations already, and the demo would mix with them; "
            "point DATABASE_URL at a new one, as in sqlite:///demo.db."
        )
