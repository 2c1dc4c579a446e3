"""Who may read leads, which ones, and how page follows page."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from lib import access, database
from lib.domain import Right, Status, Temperature
from lib.lead_json import FIELDS
from tests.lib.api.chats import CHAT
from tests.rows import NOW, insert_lead

Get = Callable[..., Any]
Add = Callable[..., int]
DAY = timedelta(days=1)


@pytest.fixture
def get(client: TestClient, engine: Engine) -> Get:
    """Ask for leads with a token that may read; the answer."""
    with database.writing(engine) as connection:
        token = access.create_token(connection, "crm", now=datetime.now(UTC), right=Right.READ)

    def ask(**parameters: Any) -> Any:
        headers = {"Authorization": f"Bearer {token}"}
        return client.get("/api/leads", params=parameters, headers=headers)

    return ask


@pytest.fixture
def add(engine: Engine) -> Add:
    """Add a lead; its id."""

    def add(**values: Any) -> int:
        add.count += 1  # type: ignore[attr-defined]
        with database.writing(engine) as connection:
            return insert_lead(connection, f"s{add.count}", **values)  # type: ignore[attr-defined]

    add.count = 0  # type: ignore[attr-defined]
    return add


def ids(answer: Any) -> list[int]:
    assert answer.status_code == 200, answer.text
    return [lead["id"] for lead in answer.json()["leads"]]


def all_pages(get: Get, **parameters: Any) -> list[list[int]]:
    """The ids of every page, following the cursors."""
    answer = get(**parameters)
    pages = [ids(answer)]
    while cursor := answer.json()["next"]:
        answer = get(**parameters, cursor=cursor)
        pages.append(ids(answer))
    return pages


def test_a_lead_has_every_field_and_moments_in_utc(get: Get, add: Add) -> None:
    lead_id = add(name="Ada Park", email="ada@globex.com", company="Globex", score=91.25)
    answer = get().json()
    (lead,) = answer["leads"]
    assert lead == {
        "id": lead_id,
        "temperature": "Warm",
        "score": 91.25,
        "unsure": False,
        "name": "Ada Park",
        "email": "ada@globex.com",
        "phone": None,
        "company": "Globex",
        "intent": "Pricing: how much is it?",
        "channel": "API",
        "status": "New",
        "captured_at": "2026-03-10T14:30:00Z",
        "active_at": "2026-03-10T14:30:00Z",
        "conversation_id": lead["conversation_id"],
        "url": None,
    }
    assert set(lead) == {*FIELDS, "url"}
    assert answer["next"] is None


def test_no_leads_are_an_empty_page(get: Get) -> None:
    answer = get()
    assert answer.json() == {"leads": [], "next": None}
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_lead_links_to_its_page_where_the_own_address_is_known(
    get: Get, add: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead_id = add()
    monkeypatch.setenv("LEADS_URL", "https://leads.example.com/")
    (lead,) = get().json()["leads"]
    assert lead["url"] == f"https://leads.example.com/conversation?lead={lead_id}"


def test_a_token_that_may_send_reads_nothing(client: TestClient, token: str, add: Add) -> None:
    add(name="Ada Park")
    answer = client.get("/api/leads", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 403
    assert "may only send" in answer.json()["error"]
    assert "Ada" not in answer.text


def test_a_token_that_may_read_sends_nothing(client: TestClient, get: Get) -> None:
    headers = get().request.headers
    answer = client.post(
        "/api/conversations", json=CHAT, headers={"Authorization": headers["Authorization"]}
    )
    assert answer.status_code == 403
    assert "may only read" in answer.json()["error"]


def test_without_a_valid_token_nothing_is_read(client: TestClient) -> None:
    for headers in ({}, {"Authorization": "Bearer leads_x"}):
        assert client.get("/api/leads", headers=headers).status_code == 401
        assert client.get("/api/leads?limit=x", headers=headers).status_code == 401


def test_leads_can_only_be_read(client: TestClient, get: Get) -> None:
    headers = {"Authorization": get().request.headers["Authorization"]}
    answer = client.post("/api/leads", json={}, headers=headers)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET")


def test_what_was_captured_last_comes_first_and_no_lead_twice(get: Get, add: Add) -> None:
    made = [add(captured_at=NOW - (number // 3) * DAY) for number in range(10)]
    expected = sorted(made, key=lambda id: ((id - made[0]) // 3, -id))
    assert all_pages(get, limit=4) == [expected[:4], expected[4:8], expected[8:]]
    assert all_pages(get, limit=5) == [expected[:5], expected[5:]]


def test_the_strongest_may_come_first_and_equals_are_told_apart(get: Get, add: Add) -> None:
    made = [add(score=score) for score in (50.0, 91.1, 50.0, 33.333333333333336, 50.0, 91.1)]
    expected = [made[place] for place in (5, 1, 4, 2, 0, 3)]
    assert [id for page in all_pages(get, limit=1, order="score") for id in page] == expected


@pytest.mark.parametrize("order", ["captured", "score"])
def test_leads_that_come_in_meanwhile_neither_repeat_nor_hide_any(
    get: Get, add: Add, order: str
) -> None:
    made = {add(captured_at=NOW - n * DAY, score=90.0 - n) for n in range(6)}
    first = get(limit=3, order=order)
    for n in range(4):  # before and behind the place where the next page begins
        add(captured_at=NOW - n * 2 * DAY, score=91.0 - 2 * n)
    rest = [ids(get(limit=100, cursor=first.json()["next"]))]
    found = [*ids(first), *(id for page in rest for id in page)]
    assert len(found) == len(set(found))
    assert made <= set(found)


def test_a_cursor_goes_on_in_its_own_order(get: Get, add: Add) -> None:
    for n in range(3):
        add(captured_at=NOW - n * DAY, score=50.0 + n)
    cursor = get(limit=1, order="score").json()["next"]
    assert ids(get(limit=1, cursor=cursor)) == ids(get(limit=1, cursor=cursor, order="score"))
    assert get(cursor=cursor, order="captured").status_code == 422


@pytest.mark.parametrize(
    ("parameters", "found"),
    [
        ({"temperature": "Hot"}, "a"),
        ({"temperature": ["hot", "COLD"]}, "ac"),
        ({"status": "Contacted"}, "b"),
        ({"status": ["New", "Lost"], "temperature": "Warm"}, ""),
        ({"channel": "WhatsApp"}, "c"),
        ({"channel": ["WhatsApp", "API"]}, "abc"),
        ({"captured_from": "2026-03-09T14:30:00Z"}, "ab"),
        ({"captured_to": "2026-03-09T14:30:00Z"}, "c"),
        ({"captured_from": "2026-03-09T15:30:00+01:00", "captured_to": "2026-03-10"}, "b"),
        ({"captured_from": "2026-03-10"}, "a"),
        ({"active_since": "2026-03-11T00:00:00Z"}, "c"),
        ({"score_min": "55"}, "ab"),
        ({"score_min": "91.5"}, "a"),
        ({"score_min": 92}, ""),
        ({"q": "ada"}, "a"),
        ({"q": "glo"}, "ab"),
        ({"q": "globex ben"}, "b"),
        ({"q": "..."}, ""),
        ({"q": ""}, "abc"),
    ],
)
def test_only_what_is_asked_for_is_given(
    get: Get, add: Add, parameters: dict[str, Any], found: str
) -> None:
    made = {
        add(temperature=Temperature.HOT, score=91.5, name="Ada", company="Globex"): "a",
        add(captured_at=NOW - DAY, status=Status.CONTACTED, name="Ben", company="Globex"): "b",
        add(
            captured_at=NOW - 2 * DAY, temperature=Temperature.COLD, score=30.0,
            channel="WhatsApp", active_at=NOW + DAY,
        ): "c",
    }  # fmt: skip
    assert "".join(sorted(made[id] for id in ids(get(**parameters)))) == found


def test_filters_hold_on_every_page(get: Get, add: Add) -> None:
    for n in range(9):
        add(temperature=(Temperature.HOT, Temperature.COLD)[n % 2], captured_at=NOW - n * DAY)
    assert [len(page) for page in all_pages(get, temperature="Hot", limit=2)] == [2, 2, 1]


def test_a_plus_in_a_time_may_arrive_as_a_space(client: TestClient, get: Get, add: Add) -> None:
    add()
    headers = {"Authorization": get().request.headers["Authorization"]}
    for zone, count in (("+01:00", 1), ("-01:00", 0)):
        answer = client.get(f"/api/leads?captured_from=2026-03-10T15:00:00{zone}", headers=headers)
        assert len(ids(answer)) == count


def _cursor(value: object) -> str:
    return urlsafe_b64encode(json.dumps(value).encode()).decode()


@pytest.mark.parametrize(
    ("parameters", "says"),
    [
        ({"temperature": "Boiling"}, "temperature must be one of Hot, Warm, Cold"),
        ({"temperature": ""}, "temperature must be"),
        ({"status": "Open"}, "status must be one of New, Contacted, Qualified, Lost"),
        ({"channel": "a\x00b"}, "channel must"),
        ({"channel": ""}, "channel must"),
        ({"captured_from": "yesterday"}, "captured_from must be a time"),
        ({"captured_to": "0001-01-01T00:00:00+10:00"}, "captured_to must be a time"),
        ({"active_since": ""}, "active_since must be a time"),
        ({"score_min": "-1"}, "score_min must be a number from 0 to 100"),
        ({"score_min": "nan"}, "score_min must be"),
        ({"score_min": "101"}, "score_min must be"),
        ({"score_min": "1e1"}, "score_min must be"),
        ({"limit": "0"}, "limit must be a whole number from 1 to 500"),
        ({"limit": "501"}, "limit must be"),
        ({"limit": "-1"}, "limit must be"),
        ({"limit": "٣"}, "limit must be"),
        ({"limit": ["1", "2"]}, "Give limit once"),
        ({"q": "x" * 201}, "q may have 200"),
        ({"q": "a\x00@"}, "q may have"),
        ({"order": "name"}, "order must be one of captured, score"),
        ({"temprature": "Hot"}, "There is no parameter 'temprature'"),
        ({"cursor": ""}, "no cursor"),
        ({"cursor": "abc"}, "no cursor"),
        ({"cursor": "ü"}, "no cursor"),
        ({"cursor": _cursor(["captured", "soon", 1])}, "no cursor"),
        ({"cursor": _cursor(["captured", 5.0, 1])}, "no cursor"),
        ({"cursor": _cursor(["score", 5.0, 2**63])}, "no cursor"),
        ({"cursor": _cursor(["score", 5.0])}, "no cursor"),
        ({"cursor": _cursor({})}, "no cursor"),
        ({"cursor": urlsafe_b64encode(b"[" * 9_000).decode()}, "no cursor"),
    ],
)
def test_a_bad_parameter_is_said_in_a_sentence(
    get: Get, parameters: dict[str, Any], says: str
) -> None:
    answer = get(**parameters)
    assert answer.status_code == 422
    assert says in answer.json()["error"]
