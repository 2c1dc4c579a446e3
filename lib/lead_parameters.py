"""What a request for leads asks for: parameters of its address, read strictly, and the cursor."""

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TypeVar

from starlette.datastructures import QueryParams

from lib.domain import LeadFilter, LeadsError, Status, Temperature
from lib.lead_json import iso
from lib.queries.lead_pages import Order, Place, Wanted
from lib.queries.leads import LONGEST_SEARCH

MOST = 500
USUAL = 100
REPEATED = ("temperature", "status", "channel")
KNOWN = (
    *REPEATED,
    *("captured_from", "captured_to", "active_since", "score_min", "q"),
    *("order", "limit", "cursor"),
)
T = TypeVar("T")


class BadParameter(LeadsError):
    """A parameter that cannot be used; the text names it and says what it may be."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which page of which leads."""

    wanted: Wanted
    order: Order
    after: Place | None
    limit: int


def read(parameters: QueryParams) -> Asked:
    """What the parameters ask for. Raises BadParameter."""
    _check_names(parameters)
    after = _one(parameters, "cursor", place_of)
    order = _one(parameters, "order", lambda text: _word("order", text, Order))
    if after and order and order is not after.order:
        raise BadParameter("This cursor goes on in another order; begin again without it.")
    return Asked(
        _wanted(parameters),
        after.order if after else order or Order.CAPTURED,
        after,
        _one(parameters, "limit", _limit) or USUAL,
    )


def cursor_of(place: Place) -> str:
    """A place as a word that callers hand back unopened."""
    value = iso(place.value) if isinstance(place.value, datetime) else place.value
    return urlsafe_b64encode(json.dumps([place.order, value, place.id]).encode()).decode()


def place_of(cursor: str) -> Place:
    """The place that a cursor means. Raises BadParameter."""
    try:
        match json.loads(urlsafe_b64decode(cursor.encode("ascii"))):
            case [Order.CAPTURED, str(moment), int(id)] if 0 < id < 2**63:
                return Place(Order.CAPTURED, _moment("cursor", moment), id)
            case [Order.SCORE, float(score), int(id)] if 0 < id < 2**63:
                return Place(Order.SCORE, score, id)
    except (ValueError, RecursionError, BadParameter):
        pass
    raise BadParameter("This is no cursor; take it from next of the page before, as it is.")


def _check_names(parameters: QueryParams) -> None:
    for name in parameters:
        if name not in KNOWN:
            raise BadParameter(f"There is no parameter {name[:100]!r}; use {', '.join(KNOWN)}.")
        if name not in REPEATED and len(parameters.getlist(name)) > 1:
            raise BadParameter(f"Give {name} once.")


def _wanted(parameters: QueryParams) -> Wanted:
    def moment(name: str) -> datetime | None:
        return _one(parameters, name, lambda text: _moment(name, text))

    search = _one(parameters, "q", lambda text: text) or ""
    if len(search) > LONGEST_SEARCH or not search.isprintable():
        raise BadParameter(f"q may have {LONGEST_SEARCH} printable characters at most.")
    temperatures = _words(parameters, "temperature", Temperature)
    statuses = _words(parameters, "status", Status)
    return Wanted(
        LeadFilter(tuple(temperatures), tuple(statuses), search),
        tuple(map(_channel, parameters.getlist("channel"))),
        moment("captured_from"),
        moment("captured_to"),
        moment("active_since"),
        _one(parameters, "score_min", _score),
    )


def _one(parameters: QueryParams, name: str, read: Callable[[str], T]) -> T | None:
    """A parameter that may stand once; None where it does not."""
    return read(parameters[name]) if name in parameters else None


W = TypeVar("W", bound=StrEnum)


def _words(parameters: QueryParams, name: str, of: type[W]) -> Sequence[W]:
    return [_word(name, text, of) for text in parameters.getlist(name)]


def _word(name: str, text: str, of: type[W]) -> W:
    """One of the words, in any case."""
    for each in of:
        if each.casefold() == text.casefold():
            return each
    raise BadParameter(f"{name} must be one of {', '.join(of)}.")


def _channel(text: str) -> str:
    if not text or not text.isprintable():
        raise BadParameter("channel must be the name of one, such as WhatsApp.")
    return text


def _moment(name: str, text: str) -> datetime:
    """A moment in ISO 8601, in UTC where no zone is named."""
    # A + that was not written as %2B arrives as a space.
    text = re.sub(r"(?<=T)(\S+) (\d\d:?\d\d)$", r"\1+\2", text)
    try:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise BadParameter(f"{name} must be a time such as 2026-03-10T14:30:00Z.") from error


def _score(text: str) -> float:
    if re.fullmatch(r"\d{1,3}(\.\d{1,20})?", text, re.ASCII) and float(text) <= 100:
        return float(text)
    raise BadParameter("score_min must be a number from 0 to 100.")


def _limit(text: str) -> int:
    if re.fullmatch(r"\d{1,3}", text, re.ASCII) and 1 <= int(text) <= MOST:
        return int(text)
    raise BadParameter(f"limit must be a whole number from 1 to {MOST}.")
