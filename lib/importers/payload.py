"""The product's own form of a conversation, checked: what the API and JSON Lines files take."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    Field,
    ModelWrapValidatorHandler,
    ValidationError,
    ValidationInfo,
    WrapValidator,
)
from pydantic_core import ErrorDetails

from lib.domain import DEFAULT_CHANNEL, Conversation, Message, Role, Visit, Visitor
from lib.importers import fields
from lib.importers.fields import Invalid, Problem, invalid, path_of
from lib.importers.visits import with_campaign

MOST_PROBLEMS = 1_000  # of one entry that are named


def _optional(read: Any) -> BeforeValidator:  # noqa: ANN401 any of the readers of fields
    return BeforeValidator(lambda value: None if value is None else read(value))


Identifier = Annotated[str, BeforeValidator(fields.identifier)]
OptionalIdentifier = Annotated[str | None, _optional(fields.identifier)]
Detail = Annotated[str | None, BeforeValidator(fields.detail)]
Address = Annotated[str | None, BeforeValidator(fields.address)]


def _moment(value: Any, info: ValidationInfo) -> datetime | None:  # noqa: ANN401 whatever was sent
    zone = info.context["zone"] if info.context else UTC
    return None if value is None else fields.moment(value, zone)


Moment = Annotated[datetime | None, BeforeValidator(_moment)]


class MessagePayload(BaseModel):
    """One message as it is sent; fields of other names are ignored."""

    id: OptionalIdentifier = None
    role: Annotated[Role, BeforeValidator(fields.role)]
    text: Annotated[str, BeforeValidator(fields.text)]
    sent_at: Moment = None


class VisitorPayload(BaseModel):
    """What the sender knows of the person."""

    name: Detail = None
    email: Detail = None
    phone: Detail = None
    company: Detail = None


class VisitPayload(BaseModel):
    """Where the visitor was on the website, and what brought them there."""

    page_url: Address = None
    referrer: Address = None
    landing_page: Address = None
    utm_source: Detail = None
    utm_medium: Detail = None
    utm_campaign: Detail = None
    utm_term: Detail = None
    utm_content: Detail = None


def _spoken(
    value: Any,  # noqa: ANN401 whatever was sent
    read: ModelWrapValidatorHandler[MessagePayload],
) -> MessagePayload | None:
    """The message, or None for one that nobody says, whatever else is in it."""
    if isinstance(value, Mapping):
        word = value.get("role")
        if isinstance(word, str) and word.strip().casefold() in fields.UNSPOKEN:
            return None
    return read(value)


class ConversationPayload(BaseModel):
    """One conversation as it is sent; fields of other names are ignored."""

    conversation_id: OptionalIdentifier = None
    session_id: OptionalIdentifier = None
    channel: Annotated[str | None, _optional(fields.channel)] = None
    source: Annotated[str | None, _optional(fields.source)] = None
    started_at: Moment = None
    visitor: VisitorPayload | None = None
    visit: VisitPayload | None = None
    messages: Annotated[
        list[Annotated[MessagePayload, WrapValidator(_spoken)]],
        Field(max_length=fields.MOST_MESSAGES),
    ]


@dataclass(frozen=True, slots=True)
class Excerpt(Conversation):
    """A conversation of which something was left out that nobody said.

    `positions` tells where each message stands among all that were sent, from 0.
    """

    positions: Sequence[int] = ()


def parse(
    value: object, *, source: str | None = None, default: str = "", zone: tzinfo = UTC
) -> Conversation:
    """A conversation out of a parsed JSON value; raises Invalid with everything that is wrong.

    `source` replaces the one that it names, `default` stands in where it names none. `zone` is
    that of times without one.
    """
    if not isinstance(value, Mapping):
        raise invalid("$", "A conversation must be a JSON object.")
    try:
        payload = ConversationPayload.model_validate(value, context={"zone": zone})
    except ValidationError as error:
        raise Invalid(_problems(error, value)) from None
    session_id = payload.conversation_id or payload.session_id
    if session_id is None:
        raise invalid("conversation_id", NEEDS_AN_ID)
    spoken = [(at, each) for at, each in enumerate(payload.messages) if each is not None]
    _check_ids(spoken)
    visitor = payload.visitor or VisitorPayload()
    parts: dict[str, Any] = {
        "source": source or payload.source or default,
        "session_id": session_id,
        "messages": [Message(m.role, m.text, m.sent_at, m.id) for _, m in spoken],
        "channel": payload.channel or DEFAULT_CHANNEL,
        "started_at": payload.started_at,
        "visitor": Visitor(visitor.name, visitor.email, visitor.phone, visitor.company),
        "visit": with_campaign(Visit(**dict(payload.visit))) if payload.visit else Visit(),
    }
    if len(spoken) == len(payload.messages):
        return Conversation(**parts)
    return Excerpt(**parts, positions=[at for at, _ in spoken])


def position_sent(conversation: Conversation, position: int) -> int:
    """Where a message stands in what was sent, given its place among what was said."""
    if isinstance(conversation, Excerpt):
        return conversation.positions[position]
    return position


def _check_ids(spoken: Iterable[tuple[int, MessagePayload]]) -> None:
    """Raise Invalid where two different messages share an id: one of them would be lost."""
    first: dict[str, MessagePayload] = {}
    same = [
        at
        for at, each in spoken
        if each.id is not None
        and (first.setdefault(each.id, each).text, first[each.id].role) != (each.text, each.role)
    ]
    if same:
        reason = "An earlier message has this id and another text."
        raise Invalid([Problem(f"messages[{at}].id", reason) for at in same])


NEEDS_AN_ID = "The conversation needs an id, as conversation_id or session_id."
MISSING = {
    ("messages",): "The conversation has no messages; send a list, which may be empty.",
    ("role",): "The message has no role; it must be visitor, assistant or agent.",
    ("text",): "The message has no text.",
}
WRONG_TYPE = {
    "list_type": "This must be a list of messages.",
    "too_long": f"There are more than {fields.MOST_MESSAGES:,} messages; split the conversation.",
    "model_type": "This must be a JSON object.",
}


def _problems(error: ValidationError, value: Mapping[Any, Any]) -> list[Problem]:
    details = error.errors(include_url=False, include_input=False)
    found = [Problem(path_of(each["loc"]), _reason(each)) for each in details[:MOST_PROBLEMS]]
    if all(value.get(name) is None for name in ("conversation_id", "session_id")):
        found.insert(0, Problem("conversation_id", NEEDS_AN_ID))
    return found


def _reason(detail: ErrorDetails) -> str:
    if detail["type"] == "value_error":
        return str(detail["ctx"]["error"])
    if detail["type"] == "missing":
        return MISSING[detail["loc"][-1:]]  # type: ignore[index]  # only these are required
    return WRONG_TYPE.get(detail["type"], detail["msg"])
