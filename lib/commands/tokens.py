"""python -m lib token …: who may send conversations to the API."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from lib.commands.edge import migrated, source_name

app = typer.Typer(no_args_is_help=True, help="Make, list and revoke the tokens of senders.")


@app.command()
def create(
    source: Annotated[
        str, typer.Option(help="Name of the system that will send.", callback=source_name)
    ],
    days: Annotated[int, typer.Option(help="How many days it is valid.")] = 365,
) -> None:
    """Print a new token. It is shown this once; only its digest is kept."""
    from lib import access, database

    with database.writing(migrated()) as connection:
        token = access.create_token(connection, source, now=datetime.now(UTC), days=days)
    typer.echo(token)


@app.command("list")
def list_() -> None:
    """List all tokens, the latest first: id, source, state, and the day on which it ends."""
    from lib import access, database

    with database.reading(migrated()) as connection:
        found = access.list_tokens(connection)
    now = datetime.now(UTC)
    for each in found:
        typer.echo(f"{each.id}\t{each.source}\t{each.state(now)}\t{each.expires_at:%Y-%m-%d}")


@app.command()
def revoke(
    token: Annotated[
        int, typer.Argument(metavar="ID", min=1, max=2**63 - 1, help="Its id in token list.")
    ],
) -> None:
    """Let a token open no more doors, from the next request on."""
    from lib import access, database

    with database.writing(migrated()) as connection:
        access.revoke_token(connection, token, now=datetime.now(UTC))
