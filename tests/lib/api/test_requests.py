"""Who may send, how, and what the answer says of it."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select
from starlette.testclient import TestClient

from lib import access, api, database, endpoint
from lib.domain import Unavailable
from lib.schema import conversations
from tests.lib.api.chats import CHAT, JSON, Post, chat, counted


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
    fits, too_large = (b" " * (endpoint.LARGEST_BODY + more) for more in (0, 1))
    assert post(fits).status_code == 422
    assert post(too_large).status_code == 413
    assert counted(engine) == (0, 0, 1)


def test_a_body_of_unknown_length_is_counted_while_it_comes(client: TestClient, token: str) -> None:
    parts = (b" " * (1 << 20) for _ in range(6))
    headers = {"Authorization": f"Bearer {token}", **JSON}
    answer = client.post("/api/conversations", content=parts, headers=headers)
    assert answer.status_code == 413


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
    assert client.get("/api/ready").status_code == 503
    answer = client.post("/api/webhooks/desk", json=CHAT)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    headers = {"Authorization": "Bearer leads_x"}
    assert client.post("/api/conversations", json=CHAT, headers=headers).status_code == 503


def test_health_tells_the_backlog_and_nothing_of_anybody(client: TestClient, post: Post) -> None:
    empty = {
        "status": "ok",
        "unscored": 0,
        "oldest_unscored": None,
        "set_aside": 0,
        "quarantined": 0,
        "sources": [],
    }
    assert client.get("/api/health").json() == empty
    post(chat(visitor={"name": "Ana Torres"}))
    post(b"Ana Torres")
    answer = client.get("/api/health")
    changing: dict[str, object] = {"oldest_unscored": None, "sources": []}
    assert answer.json() | changing == empty | {"unscored": 1, "quarantined": 1}
    (source,) = answer.json()["sources"]
    assert (source["source"], source["events_in_24_h"], source["is_silent"]) == (
        "website", 1, False
    )  # fmt: skip
    assert datetime.fromisoformat(answer.json()["oldest_unscored"]).tzinfo
    assert "Ana" not in answer.text


def test_it_is_ready_where_the_database_answers(client: TestClient) -> None:
    answer = client.get("/api/ready")
    assert (answer.status_code, answer.json()) == (200, {"status": "ready"})


def test_it_describes_itself(client: TestClient) -> None:
    told = client.get("/api/openapi.json").json()
    assert told["openapi"] == "3.1.0"
    served = {f"/api{each.path}".replace("{source:path}", "{source}") for each in api.routes}
    assert set(told["paths"]) == served - {"/api/{path:path}"}


def test_what_is_not_there_is_said_in_json(client: TestClient) -> None:
    for path in ("/api/", "/api/nothing", "/api/conversations/1", "/api/health/x"):
        for method in ("GET", "POST"):
            answer = client.request(method, path)
            assert answer.status_code == 404
            assert answer.json()["error"]
