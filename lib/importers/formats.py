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
    parquet,
    slack,
    tawkto,
    whatsapp,
    xlsx,
    zendesk,
)
from lib.importers.files import opened, opened_as_it_is, sample
from lib.importers.options import Options
from lib.importers.zips import ZIP

PACKED = (ZIP, parquet.BEGINS)  # how files begin that are no text

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
    "whatsapp": Format("WhatsApp chat", whatsapp.recognises, whatsapp.read),
    "intercom": Format("Intercom", intercom.recognises, intercom.read),
    "zendesk": Format("Zendesk Chat", zendesk.recognises, zendesk.read),
    "tawkto": Format("tawk.to", tawkto.recognises, tawkto.read),
    "crisp": Format("Crisp", crisp.recognises, crisp.read),
    "openai": Format("OpenAI or ShareGPT", openai.recognises, openai.read, skips=True),
    "chatwoot": Format("Chatwoot", chatwoot.recognises, chatwoot.read),
    "jsonl": Format("Leads JSON Lines", jsonl.recognises, jsonl.read, skips=True),
    "slack": Format("Slack export", slack.recognises, slack.read, packed=True),
    "xlsx": Format("Excel workbook", xlsx.recognises, xlsx.read, packed=True),
    "parquet": Format("Parquet", parquet.recognises, parquet.read, packed=True),
    "csv": Format("CSV", csv_rows.recognises, csv_rows.read),
}


def format_of(path: Path) -> str:
    """The name of the format that the content tells. Raises UnusableFile."""
    with opened_as_it_is(path) as file:
        if sample(file).startswith(PACKED):
            for name, each in FORMATS.items():
                if each.packed and each.recognises(file):
                    return name
    with opened(path) as file:
        texts = ((name, each) for name, each in FORMATS.items() if not each.packed)
        return next((name for name, each in texts if each.recognises(file)), "csv")


def open_for(format: Format, path: Path, on_read: OnRead) -> AbstractContextManager[BinaryIO]:
    """The file as this format's reader wants it. Raises UnusableFile."""
    return (opened_as_it_is if format.packed else opened)(path, on_read)
