"""Signatures: what is signed well passes, and nothing else."""

import base64
import hmac
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.domain import Kind
from lib.signatures import BadSignature, Headers, Stale, verify
from lib.webhooks import SYSTEMS
from tests.lib.api.signing import Raw, signed

NOW = datetime(2026, 3, 10, 14, 30, tzinfo=UTC)
SECRETS = dict.fromkeys(Kind, "a-secret-of-sixteen") | {
    Kind.STANDARD: "whsec_" + base64.b64encode(b"a key of twenty-four by.").decode()
}
BODY = b'{"id": 1}'
TIMED = (Kind.CHATWOOT, Kind.CRISP, Kind.STANDARD)


def headers(raw: Raw) -> Headers:
    found: dict[str, list[bytes]] = {}
    for name, value in raw:
        found.setdefault(name.decode(), []).append(value)
    return found


def check(kind: Kind, raw: Raw, body: bytes = BODY, *secrets: str, now: datetime = NOW) -> None:
    verify(SYSTEMS[kind].verify, headers(raw), body, secrets or [SECRETS[kind]], now)


def good(kind: Kind, **values: object) -> Raw:
    return signed(kind, SECRETS[kind], BODY, **{"at": NOW.timestamp()} | values)  # type: ignore[arg-type]


def test_the_example_of_standard_webhooks_passes() -> None:
    raw = [
        (b"webhook-id", b"msg_p5jXN8AQM9LWM0D4loKWxJek"),
        (b"webhook-timestamp", b"1614265330"),
        (b"webhook-signature", b"v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="),
    ]
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # noqa: S105 printed in the specification
    when = datetime.fromtimestamp(1614265330, UTC)
    check(Kind.STANDARD, raw, b'{"test": 2432232314}', secret, now=when)


@pytest.mark.parametrize("kind", Kind)
def test_what_is_signed_with_the_secret_passes(kind: Kind) -> None:
    check(kind, good(kind))


@pytest.mark.parametrize("kind", Kind)
def test_one_other_byte_in_the_body_is_refused(kind: Kind) -> None:
    for place in range(len(BODY)):
        changed = bytearray(BODY)
        changed[place] ^= 1
        with pytest.raises(BadSignature):
            check(kind, good(kind), bytes(changed))


@pytest.mark.parametrize("kind", Kind)
def test_another_secret_is_refused(kind: Kind) -> None:
    with pytest.raises(BadSignature):
        check(kind, good(kind), BODY, SECRETS[kind][:-4] + "AAA=")


@pytest.mark.parametrize("kind", Kind)
def test_any_of_several_secrets_may_fit(kind: Kind) -> None:
    check(kind, good(kind), BODY, SECRETS[kind][:-4] + "AAA=", SECRETS[kind])
    check(kind, good(kind), BODY, SECRETS[kind], SECRETS[kind][:-4] + "AAA=")


@pytest.mark.parametrize("kind", Kind)
def test_without_any_secret_nothing_passes(kind: Kind) -> None:
    with pytest.raises(BadSignature):
        verify(SYSTEMS[kind].verify, headers(good(kind)), BODY, [], NOW)


@pytest.mark.parametrize("kind", Kind)
def test_each_header_is_needed_once(kind: Kind) -> None:
    ids = {b"x-chatwoot-delivery", b"x-hook-event-id"}
    raw = [each for each in good(kind) if each[0] not in ids]
    for place in range(len(raw)):
        for wrong in (raw[:place] + raw[place + 1 :], [*raw, raw[place]]):
            with pytest.raises(BadSignature):
                check(kind, wrong)


@pytest.mark.parametrize("kind", TIMED)
@pytest.mark.parametrize("minutes", [-6, 6])
def test_a_signature_of_another_time_is_stale(kind: Kind, minutes: int) -> None:
    at = (NOW + timedelta(minutes=minutes)).timestamp()
    with pytest.raises(Stale):
        check(kind, good(kind, at=at))


@pytest.mark.parametrize("kind", TIMED)
@pytest.mark.parametrize("seconds", [-299, 299])
def test_clocks_may_be_five_minutes_apart(kind: Kind, seconds: int) -> None:
    check(kind, good(kind, at=NOW.timestamp() + seconds))


@pytest.mark.parametrize("kind", TIMED)
def test_a_stranger_is_never_told_that_the_time_is_wrong(kind: Kind) -> None:
    with pytest.raises(BadSignature) as caught:
        check(kind, good(kind, at=1_000_000_000), b"other")
    assert not isinstance(caught.value, Stale)


@pytest.mark.parametrize("kind", TIMED)
@pytest.mark.parametrize("at", ["abc", "", "1e30", "-1", "9" * 40, "1.5", "\u0661", " ", "nan"])
def test_what_is_no_time_is_refused(kind: Kind, at: str) -> None:
    with pytest.raises(BadSignature):
        check(kind, good(kind, at=at))


def test_the_time_of_crisp_may_be_in_milliseconds() -> None:
    check(Kind.CRISP, good(Kind.CRISP, at=str(int(NOW.timestamp() * 1_000))))


def test_of_two_standard_signatures_the_second_may_fit() -> None:
    raw = headers(good(Kind.STANDARD))
    fits = raw["webhook-signature"][0]
    for value in (b"v1,AAAA " + fits, fits + b" v1,AAAA", b"v1a,xyz " + fits):
        given = {**raw, "webhook-signature": [value]}
        verify(SYSTEMS[Kind.STANDARD].verify, given, BODY, [SECRETS[Kind.STANDARD]], NOW)


def test_a_standard_id_with_a_full_stop_is_refused() -> None:
    raw = good(Kind.STANDARD, id="evt.1")
    with pytest.raises(BadSignature):
        check(Kind.STANDARD, raw)


def test_hexadecimal_may_be_written_large() -> None:
    made = hmac.new(SECRETS[Kind.TAWKTO].encode(), BODY, "sha1").hexdigest().upper()
    check(Kind.TAWKTO, [(b"x-tawk-signature", made.encode())])


@pytest.mark.parametrize("kind", Kind)
@given(value=st.binary(max_size=200), body=st.binary(max_size=50))
def test_no_header_ever_breaks_it(kind: Kind, value: bytes, body: bytes) -> None:
    for place, (name, _) in enumerate(good(kind)):
        raw = good(kind)
        raw[place] = (name, value)
        with pytest.raises(BadSignature):
            check(kind, raw, b"!" + body)


def test_a_header_of_100_kb_is_refused() -> None:
    with pytest.raises(BadSignature):
        check(Kind.TAWKTO, [(b"x-tawk-signature", b"a" * 100_000)])
