"""What exports and events of chat systems have in common: JSON values, each told in turn."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any, BinaryIO

from lib.domain import Conversation, Refused
from lib.importers import payload
from lib.importers.documents import Document, documents
from lib.importers.fields import Invalid, identifier, invalid

_PART = re.compile(r"messages\[(\d+)\](?:\.(.*))?")
NOBODY: Mapping[str, Any] = {"role": "system"}  # stands for what nobody says, in its place

MADE_UP = re.compile(  # little-haze-776, V1561719148780935, Visitor 48201: nobody's names
    r"[a-z]+-[a-z]+-\d{1,4}|V\d{9,}|(?i:visitor|guest|user|lead)[ #_-]{0,3}\d+"
)

Entry = tuple[str, object]  # its path in what wraps it, nothing where nothing does
Parse = Callable[[Mapping[str, Any], str], Conversation | None]
Rename = Callable[[str], str]


def pieces(
    file: BinaryIO, source: str, parse: Parse, entries: Callable[[object], Sequence[Entry]]
) -> Iterator[Conversation | Refused]:
    """What each value of the file tells; `entries` are the members of one that wraps several."""
    for document in documents(file):
        if isinstance(document, Refused):
            yield document
            continue
        for path, value in entries(document.value):
            try:
                if found := parse(an_object(value), source):
                    yield found
            except Invalid as error:
                yield _within(document, path, value).refused(error)


def members(value: object, *paths: str) -> list[Entry]:
    """The members of the list that the value is or has at the first of these paths; else it alone.

    A path is names with dots between, as in "data.payload". An object that has no list there
    counts as its own only member.
    """
    for path in ("", *paths):
        inside = value
        for name in filter(None, path.split(".")):
            inside = inside.get(name) if isinstance(inside, Mapping) else None
        if isinstance(inside, list):
            return [(f"{path}[{at}]", each) for at, each in enumerate(inside)]
    return [("", value)]


def _within(document: Document, path: str, value: object) -> Document:
    """A member as what is refused, where only it is wrong and not all that is around it."""
    if not path:
        return document
    around = f"{document.path}.{path}" if document.path else path
    return document._replace(raw=b"", value=value, path=around)


def an_object(value: object) -> Mapping[str, Any]:
    """The value as an object; raises Invalid for any other."""
    if not isinstance(value, Mapping):
        raise invalid("$", "An event must be a JSON object.")
    return value


def checked(ours: Mapping[str, Any], source: str, rename: Rename) -> Conversation:
    """The conversation; raises Invalid, naming what is wrong as `rename` spells our paths."""
    try:
        return payload.parse(ours, source=source)
    except Invalid as error:
        problems = [each._replace(path=rename(each.path)) for each in error.problems]
        raise Invalid(problems) from None


def inside(path: str, error: Invalid) -> Invalid:
    """The same with paths from further out, where what is wrong lies at `path`."""
    if not path:
        return error
    return Invalid([each._replace(path=f"{path}.{each.path}") for each in error.problems])


def renamed(
    place: Callable[[int], str], names: Mapping[str, str], others: Mapping[str, str]
) -> Rename:
    """How a path of ours is called by the sender.

    `place` is where the message of a number lies there, `names` are those of its fields, `others`
    those of everything else.
    """

    def rename(path: str) -> str:
        if not (found := _PART.fullmatch(path)):
            return others.get(path, path)
        field = names.get(found[2], found[2])
        return ".".join(filter(None, (place(int(found[1])), field)))

    return rename


def identified(messages: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The messages, each without an id with one by who says what, and which time it is.

    So it is known again where it is told in another event, or when its conversation has grown.
    """
    seen: Counter[str] = Counter()
    return [
        {**said, "id": _id_of(said, seen)} if "text" in said and said.get("id") is None else said
        for said in messages
    ]


def _id_of(said: Mapping[str, Any], seen: Counter[str]) -> str:
    digest = sha256(f"{said['role']}\x1f{said['text']}".encode("utf-8", "replace"))
    key = digest.hexdigest()[:32]
    seen[key] += 1
    return f"{key}-{seen[key]}"


def session(value: Mapping[str, Any], field: str, *, name: str = "") -> str:
    """The conversation's id in that field; raises Invalid, calling the field by `name`."""
    try:
        return identifier(value.get(field))
    except ValueError as error:
        raise invalid(name or field, "The conversation has no usable id.") from error


def mapping(value: Mapping[str, Any], *names: str) -> Mapping[str, Any]:
    """The object that lies there under these names, one within the other; empty where none is."""
    for name in names:
        inside = value.get(name)
        if not isinstance(inside, Mapping):
            return {}
        value = inside
    return value


def objects(value: object) -> list[Mapping[str, Any]]:
    """The members of a list, with an empty object in place of those that are none."""
    members = value if isinstance(value, list) else []
    return [each if isinstance(each, Mapping) else {} for each in members]


def first_text(values: Iterable[object]) -> str | None:
    """The first text with anything in it; what else stands there is nobody's address."""
    return next((each for each in values if isinstance(each, str) and each.strip()), None)


def real_name(values: Iterable[object]) -> str | None:
    """The first name that no program made up, as it is spelled."""
    return first_text(
        each for each in values if isinstance(each, str) and not MADE_UP.fullmatch(each.strip())
    )


def word(value: object) -> str:
    """The value where it is text, else nothing: fit to be looked up."""
    return value if isinstance(value, str) else ""
