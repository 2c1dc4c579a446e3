"""How good the draft is beside the published set: by its own sentences, and by people's labels."""

from collections.abc import Mapping

import streamlit as st

from lib import charts_quality
from lib.domain import Temperature
from lib.known import Known
from lib.quality import FEW, Agreement
from pages.lab import figures, fitting, judging, measured
from pages.lab.workbench import Lab

PLAIN = {"displayModeBar": False}


def show(lab: Lab) -> None:
    """The sentences judged by each other, agreement with the labels, and a new fit to them."""
    sets = measured.sets(lab)
    st.subheader("Each sentence judged by the others")
    st.text(
        "Every sentence is scored as if a visitor had said only that, by the set without it. One "
        "sentence tells less than a conversation, so look at which come out wrong."
    )
    judging.show({name: measured.sentences(mark, using) for name, (mark, using) in sets.items()})
    st.subheader("Agreement with people’s labels")
    stamp, known = measured.labelled(lab)
    if _told(known):
        _agreement(
            {
                name: measured.agreement(stamp, known, mark, using)
                for name, (mark, using) in sets.items()
            },
            {"Draft": lab.shown.thresholds.hot, "Published": lab.published.thresholds.hot},
            known.counts,
        )
        st.subheader("Fit the calibration to the labels")
        mark, using = next(iter(sets.values()))
        fitting.show(lab, stamp, known, mark, using)


def _told(known: Known) -> bool:
    """Say how many labels there are, and what to do where they are few; whether there are any."""
    total = len(known.temperatures)
    if known.left_out:
        st.text(f"{known.left_out:,} labelled conversations have no score yet and are left out.")
    if not total:
        st.info(
            "No conversation is labelled yet. Say in Review of some what they truly were, or move "
            "leads that want to buy to Qualified; then it is seen here how often scores are right."
        )
        return False
    counts = ", ".join(f"{number:,} {name}" for name, number in known.counts.items())
    shown = f"; {known.shown:,} of the Hot ones because their lead is Qualified"
    st.text(f"{total:,} conversations are labelled: {counts}{shown if known.shown else ''}.")
    missing = [name for name, number in known.counts.items() if not number]
    if missing:
        st.info(
            f"None of them is {' or '.join(missing)}, so little can be said about how well "
            "scores tell them apart. Label some in Review, best among the lowest scores."
        )
    elif total < FEW:
        st.info(
            f"From {total} labels little can be said: a few more or less right move every figure. "
            f"Label {FEW - total} more in Review at least."
        )
    return True


def _agreement(
    found: Mapping[str, Agreement], hot: Mapping[str, float], counts: Mapping[str, int]
) -> None:
    if max(counts.values()) == sum(counts.values()):
        _of_one_temperature(found)
        return
    first, *others = found.values()
    figures.show(first.measured, others[0].measured if others else None, "published")
    if not counts["Hot"]:
        return
    low, high = first.hot_interval
    st.text(
        f"Hot first lies between {low:.2f} and {high:.2f} with 95 in a hundred, as far as chance "
        "among so many labels goes."
    )
    dark = st.context.theme.type == "dark"
    left, right = st.columns(2, gap="large")
    with left:
        st.text("Of those called Hot, how many are; of those that are, how many get called")
        st.plotly_chart(
            charts_quality.precision_and_recall(
                {name: each.curve for name, each in found.items()},
                {name: hot[name] for name in found},
                dark=dark,
            ),
            config=PLAIN,
            alt="Precision and recall of Hot for every threshold",
        )
    with right:
        st.text("The stated chance of Hot, how many were, and of how many")
        st.plotly_chart(
            charts_quality.reliability(
                {name: each.bins for name, each in found.items()}, dark=dark
            ),
            config=PLAIN,
            alt="Share of Hot conversations against the stated chance of Hot",
        )


def _of_one_temperature(found: Mapping[str, Agreement]) -> None:
    """All that can be said where all labels are one temperature: how many come out so."""
    for name, each in found.items():
        for place, (row, temperature) in enumerate(
            zip(each.measured.confusion, Temperature, strict=True)
        ):
            if sum(row):
                st.text(f"{name}: {row[place]:,} of these {sum(row):,} come out {temperature}.")
