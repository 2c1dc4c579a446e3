"""Chatwoot's webhook events, conversations and messages as its API and exports spell them.

Field names: chatwoot's swagger/definitions/resource/message.yml and conversation partials.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO

from lib.domain import Conversation, Refused
from lib.importers import payload
from lib.importers.documents import documents
from lib.importers.fields import Invalid, Problem, identifier, invalid
from lib.importers.gathered import gathered

SPEAKERS = {"incoming": "visitor", 0: "visitor", "outgoing": "agent", 1: "agent"}
NOBODY = {"role": "system"}  # activities, templates, private notes
BOTS = frozenset({"agent_bot", "AgentBot", "captain_assistant", "Captain::Assistant"})
MADE_UP = re.compile(r"[a-z]+-[a-z]+-\d{1,4}")  # little-haze-776 is nobody's name

CHANNELS = {
    "Channel::WebWidget": "Website widget",
    "Channel::Whatsapp": "WhatsApp",
    "Channel::Email": "E-mail",
    "Channel::Api": "API",
    "Channel::Sms": "SMS",
    "Channel::TwilioSms": "SMS",
    "Channel::FacebookPage": "Facebook",
}


def read(file: BinaryIO, *, source: str | None, default: str) -> Iterator[Conversation | Refused]:
    """Conversations with all their messages, wherever in the file their events lie."""
    return gathered(_pieces(file, source or default))


def is_event(value: object) -> bool:
    """Whether a JSON value is something that Chatwoot sends."""
    if not isinstance(value, Mapping):
        return False
    return (
        (isinstance(value.get("event"), str) and ("account" in value or "conversation" in value))
        or "message_type" in value
        or (_is_mapping(value, "meta") and "inbox_id" in value)
        or isinstance(value.get("payload"), list)
    )


def parse(value: Mapping[str, Any], *, source: str) -> Conversation | None:
    """What one event or conversation tells; None for one of no conversation. Raises Invalid."""
    if str(value.get("event", "")).startswith(("contact_", "webwidget_", "inbox_", "account_")):
        return None
    if "message_type" in value:
        return _of_message(value, source)
    return _of_conversation(value, source)


def _pieces(file: BinaryIO, source: str) -> Iterator[Conversation | Refused]:
    for document in documents(file):
        if isinstance(document, Refused):
            yield document
            continue
        for value in _entries(document.value):
            try:
                if found := _parsed(value, source):
                    yield found
            except Invalid as error:
                yield document._replace(value=value).refused(error)


def _parsed(value: object, source: str) -> Conversation | None:
    if not isinstance(value, Mapping):
        raise invalid("$", "An event must be a JSON object.")
    return parse(value, source=source)


def _entries(value: object) -> Sequence[object]:
    """The value itself, or the members of an answer of the API."""
    match value:
        case {"payload": list(members)} | {"data": {"payload": list(members)}}:
            return members
        case _:
            return [value]


def _of_message(event: Mapping[str, Any], source: str) -> Conversation:
    """A message event, or a message of the API, with what it says of its conversation."""
    chat = _mapping(event, "conversation")
    number = chat.get("id", event.get("conversation_id"))
    account = _mapping(event, "account").get("id", event.get("account_id"))
    try:
        return _conversation(chat, number, account, [event], source)
    except Invalid as error:
        raise Invalid([_at(each, "messages[0].", "conversation.") for each in error.problems]) from None


def _of_conversation(chat: Mapping[str, Any], source: str) -> Conversation:
    said = chat.get("messages")
    account = _mapping(chat, "account").get("id", chat.get("account_id"))
    messages = [each for each in said if isinstance(each, Mapping)] if isinstance(said, list) else []
    return _conversation(chat, chat.get("id"), account, messages, source)
