"""python -m lib webhook and quarantine: keys of chat systems, and what could not be taken in."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner, Result

from lib import database, doors, quarantine
from lib.commands import app
from lib.domain import Kind
from lib.importers.fields import Problem
from lib.webhook_secrets import secrets_of
from tests.lib.api.chats import CHAT, counted

Run = Callable[..., Result]


@pytest.fixture
def run(url: str, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("DATABASE_URL", url)

    def run(*words: object, **more: Any) -> Result:
        return CliRunner().invoke(app, [str(word) for word in words], **more)

    return run


@pytest.fixture
def waiting(engine: Engine) -> list[bytes]:
    bodies = [json.dumps(CHAT).encode(), b"{broken\nbody"]
    with database.writing(engine) as connection:
        for body in bodies:
            problem = Problem("$", "This is\tno use.")
            quarantine.keep(connection, "website", doors.API, body, problem, now=datetime.now(UTC))
    return bodies


def known(engine: Engine) -> list[tuple[Kind, str]]:
    with database.reading(engine) as connection:
        return secrets_of(connection, "desk", now=datetime.now(UTC))


def test_a_secret_is_made_listed_and_revoked(run: Run, engine: Engine) -> None:
    made = run("webhook", "create", "--source", "desk", "--kind", "crisp").stdout.strip()
    assert known(engine) == [(Kind.CRISP, made)]
    listed = run("webhook", "list").stdout
    assert listed == "1\tdesk\tcrisp\tvalid\tnever\n"
    assert made not in listed
    assert run("webhook", "revoke", 1).exit_code == 0
    assert known(engine) == []
    assert run("webhook", "revoke", 9).exit_code == 2


def test_a_secret_of_the_system_is_read_from_stdin_and_not_repeated(
    run: Run, engine: Engine
) -> None:
    words = ("webhook", "create", "--source", "desk", "--kind", "intercom", "--given")
    result = run(*words, input="client-secret-of-the-app\n")
    assert (result.exit_code, result.stdout) == (0, "")
    assert known(engine) == [(Kind.INTERCOM, "client-secret-of-the-app")]
    empty = run(*words, input="")
    assert empty.exit_code == 2
    assert "16 to 255" in empty.stderr


def test_what_waits_is_listed_a_line_each(run: Run, waiting: list[bytes]) -> None:
    lines = [line.split("\t") for line in run("quarantine", "list").stdout.splitlines()]
    assert [line[0] for line in lines] == ["2", "1"]
    assert lines[0][2:] == ["website", "api", "$", "This is no use."]
    datetime.fromisoformat(lines[0][1])


def test_a_body_is_shown_as_it_is(run: Run, waiting: list[bytes]) -> None:
    assert run("quarantine", "show", 2).stdout == "{broken\nbody\n"
    missing = run("quarantine", "show", 7)
    assert (missing.exit_code, missing.stdout) == (2, "")


def test_all_are_tried_again(run: Run, waiting: list[bytes], engine: Engine) -> None:
    result = run("quarantine", "replay", "--all")
    assert result.stdout == "1 stored, 0 unchanged, 1 still refused\n"
    assert result.stderr.startswith("2: $: This is not JSON")
    assert counted(engine) == (1, 2, 1)


def test_one_is_tried_again_or_dropped(run: Run, waiting: list[bytes], engine: Engine) -> None:
    assert "1 still refused" in run("quarantine", "replay", 2).stdout
    assert run("quarantine", "drop", 2).stdout == "1 dropped\n"
    assert run("quarantine", "drop", 2).exit_code == 2
    assert counted(engine) == (0, 0, 1)


@pytest.mark.parametrize("command", ["replay", "drop"])
@pytest.mark.parametrize("words", [(), ("1", "--all")])
def test_ids_or_all_must_be_said(
    run: Run, waiting: list[bytes], engine: Engine, command: str, words: tuple[str, ...]
) -> None:
    result = run("quarantine", command, *words)
    assert result.exit_code == 2
    assert "--all" in result.stderr
    assert counted(engine) == (0, 0, 2)
