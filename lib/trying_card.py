"""What a set makes of a typed conversation, as HTML that shows what was typed and never runs it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from lib.domain import Temperature
from lib.palette import COLORS, COLORS_ON_DARK, SHAPES
from lib.transcript import plain

STYLE = """<style>
.tried .verdict { display: flex; flex-wrap: wrap; align-items: baseline; gap: .2rem .8rem; }
.tried .score { font-size: 2rem; font-weight: 650; line-height: 1.2; }
.tried .temperature { font-weight: 650; font-size: 1.1rem; white-space: nowrap; }
.tried .chances { display: grid; grid-template-columns: auto 3rem 1fr; gap: .3rem .7rem;
  align-items: center; margin-top: .6rem; }
.tried .chances > span { white-space: nowrap; font-variant-numeric: tabular-nums; }
.tried .bar { height: .55rem; border-radius: .3rem;
  background: color-mix(in srgb, currentColor 8%, transparent); }
.tried .bar > div { height: 100%; border-radius: .3rem; }
.like { display: grid; grid-template-columns: 2.6rem 1.1rem 1fr; gap: .4rem .4rem; }
.like > span { font-variant-numeric: tabular-nums; }
.like > div { overflow-wrap: anywhere; }
.like small { display: block; opacity: .75; }
.quote { font-weight: 600; overflow-wrap: anywhere; }
.quote small { font-weight: 400; opacity: .75; display: block; }
.points { font-size: .9rem; font-variant-numeric: tabular-nums; }
</style>"""


def verdict(
    score: float, temperature: str, chances: Mapping[str, float], intent: str, *, dark: bool
) -> str:
    """Score, temperature and intent; a bar for the chance of each temperature (0 to 1)."""
    colors = COLORS_ON_DARK if dark else COLORS
    called = Temperature(temperature)
    rows = "".join(_chance(each, chances[each], colors[each]) for each in Temperature)
    return (
        f'{STYLE}<div class="tried"><div class="verdict"><span class="score">{score:.0f}</span>'
        f'<span class="temperature" style="color: {colors[called]}">{SHAPES[called]} {called}'
        f'</span><span>{plain(intent)}</span></div><div class="chances">{rows}</div></div>'
    )


def sentence(text: str, message: int) -> str:
    """What was said, and in which message (counted from 1)."""
    return f'{STYLE}<div class="quote">“{plain(text)}”<small>Message {message}</small></div>'


def points(given: Mapping[str, float]) -> str:
    """The points of a sentence with each set; one alone may be without a name."""
    each = (f"{name} <b>{number:+.1f} points</b>" for name, number in given.items())
    return f'{STYLE}<div class="points">{" · ".join(each)}</div>'


def like(nearest: Iterable[Mapping[str, Any]], *, dark: bool) -> str:
    """What a sentence resembles: text, intent, temperature and cosine of each exemplar."""
    return f'{STYLE}<div class="like">{"".join(_rows(nearest, dark=dark))}</div>'


def _chance(temperature: Temperature, chance: float, color: str) -> str:
    return (
        f"<span>{SHAPES[temperature]} {temperature}</span><span>{chance:.0%}</span>"
        f'<div class="bar"><div style="width: {100 * chance:.1f}%; background: {color}"></div>'
        "</div>"
    )


def _rows(nearest: Iterable[Mapping[str, Any]], *, dark: bool) -> Sequence[str]:
    colors = COLORS_ON_DARK if dark else COLORS
    return [
        f"<span>{each['cosine']:.2f}</span>"
        f'<span style="color: {colors[Temperature(each["temperature"])]}" '
        f'title="{plain(each["temperature"])}">{SHAPES[Temperature(each["temperature"])]}</span>'
        f"<div>{plain(each['text'])}<small>{plain(each['temperature'])} · "
        f"{plain(each['intent'])}</small></div>"
        for each in nearest
    ]
