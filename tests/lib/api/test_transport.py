"""Who is let in with what: the transport part of bad input, line by line, by webhook and token."""

import asyncio
import gzip
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient
from starlette.types import Message, Scope

from lib import access, api, database
from lib.attempts import MOST, Attempts
from lib.domain import Kind
from lib.endpoint import LARGEST_BODY
from lib.webhook_secrets import create_secret, list_secrets, revoke_secret
from tests.lib.api.chats import CHAT, counted
from tests.lib.api.signing import Raw, signed

BODY = json.dumps(CHAT).encode()
TYPE = (b"content-type", b"application/json")


@dataclass
class World:
    """What the senders of these tests hold."""

    client: TestClient
    secret: str
    gone: str
    tokens: dict[str, str] = field(default_factory=dict)

    def signed(self, body: bytes = BODY, *, minutes: float = 0, **values: Any) -> Raw:
        at = values.pop("at", (datetime.now(UTC) + timedelta(minutes=minutes)).timestamp())
        secret = values.pop("secret", self.secret)
        return [TYPE, *signed(Kind.STANDARD, secret, body, at=at, **values)]

    def send(self, headers: Raw, body: bytes = BODY, **more: Any) -> Any:
        method, path = more.get("method", "POST"), more.get("path", "/api/webhooks/shop")
        return self.client.request(method, path, content=body, headers=headers)

    def with_token(self, name: str, body: bytes = BODY, *more: tuple[bytes, bytes]) -> Any:
        headers = [TYPE, (b"authorization", f"Bearer {self.tokens[name]}".encode()), *more]
        return self.send(headers, body, path="/api/conversations")


@pytest.fixture
def world(client: TestClient, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr("lib.webhook_api.attempts", Attempts())
    now = datetime.now(UTC)
    long_ago = now - timedelta(days=30)
    with database.writing(engine) as connection:
        gone = create_secret(connection, "shop", Kind.STANDARD, now=now)
        revoke_secret(connection, list_secrets(connection)[0].id, now=now)
        secret = create_secret(connection, "shop", Kind.STANDARD, now=now)
        tokens = {
            "expired": access.create_token(connection, "website", now=long_ago, days=1),
            "revoked": access.create_token(connection, "website", now=now),
        }
        access.revoke_token(connection, access.list_tokens(connection)[0].id, now=now)
        tokens |= {each: access.create_token(connection, each, now=now) for each in ("a", "b")}
    return World(client, secret, gone, tokens)


def replaced(headers: Raw, name: bytes, value: bytes) -> Raw:
    return [(each, value if each == name else was) for each, was in headers]


def twice(headers: Raw, name: bytes) -> Raw:
    return [*headers, *(each for each in headers if each[0] == name)]


def both(world: World) -> Raw:
    headers = world.signed()
    fits = dict(headers)[b"webhook-signature"]
    return replaced(headers, b"webhook-signature", b"v1,AAAA " + fits)


OF_SHOP = {"conversation_id": "c-9", "messages": [], "source": "shop"}
BOMB = gzip.compress(b" " * (64 << 20))
LINES: dict[str, tuple[int, Callable[[World], Any]]] = {
    "no signature": (401, lambda w: w.send([TYPE])),
    "wrong secret": (401, lambda w: w.send(w.signed(secret="whsec_" + "A" * 32))),
    "revoked secret": (401, lambda w: w.send(w.signed(secret=w.gone))),
    "body changed by one byte": (401, lambda w: w.send(w.signed(), BODY.replace(b"c-1", b"c-2"))),
    "6 minutes old": (401, lambda w: w.send(w.signed(minutes=-6))),
    "6 minutes ahead": (401, lambda w: w.send(w.signed(minutes=6))),
    "time abc": (401, lambda w: w.send(w.signed(at="abc"))),
    "time empty": (401, lambda w: w.send(w.signed(at=""))),
    "time 1e30": (401, lambda w: w.send(w.signed(at="1e30"))),
    "time negative": (401, lambda w: w.send(w.signed(at="-5"))),
    "two signatures, the second valid": (202, lambda w: w.send(both(w))),
    "100 kB of signature": (
        401, lambda w: w.send(replaced(w.signed(), b"webhook-signature", b"v1," * 33_333)),
    ),
    "duplicate signature headers": (401, lambda w: w.send(twice(w.signed(), b"webhook-signature"))),
    "header that is not ASCII": (
        401, lambda w: w.send(replaced(w.signed(), b"webhook-signature", b"\xff\xfe")),
    ),
    "id with a full stop": (401, lambda w: w.send(w.signed(id="a.b"))),
    "unknown source": (401, lambda w: w.send(w.signed(), path="/api/webhooks/nobody")),
    "expired token": (401, lambda w: w.with_token("expired")),
    "revoked token": (401, lambda w: w.with_token("revoked")),
    "token of A to source B": (
        403, lambda w: w.with_token("a", json.dumps({**CHAT, "source": "b"}).encode()),
    ),
    "signature of A to source B": (
        403, lambda w: w.send(w.signed(b := json.dumps({**CHAT, "source": "b"}).encode()), b),
    ),
    "GET": (405, lambda w: w.send(w.signed(), b"", method="GET")),
    "PUT": (405, lambda w: w.send(w.signed(), method="PUT")),
    "plain text": (
        415, lambda w: w.send(replaced(w.signed(), b"content-type", b"text/plain")),
    ),
    "gzip bomb": (
        415, lambda w: w.send([*w.signed(BOMB), (b"content-encoding", b"gzip")], BOMB),
    ),
    "gzip bomb with a token": (
        415, lambda w: w.with_token("a", BOMB, (b"content-encoding", b"gzip")),
    ),
    "0 bytes": (422, lambda w: w.send(w.signed(b""), b"")),
    "more than 5 MiB": (413, lambda w: w.send(w.signed(), b" " * (LARGEST_BODY + 1))),
    "source of its own": (
        202, lambda w: w.send(w.signed(b := json.dumps(OF_SHOP).encode(), id="evt-2"), b),
    ),
}  # fmt: skip


def test_every_line_gets_its_answer(
    world: World, engine: Engine, subtests: pytest.Subtests
) -> None:
    for line, (status, send) in LINES.items():
        with subtests.test(line):
            before = counted(engine)
            answer = send(world)
            assert answer.status_code == status, answer.text
            told = answer.json()
            added = [now - b for now, b in zip(counted(engine), before, strict=True)]
            if status == 202:
                assert added[0] == 1
                continue
            assert told["error"].endswith(".")
            assert added == [0, 0, int(status == 422)]
            assert (told.get("code") == "stale") == ("6 minutes" in line)


def test_the_same_delivery_again_is_nothing_new(world: World, engine: Engine) -> None:
    assert world.send(world.signed()).status_code == 202
    again = world.send(world.signed())
    assert (again.status_code, again.json()) == (200, {"stored": 0, "messages": 0})
    assert counted(engine) == (1, 2, 0)


def test_a_delivery_with_another_body_is_a_conflict_and_kept(world: World, engine: Engine) -> None:
    world.send(world.signed())
    other = json.dumps({**CHAT, "conversation_id": "c-2"}).encode()
    for _ in range(2):
        answer = world.send(world.signed(other), other)
        assert answer.status_code == 409
        assert answer.json()["error"].endswith(".")
    assert counted(engine) == (1, 2, 1)
    assert world.send(world.signed(other, id="evt-2"), other).status_code == 202


def test_the_thousandth_bad_signature_is_told_to_wait(world: World, engine: Engine) -> None:
    bad = [TYPE]
    assert {world.send(bad, b"{}").status_code for _ in range(MOST)} == {401}
    answer = world.send(bad, b"{}")
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 601
    assert world.send(world.signed()).status_code == 202, "what is signed well still comes in"


def test_of_100_mb_no_more_than_the_limit_is_read(world: World) -> None:
    chunk = b" " * 65_536
    read = 0
    sent: list[Message] = []

    async def receive() -> Message:
        nonlocal read
        read += len(chunk)
        return {"type": "http.request", "body": chunk, "more_body": read < 100_000_000}

    async def send(message: Message) -> None:
        sent.append(message)

    scope: Scope = {"type": "http", "method": "POST", "path": "/webhooks/shop", "query_string": b"",
             "headers": world.signed(), "root_path": "", "client": ("192.0.2.1", 1)}  # fmt: skip
    (route,) = (each for each in api.routes if each.name == "Webhooks")
    scope["path_params"] = {"source": "shop"}

    async def ask() -> None:
        await route.app(scope, receive, send)

    asyncio.run(ask())
    assert sent[0]["status"] == 413
    assert read <= LARGEST_BODY + len(chunk)
