"""A conversation as HTML that shows what visitors wrote and never runs it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from html import escape
from itertools import groupby
from operator import itemgetter
from typing import Any

import polars as pl

from lib.domain import Temperature
from lib.flags import flags
from lib.palette import SHAPES

Evidence = Mapping[str, Any]

LEAST_POINTS = 0.5  # what gave less is not marked: it did not move the score
STRONGEST = 20.0  # points from which a mark is as strong as it gets

# Characters that turn text around or hide in it; a reader sees their number instead.
INVISIBLE = {
    ord(c): f"⟦U+{ord(c):04X}⟧"
    for c in "\u200b\u200e\u200f\u061c\u2060\ufeff\u202a\u202b\u202c\u202d\u202e"
    "\u2066\u2067\u2068\u2069"
}

TURNED_HOT = f'<div class="turned">{SHAPES[Temperature.HOT]} Turned Hot here</div>'

SPEAKERS = {"visitor": "Visitor", "assistant": "Assistant", "agent": "Agent"}

STYLE = """<style>
.chat { display: flex; flex-direction: column; gap: .65rem; }
.turn { max-width: 44rem; width: fit-content; }
.turn .who { font-size: .8rem; opacity: .75; margin-bottom: .15rem; }
.turn .text { padding: .5rem .8rem; border-radius: .8rem; white-space: pre-wrap;
  width: fit-content; max-width: 100%;
  overflow-wrap: anywhere; line-height: 1.45;
  background: color-mix(in srgb, currentColor 6%, transparent); }
.turn.visitor { align-self: flex-end; }
.turn.visitor .who { text-align: right; }
.turn.visitor .text { margin-left: auto; background: color-mix(in srgb, #2f6fb3 16%, transparent); }
.turn mark { color: inherit; border-radius: .25rem; padding: .05rem .15rem; }
.turn .because { font-size: .82rem; margin: .25rem .2rem 0; opacity: .9; text-align: right; }
.turn .odd { font-size: .82rem; margin: .25rem .2rem 0; opacity: .9; font-style: italic; }
.turn.visitor .odd { text-align: right; }
.turn .because b { font-variant-numeric: tabular-nums; }
.turned { display: flex; align-items: center; gap: .7rem; font-size: .82rem; font-weight: 600; }
.turned::before, .turned::after { content: ""; flex: 1; border-top: 1px solid currentColor;
  opacity: .35; }
</style>"""


def html(
    messages: pl.DataFrame,
    evidence: Sequence[Evidence],
    times: Sequence[str],
    *,
    turned_hot: int | None = None,
    now: datetime | None = None,
) -> str:
    """The whole transcript: who said what and when, with the evidence marked where it was said.

    `messages` has position, role and text, in order; `times` says when, a text for each, empty
    where that is not known. `turned_hot` is the position of the message that made it Hot. What is
    odd about a message stands below it (lib/flags.py), also of its time where `now` is given.
    """
    by_position = {
        position: list(group)
        for position, group in groupby(
            sorted(evidence, key=itemgetter("position", "start")), itemgetter("position")
        )
    }
    turns = (
        _turn(row, time, by_position.get(row["position"], []), now)
        for row, time in zip(messages.iter_rows(named=True), times, strict=True)
    )
    marked = (
        turn + (TURNED_HOT if position == turned_hot else "")
        for position, turn in zip(messages["position"], turns, strict=True)
    )
    return f'{STYLE}<div class="chat">{"".join(marked)}</div>'


def plain(text: str) -> str:
    """Any text as HTML that shows just that text."""
    return escape(text.translate(INVISIBLE))


def _turn(
    row: Mapping[str, Any], time: str, evidence: Sequence[Evidence], now: datetime | None
) -> str:
    who = f"{row['position'] + 1} · {SPEAKERS.get(row['role'], 'Visitor')}"
    when = f" · {plain(time)}" if time else ""
    counted = [each for each in evidence if abs(each["points"]) >= LEAST_POINTS]
    return (
        f'<div class="turn {escape(row["role"])}"><div class="who">{who}{when}</div>'
        f'<div class="text">{"".join(_marked(row["text"], counted))}</div>'
        f"{''.join(map(_because, counted))}{_odd(row, now)}</div>"
    )


def _odd(row: Mapping[str, Any], now: datetime | None) -> str:
    """What is odd about the message, as a line of its own."""
    found = flags(row["text"], row["sent_at"], now)
    return f'<div class="odd">Odd: {plain("; ".join(found))}.</div>' if found else ""


def _marked(text: str, evidence: Sequence[Evidence]) -> Iterator[str]:
    """The text with each piece of evidence marked, the stronger the more points it gave."""
    done = 0
    for each in evidence:
        start, end = max(each["start"], done), each["end"]
        yield plain(text[done:start])
        yield f'<mark style="background: {_shade(each["points"])}">{plain(text[start:end])}</mark>'
        done = max(end, done)
    yield plain(text[done:])


def _shade(points: float) -> str:
    color = "#d92d20" if points > 0 else "#2f6fb3"
    strength = min(abs(points) / STRONGEST, 1.0)
    return f"color-mix(in srgb, {color} {12 + 28 * strength:.0f}%, transparent)"


def _because(evidence: Evidence) -> str:
    return (
        f'<div class="because"><b>{evidence["points"]:+.1f} points</b> · like '
        f"“{plain(evidence['exemplar'])}” ({plain(evidence['intent'])})</div>"
    )
