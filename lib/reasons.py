"""What a score owes to one thing that it was made from, in words; as HTML that runs nothing."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from lib.domain import Temperature
from lib.palette import SHAPES
from lib.transcript import plain

LONGEST = 90  # characters of a quote

Verdict = tuple[float, str]  # a score, and what it is called


def without(what: str, now: Verdict, then: Verdict | None) -> str:
    """What the score would be without a message or an exemplar; `then` None where there is none."""
    return f"<div>Without “{plain(short(what))}” {_outcome(now, then)}.</div>"


def course(base: float, positions: Iterable[int], scores: Iterable[float]) -> str:
    """How the score went, for those who do not see it drawn."""
    went = (
        f"{score:.0f} after message {position + 1}"
        for position, score in zip(positions, scores, strict=True)
    )
    return f"The score: {base:.0f} at the start, {', '.join(went)}"


def short(text: str, longest: int = LONGEST) -> str:
    """The beginning of a text, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def told_by(evidence: Iterable[Mapping[str, Any]]) -> Sequence[str]:
    """The exemplars that the evidence resembles, what gave or took the most points first."""
    ordered = sorted(evidence, key=lambda each: -abs(each["points"]))
    return list(dict.fromkeys(each["exemplar"] for each in ordered))


def _outcome(now: Verdict, then: Verdict | None) -> str:
    if then is None:
        return "there would be no score: nothing else was said"
    (was, called), (would_be, would_be_called) = now, then
    if f"{was:.0f}" == f"{would_be:.0f}":
        return f"the score would be <b>{would_be:.0f}</b> all the same"
    how = (
        f"still {_shaped(called)}"
        if called == would_be_called
        else f"{_shaped(would_be_called)} instead of {_shaped(called)}"
    )
    return f"the score would be <b>{would_be:.0f}</b> instead of {was:.0f} ({how})"


def _shaped(temperature: str) -> str:
    return f"{SHAPES[Temperature(temperature)]} {temperature}"
