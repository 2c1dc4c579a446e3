"""The Settings page: webhooks and tokens, from the first to the last thing done with them."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, select, update
from streamlit.testing.v1 import AppTest

from lib import access, database
from lib.config import Settings
from lib.delivery import Courier
from lib.domain import Event, Right, Temperature
from lib.leads import set_temperature
from lib.schema import outbox
from lib.targets import Target, add_target, list_targets
from tests.lib.outgoing.receiver import Receiver, receiving
from tests.pages.conftest import Open
from tests.rows import NOW, insert_lead


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    monkeypatch.setenv("LEADS_WEBHOOK_PRIVATE", "true")
    with receiving() as server:
        yield server


def texts(app: AppTest) -> str:
    return " | ".join(each.value for each in app.text)


def press(app: AppTest, label: str) -> AppTest:
    return next(each for each in app.button if each.label == label).click().run()


def known(engine: Engine) -> list[Target]:
    with database.reading(engine) as connection:
        return list_targets(connection)


def listen(engine: Engine, url: str) -> None:
    with database.writing(engine) as connection:
        add_target(connection, "Sales chat", url, tuple(Event), by="Ana", now=NOW)


def turn_hot(engine: Engine, name: str) -> None:
    with database.writing(engine) as connection:
        lead_id = insert_lead(connection, name, name=name)
        set_temperature(connection, lead_id, Temperature.HOT, by="Ana", now=NOW)


def test_a_webhook_is_added_and_its_secret_shown_once(open_page: Open, engine: Engine) -> None:
    app = open_page("settings.py")
    app.text_input(key="webhook name").set_value("Sales chat")
    app.text_input(key="webhook url").set_value("https://hooks.example.com/T0/secret-part")
    app.button_group(key="webhook events").set_value([Event.CREATED])
    press(app, "Add it")
    assert not app.exception
    (target,) = known(engine)
    assert (target.name, target.events) == ("Sales chat", (Event.CREATED,))
    assert target.created_by == "Local user"
    assert [each.value for each in app.code] == [target.secret]
    assert "hooks.example.com" in texts(app)
    assert "secret-part" not in texts(app)
    press(app, "I have copied it")
    assert not app.code
    assert target.secret not in texts(app)
    assert app.text_input(key="webhook name").value == ""


def test_what_cannot_be_a_webhook_is_said_and_what_was_typed_stays(
    open_page: Open, engine: Engine
) -> None:
    app = open_page("settings.py")
    app.text_input(key="webhook name").set_value("Sales chat")
    app.text_input(key="webhook url").set_value("hooks.example.com")
    press(app, "Add it")
    assert "https://" in app.toast[0].value
    assert app.text_input(key="webhook url").value == "hooks.example.com"
    assert known(engine) == []


def test_a_test_says_in_plain_words_how_it_went(
    open_page: Open, engine: Engine, receiver: Receiver
) -> None:
    listen(engine, receiver.url)
    app = press(open_page("settings.py"), "Send a test")
    assert "The test arrived." in texts(app)
    assert receiver.received[0].json["event"] == "test"
    receiver.answers, receiver.says = [404], b"*no* such [channel](http://evil.example)"
    press(app, "Send a test")
    assert (
        "The test did not arrive. It answered 404: *no* such [channel](http://evil.example)"
        in texts(app)
    )
    assert not [each for each in app.markdown if "evil" in each.value]


def test_a_private_address_is_explained(open_page: Open, engine: Engine) -> None:
    listen(engine, "http://127.0.0.1:9/")
    app = press(open_page("settings.py"), "Send a test")
    assert "LEADS_WEBHOOK_PRIVATE" in texts(app)


def test_a_webhook_is_paused_resumed_and_removed(open_page: Open, engine: Engine) -> None:
    listen(engine, "https://hooks.example.com/")
    app = press(open_page("settings.py"), "Pause")
    assert not known(engine)[0].active
    assert "Paused." in texts(app)
    press(app, "Resume")
    assert known(engine)[0].active
    press(app, "Remove it")
    assert known(engine) == []
    assert "Sales chat" not in texts(app)


def test_the_last_deliveries_are_told_and_sent_again(
    open_page: Open, engine: Engine, url: str, receiver: Receiver
) -> None:
    listen(engine, receiver.url)
    turn_hot(engine, "Ada **Park**")
    app = open_page("settings.py")
    assert "1 waiting to be sent" in texts(app)
    assert "Turned Hot: Ada **Park**\nWaits to be sent." in texts(app)
    settings = Settings.read({"DATABASE_URL": url, "LEADS_WEBHOOK_PRIVATE": "true"})
    receiver.answers = [500, 200]
    Courier(engine, settings, lambda: NOW).deliver()
    app.run()
    assert "It answered 500: ok" in texts(app)
    press(app, "Send again")
    Courier(engine, settings).deliver()
    app.run()
    assert "Arrived just now." in texts(app)
    assert not [each for each in app.markdown if "Park" in each.value]


def test_a_message_that_was_given_up_says_so(open_page: Open, engine: Engine) -> None:
    listen(engine, "https://hooks.example.com/")
    turn_hot(engine, "Ada")
    with database.writing(engine) as connection:
        connection.execute(update(outbox).values(given_up_at=NOW, failure="It answered 410."))
    assert "Given up. It answered 410." in texts(open_page("settings.py"))


@pytest.mark.parametrize("right", list(Right))
def test_a_token_is_made_shown_once_and_revoked(
    open_page: Open, engine: Engine, right: Right
) -> None:
    app = open_page("settings.py")
    app.text_input(key="token source").set_value("crm")
    app.radio(key="token right").set_value(right)
    press(app, "Make it")
    assert not app.exception
    (secret,) = [each.value for each in app.code]
    with database.reading(engine) as connection:
        (made,) = access.list_tokens(connection)
        found = access.token_of(connection, secret, now=made.created_at)
    assert found == made
    assert (made.source, made.right) == ("crm", right)
    press(app, "I have copied it")
    assert not app.code
    press(app, "Revoke it")
    with database.reading(engine) as connection:
        assert access.list_tokens(connection)[0].revoked_at
    assert "revoked" in texts(app)


def test_a_token_without_a_name_is_not_made(open_page: Open, engine: Engine) -> None:
    app = press(open_page("settings.py"), "Make it")
    assert "name" in app.toast[0].value
    with database.reading(engine) as connection:
        assert access.list_tokens(connection) == []


def test_nothing_told_before_is_no_error(open_page: Open, engine: Engine) -> None:
    listen(engine, "https://hooks.example.com/")
    app = open_page("settings.py")
    assert not app.exception
    assert "Nothing was sent yet." in texts(app)
    with database.reading(engine) as connection:
        assert connection.execute(select(outbox)).all() == []
