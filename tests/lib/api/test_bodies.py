"""What is stored of what was sent, and what is told and kept of what cannot be."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from lib import access, database
from lib.schema import conversations, quarantine
from tests.lib.api.chats import CHAT, Post, chat, counted

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
