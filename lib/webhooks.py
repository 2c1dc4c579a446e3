"""What each kind of webhook is like: how it is signed, numbered and spelled."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from lib import signatures
from lib.domain import Conversation, Kind
from lib.importers import payload
from lib.importers.fields import LONGEST_ID, Invalid, clean, invalid
from lib.signatures import Headers, Verify

Parse = Callable[[Any, str], Conversation | None]
Delivery = Callable[[Headers, Any], object]


@dataclass(frozen=True, slots=True)
class System:
    """How one kind of system signs, numbers and spells what it sends."""

    verify: Verify
    delivery: Delivery
    parse: Parse


def delivery_id(kind: Kind, headers: Headers, value: object) -> str | None:
    """What names this delivery, the same when it is sent again; None where nothing does.

    Raises Invalid for a name that is none.
    """
    found = SYSTEMS[kind].delivery(headers, value)
    if found is None:
        return None
    if not isinstance(found, str) or not 0 < len(found) <= LONGEST_ID:
        raise invalid("$", f"The id of the delivery must be text of 1 to {LONGEST_ID} characters.")
    return clean(found)


def parse(kind: Kind, value: object, *, source: str) -> Conversation | None:
    """What an event tells; None for one in which nothing was said. Raises Invalid."""
    if not isinstance(value, Mapping):
        raise invalid("$", "An event must be a JSON object.")
    return SYSTEMS[kind].parse(value, source)


def _header(name: str) -> Delivery:
    def read(headers: Headers, _: object) -> str | None:
        values = headers.get(name, ())
        return values[0].decode("latin-1").strip() if len(values) == 1 else None

    return read


def _id_of_body(_: Headers, value: object) -> object:
    return value.get("id") if isinstance(value, Mapping) else None


def _nothing(_: Headers, __: object) -> None:
    return None


def _importer(name: str) -> Parse:
    """The importer of that format, loaded with the first event that needs it."""

    def read(value: Any, source: str) -> Conversation | None:  # noqa: ANN401 a JSON object
        try:
            module = import_module(f"lib.importers.{name}")
        except ModuleNotFoundError:
            reason = (
                f"Events of {name} cannot be read by this version; try it again after an update."
            )
            raise invalid("$", reason) from None
        found: Conversation | None = module.parse(value, source=source)
        return found

    return read


def _own_form(value: Mapping[str, Any], source: str) -> Conversation:
    """The product's own form, bare or under `data` as Standard Webhooks wrap it."""
    inside = value.get("data")
    if "messages" in value or not isinstance(inside, Mapping):
        return payload.parse(value, default=source)
    try:
        return payload.parse(inside, default=source)
    except Invalid as error:
        wrapped = [each._replace(path=f"data.{each.path}") for each in error.problems]
        raise Invalid(wrapped) from None


SYSTEMS = {
    Kind.CHATWOOT: System(
        signatures.chatwoot, _header("x-chatwoot-delivery"), _importer("chatwoot")
    ),
    Kind.INTERCOM: System(signatures.intercom, _id_of_body, _importer("intercom")),
    Kind.TAWKTO: System(signatures.tawkto, _header("x-hook-event-id"), _importer("tawkto")),
    Kind.CRISP: System(signatures.crisp, _nothing, _importer("crisp")),
    Kind.STANDARD: System(signatures.standard, _header("webhook-id"), _own_form),
}
