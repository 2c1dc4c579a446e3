"""What the beginning of a file tells of its format. Nothing is taken from the file."""

import re
from typing import BinaryIO

from lib.importers.files import sample

_KEY = re.compile(rb'"(\w+)"\s*:')  # in a text the marks would be escaped


def looks_like_json(file: BinaryIO) -> bool:
    """Whether it begins with an object or a list."""
    return sample(file).lstrip().startswith((b"{", b"["))


def json_keys(file: BinaryIO) -> frozenset[str]:
    """The names of fields that occur, at any depth; none where it is no JSON."""
    if not looks_like_json(file):
        return frozenset()
    return frozenset(key.decode() for key in _KEY.findall(sample(file)))
