"""A lead as other systems are told of it: the same fields from the API and in webhooks."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

FIELDS = (
    "id",
    "temperature",
    "score",
    "unsure",
    "name",
    "email",
    "phone",
    "company",
    "intent",
    "channel",
    "status",
    "captured_at",
    "active_at",
    "conversation_id",
)


def lead_as_json(lead: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a lead as JSON holds them: words as text, moments in UTC."""
    return {name: _plain(lead[name]) for name in FIELDS}


def iso(moment: datetime) -> str:
    """A moment in UTC as ISO 8601 spells it, with a Z."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def url_of(lead_id: int, base: str) -> str | None:
    """Where people see a lead; None where the product does not know its own address."""
    return f"{base}/conversation?lead={lead_id}" if base else None


def _plain(value: Any) -> Any:  # noqa: ANN401 a column's value
    if isinstance(value, datetime):
        return iso(value)
    return str(value) if isinstance(value, str) else value
