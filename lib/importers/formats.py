"""The formats that are read: what each is called, and what one is known by.

Each has a module of its own with `recognises(file)` and `read(file, options)`.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from lib.domain import Conversation, Refused
from lib.importers import (
    chatwoot,
    crisp,
    csv_rows,
    intercom,
    jsonl,
    openai,
    tawkto,
    zendesk,
)
from lib.importers.files import is_packed, opened, opened_as_it_is
from lib.importers.options import Options

Reader = Callable[[BinaryIO, Options], Iterator[Conversation | Refused]]
OnRead = Callable[[int], object] | None


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name as people know it, and how it is recognised and read.

    `recognises` looks at the beginning and takes nothing away. A `packed` format (a zip archive,
    Parquet) gets the file as it lies on disk, every other one its text in UTF-8.
    One that `skips` passes over `options.skip` entries itself, quicker than by reading them.
    """

    title: str
    recognises: Callable[[BinaryIO], bool]
    read: Reader
    packed: bool = False
    skips: bool = False


# In the order in which they are tried; the last of each kind takes what no other knows.
FORMATS: Mapping[str, Format] = {
    "intercom": Format("Intercom", intercom.recognises, intercom.read),
    "zendesk": Format("Zendesk Chat", zendesk.recognises, zendesk.read),
    "tawkto": Format("tawk.to", tawkto.recognises, tawkto.read),
    "crisp": Format("Crisp", crisp.recognises, crisp.read),
    "openai": Format("OpenAI or ShareGPT", openai.recognises, openai.read, skips=True),
    "chatwoot": Format("Chatwoot", chatwoot.recognises, chatwoot.read),
    "jsonl": Format("Leads JSON Lines", jsonl.recognises, jsonl.read, skips=True),
    "csv": Format("CSV", csv_rows.recognises, csv_rows.read),
}


def format_of(path: Path) -> str:
    """The name of the format that the content tells. Raises UnusableFile."""
    packed = is_packed(path)
    candidates = {name: each for name, each in FORMATS.items() if each.packed is packed}
    opener = opened_as_it_is if packed else opened
    with opener(path) as file:
        return next((name for name, each in candidates.items() if each.recognises(file)), "csv")


def open_for(format: Format, path: Path, on_read: OnRead) -> AbstractContextManager[BinaryIO]:
    """The file as this format's reader wants it. Raises UnusableFile."""
    return (opened_as_it_is if format.packed else opened)(path, on_read)
