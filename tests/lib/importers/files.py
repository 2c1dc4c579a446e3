"""Files for the tests of what reads them."""

import csv
import gzip
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lib import importers
from lib.domain import Conversation, Refused


def file_of(folder: Path, content: bytes | str, name: str = "chats") -> Path:
    file = folder / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


def json_lines(*values: Any) -> str:
    return "".join(json.dumps(value) + "\n" for value in values)


def csv_of(header: Sequence[str], *rows: Sequence[object], delimiter: str = ",") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows([header, *rows])
    return text.getvalue()


def packed(content: str) -> bytes:
    return gzip.compress(content.encode(), mtime=0)


def read(folder: Path, content: bytes | str, **how: Any) -> list[Conversation | Refused]:
    return list(importers.read(file_of(folder, content), **how))


def conversations(folder: Path, content: bytes | str, **how: Any) -> list[Conversation]:
    """Everything in the file; nothing of it may be refused."""
    found = read(folder, content, **how)
    assert [each for each in found if isinstance(each, Refused)] == []
    return [each for each in found if isinstance(each, Conversation)]


def refusals(folder: Path, content: bytes | str, **how: Any) -> list[Refused]:
    return [each for each in read(folder, content, **how) if isinstance(each, Refused)]


def said(conversation: Conversation) -> list[tuple[str, str]]:
    return [(message.role.value, message.text) for message in conversation.messages]
