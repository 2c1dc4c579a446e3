"""The words of the product as enums and frozen values, and the few errors people meet."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """Who says a message: the person on the website, a bot, or a member of the team."""

    VISITOR = "visitor"
    ASSISTANT = "assistant"
    AGENT = "agent"


class Temperature(StrEnum):
    """The score cut at the two thresholds of the exemplar set, strongest first."""

    HOT = "Hot"
    WARM = "Warm"
    COLD = "Cold"


class Label(StrEnum):
    """What a person says a conversation truly was; scores are measured by it."""

    HOT = "Hot"
    WARM = "Warm"
    COLD = "Cold"
    NOT_A_LEAD = "Not a lead"


class Status(StrEnum):
    """How far the team is with a lead. Only people set it."""

    NEW = "New"
    CONTACTED = "Contacted"
    QUALIFIED = "Qualified"
    LOST = "Lost"


class ImportState(StrEnum):
    """How far an import of a file is."""

    RUNNING = "Running"
    DONE = "Done"
    BROKEN_OFF = "Broken off"
    CANCELLED = "Cancelled"
    UNDONE = "Undone"


class Kind(StrEnum):
    """Whose webhooks a source sends: how they are signed and spelled."""

    CHATWOOT = "chatwoot"
    INTERCOM = "intercom"
    TAWKTO = "tawkto"
    CRISP = "crisp"
    STANDARD = "standard"


class Event(StrEnum):
    """What happens to a lead that other systems can be told of."""

    CREATED = "lead.created"
    TURNED_HOT = "lead.turned_hot"
    STALE = "lead.stale"


class Right(StrEnum):
    """What a token opens: sending conversations, or reading leads."""

    SEND = "send"
    READ = "read"


DEFAULT_CHANNEL = "Website widget"


@dataclass(frozen=True, slots=True)
class Message:
    """One utterance as the sender gave it; `sent_at` is UTC, None where the sender has no time."""

    role: Role
    text: str
    sent_at: datetime | None = None
    id: str | None = None

    def key(self, position: int) -> str:
        """What makes this message itself when it is sent again.

        The sender's id, else a hash of role, time, text and position (64 hexadecimal digits).
        """
        if self.id is not None:
            return self.id
        sent_at = self.sent_at.isoformat() if self.sent_at else ""
        parts = (self.role.value, sent_at, str(position), self.text)
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Visitor:
    """What the sending system already knows about the person, as it spelled it."""

    name: str | None = None
    email: str | None = None
    phone: str | None = None
    company: str | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """Which page the visitor wrote from, and what brought them to the website (URLs, UTM)."""

    page_url: str | None = None
    referrer: str | None = None
    landing_page: str | None = None
    utm_source: str | None = None
    utm_medium: str | None = None
    utm_campaign: str | None = None
    utm_term: str | None = None
    utm_content: str | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    """One chat session. (`source`, `session_id`) says which; `started_at` is UTC."""

    source: str
    session_id: str
    messages: Sequence[Message]
    channel: str = DEFAULT_CHANNEL
    started_at: datetime | None = None
    visitor: Visitor = field(default_factory=Visitor)
    visit: Visit = field(default_factory=Visit)


@dataclass(frozen=True, slots=True)
class Refused:
    """An entry of a file or a request that could not be taken in.

    `line` counts from 1 (0 for a request), `path` names the field, as in `messages[3].role`.
    """

    line: int
    path: str
    reason: str
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A contact detail and where it was said.

    `position` counts all messages of the conversation from 0, `start` and `end` are character
    offsets in that message's text. All three are None for what the source already knew.
    """

    value: str
    position: int | None = None
    start: int | None = None
    end: int | None = None


CONTACT = ("name", "email", "phone", "company")  # the kinds of details, as they are shown


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach the visitor, as far as the conversation tells.

    `others` are further e-mails and phones of their own, each with its kind, in the order in which
    they were said, 20 at most.
    """

    name: Found | None = None
    email: Found | None = None
    phone: Found | None = None
    company: Found | None = None
    others: tuple[tuple[str, Found], ...] = ()


@dataclass(frozen=True, slots=True)
class StatusChange:
    """What a person asks for: this lead to that status, given the version of it that they saw."""

    lead_id: int
    seen_version: int
    new: Status


@dataclass(frozen=True, slots=True)
class Sort:
    """A column of the list and its direction."""

    column: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class LeadFilter:
    """Which leads a person wants to see, and in what order; nothing chosen means all of them."""

    temperatures: tuple[Temperature, ...] = ()
    statuses: tuple[Status, ...] = ()
    search: str = ""
    sort: tuple[Sort, ...] = ()

    @property
    def is_narrow(self) -> bool:
        """Whether it may leave a lead out."""
        return bool(self.temperatures or self.statuses or self.search.strip())


class LeadsError(Exception):
    """Something that the person or the sender can act on; its text is shown to them."""


class StaleStatus(LeadsError):
    """Someone else moved this lead since it was shown."""


class StaleDraft(LeadsError):
    """Someone else changed or published the draft since it was shown."""


class NotFound(LeadsError):
    """What was asked for is not there, or not for this person to see."""


class UnusableFile(LeadsError):
    """Nothing can be read from this file; the text says why and what to do."""


class Unavailable(LeadsError):
    """The database does not answer now; what was stored before is still there."""
