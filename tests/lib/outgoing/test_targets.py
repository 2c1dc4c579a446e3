"""Which addresses can be told of leads."""

import pytest
from sqlalchemy import Connection

from lib.domain import Event, NotFound
from lib.targets import UnusableTarget, add_target, list_targets, remove, set_active
from tests.lib.outgoing.conftest import make_target
from tests.rows import NOW

URL = "https://hooks.example.com/services/T0/B1?x=1"


def test_a_target_is_listed_as_it_was_made(connection: Connection) -> None:
    events = [Event.STALE, Event.CREATED]
    secret = add_target(connection, " Sales chat ", URL, events, by="Ana", now=NOW)
    (made,) = list_targets(connection)
    assert (made.name, made.url, made.secret) == ("Sales chat", URL, secret)
    assert made.events == (Event.CREATED, Event.STALE)
    assert (made.active, made.created_by, made.created_at) == (True, "Ana", NOW)


def test_every_target_has_a_secret_of_its_own(connection: Connection) -> None:
    for _ in range(3):
        make_target(connection)
    secrets = {each.secret for each in list_targets(connection)}
    assert len(secrets) == 3
    assert all(secret.startswith("whsec_") for secret in secrets)


@pytest.mark.parametrize(
    "address",
    [
        "", "hooks.example.com", "ftp://example.com/", "file:///etc/passwd", "javascript:alert(1)",
        "gopher://example.com", "https://", "http:///path", "https://exa mple.com/",
        "https://example.com:99999/", "https://example.com:0/", "https://[::1/",
        "https://ana:secret@example.com/", "https://@example.com/", "https://example.com/\nx",
        "https://exam\x00ple.com/", "https://example.com/" + "x" * 2_000, "https://" + "ü" * 70,
    ],
)  # fmt: skip
def test_what_is_no_address_of_a_webhook_is_refused(connection: Connection, address: str) -> None:
    with pytest.raises(UnusableTarget):
        make_target(connection, url=address)


@pytest.mark.parametrize("address", ["http://127.0.0.1:9000/x", "https://[2606:4700::1]/", URL])
def test_an_address_is_judged_by_where_it_leads_when_something_is_sent(
    connection: Connection, address: str
) -> None:
    make_target(connection, url=address)
    assert list_targets(connection)[0].url == address


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "x" * 101])
def test_a_target_needs_a_name(connection: Connection, name: str) -> None:
    with pytest.raises(UnusableTarget, match="name"):
        add_target(connection, name, URL, [Event.CREATED], by="Ana", now=NOW)


def test_a_target_needs_an_event(connection: Connection) -> None:
    with pytest.raises(UnusableTarget, match="event"):
        add_target(connection, "a", URL, [], by="Ana", now=NOW)


def test_a_target_is_paused_and_goes_on(connection: Connection) -> None:
    target = make_target(connection)
    set_active(connection, target, False)
    assert not list_targets(connection)[0].active
    set_active(connection, target, True)
    assert list_targets(connection)[0].active


def test_what_is_removed_stays_removed(connection: Connection) -> None:
    target = make_target(connection)
    remove(connection, target, now=NOW)
    assert list_targets(connection) == []
    with pytest.raises(NotFound):
        remove(connection, target, now=NOW)
    with pytest.raises(NotFound):
        set_active(connection, target, True)
