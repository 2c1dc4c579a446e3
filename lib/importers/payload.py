"""A conversation as Leads itself writes it in JSON: what the API and files of JSON lines hold."""

from typing import Annotated, Any

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, ValidatorFunctionWrapHandler
from pydantic import WrapValidator as Wrap

from lib.domain import DEFAULT_CHANNEL, Conversation, Message, Visitor
from lib.importers.fields import (
    UNSPOKEN,
    Detail,
    Identifier,
    Moment,
    OptionalIdentifier,
    Said,
    Speaker,
    Word,
    validated,
)

MOST_MESSAGES = 10_000


class MessageFields(BaseModel):
    """One utterance; `content` is how others call its text."""

    model_config = ConfigDict(extra="ignore")

    role: Speaker
    text: Said = Field(validation_alias=AliasChoices("text", "content"))
    sent_at: Moment = None
    id: OptionalIdentifier = None

    def message(self) -> Message:
        """The same as the rest of the product has it."""
        return Message(self.role, self.text, self.sent_at, self.id)


class VisitorFields(BaseModel):
    """What the sender knows of the person."""

    name: Detail = None
    email: Detail = None
    phone: Detail = None
    company: Detail = None


def _unless_unspoken(value: Any, read: ValidatorFunctionWrapHandler) -> MessageFields | None:  # noqa: ANN401
    return None if is_unspoken(value) else read(value)


def is_unspoken(value: object) -> bool:
    """Whether a message is an instruction, or a call of a tool or its result: nobody said it."""
    if not isinstance(value, dict):
        return False
    role = value.get("role")
    called = role == "assistant" and value.get("content", "") is None and "text" not in value
    return called or (isinstance(role, str) and role.strip().casefold() in UNSPOKEN)


class ConversationFields(BaseModel):
    """One chat session; only its id and its messages are required."""

    model_config = ConfigDict(extra="ignore")

    conversation_id: Identifier = Field(
        validation_alias=AliasChoices("conversation_id", "session_id")
    )
    messages: Annotated[
        list[Annotated[MessageFields | None, Wrap(_unless_unspoken)]],
        Field(max_length=MOST_MESSAGES),
    ]
    channel: Word = None
    source: Word = None
    started_at: Moment = None
    visitor: VisitorFields | None = None


def conversation(value: object, source: str | None, default_source: str = "") -> Conversation:
    """The conversation that a JSON value spells. Raise Invalid, naming every bad field.

    `source` says which system sent it, whatever the value says; `default_source` where neither
    does.
    """
    read = validated(ConversationFields, value)
    visitor = read.visitor or VisitorFields()
    return Conversation(
        source or read.source or default_source,
        read.conversation_id,
        [each.message() for each in read.messages if each],
        read.channel or DEFAULT_CHANNEL,
        read.started_at,
        Visitor(visitor.name, visitor.email, visitor.phone, visitor.company),
    )
