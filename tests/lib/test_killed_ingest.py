"""A running ingest is killed without warning, and started again: nothing lost, nothing twice."""

import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from lib import database
from lib.config import ROOT
from lib.schema import conversations, messages

CONVERSATIONS, MESSAGES = 6_000, 3
KILLS = 3


@pytest.fixture
def chats(tmp_path: Path) -> Path:
    file = tmp_path / "chats.jsonl"
    said = [{"id": n, "role": "visitor", "text": f"Message {n}"} for n in range(MESSAGES)]
    with file.open("w", encoding="utf-8") as lines:
        for number in range(CONVERSATIONS):
            lines.write(json.dumps({"conversation_id": number, "messages": said}) + "\n")
    return file


def started(file: Path, url: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "lib", "ingest", str(file)],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": url},
        stdout=subprocess.PIPE,
        text=True,
    )


def stored(engine: Engine) -> int:
    with database.reading(engine) as connection:
        return connection.scalar(select(func.count()).select_from(conversations)) or 0


def test_what_a_killed_ingest_left_is_completed_by_the_next_one(
    engine: Engine, url: str, chats: Path
) -> None:
    chance = random.Random(url)  # noqa: S311 another moment for each database
    partly = []
    for _ in range(KILLS):
        before = stored(engine)
        process = started(chats, url)
        until = time.monotonic() + 60
        while stored(engine) == before and process.poll() is None and time.monotonic() < until:
            time.sleep(0.005)
        time.sleep(chance.uniform(0, 0.1))
        process.kill()
        process.communicate()
        partly.append(stored(engine))
    last = started(chats, url)
    summary, _ = last.communicate(timeout=120)
    assert last.returncode == 0
    assert 0 < partly[0] < CONVERSATIONS, "it was killed too late to tell anything"
    new = CONVERSATIONS - partly[-1]
    assert f"{new:,} stored, {partly[-1]:,} unchanged, 0 refused" in summary
    counted = select(
        func.count(), func.count(messages.c.key.distinct()), func.min(messages.c.text)
    ).group_by(messages.c.conversation_id)
    with database.reading(engine) as connection:
        found = [tuple(row) for row in connection.execute(counted)]
    assert found == [(MESSAGES, MESSAGES, "Message 0")] * CONVERSATIONS
