"""python -m lib ingest, killed at any moment and started again: nothing lost, nothing doubled."""

import json
import os
import random
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from lib import database
from lib.config import ROOT
from lib.schema import conversations, messages

EVERY = 97  # so many lines apart the file has a bad one


def written(file: Path, count: int) -> Path:
    """A file of so many conversations of three messages, in which some lines are no use."""
    with file.open("w", encoding="utf-8") as lines:
        for number in range(count):
            said = [f"Is model {number} in stock?", f"Yes, {number % 7} of it.", "Then I take one."]
            roles = ["visitor", "agent", "visitor"]
            chat = [{"role": r, "text": t} for r, t in zip(roles, said, strict=True)]
            lines.write(json.dumps({"conversation_id": f"c{number}", "messages": chat}) + "\n")
            if number % EVERY == 0:
                lines.write(f'{{"conversation_id": "bad-{number}"\n')
    return file


def started(file: Path, url: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "lib", "ingest", str(file)]
    environment = os.environ | {"DATABASE_URL": url}
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )


def stored(engine: Engine) -> int:
    with database.reading(engine) as connection:
        return connection.execute(select(func.count()).select_from(conversations)).scalar_one()


def texts(engine: Engine) -> dict[str, list[str]]:
    """What was said in each conversation, in order."""
    query = (
        select(conversations.c.session_id, messages.c.text)
        .join(messages, messages.c.conversation_id == conversations.c.id)
        .order_by(conversations.c.id, messages.c.position)
    )
    found: dict[str, list[str]] = {}
    with database.reading(engine) as connection:
        for session_id, text in connection.execute(query):
            found.setdefault(session_id, []).append(text)
    return found


def killed(process: subprocess.Popen[str], engine: Engine, beyond: int) -> None:
    """Kill it some moment after it stored more than so many, unless it was faster."""
    while process.poll() is None and stored(engine) <= beyond:
        time.sleep(0.005)
    time.sleep(random.uniform(0, 0.1))  # noqa: S311 any moment will do
    process.kill()
    process.communicate()


def check(engine: Engine, url: str, file: Path, count: int, kills: int) -> None:
    left = []
    for kill in range(kills):
        killed(started(file, url), engine, kill * count // (kills + 1))
        whole = texts(engine)
        left.append(len(whole))
        assert left[-1] == stored(engine)
        assert {len(said) for said in whole.values()} <= {3}
    assert 0 < left[0] < count, "it was killed too late to tell anything"
    last = started(file, url)
    summary, _ = last.communicate()
    assert last.returncode == 0
    bad = len(range(0, count, EVERY))
    assert f"{count:,} stored, 0 unchanged, {bad:,} refused" in summary
    assert re.search(r"went on after [\d,]+ entries", summary)
    whole = texts(engine)
    assert whole.keys() == {f"c{number}" for number in range(count)}
    assert all(f"model {name[1:]} in" in said[0] for name, said in whole.items())
    assert {len(said) for said in whole.values()} == {3}
    refused = file.with_name(f"{file.name}.refused.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(json.loads(each)["raw"] + "}") for each in refused] == [
        {"conversation_id": f"bad-{number}"} for number in range(0, count, EVERY)
    ]


def test_nothing_is_lost_or_doubled_by_a_kill(tmp_path: Path, engine: Engine, url: str) -> None:
    check(engine, url, written(tmp_path / "chats.jsonl", 3_000), 3_000, kills=2)


@pytest.mark.long
def test_nothing_is_lost_or_doubled_by_many_kills(tmp_path: Path, engine: Engine, url: str) -> None:
    check(engine, url, written(tmp_path / "chats.jsonl", 20_000), 20_000, kills=12)
