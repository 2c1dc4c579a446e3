"""Chats as OpenAI's API and fine-tuning files spell them: `messages` of `role` and `content`.

ShareGPT's `conversations` of `from` and `value` are the same under other names.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, tzinfo
from hashlib import sha256
from typing import Any, BinaryIO, NamedTuple

from lib.domain import Conversation, Refused
from lib.importers import payload
from lib.importers.documents import documents
from lib.importers.fields import Invalid, Problem, invalid
from lib.importers.options import Options
from lib.importers.sampled import json_keys

IDS = ("conversation_id", "session_id", "chat_id", "thread_id", "id")
TIMES = ("sent_at", "created_at", "timestamp")
KEPT = ("channel", "source", "visitor", "visit")
UNSAID = {"role": "system"}


class Spelling(NamedTuple):
    """The names of a dialect."""

    messages: str
    role: str
    text: str


OPENAI = Spelling("messages", "role", "content")
SHAREGPT = Spelling("conversations", "from", "value")


def recognises(file: BinaryIO) -> bool:
    """Whether messages have `role` and `content`, or `from` and `value`."""
    keys = json_keys(file)
    return {"messages", "role", "content"} <= keys or {"conversations", "from", "value"} <= keys


def read(file: BinaryIO, options: Options) -> Iterator[Conversation | Refused]:
    """Conversations in the order of the file.

    One without an id is known by what is said in it. Messages without content (calls of tools)
    are left out.
    """
    for document in documents(file, skip=options.skip):
        if isinstance(document, Refused):
            yield document
            continue
        try:
            yield parse(
                document.value, source=options.source, default=options.default, zone=options.zone
            )
        except Invalid as error:
            yield document.refused(error)


def parse(
    value: object, *, source: str | None = None, default: str = "", zone: tzinfo = UTC
) -> Conversation:
    """One conversation; raises Invalid."""
    if not isinstance(value, Mapping):
        raise invalid("$", "A conversation must be a JSON object.")
    spelling = SHAREGPT if SHAREGPT.messages in value else OPENAI
    said = value.get(spelling.messages)
    ours = {name: value[name] for name in KEPT if name in value}
    began = (value.get(name) for name in ("started_at", "created_at", "created"))
    ours["started_at"] = next((each for each in began if each is not None), None)
    if isinstance(said, list):
        said = [_message(each, spelling) for each in said]
    if said is not None:
        ours["messages"] = said
    ours["conversation_id"] = _given_id(value) or _id_of(said)
    try:
        return payload.parse(ours, source=source, default=default, zone=zone)
    except Invalid as error:
        raise Invalid([_renamed(each, spelling) for each in error.problems]) from None


def _given_id(value: Mapping[str, Any]) -> object:
    return next((value[name] for name in IDS if value.get(name) is not None), None)


def _id_of(messages: object) -> str:
    """An id for one that has none: the same for the same words."""
    messages = messages if isinstance(messages, list) else []
    said = [(m.get("role"), m.get("text")) for m in messages if isinstance(m, Mapping)]
    return f"sha256:{sha256(json.dumps(said).encode()).hexdigest()[:32]}"


def _message(value: object, spelling: Spelling) -> object:
    """A message under our names; one without content as one that nobody says."""
    if not isinstance(value, Mapping):
        return value
    text = value.get(spelling.text, value.get("text"))
    if text is None and spelling.text in value:
        return UNSAID
    ours = {"text": _joined(text) if isinstance(text, list) else text, "id": value.get("id")}
    ours["sent_at"] = next((value[name] for name in TIMES if value.get(name) is not None), None)
    if spelling.role in value:
        ours["role"] = value[spelling.role]
    return {name: each for name, each in ours.items() if each is not None}


def _joined(parts: list[object]) -> object:
    """The text of a list of parts; pictures and sound leave nothing."""
    texts = [part if isinstance(part, str) else _text_of(part) for part in parts]
    return "\n".join(text for text in texts if text)


def _text_of(part: object) -> str:
    match part:
        case {"text": str(text)}:
            return text
        case _:
            return ""


def _renamed(problem: Problem, spelling: Spelling) -> Problem:
    """The problem with the sender's names in its path."""
    above, dot, name = problem.path.rpartition(".")
    if not problem.path.startswith("messages"):
        return problem
    names = {"role": spelling.role, "text": spelling.text}
    if not dot:
        return problem._replace(path=spelling.messages + problem.path.removeprefix("messages"))
    above = spelling.messages + above.removeprefix("messages")
    return problem._replace(path=above + dot + names.get(name, name))
