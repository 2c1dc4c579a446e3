"""Chats as OpenAI's API and fine-tuning files spell them: `messages` of `role` and `content`.

ShareGPT's `conversations` of `from` and `value` are the same under other names.
"""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any, BinaryIO, NamedTuple

from lib.domain import Conversation, Refused
from lib.importers import payload
from lib.importers.documents import documents
from lib.importers.fields import UNSPOKEN, Invalid, Problem, invalid

IDS = ("conversation_id", "session_id", "chat_id", "thread_id", "id")
KEPT = ("channel", "source", "visitor")


class Spelling(NamedTuple):
    """The names of a dialect."""

    messages: str
    role: str
    text: str


OPENAI = Spelling("messages", "role", "content")
SHAREGPT = Spelling("conversations", "from", "value")


def read(file: BinaryIO, *, source: str | None, default: str) -> Iterator[Conversation | Refused]:
    """Conversations in the order of the file.

    One without an id is known by what is said in it. Messages without content (calls of tools)
    are left out. `source` and `default` are as in lib/importers/jsonl.py.
    """
    for document in documents(file):
        if isinstance(document, Refused):
            yield document
            continue
        try:
            yield parse(document.value, source=source, default=default)
        except Invalid as error:
            yield document.refused(error)


def parse(value: object, *, source: str | None = None, default: str = "") -> Conversation:
    """One conversation; raises Invalid."""
    if not isinstance(value, Mapping):
        raise invalid("$", "A conversation must be a JSON object.")
    spelling = SHAREGPT if SHAREGPT.messages in value else OPENAI
    said = value.get(spelling.messages)
    ours = {name: value[name] for name in KEPT if name in value}
    ours["started_at"] = value.get("created_at") or value.get("created")
    if isinstance(said, list):
        ours["messages"] = [_message(each, spelling) for each in said]
        ours["conversation_id"] = _given_id(value) or _id_of(ours["messages"])
    elif said is not None:
        ours["messages"] = said
    try:
        return payload.parse(ours, source=source, default=default)
    except Invalid as error:
        raise Invalid([_renamed(each, spelling) for each in error.problems]) from None


def recognises(value: object) -> bool:
    """Whether an entry is spelled so."""
    if not isinstance(value, Mapping):
        return False
    for spelling in (OPENAI, SHAREGPT):
        said = value.get(spelling.messages)
        if isinstance(said, list) and any(_spells(each, spelling) for each in said[:10]):
            return True
    return False


def _spells(message: object, spelling: Spelling) -> bool:
    return isinstance(message, Mapping) and spelling.text in message and "text" not in message


def _given_id(value: Mapping[str, Any]) -> object:
    return next((value[name] for name in IDS if value.get(name) is not None), None)


def _id_of(messages: list[Any]) -> str:
    said = "\x1f".join(str(m.get(k)) for m in messages if isinstance(m, dict)
                       for k in ("role", "text"))  # fmt: skip
    return f"sha256:{sha256(said.encode('utf-8', 'replace')).hexdigest()[:32]}"


def _message(value: object, spelling: Spelling) -> object:
    """A message under our names; one without content as one that nobody says."""
    if not isinstance(value, Mapping):
        return value
    names = {spelling.role: "role", spelling.text: "text", "id": "id"}
    ours = {names[name]: each for name, each in value.items() if name in names}
    ours["sent_at"] = value.get("created_at") or value.get("timestamp")
    if spelling.text in value and value[spelling.text] is None:
        return {"role": next(iter(UNSPOKEN))}
    if isinstance(ours.get("text"), list):
        ours["text"] = _joined(ours["text"])
    return ours


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
    path = problem.path
    if path.startswith("messages"):
        path = path.replace("messages", spelling.messages, 1)
        path = path.removesuffix(".role") + f".{spelling.role}" if path.endswith(".role") else path
        path = path.removesuffix(".text") + f".{spelling.text}" if path.endswith(".text") else path
    return problem._replace(path=path)
