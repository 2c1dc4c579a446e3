"""The doors through which conversations come in over HTTP, and how each one reads a body.

Quarantine notes the door, so that a body is read the same way when it is tried again.
"""

import logging
from traceback import format_tb

from lib import webhooks
from lib.domain import Conversation, Kind
from lib.importers import chatwoot, payload, strict_json
from lib.importers.fields import Invalid, invalid

log = logging.getLogger(__name__)

API = "api"
WEBHOOK = "webhook:"


def webhook(kind: Kind) -> str:
    """The door of a kind of webhooks, as quarantine names it."""
    return f"{WEBHOOK}{kind.value}"


def read(door: str, body: bytes, *, source: str) -> Conversation | None:
    """What a body spells; None for an event in which nothing was said. Raises Invalid."""
    return understand(door, strict_json.parse(body), source=source)


def understand(door: str, value: object, *, source: str) -> Conversation | None:
    """What a parsed body spells. Raises Invalid, also for what an importer stumbles over."""
    try:
        return _understood(door, value, source)
    except Invalid:
        raise
    except Exception as error:
        # Some systems send an event once and never again: our fault must not lose what it says.
        # Without the error's own words, which may quote what a visitor said.
        where = "".join(format_tb(error.__traceback__))
        log.error("%s from what came through %s\n%s", type(error).__name__, door, where)
        reason = "Leads stumbled over this; the log says why. Try it again after an update."
        raise invalid("$", reason) from error


def _understood(door: str, value: object, source: str) -> Conversation | None:
    if door.startswith(WEBHOOK):
        return webhooks.parse(_kind(door), value, source=source)
    if chatwoot.is_event(value):
        return chatwoot.parse(value, source=source)  # type: ignore[arg-type]  # an event is one
    return payload.parse(value, default=source)


def _kind(door: str) -> Kind:
    try:
        return Kind(door.removeprefix(WEBHOOK))
    except ValueError:
        raise invalid("$", f"This version knows no webhooks of that kind: {door}.") from None
