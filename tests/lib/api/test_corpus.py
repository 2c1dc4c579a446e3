"""Whatever comes in, the answer is the one that is promised, and both databases hold the same."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, select
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from lib import access, api, database
from lib.schema import conversations, messages, quarantine
from tests.lib.api.chats import JSON, counted
from tests.lib.api.corpus import BODIES, Case

Row = tuple[Any, ...]


@contextmanager
def sender(url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Sends bodies with a token to the app on that database."""
    monkeypatch.setenv("DATABASE_URL", url)
    with database.writing(database.connect(url)) as connection:
        token = access.create_token(connection, "website", now=datetime.now(UTC))
    headers = {"Authorization": f"Bearer {token}", **JSON}
    with TestClient(Starlette(routes=[Mount("/api", routes=api.routes)])) as client:
        yield lambda body: client.post("/api/conversations", content=body, headers=headers)


def stored(connection: Connection, session_id: str) -> list[Row]:
    """What was said in a conversation, in the order in which it was sent."""
    query = (
        select(messages.c.text, messages.c.sent_at)
        .join(conversations, conversations.c.id == messages.c.conversation_id)
        .where(conversations.c.session_id == session_id)
        .order_by(messages.c.position)
    )
    return [tuple(row) for row in connection.execute(query)]


def dump(engine: Engine) -> list[list[Row]]:
    """Everything that is stored, without what tells the moment at which the test ran."""
    m, c, q = messages.c, conversations.c, quarantine.c
    names = (c.visitor_name, c.visitor_email, c.visitor_phone, c.visitor_company)
    queries = [
        select(c.source, c.session_id, c.channel, c.revision, *names),
        select(c.session_id, m.key, m.role, m.text, m.position, m.time_known).join(
            conversations, c.id == m.conversation_id
        ),
        select(m.key, m.sent_at).where(m.time_known),
        select(q.source, q.door, q.path, q.reason, q.body, q.digest, q.size, q.attempts),
    ]
    with database.reading(engine) as connection:
        found = [[tuple(row) for row in connection.execute(query)] for query in queries]
    return [sorted(rows, key=repr) for rows in found]


def session_of(case: Case) -> str:
    body = json.loads(case.body.removeprefix(b"\xef\xbb\xbf"))
    return str(body["conversation_id"])


def test_every_body_gets_its_answer(
    url: str,
    engine: Engine,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    subtests: pytest.Subtests,
) -> None:
    with sender(url, monkeypatch) as send:
        for case in BODIES:
            with subtests.test(case.name):
                before = counted(engine)
                answer, again = send(case.body), send(case.body)
                added = tuple(now - b for now, b in zip(counted(engine), before, strict=True))
                assert answer.status_code == case.status, answer.text
                if case.status == 202:
                    assert again.status_code == 200
                    assert added == (1, len(case.texts), 0)
                    check_stored(engine, case)
                else:
                    assert again.status_code == case.status
                    assert added == (0, 0, int(case.status == 422))
                    check_told(case, answer.json())
    assert not [each for each in caplog.records if each.levelno >= logging.WARNING]


def check_stored(engine: Engine, case: Case) -> None:
    with database.reading(engine) as connection:
        found = stored(connection, session_of(case))
    assert tuple(text for text, _ in found) == case.texts
    if case.times:
        assert tuple(time.isoformat() for _, time in found) == case.times


def check_told(case: Case, told: dict[str, Any]) -> None:
    """A sentence, the fields, and nothing of the machine."""
    assert told["error"].endswith(".")
    assert "Traceback" not in str(told)
    assert {each["path"] for each in told.get("fields", [])} == set(case.paths)
    assert all(each["reason"].endswith(".") for each in told.get("fields", []))


def test_both_databases_hold_the_same(
    sqlite_url: str, postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = []
    for url in (sqlite_url, postgresql_url):
        with sender(url, monkeypatch) as send:
            answers.append([(each.status_code, each.json()) for each in map(send, bodies())])
    assert answers[0] == answers[1]
    dumps = [dump(database.connect(url)) for url in (sqlite_url, postgresql_url)]
    assert dumps[0] == dumps[1]
    assert all(dumps[0])


def bodies() -> Iterator[bytes]:
    return (case.body for case in BODIES)
