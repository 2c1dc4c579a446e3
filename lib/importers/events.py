"""What exports and events of chat systems have in common: JSON values, each told in turn."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, BinaryIO

from lib.domain import Conversation, Refused
from lib.importers import payload
from lib.importers.documents import documents
from lib.importers.fields import Invalid, Problem, identifier, invalid

NOBODY: Mapping[str, Any] = {"role": "system"}  # stands for what nobody says, in its place

Parse = Callable[[Mapping[str, Any], str], Conversation | None]
Rename = Callable[[str], str]


def pieces(
    file: BinaryIO, source: str, parse: Parse, entries: Callable[[object], Sequence[object]]
) -> Iterator[Conversation | Refused]:
    """What each value of the file tells; `entries` are the members of one that wraps several."""
    for document in documents(file):
        if isinstance(document, Refused):
            yield document
            continue
        for value in entries(document.value):
            try:
                if found := parse(an_object(value), source):
                    yield found
            except Invalid as error:
                yield document._replace(value=value).refused(error)


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


def session(value: Mapping[str, Any], *names: str) -> str:
    """The conversation's id under the first of these names that is there; raises Invalid."""
    found = next((value[name] for name in names if value.get(name) is not None), None)
    try:
        return identifier(found)
    except ValueError as error:
        raise Invalid([Problem(names[0], "The conversation has no usable id.")]) from error


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


def word(value: object) -> str:
    """The value where it is text, else nothing: fit to be looked up."""
    return value if isinstance(value, str) else ""
