"""The command line, python -m lib: what each command promises stands in docs/cli.md.

What a command needs is imported when it runs, so that --help is quick.
"""

import typer
from typer.core import TyperGroup

from lib.commands import (
    export,
    ingest,
    labels,
    quality,
    quarantine,
    score,
    tokens,
    upkeep,
    webhooks,
)
from lib.commands.edge import plain_errors


class Plain(TyperGroup):
    """Commands whose errors a person can act on end in one sentence, without a traceback."""

    def invoke(self, ctx: typer.Context) -> object:  # type: ignore[override]
        """Run the command."""
        with plain_errors():
            return super().invoke(ctx)


app = typer.Typer(
    cls=Plain,
    no_args_is_help=True,
    add_completion=False,  # of a command that begins with python -m there is none
    pretty_exceptions_enable=False,
    help="Leads: website chats in, ranked and explained sales leads out.",
)
for command in (
    ingest.ingest,
    score.score,
    labels.label,
    quality.evaluate,
    quality.calibrate,
    export.export,
    upkeep.worker,
    upkeep.migrate,
    upkeep.demo,
):
    app.command()(command)
app.add_typer(tokens.app, name="token")
app.add_typer(webhooks.app, name="webhook")
app.add_typer(quarantine.app, name="quarantine")
