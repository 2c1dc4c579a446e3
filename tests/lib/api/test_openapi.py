"""Schemathesis sends what the description of the API allows and forbids, and finds no fault."""

import warnings
from collections import Counter
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lib import access, api, database, openapi
from lib.domain import Kind, Right
from lib.webhook_secrets import create_secret
from tests.lib.api.signing import signed

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import schemathesis
    from schemathesis import GenerationMode
    from schemathesis.specs.openapi import checks

# What no JSON Schema can say, and what the answer then tells.
UNSAID = (
    "An earlier message has this id",
    "This number is too large",
    "This is no cursor",  # only the page before gives one
    "must be text",  # 1.0 is a whole number to a schema, and none to JSON parsers
)
OPERATIONS = [
    (path, method) for path, methods in openapi.DESCRIPTION["paths"].items() for method in methods
]


class Signs:
    """The app behind a sender that signs whatever is sent to a webhook, as the kind at its turn."""

    def __init__(self, app: ASGIApp, secrets: dict[Kind, str]) -> None:
        self.app = app
        self.secrets = secrets
        self.count = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith("/api/webhooks/"):
            return await self.app(scope, receive, send)
        body = b""
        more = True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        self.count += 1
        kinds = [None, *self.secrets]
        if kind := kinds[self.count % len(kinds)]:
            scope = dict(scope)
            scope["path"] = scope["raw_path"] = f"/api/webhooks/{kind.value}"
            names = {name.lower() for name in openapi.SIGNATURES.values()}
            headers = [h for h in scope["headers"] if h[0].decode("latin-1").lower() not in names]
            number = f"evt-{self.count}"
            scope["headers"] = headers + signed(kind, self.secrets[kind], body, id=number)

        async def replay() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        await self.app(scope, replay, send)


@pytest.fixture
def description(
    engine: Engine, url: str, monkeypatch: pytest.MonkeyPatch
) -> tuple[Any, dict[str, str]]:
    monkeypatch.setenv("DATABASE_URL", url)
    now = datetime.now(UTC)
    with database.writing(engine) as connection:
        sends = access.create_token(connection, "website", now=now)
        reads = access.create_token(connection, "crm", now=now, right=Right.READ)
        secrets = {kind: create_secret(connection, kind.value, kind, now=now) for kind in Kind}
    app = Signs(Starlette(routes=[Mount("/api", routes=api.routes)]), secrets)
    found = schemathesis.openapi.from_asgi("/api/openapi.json", app)
    found.config.output.sanitization.update(enabled=False)
    return found, {"/api/conversations": sends, "/api/leads": reads}


def sent(
    description: Any, tokens: dict[str, str], path: str, method: str, count: int
) -> Counter[int]:
    """Send so many good and so many bad cases; how often each status was the answer."""
    operation = description[path][method.upper()]
    seen: Counter[int] = Counter()
    for mode in GenerationMode:

        @settings(
            max_examples=count,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def check(case: Any) -> None:
            headers = {"Authorization": f"Bearer {tokens[path]}"} if path in tokens else None
            answer = case.call(headers=headers)
            seen[answer.status_code] += 1
            unsaid = answer.status_code == 422 and (
                "webhooks" in path or any(each in answer.text for each in UNSAID)
            )
            without: list[Any] = [checks.positive_data_acceptance] if unsaid else []
            if "webhooks" in path:  # which the sender in between signs
                without.append(checks.ignored_auth)
            case.validate_response(answer, headers=headers, excluded_checks=without)

        try:
            check()
        except Exception as error:
            if "Unsatisfiable" not in type(error).__name__:
                raise
    return seen


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_what_is_described_is_so(description: Any, path: str, method: str) -> None:
    found, tokens = description
    seen = sent(found, tokens, path, method, 25)
    assert seen
    if method == "post":
        assert {401, 422} & seen.keys()


@pytest.mark.long
@pytest.mark.parametrize(
    ("path", "count"), [("/api/conversations", 1_100), ("/api/webhooks/{source}", 300)]
)
def test_thousands_of_cases_find_nothing(description: Any, path: str, count: int) -> None:
    found, tokens = description
    seen = sent(found, tokens, path, "post", count)
    assert seen.total() > 1.8 * count  # Hypothesis may run out of different ones
    assert {202, 401, 422} <= seen.keys(), seen
