"""Secrets of webhooks: made, exchanged without a gap, revoked, and never shown again."""

import base64
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection

from lib import keys
from lib.domain import Kind, NotFound
from lib.keys import Sender
from lib.webhook_secrets import (
    UnusableSecret,
    create_secret,
    list_secrets,
    revoke_secret,
    secrets_of,
)

GIVEN = "0123456789abcdef"


def test_a_secret_belongs_to_its_source_and_kind(connection: Connection, now: datetime) -> None:
    made = create_secret(connection, "desk", Kind.CHATWOOT, now=now)
    assert secrets_of(connection, "desk", now=now) == [(Kind.CHATWOOT, made)]
    assert secrets_of(connection, "shop", now=now) == []


@pytest.mark.parametrize("kind", Kind)
def test_what_is_made_cannot_be_guessed(connection: Connection, now: datetime, kind: Kind) -> None:
    made = {create_secret(connection, "desk", kind, now=now) for _ in range(20)}
    assert len(made) == 20
    assert all(len(each) >= 43 for each in made)
    if kind is Kind.STANDARD:
        assert all(len(base64.b64decode(each.removeprefix("whsec_"))) == 32 for each in made)


def test_the_secret_that_the_system_made_is_kept_as_it_is(
    connection: Connection, now: datetime
) -> None:
    assert create_secret(connection, "desk", Kind.TAWKTO, now=now, given=f" {GIVEN}\n") == GIVEN
    assert secrets_of(connection, "desk", now=now) == [(Kind.TAWKTO, GIVEN)]


@pytest.mark.parametrize("given", ["", "short", "x" * 256, "ünïcödé-ünïcödé-1", "a\0" * 10])
def test_a_secret_that_is_none_is_refused(
    connection: Connection, now: datetime, given: str
) -> None:
    with pytest.raises(UnusableSecret, match="16 to 255"):
        create_secret(connection, "desk", Kind.CRISP, now=now, given=given)


def test_a_standard_secret_is_base64(connection: Connection, now: datetime) -> None:
    with pytest.raises(UnusableSecret, match="base64"):
        create_secret(connection, "desk", Kind.STANDARD, now=now, given="whsec_!!!!!!!!!!!!!!!!")


def test_secrets_are_exchanged_without_a_gap(connection: Connection, now: datetime) -> None:
    old = create_secret(connection, "desk", Kind.CRISP, now=now, days=7)
    new = create_secret(connection, "desk", Kind.CRISP, now=now)
    week = now + timedelta(days=7)
    assert secrets_of(connection, "desk", now=now) == [(Kind.CRISP, new), (Kind.CRISP, old)]
    assert secrets_of(connection, "desk", now=week) == [(Kind.CRISP, new)]
    revoke_secret(connection, list_secrets(connection)[0].id, now=week)
    assert secrets_of(connection, "desk", now=week) == []
    states = [each.state(week) for each in list_secrets(connection)]
    assert states == ["revoked", "expired"]


def test_a_source_sends_webhooks_of_one_kind(connection: Connection, now: datetime) -> None:
    create_secret(connection, "desk", Kind.CRISP, now=now)
    with pytest.raises(UnusableSecret, match="crisp"):
        create_secret(connection, "desk", Kind.TAWKTO, now=now)
    revoke_secret(connection, list_secrets(connection)[0].id, now=now)
    create_secret(connection, "desk", Kind.TAWKTO, now=now)


@pytest.mark.parametrize("source", ["", "  ", "x" * 101, "a\0b"])
def test_a_source_needs_a_name(connection: Connection, now: datetime, source: str) -> None:
    with pytest.raises(UnusableSecret, match="name"):
        create_secret(connection, source, Kind.CRISP, now=now)


@pytest.mark.parametrize("days", [0, -1, 3_651])
def test_a_secret_lives_from_a_day_to_ten_years(
    connection: Connection, now: datetime, days: int
) -> None:
    with pytest.raises(UnusableSecret, match="days"):
        create_secret(connection, "desk", Kind.CRISP, now=now, days=days)


def test_revoking_what_is_not_there_says_so(connection: Connection, now: datetime) -> None:
    with pytest.raises(NotFound, match="no secret 7"):
        revoke_secret(connection, 7, now=now)


def test_what_is_known_of_a_secret_is_not_the_secret(connection: Connection, now: datetime) -> None:
    made = create_secret(connection, "desk", Kind.CRISP, now=now)
    assert made not in str(list_secrets(connection))
    assert made not in str(keys.keys(connection, now=now))


@pytest.mark.parametrize("sender", Sender)
def test_every_sender_gets_a_key_that_can_be_revoked(
    connection: Connection, now: datetime, sender: Sender
) -> None:
    made = keys.make(connection, sender, " my  shop ", now=now)
    (key,) = keys.keys(connection, now=now)
    assert (key.sender, key.source, key.state) == (sender, "my shop", "valid")
    expected = "/api/conversations" if sender is Sender.PROGRAM else "/api/webhooks/my%20shop"
    assert made.path == expected
    keys.revoke(connection, key, now=now)
    assert keys.keys(connection, now=now) == []
