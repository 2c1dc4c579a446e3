"""docs/cli.md says neither less nor more than the command line does."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from lib import importers
from lib.commands import app
from lib.commands.score import lines
from lib.domain import Conversation
from lib.exemplars import from_files
from lib.export import COLUMNS
from tests.documented import COMMAND_LINE as SECTIONS
from tests.documented import cells, fields_of
from tests.fakes import WordEncoder


def commands(group: Any, above: str = "") -> Iterator[tuple[str, Any]]:
    """Every command that does something, by its name and the names above it."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, f"{above}{name} ")
        else:
            yield f"{above}{name}", command


COMMANDS = dict(commands(get_command(app)))


def test_every_command_has_a_section_and_every_section_a_command() -> None:
    assert list(SECTIONS) == list(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_and_argument_of_a_command_is_told(name: str) -> None:
    parameters = COMMANDS[name].params
    options = [each.opts[0] for each in parameters if each.param_type_name == "option"]
    assert cells(SECTIONS[name], "option") == options
    usage = re.search(r"^    python -m lib (.+)$", SECTIONS[name], flags=re.MULTILINE)
    assert usage
    assert usage[1].startswith(name)
    for each in parameters:
        if each.param_type_name == "argument":
            assert each.metavar in usage[1]
        elif each.required:
            assert each.opts[0] in usage[1]


def test_every_field_of_a_score_is_told(tmp_path: Path, encoder: WordEncoder) -> None:
    file = tmp_path / "chats.jsonl"
    said = [{"role": "visitor", "text": "What does the large tent cost?"}]
    file.write_text(json.dumps({"conversation_id": "a", "messages": said}), encoding="utf-8")
    chats = (each for each in importers.read(file) if isinstance(each, Conversation))
    (line,) = lines(chats, encoder, from_files(encoder), "US")
    told = cells(SECTIONS["score"], "field")
    assert told == [path.removeprefix(".") for path in fields_of(json.loads(json.dumps(line)))]


def test_every_column_of_an_export_is_told() -> None:
    assert cells(SECTIONS["export"], "column") == list(COLUMNS)
