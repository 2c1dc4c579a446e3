"""The command line: what each command does, and the one sentence that it ends with if it cannot."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from sqlalchemy import Engine, func, select
from typer.testing import CliRunner, Result

from lib import database
from lib.commands import app
from lib.schema import conversations, messages
from tests.rows import AddLead

Run = Callable[..., Result]


@pytest.fixture
def run(url: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A command on the test's database: its exit status and what it wrote."""
    monkeypatch.setenv("DATABASE_URL", url)
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def chats(tmp_path: Path) -> Path:
    file = tmp_path / "chats.jsonl"
    rows = [
        {"conversation_id": "a", "messages": [{"role": "visitor", "text": "What does it cost?"}]},
        {"conversation_id": "b", "messages": [{"role": "king", "text": "Bow"}]},
        {"conversation_id": "c", "messages": [{"role": "visitor", "text": "I want two of them"}]},
    ]
    file.write_text("\n".join(map(json.dumps, rows)) + "\n{broken\n", encoding="utf-8")
    return file


def counted(engine: Engine) -> tuple[int, ...]:
    with database.reading(engine) as connection:
        tables = (conversations, messages)
        counts = [connection.scalar(select(func.count()).select_from(each)) for each in tables]
    return tuple(count or 0 for count in counts)


def sentence(result: Result) -> str:
    """The one line with which a command gave up."""
    assert result.exit_code == 2, result.output
    assert not result.stdout
    (line,) = result.stderr.strip().splitlines()
    return line


def test_good_rows_go_in_and_bad_ones_are_named_and_kept(
    run: Run, chats: Path, engine: Engine
) -> None:
    result = run("ingest", chats)
    assert result.exit_code == 0, result.output
    assert "2 stored, 0 unchanged, 2 refused (2 new messages)" in result.stdout
    assert counted(engine) == (2, 2)
    kept = chats.with_name("chats.jsonl.refused.jsonl")
    refused = [json.loads(line) for line in kept.read_text(encoding="utf-8").splitlines()]
    assert [(each["line"], each["path"]) for each in refused] == [
        (2, "messages[0].role"),
        (4, "$"),
    ]
    assert all(each["reason"].endswith(".") for each in refused)
    assert json.loads(refused[0]["raw"])["messages"][0]["text"] == "Bow"
    assert str(kept) in result.stdout


def test_a_file_taken_in_again_changes_nothing(run: Run, chats: Path, engine: Engine) -> None:
    run("ingest", chats)
    result = run("ingest", chats)
    assert "0 stored, 2 unchanged, 2 refused (0 new messages)" in result.stdout
    assert counted(engine) == (2, 2)


def test_no_file_of_refusals_is_made_for_none(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "good.jsonl"
    file.write_text('{"conversation_id": "a", "messages": []}\n')
    run("ingest", file)
    assert list(tmp_path.glob("*refused*")) == []


def test_one_unusable_file_does_not_stop_the_others(run: Run, chats: Path, engine: Engine) -> None:
    result = run("ingest", chats.with_name("nowhere.jsonl"), chats)
    assert result.exit_code == 2
    assert "nowhere.jsonl" in result.stderr
    assert "2 stored" in result.stdout
    assert counted(engine) == (2, 2)


UNUSABLE: dict[str, bytes] = {
    "empty": b"",
    "rubbish": bytes(range(256)) * 40,
    "half.jsonl.gz": gzip.compress(b'{"conversation_id": "a", "messages": []}\n' * 999)[:60],
    "prose.txt": b"Dear team,\nplease find the chats attached.\n",
    "pixel.png": b"\x89PNG\r\n\x1a\n" + bytes(64),
}


@pytest.mark.parametrize("command", ["ingest", "score"])
@pytest.mark.parametrize("name", UNUSABLE)
def test_an_unusable_file_is_one_sentence_that_names_it(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: str, name: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    file = tmp_path / name
    file.write_bytes(UNUSABLE[name])
    assert name in sentence(CliRunner().invoke(app, [command, str(file)]))


def test_a_folder_is_no_file_of_conversations(run: Run, tmp_path: Path) -> None:
    assert str(tmp_path) in sentence(run("ingest", tmp_path))


def test_a_format_that_the_file_has_not_is_told(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "chats.csv"
    file.write_text("session_id,role,text\na,visitor,Hello\n", encoding="utf-8")
    assert run("ingest", file, "--format", "csv").exit_code == 0
    assert run("ingest", file, "--format", "paper").exit_code == 2


def test_refusals_that_cannot_be_written_stop_it(run: Run, chats: Path) -> None:
    said = sentence(run("ingest", chats, "--refusals", chats.parent / "no" / "where.jsonl"))
    assert "--refusals" in said


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("mysql://x", "names neither"),
        ("no url", "is not a database URL"),
        ("sqlite:////proc/none/leads.db", "DATABASE_URL"),
        ("postgresql://leads:hunter2@127.0.0.1:9/x", "does not answer"),
    ],
)
def test_a_database_that_cannot_be_used_is_told_without_its_password(
    monkeypatch: pytest.MonkeyPatch, value: str, told: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", value)
    said = sentence(CliRunner().invoke(app, ["migrate"]))
    assert told in said
    assert "hunter2" not in said


def test_leads_are_exported_in_every_format(
    run: Run, tmp_path: Path, engine: Engine, add_lead: AddLead, connection: Any
) -> None:
    add_lead(name="=HYPERLINK(1)", email="ana@globex-labs.com")
    connection.commit()
    line = run("export", "--format", "jsonl")
    assert json.loads(line.stdout)["Name"] == "=HYPERLINK(1)"
    table = run("export", "--format", "csv")
    assert "1 leads written" in table.stderr
    assert "'=HYPERLINK(1)" in table.stdout
    book = tmp_path / "leads.xlsx"
    assert run("export", "--format", "xlsx", "--output", book).exit_code == 0
    with ZipFile(book) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "<t>=HYPERLINK(1)</t>" in sheet
    assert "<f>" not in sheet


def test_an_export_that_cannot_be_written_says_so(run: Run, tmp_path: Path) -> None:
    nowhere = tmp_path / "no" / "leads.csv"
    assert str(nowhere) in sentence(run("export", "--format", "csv", "--output", nowhere))


def test_a_token_is_made_listed_and_revoked(run: Run) -> None:
    made = run("token", "create", "--source", "website")
    assert made.stdout.startswith("leads_")
    (number, source, state, _, right) = run("token", "list").stdout.strip().split("\t")
    assert (source, state, right) == ("website", "valid", "send")
    assert made.stdout.strip() not in run("token", "list").stdout
    assert run("token", "revoke", number).exit_code == 0
    assert "revoked" in run("token", "list").stdout
    assert sentence(run("token", "revoke", "4711"))
    assert sentence(run("token", "create", "--source", " "))


def test_a_token_that_may_read_is_made_and_listed(run: Run) -> None:
    run("token", "create", "--source", "crm", "--right", "read")
    assert run("token", "list").stdout.strip().split("\t")[-1] == "read"
    assert run("token", "create", "--source", "crm", "--right", "write").exit_code == 2


def test_the_demo_never_mixes_with_what_is_there(run: Run, chats: Path) -> None:
    run("ingest", chats)
    assert "DATABASE_URL" in sentence(run("demo"))
    quiet = run("demo", "--if-empty")
    assert (quiet.exit_code, quiet.output) == (0, "")


def test_an_empty_database_is_made_on_the_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chats: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'new' / 'leads.db'}")
    assert CliRunner().invoke(app, ["migrate"]).exit_code == 0
    assert CliRunner().invoke(app, ["ingest", str(chats)]).exit_code == 0
    assert (tmp_path / "new" / "leads.db").exists()
