"""Where a command meets what it was given: its words, its settings, the files that it writes."""

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select
from typer.main import get_command
from typer.testing import CliRunner, Result

from lib import database
from lib.commands import app
from lib.config import ROOT
from lib.schema import conversations

Run = Callable[..., Result]
GOOD = '{"conversation_id": "a", "messages": [{"role": "visitor", "text": "Hi"}]}\n'
BAD = '{"conversation_id": "b", "messages": [{"role": "boss", "text": "Hi"}]}\n'


@pytest.fixture
def run(url: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("DATABASE_URL", url)
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words])


def file_of(folder: Path, name: str, content: str) -> Path:
    file = folder / name
    file.write_text(content, encoding="utf-8")
    return file


def sentence(result: Result) -> str:
    """The one line with which a command gave up."""
    assert result.exit_code == 2, result.output
    assert not result.stdout
    (line,) = result.stderr.strip().splitlines()
    return line


def words(group: Any, above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The words of every command, and of every group of them."""
    yield above
    for name, command in getattr(group, "commands", {}).items():
        yield from words(command, (*above, name))


@pytest.mark.parametrize("command", list(words(get_command(app))), ids=" ".join)
def test_every_command_explains_itself(command: tuple[str, ...]) -> None:
    result = CliRunner().invoke(app, [*command, "--help"])
    assert (result.exit_code, result.stderr) == (0, "")
    assert "Usage" in result.stdout


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("ingest", "Missing argument 'FILE…'"),
        ("ingest x --format pdf", "'pdf' is not one of 'jsonl', 'openai', 'csv', 'chatwoot'"),
        ("ingest x --source ''", "The source must be a name"),
        (f"ingest x --source {'y' * 101}", "has 101 characters; 100 is the most"),
        ("ingest x --refusals .", "is a directory"),
        ("score", "Missing argument 'FILE'"),
        ("score a b", "unexpected extra argument"),
        ("export", "Missing option '--format'. Choose from: csv, xlsx, jsonl"),
        ("export --format pdf", "'pdf' is not one of"),
        ("export --format csv --output .", "is a directory"),
        ("token create", "Missing option '--source'"),
        ("token create --source ' '", "The source must be a name"),
        ("token create --source x --days soon", "--days"),
        ("token revoke first", "ID"),
        ("token revoke 0", "ID"),
        ("token lose", "No such command 'lose'"),
        ("worker --with-parent me", "--with-parent"),
        ("migrate --now", "No such option: --now"),
        ("fly", "No such command 'fly'"),
    ],
)
def test_words_that_cannot_be_are_one_line_that_names_them(given: str, told: str) -> None:
    said = sentence(CliRunner().invoke(app, given))
    assert told in said
    assert "--help" in said


@pytest.mark.parametrize("command", ["migrate", "token list", "export --format csv", "demo"])
def test_a_file_that_is_no_database_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    file = file_of(tmp_path, "letter.db", "Dear team, " * 100)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{file}")
    assert "DATABASE_URL names no database that Leads can use" in sentence(
        CliRunner().invoke(app, command)
    )
    assert file.read_text().startswith("Dear team")


def test_a_database_of_a_newer_version_is_told(run: Run, engine: Engine) -> None:
    with database.writing(engine) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'of-tomorrow'")
    assert "names a database of a newer version" in sentence(run("migrate"))


def test_a_setting_that_cannot_be_used_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEADS_REGION", "Texas")
    assert "LEADS_REGION is not a two-letter country code" in sentence(run("migrate"))


@pytest.mark.parametrize(
    ("format", "told"), [("csv", "No column says which conversation"), ("chatwoot", "")]
)
def test_the_wrong_format_is_told_by_the_file_or_row_by_row(
    run: Run, tmp_path: Path, format: str, told: str
) -> None:
    result = run("ingest", "--format", format, file_of(tmp_path, "chats.jsonl", GOOD))
    if told:
        assert told in sentence(result)
    else:
        assert "0 stored, 0 unchanged, 1 refused" in result.stdout


def test_the_source_that_is_given_is_that_of_every_conversation(
    run: Run, tmp_path: Path, engine: Engine
) -> None:
    chats = file_of(tmp_path, "chats.jsonl", GOOD.replace("{", '{"source": "shop", ', 1))
    run("ingest", chats)
    run("ingest", chats, "--source", "  the  archive ")
    with database.reading(engine) as connection:
        found = connection.scalars(select(conversations.c.source).order_by(conversations.c.id))
        assert list(found) == ["shop", "the archive"]


def test_refused_rows_of_all_files_can_go_to_one(run: Run, tmp_path: Path) -> None:
    files = [file_of(tmp_path, name, BAD + GOOD + BAD) for name in ("one.jsonl", "two.jsonl")]
    kept = file_of(tmp_path, "refused", "what an earlier run refused\n")
    result = run("ingest", *files, "--refusals", kept)
    assert result.stdout.count("2 refused") == 2
    entries = [json.loads(line) for line in kept.read_text(encoding="utf-8").splitlines()]
    assert [(each["file"], each["line"], each["path"]) for each in entries] == [
        (str(file), line, "messages[0].role") for file in files for line in (1, 3)
    ]
    assert [each["raw"] + "\n" for each in entries] == [BAD] * 4


def test_a_file_that_is_read_is_not_written_over(run: Run, tmp_path: Path, engine: Engine) -> None:
    chats = file_of(tmp_path, "chats.jsonl", BAD + GOOD)
    link = tmp_path / "link"
    link.symlink_to(chats)
    for refusals in (chats, link):
        said = sentence(run("ingest", chats, "--refusals", refusals))
        assert f"{refusals} is a file to read" in said
    assert chats.read_text(encoding="utf-8") == BAD + GOOD
    with database.reading(engine) as connection:
        assert connection.scalar(select(func.count()).select_from(conversations)) == 0


def test_what_came_before_a_break_in_the_file_is_stored_and_counted(
    run: Run, tmp_path: Path
) -> None:
    lines = "".join(GOOD.replace('"a"', str(number)) for number in range(5_000))
    packed = tmp_path / "chats.jsonl.gz"
    packed.write_bytes(gzip.compress(lines.encode())[:-100])
    result = run("ingest", packed)
    assert result.exit_code == 2
    assert "is damaged" in result.stderr
    assert " stored, 0 unchanged, 0 refused" in result.stdout


def test_an_export_appears_once_it_is_complete_or_not_at_all(run: Run, tmp_path: Path) -> None:
    leads, link = tmp_path / "leads.csv", tmp_path / "link.csv"
    leads.write_text("the export of yesterday", encoding="utf-8")
    link.symlink_to(leads)
    assert run("export", "--format", "csv", "--output", link).exit_code == 0
    assert link.is_symlink()
    assert leads.read_bytes().startswith(b"\xef\xbb\xbfTemperature,Score")
    assert not list(tmp_path.glob("*.part"))


def in_a_shell(command: str, url: str) -> subprocess.CompletedProcess[str]:
    """What comes of `python -m lib COMMAND` where the process itself matters."""
    environment = os.environ | {"DATABASE_URL": url}
    script = f"{sys.executable} -m lib {command}"
    return subprocess.run(
        ["sh", "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True
    )


def test_a_pipe_stays_a_pipe_and_gets_everything(sqlite_url: str, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    done = in_a_shell(f"export --format csv --output {pipe} & cat {pipe}; wait", sqlite_url)
    assert done.stdout.startswith("\ufeffTemperature,Score")
    assert pipe.is_fifo()


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="it has no full device")
def test_a_full_disk_is_told(sqlite_url: str) -> None:
    done = in_a_shell("export --format csv > /dev/full", sqlite_url)
    assert done.returncode == 2
    assert done.stderr == "The output cannot be written: No space left on device.\n"


def test_a_reader_that_goes_away_is_no_error_to_tell(sqlite_url: str) -> None:
    assert "Traceback" not in in_a_shell("export --format csv | true", sqlite_url).stderr


def test_a_token_is_valid_for_a_year_where_nothing_else_is_said(run: Run) -> None:
    today = datetime.now(UTC).date()
    run("token", "create", "--source", "website")
    run("token", "create", "--source", "website", "--days", 7)
    week, year = (line.split("\t")[3] for line in run("token", "list").stdout.splitlines())
    assert [(date.fromisoformat(each) - today).days for each in (week, year)] == [7, 365]


def test_migrating_again_changes_nothing(run: Run) -> None:
    for _ in range(2):
        result = run("migrate")
        assert (result.exit_code, result.output) == (0, "")
