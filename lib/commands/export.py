"""python -m lib export: the leads, for a spreadsheet or a script."""

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from lib.commands.edge import UnusableOutput, errors, migrated, output

FormatName = Literal["csv", "xlsx", "jsonl"]


def export(
    format: Annotated[FormatName, typer.Option(help="What to write them as.")],
    output_file: Annotated[
        Path | None, typer.Option("--output", help="File to write; else stdout.", dir_okay=False)
    ] = None,
) -> None:
    """Write every lead, in the order in which they were made."""
    from lib import database
    from lib.export import Format, write
    from lib.queries.export import every_lead

    if format == "xlsx" and output_file is None and sys.stdout.isatty():
        raise UnusableOutput("A workbook is no text; name a file, as in --output leads.xlsx.")
    with database.reading(migrated()) as connection, output(output_file) as file:
        count = write(every_lead(connection), file, Format(format))
    errors.print(f"{count:,} leads written.")
