"""The parts of a conversation as senders spell them, and what is wrong with those that are not.

Every reader here takes any value, and raises ValueError with a sentence fit for the sender.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from typing import NamedTuple

from lib.domain import DEFAULT_CHANNEL, Refused, Role

LONGEST_ID = 255
LONGEST_NAME = 100  # characters of a source or a channel
LONGEST_DETAIL = 1_000  # characters of a name, e-mail, phone or company that are kept
LONGEST_URL = 2_000  # characters of an address that are kept
LONGEST_TEXT = 200_000  # characters of a message that are kept
MOST_MESSAGES = 10_000  # of a conversation
LONGEST_RAW = 1 << 20  # characters of a refused entry that are kept
LONGEST_QUOTE = 40
YEARS = range(1970, 9999)

NAMES_OF_ROLES = {
    Role.VISITOR: "visitor user customer human client contact lead guest enduser end_user "
    "incoming inbound",
    Role.ASSISTANT: "assistant bot ai gpt model chatbot agent_bot agentbot",
    Role.AGENT: "agent operator admin staff support representative rep human_agent "
    "outgoing outbound",
    None: "system tool function developer event activity note template",
}
ROLES = {name: role for role, names in NAMES_OF_ROLES.items() for name in names.split()}
UNSPOKEN = frozenset(name for name, role in ROLES.items() if role is None)

CHANNELS = {
    **dict.fromkeys(("widget", "website", "web", "webwidget", "web widget"), DEFAULT_CHANNEL),
    **dict.fromkeys(("email", "e-mail", "mail"), "E-mail"),
    "website widget": DEFAULT_CHANNEL,
    "whatsapp": "WhatsApp",
    "slack": "Slack",
    "api": "API",
    "sms": "SMS",
}

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NUMBER = re.compile(r"-?\d{9,}(\.\d+)?")  # shorter digits are a date, as in 20260310
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


class Problem(NamedTuple):
    """What is wrong with one field; `path` names it, as in `messages[3].role`, or $ for all."""

    path: str
    reason: str


class Invalid(ValueError):
    """An entry that cannot be taken in, with everything that is wrong with it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(f"{path}: {reason}" for path, reason in self.problems))

    def refused(self, line: int, raw: str) -> Refused:
        """As one refused entry of a file: the first field's path, and every field's reason."""
        first, *others = self.problems
        reason = " ".join([first.reason, *(f"{path}: {said}" for path, said in others)])
        return Refused(line, first.path, reason, clean(raw)[:LONGEST_RAW])


def invalid(path: str, reason: str) -> Invalid:
    """An entry with one thing wrong."""
    return Invalid([Problem(path, reason)])


def clean(text: str) -> str:
    """The text as both databases can keep it: no NUL, no half of a surrogate pair."""
    if text.isprintable():  # which neither of the two is
        return text
    return _UNSTORABLE.sub(lambda found: "\u2400" if found[0] == "\0" else "\ufffd", text)


def text(value: object) -> str:
    """What was said, possibly nothing; what is beyond 200,000 characters is left out."""
    if not isinstance(value, str):
        raise ValueError("The text must be a string.")
    return clean(value[:LONGEST_TEXT])


def identifier(value: object) -> str:
    """An id: any text, or a whole number."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise ValueError("The id must be text or a whole number.")
    found = clean(str(value))
    if not found.strip():
        raise ValueError("The id is empty.")
    if len(found) > LONGEST_ID:
        raise ValueError(f"The id has {len(found):,} characters; {LONGEST_ID} is the most.")
    return found


def role(value: object) -> Role | None:
    """Who speaks, under any of the usual names; None for what nobody says (system, tool)."""
    word = value.strip().casefold().replace(" ", "_") if isinstance(value, str) else value
    if isinstance(word, str) and word in ROLES:
        return ROLES[word]
    raise ValueError(f"The role must be visitor, assistant or agent, not {quoted(value)}.")


def source(value: object) -> str:
    """The name of the system that a conversation comes from."""
    return _short_name(value, "source")


def channel(value: object) -> str:
    """Where it happened, in the product's own spelling where it has one."""
    name = _short_name(value, "channel")
    return CHANNELS.get(name.casefold(), name)


def detail(value: object) -> str | None:
    """A name, e-mail, phone or company that the source knows; None where it is blank."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise ValueError("What is known of the visitor must be text.")
    return clean(str(value)).strip()[:LONGEST_DETAIL] or None


def address(value: object) -> str | None:
    """A URL as it was sent, which may be none; its first 2,000 characters. None where blank."""
    if not isinstance(value, str):
        return None  # a page is a help, not a reason to refuse what was said
    return clean(value).strip()[:LONGEST_URL] or None


def moment(value: object, zone: tzinfo = UTC) -> datetime:
    """A time in UTC: ISO 8601, or seconds, ms or µs since 1970; `zone` where it names none."""
    try:
        found = _moment(value, zone)
    except (ValueError, OverflowError):
        found = None
    if found is None:
        raise ValueError(
            f"{quoted(value)} is not a time; write it like 2026-03-10T14:30:00Z, "
            "or as seconds since 1970."
        )
    if found.year not in YEARS:
        raise ValueError(f"The year must be from {YEARS[0]} to {YEARS[-1]}.")
    return found


def quoted(value: object) -> str:
    """A value as a sentence may repeat it: short, and on one line."""
    return f'"{_shown(value)}"' if isinstance(value, str) else _shown(_as_json(value))


def path_of(parts: Sequence[int | str]) -> str:
    """The path of a field, as in messages[3].role."""
    written = "".join(
        f"[{part}]" if isinstance(part, int) else f".{_shown(part)}" for part in parts
    )
    return written.removeprefix(".") or "$"


def _shown(text: str) -> str:
    cut = text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + "…"
    return "".join(c if c.isprintable() else " " for c in clean(cut))


def _short_name(value: object, what: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"The {what} must be a name.")
    name = " ".join(clean(value).split())
    if len(name) > LONGEST_NAME:
        raise ValueError(f"The {what} has {len(name):,} characters; {LONGEST_NAME} is the most.")
    return name


def _moment(value: object, zone: tzinfo) -> datetime | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return _since_1970(value)
    if not isinstance(value, str):
        return None
    written = value.strip()
    if _NUMBER.fullmatch(written):
        return _since_1970(float(written) if "." in written else int(written))
    for named in (" UTC", " GMT"):
        written = written.replace(named, "Z") if written.endswith(named) else written
    found = datetime.fromisoformat(written)
    return (found.replace(tzinfo=zone) if found.tzinfo is None else found).astimezone(UTC)


def _since_1970(number: float) -> datetime:
    """Seconds, milliseconds or microseconds: which, the size tells (until the year 5138)."""
    if number < 0:
        return _EPOCH - timedelta(days=1)  # before any year that is taken, however little
    if number < 1e11:
        return _EPOCH + timedelta(seconds=number)
    return _EPOCH + (
        timedelta(milliseconds=number) if number < 1e14 else timedelta(microseconds=number)
    )


def _as_json(value: object) -> str:
    words: dict[object, str] = {None: "null", True: "true", False: "false"}
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "an object"
    return words.get(value) or str(value)
