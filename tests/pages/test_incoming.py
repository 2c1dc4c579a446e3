"""What waits in quarantine and which sources send, as the person sees it."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select
from streamlit.testing.v1 import AppTest

from lib import access, database, doors, quarantine
from lib.domain import Kind, Right
from lib.importers.fields import Problem
from lib.schema import conversations, source_hours, webhook_secrets
from lib.schema import quarantine as table
from lib.webhook_secrets import create_secret
from tests.lib.api.chats import CHAT

SCRIPT = Path(__file__).with_name("incoming_script.py")
Draw = Callable[[], AppTest]


@pytest.fixture
def draw(url: str, monkeypatch: pytest.MonkeyPatch) -> Draw:
    monkeypatch.setenv("DATABASE_URL", url)
    return lambda: AppTest.from_file(str(SCRIPT), default_timeout=30).run()


def put(engine: Engine, *bodies: bytes) -> None:
    with database.writing(engine) as connection:
        for body in bodies:
            problem = Problem("messages[0].role", "The role must be visitor.")
            quarantine.keep(connection, "website", doors.API, body, problem, now=datetime.now(UTC))


def count(engine: Engine, of: object = table) -> int:
    with database.reading(engine) as connection:
        return connection.scalar(select(func.count()).select_from(of)) or 0  # type: ignore[arg-type]


def texts(app: AppTest) -> str:
    return " | ".join(each.value for each in app.text)


def press(app: AppTest, label: str) -> AppTest:
    return next(each for each in app.button if each.label == label).click().run()


def test_an_installation_of_which_nobody_heard_says_what_to_do(draw: Draw) -> None:
    app = draw()
    assert not app.exception
    assert "Nothing came in over HTTP yet" in texts(app)
    assert "Nothing waits here" in texts(app)


def test_what_waits_is_shown_with_its_body_as_it_is(draw: Draw, engine: Engine) -> None:
    put(engine, b"**bold** <script>alert(1)</script> \xe2\x80\xae")
    app = draw()
    assert not app.exception
    (shown,) = (each.value for each in app.dataframe)
    assert shown["reason"].to_list() == ["The role must be visitor."]
    assert app.code[0].value == "**bold** <script>alert(1)</script> ⟦U+202E⟧"
    assert not [each for each in app.markdown if "bold" in each.value]


def test_a_body_that_can_be_read_now_is_taken_in(draw: Draw, engine: Engine) -> None:
    put(engine, json.dumps(CHAT).encode())
    app = press(draw(), "Try again")
    assert "1 taken in, 0 still refused" in app.toast[0].value
    assert (count(engine), count(engine, conversations)) == (0, 1)
    assert "Nothing waits here" in texts(app)


def test_all_are_tried_and_those_still_refused_stay(draw: Draw, engine: Engine) -> None:
    put(engine, json.dumps(CHAT).encode(), b"{", b'{"conversation_id": "b", "messages": []}')
    app = press(draw(), "Try all again")
    assert "2 taken in, 1 still refused" in app.toast[0].value
    (shown,) = (each.value for each in app.dataframe if "reason" in each.value)
    assert shown["attempts"].to_list() == [1]
    assert "not JSON" in shown["reason"][0]


def test_one_is_chosen_and_dropped(draw: Draw, engine: Engine) -> None:
    put(engine, b"first", b"second")
    app = draw()
    app.selectbox(key="quarantined").select(1).run()
    assert app.code[0].value == "first"
    app = press(app, "Drop it")
    assert app.code[0].value == "second"
    assert count(engine) == 1


def test_what_somebody_else_dropped_is_told(draw: Draw, engine: Engine) -> None:
    put(engine, b"first")
    app = draw()
    with database.writing(engine) as connection:
        quarantine.drop(connection, [1])
    assert "None of these" in press(app, "Drop it").toast[0].value


def test_a_silent_source_is_marked(draw: Draw, engine: Engine) -> None:
    hour = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    rows = [
        {"source": source, "hour": at, "events": 1, "last_at": at}
        for source, back in (("website", 10), ("desk", 0))
        for at in (hour - timedelta(hours=n) for n in range(back, back + 30))
    ]
    with database.writing(engine) as connection:
        connection.execute(source_hours.insert(), rows)
    (shown,) = (each.value for each in draw().dataframe)
    marks = dict(zip(shown["Source"], shown["State"], strict=True))
    assert "silent" in marks["website"]
    assert "as usual" in marks["desk"]


def fill(app: AppTest, sender: str, source: str, secret: str = "") -> AppTest:
    next(each for each in app.selectbox if each.label == "What sends").select(sender)
    next(each for each in app.text_input if each.label == "Name of the source").input(source)
    next(each for each in app.text_input if each.label.startswith("Its secret")).input(secret)
    return press(app, "Make the key")


def test_a_secret_is_made_and_shown_until_it_is_copied(draw: Draw, engine: Engine) -> None:
    app = fill(draw(), "Chatwoot", "desk one")
    secret, address = (each.value for each in app.code)
    with database.reading(engine) as connection:
        assert connection.execute(select(webhook_secrets.c.secret)).scalar_one() == secret
    assert address.endswith("/api/webhooks/desk%20one")
    app = press(app, "I have copied it")
    assert not app.code
    assert secret not in texts(app)
    assert "desk one · Chatwoot · valid" in texts(app)


def test_a_token_is_made_for_a_program(draw: Draw, engine: Engine) -> None:
    app = fill(draw(), "Own program", "website")
    token, address = (each.value for each in app.code)
    assert address.endswith("/api/conversations")
    with database.reading(engine) as connection:
        now = datetime.now(UTC)
        found = access.token_of(connection, token, now=now)
    assert found
    assert (found.source, found.right) == ("website", Right.SEND)


def test_a_secret_that_cannot_be_is_told(draw: Draw, engine: Engine) -> None:
    app = fill(draw(), "Intercom", "desk", "short")
    assert "16 to 255" in app.error[0].value
    assert not app.code
    assert count(engine, webhook_secrets) == 0


def test_a_key_is_revoked(draw: Draw, engine: Engine) -> None:
    with database.writing(engine) as connection:
        create_secret(connection, "desk", Kind.CRISP, now=datetime.now(UTC))
    app = press(draw(), "Revoke it")
    assert "revoked" in app.toast[0].value
    assert "desk" not in texts(app)
