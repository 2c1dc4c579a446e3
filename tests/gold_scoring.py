"""What extraction finds beside what a careful reader would: right, wrong, missed, by kind.

A value is right when it equals the reader's under `normal`, comes from the same message and
overlaps what the reader marked there. One that is not right is wrong, and the reader's is missed.
A company that was read off a mail domain is counted apart: it is never right or wrong, but where
the reader marked a company, that one is missed.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import idna

from lib.contacts import extract
from lib.domain import Contact, Found, Message, Role, Visitor
from tests.gold import DETAILS, Gold

Extract = Callable[[Sequence[Message], Visitor, str], Contact]


@dataclass(slots=True)
class Tally:
    """Counts of one kind of detail; `exact` of those `right` have the very span of the reader."""

    right: int = 0
    exact: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        return _share(self.right, self.right + self.wrong)

    @property
    def recall(self) -> float:
        return _share(self.right, self.right + self.missed)

    @property
    def f1(self) -> float:
        return _share(2 * self.right, 2 * self.right + self.wrong + self.missed)

    @property
    def exact_share(self) -> float:
        return _share(self.exact, self.right)

    def add(self, found: Found | None, wanted: Found | None, right: bool) -> None:
        self.right += right
        self.exact += bool(right and found and wanted and _span(found) == _span(wanted))
        self.wrong += bool(found and not right)
        self.missed += bool(wanted and not right)


@dataclass(frozen=True, slots=True)
class Failure:
    """A detail that came out otherwise than the reader has it."""

    gold: Gold
    detail: str
    wanted: Found | None
    found: Found | None


@dataclass(slots=True)
class Result:
    """`theirs` are details of the other side that came out as the visitor's."""

    by_detail: dict[str, Tally] = field(default_factory=dict)
    by_category: dict[tuple[str, str], Tally] = field(default_factory=dict)
    extras: dict[str, Tally] = field(default_factory=dict)
    derived: Counter[str] = field(default_factory=Counter)
    theirs: list[Failure] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)


def in_region(messages: Sequence[Message], visitor: Visitor, region: str) -> Contact:
    return extract(messages, visitor, region=region)


def score(dialogues: Iterable[Gold], extracted: Extract = in_region) -> Result:
    result = Result()
    for gold in dialogues:
        contact = extracted(gold.messages, gold.visitor, gold.region)
        for detail in DETAILS:
            _judge(result, gold, detail, contact)
        for detail in ("email", "phone"):
            _judge_extras(result, gold, detail, contact)
    return result


def _judge(result: Result, gold: Gold, detail: str, contact: Contact) -> None:
    wanted: Found | None = gold.expected[detail]
    found: Found | None = getattr(contact, detail)
    if detail == "company" and found and is_derived(gold, contact):
        equal = wanted and normal(detail, found.value) == normal(detail, wanted.value)
        result.derived["equal" if equal else "other" if wanted else "nothing wanted"] += 1
        found = None
    right = is_right(detail, found, wanted)
    for tally in (
        result.by_detail.setdefault(detail, Tally()),
        result.by_category.setdefault((gold.kind, detail), Tally()),
    ):
        tally.add(found, wanted, right)
    if (found or wanted) and not right:
        failure = Failure(gold, detail, wanted, found)
        result.failures.append(failure)
        if found and is_theirs(gold, detail, found):
            result.theirs.append(failure)


def _judge_extras(result: Result, gold: Gold, detail: str, contact: Contact) -> None:
    """Each further value of the visitor; the reader's primary one may stand among them."""
    tally = result.extras.setdefault(detail, Tally())
    wanted = {normal(detail, each.value) for each in gold.extras.get(detail, ())}
    found = [each for kind, each in contact.others if kind == detail]
    values = {normal(detail, each.value) for each in found}
    tally.right += len(values & wanted)
    tally.wrong += len(values - wanted)
    tally.missed += len(wanted - values)
    for each in found:
        if normal(detail, each.value) not in wanted:
            failure = Failure(gold, f"further {detail}", None, each)
            result.failures.append(failure)
            if is_theirs(gold, detail, each):
                result.theirs.append(failure)
    for each in gold.extras.get(detail, ()):
        if normal(detail, each.value) not in values:
            result.failures.append(Failure(gold, f"further {detail}", each, None))


def is_right(detail: str, found: Found | None, wanted: Found | None) -> bool:
    if found is None or wanted is None:
        return False
    if normal(detail, found.value) != normal(detail, wanted.value):
        return False
    return found.position == wanted.position and _overlap(found, wanted)


def normal(detail: str, value: str) -> str:
    """The form in which two spellings of one value are equal; accents count."""
    if detail == "phone":
        return value.partition(";")[0]
    value = unicodedata.normalize("NFC", value)
    if detail == "email":
        local, _, domain = value.rpartition("@")
        return f"{local.casefold()}@{_ascii(domain.lower())}"
    value = value.casefold()
    return re.sub(r"[.,;:!?]+$", "", " ".join(value.split()))


def _ascii(domain: str) -> str:
    try:
        return idna.encode(domain, uts46=True).decode()
    except idna.IDNAError:
        return domain


def is_derived(gold: Gold, contact: Contact) -> bool:
    """Whether nobody said the company: it stands where the address does whose domain tells it."""
    company, email = contact.company, contact.email
    if company is None or email is None or gold.visitor.company:
        return False
    return (company.position, *_span(company)) == (email.position, *_span(email))


def is_theirs(gold: Gold, detail: str, found: Found) -> bool:
    """Whether the assistant or an agent said the value."""
    said = [each.text for each in gold.messages if each.role is not Role.VISITOR]
    if detail == "phone":
        digits = normal(detail, found.value)[-7:]
        return any(digits in re.sub(r"\D", "", text) for text in said)
    value = normal(detail, found.value)
    return any(_holds(unicodedata.normalize("NFC", text).casefold(), value) for text in said)


def _holds(text: str, value: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(value)}(?!\w)", text))


def _overlap(found: Found, wanted: Found) -> bool:
    if found.start is None or found.end is None or wanted.start is None or wanted.end is None:
        return found.start == wanted.start
    return found.start < wanted.end and wanted.start < found.end


def _span(found: Found) -> tuple[int | None, int | None]:
    return found.start, found.end


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def shown(failure: Failure) -> Iterator[str]:
    """The failure with its dialogue, as lines."""
    yield f"--- {failure.gold.kind}: {failure.detail} ---"
    yield f"    wanted {_told(failure.wanted)}"
    yield f"    found  {_told(failure.found)}"
    if failure.gold.visitor != Visitor():
        yield f"    {failure.gold.visitor}"
    for position, message in enumerate(failure.gold.messages):
        yield f"    {position} {message.role.value:>9}: {message.text}"


def _told(found: Found | None) -> str:
    if found is None:
        return "nothing"
    return f"{found.value!r} at {found.position}:{found.start}-{found.end}"


def categories(result: Result) -> Mapping[str, Tally]:
    """All details of a category together."""
    whole: dict[str, Tally] = {}
    for (kind, _), tally in result.by_category.items():
        total = whole.setdefault(kind, Tally())
        for count in ("right", "exact", "wrong", "missed"):
            setattr(total, count, getattr(total, count) + getattr(tally, count))
    return whole
