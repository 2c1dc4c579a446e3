"""python -m lib label: what conversations truly were, out of a file."""

from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer

from lib.commands.edge import migrated
from lib.commands.score import told
from lib.domain import Refused

AT_ONCE = 500  # rows of one transaction


def label(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="CSV or JSON Lines of conversation_id, label and, if needed, source.",
        ),
    ],
) -> None:
    """Say of conversations that are stored whether they were hot, warm, cold or not a lead."""
    from lib import database, label_files

    engine = migrated()
    refused: list[Refused] = []
    count = 0
    entries = label_files.read(file)
    while some := list(islice(entries, AT_ONCE)):
        given = [each for each in some if not isinstance(each, Refused)]
        refused += [each for each in some if isinstance(each, Refused)]
        with database.writing(engine) as connection:
            unknown = label_files.store(
                connection, given, by=f"the file {file.name}"[:255], now=datetime.now(UTC)
            )
        refused += unknown
        count += len(given) - len(unknown)
    list(told(sorted(refused, key=lambda each: each.line)))
    typer.echo(f"{file.name}: {count:,} labelled, {len(refused):,} refused")
