"""What the pages of docs/ promise, to compare with what the product does."""

import re
from collections.abc import Iterator

from lib.config import ROOT

PAGE = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
COMMAND_LINE = {
    title: text for title, _, text in (part.partition("\n") for part in PAGE.split("\n## ")[1:])
}


def cells(text: str, heading: str) -> list[str]:
    """The names in the first column of the table with that heading."""
    table = re.search(rf"\| {heading} \|.*\n\|[-|]+\n((?:\|.*\n?)+)", text)
    return re.findall(r"^\| `(.+?)` \|", table[1], flags=re.MULTILINE) if table else []


def fields_of(value: object, path: str = "") -> Iterator[str]:
    """The path of every field in a JSON value, a list's own and those of its members."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield from fields_of(each, f"{path}.{name}")
    elif isinstance(value, list):
        yield path
        for each in value[:1]:
            yield from fields_of(each, f"{path}[]")
    else:
        yield path
