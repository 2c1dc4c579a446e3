import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from lib import access, api, database
from tests.lib.api.chats import JSON, Post


@pytest.fixture
def client(engine: Engine, url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setenv("DATABASE_URL", url)
    app = Starlette(routes=[Mount("/api", routes=api.routes)])
    with TestClient(app) as client:  # which raises what the app raises: there is no 500
        yield client


@pytest.fixture
def token(engine: Engine) -> str:
    with database.writing(engine) as connection:
        return access.create_token(connection, "website", now=datetime.now(UTC))


@pytest.fixture
def post(client: TestClient, token: str) -> Post:
    def send(body: object, **headers: str) -> Any:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        sent = {"Authorization": f"Bearer {token}", **JSON, **headers}
        return client.post("/api/conversations", content=raw, headers=sent)

    return send
