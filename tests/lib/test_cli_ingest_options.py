"""What a file leaves open, told on the command line: who is us, the zone, the order of dates."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from typer.testing import CliRunner, Result

from lib import database
from lib.commands import app
from lib.schema import messages

Run = Callable[..., Result]
CHAT = "03/04/2026, 10:14 - Ana: Two tents, please\n03/04/2026, 10:15 - Rui Stages: Gladly\n"


@pytest.fixture
def run(url: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A command on the test's database: its exit status and what it wrote."""
    monkeypatch.setenv("DATABASE_URL", url)
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def chat(tmp_path: Path) -> Path:
    file = tmp_path / "_chat.txt"
    file.write_text(CHAT, encoding="utf-8")
    return file


def stored(engine: Engine) -> list[tuple[str, str]]:
    """Who said what is stored, and when, in order."""
    query = select(messages.c.role, messages.c.sent_at).order_by(messages.c.id)
    with database.reading(engine) as connection:
        return [(str(role), f"{at:%m-%d %H:%M}") for role, at in connection.execute(query)]


def test_the_authors_are_named_where_nobody_said_who_is_us(run: Run, chat: Path) -> None:
    result = run("ingest", chat)
    assert result.exit_code == 2
    assert "--us NAME: Ana (1), Rui Stages (1)." in result.stderr.replace("\n", " ")


@pytest.mark.parametrize(
    ("words", "times"),
    [
        ((), ["04-03 10:14", "04-03 10:15"]),
        (("--day-first",), ["04-03 10:14", "04-03 10:15"]),
        (("--month-first",), ["03-04 10:14", "03-04 10:15"]),
        (("--zone", "Europe/Berlin"), ["04-03 08:14", "04-03 08:15"]),
    ],
)
def test_who_is_us_and_what_the_times_mean_can_be_said(
    run: Run, chat: Path, engine: Engine, words: tuple[str, ...], times: list[str]
) -> None:
    result = run("ingest", chat, "--us", "somebody", "--us", "rui stages", *words)
    assert result.exit_code == 0, result.output
    assert stored(engine) == list(zip(("visitor", "agent"), times, strict=True))


def test_the_order_that_is_taken_is_said_where_nothing_tells_it(run: Run, chat: Path) -> None:
    us = ("--us", "Rui Stages", "--dry-run")
    assert "--month-first" in run("ingest", chat, *us).stderr
    assert "--month-first" not in run("ingest", chat, *us, "--day-first").stderr
    chat.write_text(CHAT + "13/04/2026, 10:14 - Ana: Hello?\n", encoding="utf-8")
    assert "--month-first" not in run("ingest", chat, *us).stderr


def test_a_zone_that_there_is_not_is_one_sentence(run: Run, chat: Path) -> None:
    result = run("ingest", chat, "--zone", "Mars/Olympus")
    assert result.exit_code == 2
    assert "no time zone such as Europe/Berlin" in result.stderr
