"""What the tests of the API send, and what they count afterwards."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine, func, select

from lib import database
from lib.schema import conversations, messages, quarantine

JSON = {"Content-Type": "application/json"}
CHAT = {
    "conversation_id": "c-1",
    "messages": [
        {"id": "1", "role": "visitor", "text": "What is the price?"},
        {"id": "2", "role": "assistant", "text": "It is 20 a month."},
    ],
}
Post = Callable[..., Any]  # gives the answer of the API


def chat(**values: Any) -> dict[str, Any]:
    return CHAT | values


def counted(engine: Engine) -> tuple[int, ...]:
    """How many conversations, messages and quarantined bodies are stored."""
    with database.reading(engine) as connection:
        tables = (conversations, messages, quarantine)
        return tuple(
            connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in tables
        )
