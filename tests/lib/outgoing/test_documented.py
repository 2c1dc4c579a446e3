"""docs/outgoing.md says neither less nor more than what goes out."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from lib import announcement, delivery, lead_parameters, outbox, signature
from lib.config import ROOT
from lib.domain import Event, Temperature
from lib.lead_json import FIELDS
from tests.documented import cells
from tests.rows import NOW

PAGE = (ROOT / "docs" / "outgoing.md").read_text(encoding="utf-8")
LEAD = PAGE[PAGE.index("### A lead") :]


def block(kind: str) -> str:
    (found,) = re.findall(rf"```{kind}\n(.*?)```", PAGE, flags=re.DOTALL)
    return str(found)


def test_the_events_are_those_that_there_are() -> None:
    assert cells(PAGE, "event") == [event.value for event in Event]


def test_the_message_that_is_shown_is_what_is_sent() -> None:
    shown = json.loads(block("json"))
    lead = {name: value for name, value in shown["lead"].items() if name != "url"}
    assert list(lead) == [*FIELDS, "evidence"]
    payload = {"event": shown["event"], "occurred_at": shown["occurred_at"], "lead": lead}
    sent = json.loads(announcement.body(payload, "https://leads.example.com"))
    assert sent == shown
    assert list(sent) == list(shown)


def test_every_field_of_a_message_and_of_a_lead_is_told() -> None:
    shown = json.loads(block("json"))
    assert cells(PAGE, "field") == [*shown, "lead.evidence"]
    assert cells(LEAD, "field") == [*FIELDS, "url"]


def test_every_parameter_is_told() -> None:
    assert sorted(cells(PAGE, "parameter")) == sorted(lead_parameters.KNOWN)


def test_the_check_of_the_signature_works(monkeypatch: pytest.MonkeyPatch) -> None:
    scope: dict[str, Any] = {}
    exec(block("python"), scope)  # noqa: S102 our own page
    monkeypatch.setattr(scope["time"], "time", NOW.timestamp)
    secret = signature.new_secret()
    headers = signature.headers("msg_1", b'{"a": 1}', secret, now=NOW)
    check = scope["is_from_leads"]
    assert check(secret, headers, b'{"a": 1}')
    assert not check(secret, headers, b'{"a": 2}')
    assert not check(signature.new_secret(), headers, b'{"a": 1}')
    assert not check(secret, headers | {"webhook-id": "msg_2"}, b'{"a": 1}')
    old = signature.headers("msg_1", b"", secret, now=NOW - timedelta(minutes=6))
    assert not check(secret, old, b"")


def test_a_signature_is_the_one_of_the_specification() -> None:
    """Known secret and content of the libraries of Standard Webhooks."""
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # noqa: S105 published as an example
    made = signature.headers(
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        b'{"test": 2432232314}',
        secret,
        now=datetime.fromtimestamp(1614265330, UTC),
    )
    assert made["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_the_headers_are_those_that_are_sent() -> None:
    sent = signature.headers("msg_1", b"", signature.new_secret(), now=NOW)
    assert cells(PAGE, "header") == [name for name in sent if name.startswith("webhook-")]


def test_the_times_between_attempts_are_those_that_are_kept() -> None:
    (table,) = re.findall(r"\| attempt \|.*\n\|[-|]+\n((?:\|.*\n)+)", PAGE)
    units = {"second": 1, "minute": 60, "hour": 3_600}
    told: list[timedelta] = []
    for which, number, unit in re.findall(r"\| ([\d to]+) \| (\d+) (\w+?)s? \|", table):
        first, _, last = which.partition(" to ")
        times = int(last or first) - int(first) + 1
        told += [timedelta(seconds=int(number) * units[unit])] * times
    assert told == list(delivery.BACKOFF)
    assert f"for {delivery.KEPT.days} days" in PAGE.replace("kept for", "for")


def test_the_quiet_times_are_those_that_are_kept() -> None:
    hours, warm, cold = re.findall(r"(\d+) (?:hours|days) \((?:Hot|Warm|Cold)\)", PAGE)
    told = {
        Temperature.HOT: timedelta(hours=int(hours)),
        Temperature.WARM: timedelta(days=int(warm)),
        Temperature.COLD: timedelta(days=int(cold)),
    }
    assert told == outbox.PATIENCE
