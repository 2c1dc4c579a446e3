"""python -m lib webhook …: the secrets with which chat systems sign what they send."""

import sys
from datetime import UTC, datetime
from typing import Annotated

import typer

from lib.commands.edge import migrated, source_name
from lib.domain import Kind

app = typer.Typer(no_args_is_help=True, help="Make, list and revoke the secrets of webhooks.")


@app.command()
def create(
    source: Annotated[
        str, typer.Option(help="Name of the system that will send.", callback=source_name)
    ],
    kind: Annotated[Kind, typer.Option(help="Whose webhooks they are.")],
    given: Annotated[
        bool, typer.Option("--given", help="Read from stdin the secret that the system made.")
    ] = False,
    days: Annotated[int | None, typer.Option(help="How many days it is valid.")] = None,
) -> None:
    """Let a system send webhooks, and print the secret with which it signs them."""
    from lib import database, webhook_secrets

    theirs = sys.stdin.readline() if given else None
    with database.writing(migrated()) as connection:
        secret = webhook_secrets.create_secret(
            connection, source, kind, now=datetime.now(UTC), given=theirs, days=days
        )
    if not given:
        typer.echo(secret)


@app.command("list")
def list_() -> None:
    """List all secrets, the latest first: id, source, kind, state, and the day of its end."""
    from lib import database, webhook_secrets

    with database.reading(migrated()) as connection:
        found = webhook_secrets.list_secrets(connection)
    now = datetime.now(UTC)
    for each in found:
        ends = f"{each.expires_at:%Y-%m-%d}" if each.expires_at else "never"
        typer.echo(f"{each.id}\t{each.source}\t{each.kind}\t{each.state(now)}\t{ends}")


@app.command()
def revoke(
    secret: Annotated[
        int, typer.Argument(metavar="ID", min=1, max=2**63 - 1, help="Its id in webhook list.")
    ],
) -> None:
    """Let a secret sign nothing more, from the next request on."""
    from lib import database, webhook_secrets

    with database.writing(migrated()) as connection:
        webhook_secrets.revoke_secret(connection, secret, now=datetime.now(UTC))
