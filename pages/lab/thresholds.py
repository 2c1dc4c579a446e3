"""Where Hot and Warm begin: chosen by hand, by shares or by capacity, with what it would do."""

from typing import Any

import streamlit as st

from lib import charts_quality, thresholds
from lib.domain import LeadsError, Temperature
from lib.markdown import literal
from lib.palette import SHAPES
from lib.thresholds import Effect, Scored
from pages.lab import editing, measured
from pages.lab.workbench import Lab

BY_HAND, BY_SHARE, BY_CAPACITY = "By hand", "By share", "By capacity"


def show(lab: Lab) -> None:
    """The way to choose, what it would do beside now, and the button to use it."""
    now = lab.shown.thresholds
    st.text(
        f"Hot begins at {now.hot:g} and Warm at {now.warm:g}, in the "
        f"{'draft' if lab.draft else 'published set'}."
    )
    using = lab.ready()
    found = measured.scored(lab)
    if not len(found.scores):
        st.info("There are no leads with a score yet, so nothing can be foretold. Come back later.")
    way = st.segmented_control(
        "How to choose",
        [BY_HAND, BY_SHARE, BY_CAPACITY] if len(found.scores) else [BY_HAND],
        default=BY_HAND,
        required=True,
        key="lab way",
    )
    try:
        cut = WAYS[str(way)](lab, found)
    except LeadsError as error:
        st.error(literal(str(error)), icon=":material/warning:")
        return
    _effect(lab, found, cut, using)
    told = f"Hot from {cut.hot:g}, Warm from {cut.warm:g}"
    same = (cut.hot, cut.warm) == (now.hot, now.warm)
    if st.button(
        "These are the thresholds of now" if same else f"Use these in the draft: {told}",
        type="primary",
        disabled=same,
    ) and editing.apply(lab, thresholds.with_thresholds(lab.shown, cut), told):
        st.rerun()


def _by_hand(lab: Lab, _: Scored) -> Any:  # noqa: ANN401 Thresholds, which pages hand on
    now = lab.shown.thresholds
    left, right, _space = st.columns([1, 1, 2])
    with left:
        hot = st.number_input("Hot from", 0.1, 100.0, now.hot, 1.0, format="%g")
    with right:
        warm = st.number_input("Warm from", 0.1, 100.0, now.warm, 1.0, format="%g")
    return thresholds.chosen(hot, warm)


def _by_share(lab: Lab, found: Scored) -> Any:  # noqa: ANN401
    left, right, _space = st.columns([1, 1, 2])
    with left:
        hot = st.number_input("Hot: the hottest, in % of all leads", 1, 98, 10)
    with right:
        warm = st.number_input("Warm: the next, in % of all leads", 1, 98, 30)
    if hot + warm > 99:
        raise thresholds.UnusableThresholds(
            f"{hot} % and {warm} % leave nothing to be Cold. Lower one of them."
        )
    return thresholds.by_share(found, hot / 100, warm / 100)


def _by_capacity(lab: Lab, found: Scored) -> Any:  # noqa: ANN401
    now = thresholds.hot_a_day(found, lab.shown.thresholds)
    left, _space = st.columns([1, 3])
    with left:
        a_day = st.number_input(
            "Leads we can call a day",
            0.5,
            10_000.0,
            max(0.5, float(round(now))),
            0.5,
            format="%.1f",
            key="lab capacity",
        )
    cut = thresholds.by_capacity(found, a_day, lab.shown.thresholds.warm)
    came = found.recent.sum() / found.days
    st.text(
        f"{came:.1f} leads a day came in over the last {found.days:.0f} days. "
        + (
            f"You can call them all. So all that are not Cold are Hot, or nearly: Warm stays where "
            f"it is, from {cut.warm:g}."
            if came <= a_day
            else f"Warm stays where it is, from {cut.warm:g}."
        )
    )
    return cut


WAYS = {BY_HAND: _by_hand, BY_SHARE: _by_share, BY_CAPACITY: _by_capacity}


def _effect(lab: Lab, found: Scored, cut: Any, using: Any) -> None:  # noqa: ANN401
    _stamp, known = measured.labelled(lab)
    then = thresholds.effect(found, cut, known, using)
    now = thresholds.effect(found, lab.shown.thresholds, known, using)
    with st.container(horizontal=True):
        for each in Temperature:
            label = f"{SHAPES[each]} {each} leads"
            _number(label, then.leads[each], now.leads[each], "{:,.0f}")
        _number("Hot leads a day", then.a_day, now.a_day, "{:.1f}")
        _labels(then, now)
    if kept := int(found.leads.people["by_hand"].sum()):
        st.text(f"{kept:,} leads keep the temperature that a person gave them.")
    st.plotly_chart(
        charts_quality.score_histogram(
            found.scores.tolist(), cut.hot, cut.warm, dark=st.context.theme.type == "dark"
        ),
        config={"displayModeBar": False},
        alt="How many leads have which score, and what the thresholds make of them",
    )


def _labels(then: Effect, now: Effect) -> None:
    if then.recall == then.recall:
        _number(
            "Hot ones found",
            100 * then.recall,
            100 * now.recall,
            "{:.0f} %",
            "Recall: of the conversations labelled Hot, how many come out Hot.",
        )
    if then.precision == then.precision:
        before = now.precision if now.precision == now.precision else then.precision
        _number(
            "Called Hot rightly",
            100 * then.precision,
            100 * before,
            "{:.0f} %",
            "Precision: of the labelled conversations that come out Hot, how many are.",
        )


def _number(label: str, then: float, now: float, form: str, told: str | None = None) -> None:
    # What was is said in words: an arrow alone does not tell from where.
    changed = form.format(then) != form.format(now)
    st.metric(
        label,
        form.format(then),
        delta=("+" if then > now else "-") + form.format(abs(then - now)) if changed else None,
        delta_color="off",
        delta_arrow="off",
        delta_description=f"{form.format(now)} now" if changed else None,
        help=told,
        border=True,
        height="stretch",
    )
