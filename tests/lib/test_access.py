from datetime import datetime, timedelta
from hashlib import sha256

import pytest
from sqlalchemy import Connection, insert, select

from lib import access
from lib.access import UnusableToken, create_token, token_of
from lib.domain import NotFound, Right
from lib.schema import tokens


def test_a_token_speaks_for_its_source(connection: Connection, now: datetime) -> None:
    secret = create_token(connection, "website", now=now)
    assert source_of_token(connection, secret, now=now) == "website"


def source_of_token(connection: Connection, presented: str, *, now: datetime) -> str | None:
    """The source of the token that is presented, if it opens anything."""
    token = token_of(connection, presented, now=now)
    return token.source if token else None


@pytest.mark.parametrize("right", list(Right))
def test_a_token_has_one_right(connection: Connection, now: datetime, right: Right) -> None:
    secret = create_token(connection, "crm", now=now, right=right)
    token = token_of(connection, secret, now=now)
    assert token is not None
    assert token.right is right
    assert access.list_tokens(connection) == [token]


def test_a_token_from_before_there_were_rights_may_send(
    connection: Connection, now: datetime
) -> None:
    row = {"source": "website", "digest": sha256(b"leads_old").hexdigest(), "created_at": now}
    connection.execute(insert(tokens).values(**row, expires_at=now + timedelta(days=1)))
    token = token_of(connection, "leads_old", now=now)
    assert token is not None
    assert token.right is Right.SEND


def test_only_the_digest_of_a_token_is_kept(connection: Connection, now: datetime) -> None:
    secret = create_token(connection, "website", now=now)
    (row,) = connection.execute(select(tokens)).all()
    assert row.digest == sha256(secret.encode()).hexdigest()
    assert secret not in map(str, row)


def test_a_token_holds_32_random_bytes(connection: Connection, now: datetime) -> None:
    made = {create_token(connection, "website", now=now) for _ in range(20)}
    assert len(made) == 20
    assert all(secret.startswith("leads_") and len(secret) == 6 + 43 for secret in made)


def test_two_tokens_of_a_source_are_valid_at_once(connection: Connection, now: datetime) -> None:
    old, new = (create_token(connection, "website", now=now) for _ in range(2))
    assert source_of_token(connection, old, now=now) == "website"
    assert source_of_token(connection, new, now=now) == "website"


def test_a_token_expires(connection: Connection, now: datetime) -> None:
    secret = create_token(connection, "website", now=now, days=7)
    assert source_of_token(connection, secret, now=now + timedelta(days=6, hours=23))
    assert source_of_token(connection, secret, now=now + timedelta(days=7)) is None


def test_a_revoked_token_opens_nothing_and_the_others_still_do(
    connection: Connection, now: datetime
) -> None:
    old, new = (create_token(connection, "website", now=now) for _ in range(2))
    first = min(token.id for token in access.list_tokens(connection))
    access.revoke_token(connection, first, now=now)
    assert source_of_token(connection, old, now=now) is None
    assert source_of_token(connection, new, now=now) == "website"


def test_revoking_again_keeps_the_first_moment(connection: Connection, now: datetime) -> None:
    create_token(connection, "website", now=now)
    (token,) = access.list_tokens(connection)
    access.revoke_token(connection, token.id, now=now)
    access.revoke_token(connection, token.id, now=now + timedelta(days=1))
    assert access.list_tokens(connection)[0].revoked_at == now


def test_revoking_what_is_not_there_says_so(connection: Connection, now: datetime) -> None:
    with pytest.raises(NotFound, match="no token 7"):
        access.revoke_token(connection, 7, now=now)


@pytest.mark.parametrize(
    "presented", ["", " ", "leads_", "wrong", "ünïcödé", "\ud800", "a\0b", "'; DROP TABLE tokens"]
)
def test_what_is_no_token_opens_nothing(
    connection: Connection, now: datetime, presented: str
) -> None:
    create_token(connection, "website", now=now)
    assert source_of_token(connection, presented, now=now) is None


@pytest.mark.parametrize("source", ["", "   ", "a\nb", "x" * 101])
def test_a_source_without_a_usable_name_gets_no_token(
    connection: Connection, now: datetime, source: str
) -> None:
    with pytest.raises(UnusableToken, match="name"):
        create_token(connection, source, now=now)


@pytest.mark.parametrize("days", [0, -1, 3651])
def test_a_token_lives_from_a_day_to_ten_years(
    connection: Connection, now: datetime, days: int
) -> None:
    with pytest.raises(UnusableToken, match="days"):
        create_token(connection, "website", now=now, days=days)


def test_tokens_are_listed_with_their_state_and_the_latest_first(
    connection: Connection, now: datetime
) -> None:
    for source, days in (("a", 1), ("b", 30), ("c", 30)):
        create_token(connection, source, now=now, days=days)
    access.revoke_token(connection, access.list_tokens(connection)[0].id, now=now)
    later = now + timedelta(days=2)
    listed = [(token.source, token.state(later)) for token in access.list_tokens(connection)]
    assert listed == [("c", "revoked"), ("b", "valid"), ("a", "expired")]
