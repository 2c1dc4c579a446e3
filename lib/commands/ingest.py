"""python -m lib ingest: files of conversations into the database."""

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal
from zoneinfo import ZoneInfo

import typer

from lib.commands.edge import UNUSABLE, UnusableOutput, errors, migrated, source_name, zone_name
from lib.commands.progress import bar
from lib.domain import Refused, UnusableFile

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from lib.importers import Options
    from lib.imports import Begun

FormatName = Literal[
    "jsonl",
    "openai",
    "csv",
    "chatwoot",
    "intercom",
    "zendesk",
    "tawkto",
    "crisp",
    "whatsapp",
    "slack",
    "xlsx",
    "parquet",
]
ELSEWHERE = "Say with --refusals where refused rows shall go."
BY = "Command line"
DAY_FIRST = "no date tells the day from the month; 3/4 is in April, unless --month-first is said."
MOST_NAMED = 20  # refused rows that a dry run names


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
    us: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="Author who is of the company, in WhatsApp and Slack; may be given again.",
        ),
    ] = None,
    zone: Annotated[
        str, typer.Option(help="Time zone of times that name none.", callback=zone_name)
    ] = "UTC",
    day_first: Annotated[
        bool | None,
        typer.Option(
            "--day-first/--month-first",
            help="Whether 3/4 is in April, in WhatsApp; else the file tells.",
            show_default=False,
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Store nothing; say what would be stored.")
    ] = False,
) -> None:
    """Store the conversations of files. Doing it again changes nothing."""
    from lib.importers import Options

    engine = migrated()
    options = Options(
        source=source,
        zone=UTC if zone == "UTC" else ZoneInfo(zone),
        us=frozenset(us or ()),
        day_first=day_first,
    )
    written = Refusals(refusals, files)
    unusable = 0
    for file in dict.fromkeys(files):
        try:
            _say_order(file, format, options)
            if dry_run:
                _rehearse(engine, file, format, options)
            else:
                _take_in(engine, file, format, options, written)
        except UnusableFile as error:
            unusable += 1
            errors.print(str(error))
    if unusable:
        raise typer.Exit(UNUSABLE)


def _say_order(file: Path, format: str | None, options: "Options") -> None:
    """Say that days are taken to stand before months, where nobody and nothing tells."""
    from lib import importers
    from lib.import_questions import questions

    if options.day_first is not None or (format or importers.recognised(file)) != "whatsapp":
        return
    if questions(file, "whatsapp").asks_day_first:
        errors.print(f"{file.name}: {DAY_FIRST}")


def _take_in(
    engine: "Engine", file: Path, format: str | None, options: "Options", written: "Refusals"
) -> None:
    """Store what is in the file and say so, also where the file breaks off."""
    from lib import importers, importing, imports

    described = imports.describe(file)
    format = format or importers.recognised(file)
    begun: list[Begun] = []
    try:
        with bar(file.name, described.size) as progress:
            stored = 0
            for recorded in importing.run(
                engine,
                *(file, described, format, options),
                by=BY,
                on_read=progress.reach,
                on_begun=begun.append,
            ):
                stored += recorded.stored
                progress.say(f"{stored:,} stored")
    finally:
        if begun:
            _tell(engine, file, begun[0], written)


def _tell(engine: "Engine", file: Path, begun: "Begun", written: "Refusals") -> None:
    """Write down what was refused, and say what became of the whole import."""
    from lib import database
    from lib.queries import imports

    with database.reading(engine) as connection:
        done = imports.one(connection, begun.id)
        refused = written.keep(file, imports.refused(connection, begun.id))
    if not done.entries:
        return  # then nothing could be read, which is said already
    where = f"; why and which: {refused}" if refused else ""
    if begun.entries:
        typer.echo(f"{file.name}: went on after {begun.entries:,} entries that were done before")
    typer.echo(
        f"{file.name}: {_counts(done.stored, done.unchanged, done.refused, done.messages)}{where}"
    )


def _rehearse(engine: "Engine", file: Path, format: str | None, options: "Options") -> None:
    """Say what an import would store, and name the first rows that it would refuse."""
    from lib import importers
    from lib.ingest import Recorded
    from lib.rehearsal import rehearse

    total, refused = Recorded(), 0
    size = file.stat().st_size if file.is_file() else None
    with bar(file.name, size) as progress:
        entries = importers.read(file, options, format=format, on_read=progress.reach)
        for batch, recorded in rehearse(engine, entries):
            total += recorded
            for each in batch.refused[: max(MOST_NAMED - refused, 0)]:
                errors.print(f"{file.name}, line {each.line}, {each.path}: {each.reason}")
            refused += len(batch.refused)
    counts = _counts(total.stored, total.unchanged, refused, total.messages)
    typer.echo(f"{file.name}: would be {counts}; nothing was stored")


def _counts(stored: int, unchanged: int, refused: int, messages: int) -> str:
    counts = f"{stored:,} stored, {unchanged:,} unchanged, {refused:,} refused"
    return f"{counts} ({messages:,} new messages)"


class Refusals:
    """Where refused entries go: a file of JSON lines beside each file, or one for all of them."""

    def __init__(self, one: Path | None, files: Sequence[Path]) -> None:
        self._one = one
        self._read = {os.path.realpath(file) for file in files}
        self._begun: set[Path] = set()
        if one:
            self._check(one)

    def keep(self, file: Path, refused: Iterable[Refused]) -> Path | None:
        """Write down what was refused, if anything was; where it stands.

        A file of an earlier run is begun anew. Raises UnusableOutput.
        """
        lines = _lines(file, refused)
        first = next(lines, None)
        if first is None:
            return None
        path = self._one or file.with_name(f"{file.name}.refused.jsonl")
        self._check(path)
        try:
            with path.open("ab" if path in self._begun else "wb") as written:
                written.write(first)
                written.writelines(lines)
        except OSError as error:
            raise UnusableOutput(
                f"{path} cannot be written: {error.strerror}. {ELSEWHERE}"
            ) from error
        self._begun.add(path)
        return path

    def _check(self, path: Path) -> None:
        if os.path.realpath(path) in self._read:
            raise UnusableOutput(f"{path} is a file to read. {ELSEWHERE}")


def _lines(file: Path, refused: Iterable[Refused]) -> Iterator[bytes]:
    for each in refused:
        yield json.dumps({"file": str(file)} | asdict(each)).encode() + b"\n"
