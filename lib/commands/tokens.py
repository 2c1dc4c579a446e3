"""python -m lib token …: who may send conversations to the API, or read leads from it."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from lib.commands.edge import migrated, source_name
from lib.domain import Right

app = typer.Typer(
    no_args_is_help=True, help="Make, list and revoke the tokens of systems that send or read."
)


@app.command()
def create(
    source: Annotated[
        str,
        typer.Option(help="Name of the system that will send or read.", callback=source_name),
    ],
    days: Annotated[int, typer.Option(help="How many days it is valid.")] = 365,
    right: Annotated[
        Right, typer.Option(help="What it opens: sending conversations, or reading leads.")
    ] = Right.SEND,
) -> None:
    """Print a new token. It is shown this once; only its digest is kept."""
    from lib import access, database

    with database.writing(migrated()) as connection:
        token = access.create_token(
            connection, source, now=datetime.now(UTC), days=days, right=right
        )
    typer.echo(token)


@app.command("list")
def list_() -> None:
    """List all tokens, the latest first: id, source, state, the day on which it ends, right."""
    from lib import access, database

    with database.reading(migrated()) as connection:
        found = access.list_tokens(connection)
    now = datetime.now(UTC)
    for each in found:
        known = (each.id, each.source, each.state(now), f"{each.expires_at:%Y-%m-%d}", each.right)
        typer.echo("\t".join(map(str, known)))


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
