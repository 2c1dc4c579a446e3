"""python -m lib ingest: files of conversations into the database."""

import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from lib.commands.edge import UNUSABLE, UnusableOutput, errors, migrated, source_name
from lib.commands.progress import bar
from lib.domain import Refused, UnusableFile

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from lib.ingest import Recorded

FormatName = Literal["jsonl", "openai", "csv", "chatwoot"]
ELSEWHERE = "Say with --refusals where refused rows shall go."


def ingest(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE…", help="Files, packed with gzip or not.")
    ],
    format: Annotated[
        FormatName | None, typer.Option(help="What the files are; else their content tells.")
    ] = None,
    source: Annotated[
        str | None,
        typer.Option(
            help="System that they come from; else what the rows say, or import.",
            callback=source_name,
        ),
    ] = None,
    refusals: Annotated[
        Path | None,
        typer.Option(help="Where refused rows go; else FILE.refused.jsonl.", dir_okay=False),
    ] = None,
) -> None:
    """Store the conversations of files. Doing it again changes nothing."""
    from lib.ingest import Recorded

    engine = migrated()
    kept = Refusals(refusals, files)
    unusable = 0
    for file in dict.fromkeys(files):
        total = Recorded()
        try:
            for recorded in take_in(engine, file, kept, format, source):
                total += recorded
        except UnusableFile as error:
            unusable += 1
            errors.print(str(error))
            if total == Recorded() and not kept.counts[file]:
                continue
        typer.echo(_summary(file, total, kept))
    if unusable:
        raise typer.Exit(UNUSABLE)


def take_in(
    engine: "Engine", file: Path, kept: "Refusals", format: str | None, source: str | None
) -> "Iterator[Recorded]":
    """Store what is in the file, a batch a transaction. Raises UnusableFile, possibly late."""
    from lib import database, importers
    from lib.ingest import record

    size = file.stat().st_size if file.is_file() else None
    stored = 0
    with bar(file.name, size) as progress:
        entries = importers.read(file, format=format, source=source, on_read=progress.reach)
        for batch in importers.batches(entries):
            kept.keep(file, batch.refused)
            with database.writing(engine) as connection:
                recorded = record(connection, batch.conversations, now=datetime.now(UTC))
            yield recorded
            stored += recorded.stored
            progress.say(f"{stored:,} stored")


class Refusals:
    """Where refused entries go: a file of JSON lines beside each file, or one for all of them."""

    def __init__(self, one: Path | None, files: Sequence[Path]) -> None:
        self.counts: Counter[Path] = Counter()
        self._one = one
        self._read = {os.path.realpath(file) for file in files}
        self._begun: set[Path] = set()

    def path(self, file: Path) -> Path:
        """Where those of a file go."""
        return self._one or file.with_name(f"{file.name}.refused.jsonl")

    def keep(self, file: Path, refused: Sequence[Refused]) -> None:
        """Write down what was refused; a file of an earlier run is begun anew.

        Raises UnusableOutput.
        """
        if not refused:
            return
        path = self.path(file)
        if os.path.realpath(path) in self._read:
            raise UnusableOutput(f"{path} is a file to read. {ELSEWHERE}")
        try:
            with path.open("ab" if path in self._begun else "wb") as written:
                written.writelines(_lines(file, refused))
        except OSError as error:
            raise UnusableOutput(
                f"{path} cannot be written: {error.strerror}. {ELSEWHERE}"
            ) from error
        self._begun.add(path)
        self.counts[file] += len(refused)


def _lines(file: Path, refused: Iterable[Refused]) -> Iterator[bytes]:
    for each in refused:
        yield json.dumps({"file": str(file)} | asdict(each)).encode() + b"\n"


def _summary(file: Path, recorded: "Recorded", kept: Refusals) -> str:
    refused = kept.counts[file]
    counts = f"{recorded.stored:,} stored, {recorded.unchanged:,} unchanged, {refused:,} refused"
    where = f"; why and which: {kept.path(file)}" if refused else ""
    return f"{file.name}: {counts} ({recorded.messages:,} new messages){where}"
