"""python -m lib ingest: files of conversations into the database."""

import json
from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Annotated, BinaryIO, Literal

import typer

from lib.commands.edge import UNUSABLE, UnusableOutput, errors, migrated
from lib.commands.progress import bar
from lib.domain import Refused, UnusableFile

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from lib.ingest import Recorded

FormatName = Literal["jsonl", "openai", "csv", "chatwoot"]


def ingest(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE…", help="Files, packed with gzip or not.")
    ],
    format: Annotated[
        FormatName | None, typer.Option(help="What the files are; else their content tells.")
    ] = None,
    source: Annotated[
        str | None,
        typer.Option(help="System that they come from; else the rows or the file's name tell."),
    ] = None,
    refusals: Annotated[
        Path | None,
        typer.Option(help="Where refused rows go; else FILE.refused.jsonl.", dir_okay=False),
    ] = None,
) -> None:
    """Store the conversations of files. Doing it again changes nothing."""
    engine = migrated()
    unusable = 0
    for file in files:
        kept = Refusals(refusals or file.with_name(f"{file.name}.refused.jsonl"))
        try:
            with kept:
                recorded = take_in(engine, file, kept, format, source)
        except UnusableFile as error:
            unusable += 1
            errors.print(str(error))
        else:
            typer.echo(_summary(file, recorded, kept))
    if unusable:
        raise typer.Exit(UNUSABLE)


def take_in(
    engine: "Engine", file: Path, kept: "Refusals", format: str | None, source: str | None
) -> "Recorded":
    """Store what is in the file, a batch a transaction. Raises UnusableFile."""
    from lib import database, importers
    from lib.ingest import Recorded, record

    total = Recorded()
    size = file.stat().st_size if file.is_file() else None
    with bar(file.name, size) as progress:
        entries = importers.read(file, format=format, source=source, on_read=progress.reach)
        for batch in importers.batches(entries):
            kept.keep(batch.refused)
            with database.writing(engine) as connection:
                total += record(connection, batch.conversations, now=datetime.now(UTC))
            progress.say(f"{total.stored:,} stored")
    return total


class Refusals(AbstractContextManager["Refusals"]):
    """A file of JSON lines that is made when the first entry is refused."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.count = 0
        self._file: BinaryIO | None = None

    def keep(self, refused: Iterable[Refused]) -> None:
        """Write down what was refused. Raises UnusableOutput."""
        for each in refused:
            self.count += 1
            line = json.dumps(asdict(each)).encode() + b"\n"
            try:
                self._file = self._file or self.path.open("wb")
                self._file.write(line)
            except OSError as error:
                raise UnusableOutput(
                    f"{self.path} cannot be written: {error.strerror}. "
                    "Say with --refusals where refused rows shall go."
                ) from error

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file:
            self._file.close()


def _summary(file: Path, recorded: "Recorded", kept: Refusals) -> str:
    counts = f"{recorded.stored:,} stored, {recorded.unchanged:,} unchanged, {kept.count:,} refused"
    where = f"; why and which: {kept.path}" if kept.count else ""
    return f"{file.name}: {counts} ({recorded.messages:,} new messages){where}"
