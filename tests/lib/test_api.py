"""POST /api/conversations and GET /api/health: who may send, what is stored, what is refused."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, func, select
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from lib import access, api, database
from lib.domain import Unavailable
from lib.schema import conversations, messages, quarantine

JSON = {"Content-Type": "application/json"}
CHAT = {
    "conversation_id": "c-1",
    "messages": [
        {"id": "1", "role": "visitor", "text": "What is the price?"},
        {"id": "2", "role": "assistant", "text": "It is 20 a month."},
    ],
}
Post = Callable[..., Any]  # gives the answer of the API


@pytest.fixture
def client(engine: Engine, url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setenv("DATABASE_URL", url)
    app = Starlette(routes=[Mount("/api", routes=api.routes)])
    with TestClient(app) as client:  # which raises what the app raises: there is no 500
        yield client


@pytest.fixture
def token(engine: Engine) -> str:
    with database.writing(engine) as connection:
        return access.create_token(connection, "website", now=datetime.now(UTC))


@pytest.fixture
def post(client: TestClient, token: str) -> Post:
    def send(body: object, **headers: str) -> Any:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        sent = {"Authorization": f"Bearer {token}", **JSON, **headers}
        return client.post("/api/conversations", content=raw, headers=sent)

    return send


def counted(engine: Engine) -> tuple[int, int, int]:
    """How many conversations, messages and quarantined bodies are stored."""
    with database.reading(engine) as connection:
        tables = (conversations, messages, quarantine)
        counts = [connection.scalar(select(func.count()).select_from(each)) for each in tables]
    first, second, third = (count or 0 for count in counts)
    return first, second, third


def chat(**values: Any) -> dict[str, Any]:
    return CHAT | values


def test_a_conversation_is_stored_before_the_answer(post: Post, engine: Engine) -> None:
    answer = post(CHAT)
    assert (answer.status_code, answer.json()) == (202, {"stored": 1, "messages": 2})
    with database.reading(engine) as connection:
        row = connection.execute(select(conversations)).one()
    assert (row.source, row.session_id, row.scored_revision) == ("website", "c-1", 0)


def test_sending_again_changes_nothing(post: Post, engine: Engine) -> None:
    post(CHAT)
    answer = post(CHAT)
    assert (answer.status_code, answer.json()) == (200, {"stored": 0, "messages": 0})
    assert counted(engine) == (1, 2, 0)


def test_a_conversation_may_grow(post: Post, engine: Engine) -> None:
    post(CHAT)
    more = {"id": "3", "role": "visitor", "text": "Fine, I take it."}
    answer = post(chat(messages=[*CHAT["messages"], more]))
    assert (answer.status_code, answer.json()) == (202, {"stored": 1, "messages": 1})
    assert counted(engine) == (1, 3, 0)


def test_a_conversation_without_messages_is_stored(post: Post, engine: Engine) -> None:
    assert post(chat(messages=[])).status_code == 202
    assert counted(engine) == (1, 0, 0)


def test_the_token_says_the_source(post: Post) -> None:
    assert post(chat(source="website")).status_code == 202


def test_a_token_of_another_source_is_refused(post: Post, engine: Engine) -> None:
    answer = post(chat(source="crm"))
    assert answer.status_code == 403
    assert "website" in answer.json()["error"]
    assert counted(engine) == (0, 0, 0)


def test_without_a_valid_token_nothing_is_stored(client: TestClient, engine: Engine) -> None:
    odd = [b"", b"Bearer", b"Bearer ", b"Bearer no", b"Basic abc", b"Bearer \xff"]
    for header in [*odd, b"Bearer " + b"x" * 9000]:
        answer = client.post("/api/conversations", json=CHAT, headers={b"Authorization": header})
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"] == "Bearer"
        assert answer.json()["error"]
    assert counted(engine) == (0, 0, 0)


def test_no_token_at_all_is_refused_whatever_the_body_is(client: TestClient) -> None:
    assert client.post("/api/conversations", content=b"{").status_code == 401


def test_two_tokens_are_as_good_as_none(client: TestClient, token: str) -> None:
    twice = [("Authorization", f"Bearer {token}")] * 2
    assert client.post("/api/conversations", json=CHAT, headers=twice).status_code == 401


@pytest.mark.parametrize("gone", ["expired", "revoked"])
def test_a_token_that_is_over_is_refused(client: TestClient, engine: Engine, gone: str) -> None:
    long_ago = datetime.now(UTC) - timedelta(days=400 if gone == "expired" else 1)
    with database.writing(engine) as connection:
        token = access.create_token(connection, "website", now=long_ago)
        if gone == "revoked":
            (made,) = access.list_tokens(connection)
            access.revoke_token(connection, made.id, now=long_ago)
    headers = {"Authorization": f"Bearer {token}"}
    assert client.post("/api/conversations", json=CHAT, headers=headers).status_code == 401


def test_only_post_sends_conversations(client: TestClient) -> None:
    for method in ("GET", "PUT", "DELETE", "PATCH", "OPTIONS"):
        answer = client.request(method, "/api/conversations")
        assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
        assert answer.json()["error"]


def test_what_is_not_sent_as_json_is_refused(post: Post, engine: Engine) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", "", "application/jsonx"):
        assert post(CHAT, **{"Content-Type": kind}).status_code == 415
    assert counted(engine) == (0, 0, 0)


def test_a_charset_may_stand_behind_the_type(post: Post) -> None:
    assert post(CHAT, **{"Content-Type": "Application/JSON; charset=utf-8"}).status_code == 202


def test_a_packed_body_is_refused_unread(post: Post) -> None:
    assert post(b"\x1f\x8b", **{"Content-Encoding": "gzip"}).status_code == 415


def test_a_body_over_the_limit_is_refused(post: Post, engine: Engine) -> None:
    fits, too_large = (b" " * (api.LARGEST_BODY + more) for more in (0, 1))
    assert post(fits).status_code == 422
    assert post(too_large).status_code == 413
    assert counted(engine) == (0, 0, 1)


def test_a_body_of_unknown_length_is_counted_while_it_comes(client: TestClient, token: str) -> None:
    parts = (b" " * (1 << 20) for _ in range(6))
    headers = {"Authorization": f"Bearer {token}", **JSON}
    answer = client.post("/api/conversations", content=parts, headers=headers)
    assert answer.status_code == 413


MESSAGE = {"role": "visitor", "text": "Hi"}
REFUSED: dict[str, tuple[object, set[str]]] = {
    "nothing": (b"", {"$"}),
    "half an object": (b"{", {"$"}),
    "not UTF-8": (b'{"conversation_id": "\xff"}', {"$"}),
    "brackets": (b"[" * 100_000, {"$"}),
    "deep": (b'{"a":' * 65 + b"1" + b"}" * 65, {"$"}),
    "null": (None, {"$"}),
    "a number": (3, {"$"}),
    "a list": ([CHAT], {"$"}),
    "two lines": (b'{"a": 1}\n{"b": 2}', {"$"}),
    "no id": ({"messages": []}, {"conversation_id"}),
    "no messages": ({"conversation_id": "1"}, {"messages"}),
    "messages of another kind": (chat(messages="hello"), {"messages"}),
    "an id too long": (chat(conversation_id="x" * 256), {"conversation_id"}),
    "an id too large": (chat(conversation_id=2**63), {"conversation_id"}),
    "a list as id": (chat(conversation_id=[1]), {"conversation_id"}),
    "no number": (b'{"conversation_id": "1", "messages": [], "started_at": NaN}', {"started_at"}),
    "infinity": (b'{"conversation_id": "1", "messages": [], "started_at": 1e400}', {"started_at"}),
    "year one": (chat(started_at="0001-01-01"), {"started_at"}),
    "year 9999": (chat(started_at="9999-12-31T23:59:59Z"), {"started_at"}),
    "a visitor of another kind": (chat(visitor="Ana"), {"visitor"}),
    "too many messages": (chat(messages=[MESSAGE] * 10_001), {"messages"}),
    "every bad field": (
        chat(messages=[MESSAGE, {"role": "king", "text": 5}, 7, {"text": "x", "sent_at": "soon"}]),
        {"messages[1].role", "messages[1].text", "messages[2]", "messages[3].role",
         "messages[3].sent_at"},
    ),
}  # fmt: skip


def test_what_is_wrong_is_named_field_by_field_and_kept(
    post: Post, engine: Engine, subtests: pytest.Subtests
) -> None:
    for kept, (name, (body, paths)) in enumerate(REFUSED.items(), start=1):
        with subtests.test(name):
            answer = post(body)
            assert answer.status_code == 422
            fields = answer.json()["fields"]
            assert {each["path"] for each in fields} == paths
            assert all(each["reason"].endswith(".") for each in fields)
            assert counted(engine) == (0, 0, kept)


def test_lines_of_json_get_a_hint(post: Post) -> None:
    (field,) = post(b'{"a": 1}\n{"b": 2}').json()["fields"]
    assert "more than one JSON value" in field["reason"]


def test_a_refused_body_is_in_quarantine_under_its_source(post: Post, engine: Engine) -> None:
    post(b'{"conversation_id": "\x00 or \\ud800", "messages": 5, "x": "\xff"}')
    with database.reading(engine) as connection:
        row = connection.execute(select(quarantine)).one()
    assert (row.source, row.path) == ("website", "$")
    assert row.reason
    assert "\u2400 or \\ud800" in row.body


def test_of_a_large_refused_body_a_mebibyte_is_kept(post: Post, engine: Engine) -> None:
    post(b"x" * (2 << 20))
    with database.reading(engine) as connection:
        assert connection.scalar(select(func.length(quarantine.c.body))) == 1 << 20


STORED: dict[str, object] = {
    "a mark before the JSON": b"\xef\xbb\xbf" + json.dumps(CHAT).encode(),
    "half a character": json.dumps(chat(conversation_id="\ud800 one")).encode(),
    "a NUL": chat(visitor={"name": "a\0b"}, channel="c\0d", conversation_id="e\0f"),
    "an id that is a path": chat(conversation_id="../../etc/passwd\n"),
    "numbers as ids": chat(conversation_id=7, messages=[{"id": 9, **MESSAGE}]),
    "a name of no visitor": chat(visitor={"name": None, "email": ""}),
    "strange names": chat(__proto__=1, constructor={"a": []}, visitor=None),
    "an empty text": chat(messages=[{"role": "visitor", "text": ""}]),
    "a million characters": chat(messages=[{"role": "visitor", "text": "x" * 1_000_000}]),
    "seconds": chat(messages=[{**MESSAGE, "sent_at": 1_700_000_000}]),
    "a nameless zone": chat(messages=[{**MESSAGE, "sent_at": "2026-03-10 14:00"}]),
    "the year 9998": chat(messages=[{**MESSAGE, "sent_at": "9998-01-01T00:00:00Z"}]),
    "other words": chat(messages=[{**MESSAGE, "role": role} for role in ("user", "AI", "staff")]),
}  # fmt: skip


def test_what_can_be_understood_is_stored(
    post: Post, engine: Engine, token: str, subtests: pytest.Subtests
) -> None:
    for name, body in STORED.items():
        with subtests.test(name):
            with database.writing(engine) as connection:
                of_its_own = access.create_token(connection, name, now=datetime.now(UTC))
            sender = {"Authorization": f"Bearer {of_its_own}"}
            answer = post(body, **sender)
            assert answer.status_code == 202, answer.text
            assert post(body, **sender).status_code == 200
    assert counted(engine)[::2] == (len(STORED), 0)


def chatwoot(**values: Any) -> dict[str, Any]:
    event = {
        "event": "message_created",
        "id": 118,
        "content": "How much is it?",
        "created_at": "2026-03-10T14:02:48.000Z",
        "message_type": "incoming",
        "private": False,
        "account": {"id": 1},
        "sender": {"id": 14, "name": "little-haze-776", "type": "contact"},
        "conversation": {"id": 10, "channel": "Channel::WebWidget"},
    }
    return event | values


def test_a_webhook_of_chatwoot_is_understood(post: Post, engine: Engine) -> None:
    assert post(chatwoot()).json() == {"stored": 1, "messages": 1}
    assert post(chatwoot(id=119, content="Hello?")).json() == {"stored": 1, "messages": 1}
    assert post(chatwoot()).status_code == 200
    with database.reading(engine) as connection:
        row = connection.execute(select(conversations)).one()
    assert (row.source, row.session_id, row.visitor_name) == ("website", "1-10", None)


def test_an_event_without_a_conversation_is_nothing_new(post: Post, engine: Engine) -> None:
    assert post({"event": "contact_updated", "account": {"id": 1}, "id": 3}).status_code == 200
    assert counted(engine) == (0, 0, 0)


def test_a_database_that_is_away_asks_to_try_again(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise Unavailable("The database does not answer.")

    monkeypatch.setattr(database, "writing", away)
    answer = post(CHAT)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "does not answer" in answer.json()["error"]


def test_a_server_that_is_not_there_asks_to_try_again(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:9/nothing")
    assert client.get("/api/health").status_code == 503
    headers = {"Authorization": "Bearer leads_x"}
    assert client.post("/api/conversations", json=CHAT, headers=headers).status_code == 503


def test_health_tells_the_backlog_and_nothing_of_anybody(client: TestClient, post: Post) -> None:
    empty = client.get("/api/health").json()
    assert empty == {
        "status": "ok", "unscored": 0, "oldest_unscored": None, "set_aside": 0, "quarantined": 0
    }  # fmt: skip
    post(chat(visitor={"name": "Ana Torres"}))
    post(b"Ana Torres")
    answer = client.get("/api/health")
    assert answer.json() | {"oldest_unscored": None} == empty | {"unscored": 1, "quarantined": 1}
    assert datetime.fromisoformat(answer.json()["oldest_unscored"]).tzinfo
    assert "Ana" not in answer.text


def test_what_is_not_there_is_said_in_json(client: TestClient) -> None:
    for path in ("/api/", "/api/nothing", "/api/conversations/1", "/api/health/x"):
        for method in ("GET", "POST"):
            answer = client.request(method, path)
            assert answer.status_code == 404
            assert answer.json()["error"]
