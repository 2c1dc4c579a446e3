"""python -m lib quarantine …: what could not be taken in over HTTP, and what becomes of it."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from lib.commands.edge import errors, migrated
from lib.domain import LeadsError

if TYPE_CHECKING:
    from sqlalchemy import Engine

app = typer.Typer(no_args_is_help=True, help="List, show, try again and drop what was refused.")

Ids = Annotated[
    list[int] | None,
    typer.Argument(metavar="ID…", min=1, max=2**63 - 1, help="Their ids in quarantine list."),
]
All = Annotated[bool, typer.Option("--all", help="Everything that waits.")]


class NothingChosen(LeadsError):
    """Neither ids nor --all were given, or both."""


@app.command("list")
def list_() -> None:
    """List what waits, the latest first: id, moment, source, door, field, reason."""
    from lib import database
    from lib.queries.quarantine import waiting

    with database.reading(migrated()) as connection:
        found = waiting(connection)
    for row in found.iter_rows(named=True):
        parts = (row[name] for name in ("source", "door", "path", "reason"))
        moment = f"{row['received_at']:%Y-%m-%dT%H:%M:%SZ}"
        typer.echo("\t".join([str(row["id"]), moment, *map(_on_one_line, parts)]))


@app.command()
def show(
    id: Annotated[
        int, typer.Argument(metavar="ID", min=1, max=2**63 - 1, help="Its id in quarantine list.")
    ],
) -> None:
    """Print a body as it is kept."""
    from lib import database
    from lib.queries.quarantine import body

    with database.reading(migrated()) as connection:
        typer.echo(body(connection, id).body)


@app.command()
def replay(ids: Ids = None, all_: All = False) -> None:
    """Try to take bodies in again; what is stored leaves quarantine."""
    from lib import quarantine

    chosen, engine = _chosen(ids, all_)
    done = quarantine.replay(engine, chosen, now=datetime.now(UTC))
    for each in done.refused:
        errors.print(f"{each.id}: {_on_one_line(each.path)}: {_on_one_line(each.reason)}")
    counts = (done.stored, done.unchanged, len(done.refused))
    typer.echo("{:,} stored, {:,} unchanged, {:,} still refused".format(*counts))


@app.command()
def drop(ids: Ids = None, all_: All = False) -> None:
    """Delete bodies for good."""
    from lib import database, quarantine

    chosen, engine = _chosen(ids, all_)
    with database.writing(engine) as connection:
        gone = quarantine.drop(connection, chosen)
    typer.echo(f"{gone:,} dropped")


def _chosen(ids: list[int] | None, everything: bool) -> tuple[list[int], "Engine"]:
    from lib import database
    from lib.queries import quarantine

    if bool(ids) == everything:
        raise NothingChosen("Name the ids, or say --all.")
    engine = migrated()
    with database.reading(engine) as connection:
        return ids or quarantine.ids(connection), engine


def _on_one_line(text: str) -> str:
    return "".join(each if each.isprintable() else " " for each in text)
