"""Labelled dialogues: what a careful reader would write on the visitor's card, and where it stands.

Dialogues are parted by a blank line. `# kind:` comes first and says what is hard about it;
`# region:` (US if absent), `# knows:` (what the source had) and `# gold:` (what of that belongs on
the card though nobody says it) may follow. Then one line a message, further lines of it indented
by four spaces. The visitor's own details are marked where their final value is said:
`[kind|surface]`, or `[kind=value|surface]` where the card spells it otherwise; `+` after the kind
marks a further one of the same kind. A surface may itself hold a pair of brackets.

A detail told in pieces is marked at its last piece, with the whole as value ("sorry, it's
[email=jo@acme.co.uk|.co.uk]"). Titles ("Dr.") and extensions ("ext 12") stand outside the marks.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from lib.domain import Found, Message, Role, Visitor

FOLDER = Path(__file__).parent / "data" / "dialogues"
DETAILS = ("name", "email", "phone", "company")
ROLES = {"visitor": Role.VISITOR, "bot": Role.ASSISTANT, "agent": Role.AGENT}
HEADERS = {"kind", "region", "knows", "gold"}
INDENT = "    "

_MARK = re.compile(
    rf"\[(?P<detail>{'|'.join(DETAILS)})(?P<further>\+?)(?:=(?P<value>[^|\[\]]+))?"
    r"\|(?P<surface>(?:[^\[\]]|\[[^\[\]]*\])+)\]"
)
_BROKEN = re.compile(rf"\[(?:{'|'.join(DETAILS)})\b\+?[=|]")


@dataclass(frozen=True, slots=True)
class Gold:
    """A dialogue and the card that it should give.

    `expected` holds all of DETAILS, None where the visitor gives none. `extras` holds what they
    give beyond the first, by detail, and only the details that have some. A Found without a
    position is one that the source knew and nobody says.
    """

    kind: str
    region: str
    messages: tuple[Message, ...]
    visitor: Visitor
    expected: Mapping[str, Found | None]
    extras: Mapping[str, tuple[Found, ...]]


def load(name: str) -> tuple[Gold, ...]:
    """The dialogues of a file of the folder, as "written", in its order."""
    return read((FOLDER / f"{name}.txt").read_text(encoding="utf-8"))


def read(text: str) -> tuple[Gold, ...]:
    """The dialogues of a text; ValueError names the line where it is not as it should be."""
    return tuple(_dialogue(number, lines) for number, lines in _blocks(text))


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """Runs of lines that are not blank, and the line (from 1) on which each begins."""
    block: list[str] = []
    for number, line in enumerate([*text.split("\n"), ""], 1):
        if line.strip():
            block.append(line)
        elif block:
            yield number - len(block), block
            block = []


def _dialogue(number: int, lines: list[str]) -> Gold:
    try:
        return _gold([line for line in lines if line[0] == "#"], "\n".join(lines))
    except ValueError as error:
        raise ValueError(f"dialogue of line {number}: {error}") from error


def _gold(header_lines: list[str], block: str) -> Gold:
    headers = dict(_header(line) for line in header_lines)
    if not header_lines or not header_lines[0].startswith("# kind: "):
        raise ValueError("it does not begin with its kind")
    expected: dict[str, Found | None] = dict.fromkeys(DETAILS)
    expected |= {each: Found(value) for each, value in _values(headers.get("gold", "")).items()}
    extras: dict[str, tuple[Found, ...]] = {}
    messages: list[Message] = []
    for role, marked in _said(block.split("\n")[len(header_lines) :]):
        text, found = _unmarked(marked, len(messages))
        if found and role is not Role.VISITOR:
            raise ValueError(f"a mark in what is not the visitor's: {marked}")
        for detail, further, value in found:
            if further:
                extras[detail] = (*extras.get(detail, ()), value)
            elif expected[detail]:
                raise ValueError(f"a second {detail}: {value.value}")
            else:
                expected[detail] = value
        messages.append(Message(role, text))
    visitor = Visitor(**_values(headers.get("knows", "")))
    region = headers.get("region", "US")
    return Gold(headers["kind"], region, tuple(messages), visitor, expected, extras)


def _header(line: str) -> tuple[str, str]:
    name, colon, value = line.removeprefix("# ").partition(": ")
    if not colon or name not in HEADERS:
        raise ValueError(f"unknown header: {line}")
    return name, value


def _values(header: str) -> dict[str, str]:
    """`name=Ann; email=a@b.c` as a dictionary."""
    pairs = [each.partition("=") for each in header.split("; ") if each]
    if unknown := {name for name, _, _ in pairs} - set(DETAILS):
        raise ValueError(f"unknown details: {unknown}")
    return {name: value for name, _, value in pairs}


def _said(lines: list[str]) -> Iterator[tuple[Role, str]]:
    """Who says what; the lines of one message joined by line feeds."""
    said: list[tuple[Role, str]] = []
    for line in lines:
        speaker, colon, text = line.partition(": ")
        if line.startswith(INDENT) and said:
            role, before = said[-1]
            said[-1] = role, f"{before}\n{line.removeprefix(INDENT)}"
        elif colon and speaker in ROLES:
            said.append((ROLES[speaker], text))
        else:
            raise ValueError(f"nobody says: {line}")
    yield from said


def _unmarked(marked: str, position: int) -> tuple[str, list[tuple[str, bool, Found]]]:
    """What was truly said, and each detail in it: which, whether a further one, and where."""
    text, after, found = "", 0, []
    for mark in _MARK.finditer(marked):
        text += marked[after : mark.start()]
        start, after = len(text), mark.end()
        text += mark["surface"]
        value = Found(mark["value"] or mark["surface"], position, start, len(text))
        found.append((mark["detail"], bool(mark["further"]), value))
    text += marked[after:]
    if _BROKEN.search(text):
        raise ValueError(f"a broken mark: {marked}")
    return text, found
