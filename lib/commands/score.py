"""python -m lib score: conversations in, scores with their evidence out; no database."""

import csv
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from lib.commands.edge import errors, output, settings
from lib.commands.progress import Bar, bar
from lib.domain import Contact, Conversation, LeadsError, Refused

if TYPE_CHECKING:
    from embeddings.encoder import Encoder
    from embeddings.exemplars import ExemplarSet
    from embeddings.scoring import Assessment

Entry = TypeVar("Entry")

AT_ONCE = 4_000  # conversations: enough texts of each length to fill the model's batches
MOST_TOLD = 10  # refused entries that are named one by one


class UnusableSet(LeadsError):
    """Exemplars or a calibration that cannot be read as what they should be."""


def score(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Conversations, as for ingest.")],
    exemplars: Annotated[
        Path | None,
        typer.Option(
            help="CSV of text, intent, temperature; else the shipped set.",
            exists=True,
            dir_okay=False,
        ),
    ] = None,
    calibration: Annotated[
        Path | None,
        typer.Option(help="JSON; else the shipped calibration.", exists=True, dir_okay=False),
    ] = None,
    output_file: Annotated[
        Path | None, typer.Option("--output", help="File to write; else stdout.", dir_okay=False)
    ] = None,
) -> None:
    """Score the conversations of a file: a line of JSON for each."""
    from embeddings.encoder import SentenceEncoder
    from lib import importers
    from lib.exemplars import from_files

    given = settings()
    encoder = SentenceEncoder(given.model)
    size = file.stat().st_size if file.is_file() else None
    with bar(file.name, size) as progress, output(output_file) as written:
        entries = told(importers.read(file, on_read=progress.reach))
        first = list(islice(entries, 1))  # an unusable file says so before the model is loaded
        with reading_a_set():
            using = from_files(encoder, exemplars, calibration)
        for line in lines(chain(first, entries), encoder, using, given.region, progress):
            written.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")


def lines(
    chats: Iterator[Conversation],
    encoder: "Encoder",
    using: "ExemplarSet",
    region: str,
    progress: Bar | None = None,
) -> Iterator[dict[str, Any]]:
    """What is found out about each conversation, in order, as docs/cli.md has it."""
    from lib import assessment, contacts

    count = 0
    while some := list(islice(chats, AT_ONCE)):
        for chat, found in zip(some, assessment.score(some, encoder, using), strict=True):
            contact = contacts.extract(chat.messages, chat.visitor, region=region)
            yield _line(chat, found, contact)
        count += len(some)
        if progress:
            progress.say(f"{count:,} scored")


def _line(chat: Conversation, found: "Assessment | None", contact: Contact) -> dict[str, Any]:
    known = {kind: getattr(contact, kind) for kind in ("name", "email", "phone", "company")}
    return {
        "conversation_id": chat.session_id,
        "score": found and found.score,
        "temperature": found and found.temperature,
        "probabilities": {
            name: found and getattr(found.probabilities, name) for name in ("hot", "warm", "cold")
        },
        "intent": found and found.intent,
        "summary": found and found.summary,
        "contact": {kind: each.value if each else None for kind, each in known.items()},
        "base": found and found.base,
        "evidence": _evidence(chat, found) if found else [],
    }


def _evidence(chat: Conversation, found: "Assessment") -> list[dict[str, Any]]:
    from lib.importers.payload import position_sent

    shown = ("text", "exemplar", "intent", "similarity", "points")
    return [
        {"position": position_sent(chat, each.position)}
        | {name: getattr(each, name) for name in shown}
        for each in found.evidence
    ]


def told(entries: Iterable[Entry | Refused]) -> Iterator[Entry]:
    """What could be read; of what was refused the person is told on stderr."""
    refused = 0
    for entry in entries:
        if not isinstance(entry, Refused):
            yield entry
            continue
        refused += 1
        if refused <= MOST_TOLD:
            errors.print(f"line {entry.line}: {entry.path}: {entry.reason}")
    if refused:
        errors.print(f"{refused:,} refused")


@contextmanager
def reading_a_set() -> Iterator[None]:
    """Exemplars and calibration are read inside. Raises UnusableSet."""
    try:
        yield
    except (OSError, UnicodeDecodeError, OverflowError, RecursionError, csv.Error) as error:
        raise UnusableSet(f"The exemplars or the calibration cannot be read: {error}.") from error
