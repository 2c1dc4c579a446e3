"""Why a conversation scored so: how it went, what gave it, and what it would be with less."""

import streamlit as st

from lib import charts, charts_course, reasons
from lib.domain import LeadsError
from lib.queries.conversations import Score
from lib.replay import Course, Recalled

PLAIN = {"displayModeBar": False}


def show_course(score: Score, course: Course, *, dark: bool) -> None:
    """The score after each message of the visitor."""
    st.text("The score after each message of the visitor")
    st.plotly_chart(
        charts_course.course(
            score.base,
            course.steps,
            hot=course.hot_from,
            warm=course.warm_from,
            turned_hot=course.turned_hot,
            dark=dark,
        ),
        config=PLAIN,
        alt=reasons.course(score.base, course.steps["position"], course.steps["score"]),
    )


def show_points(score: Score, *, dark: bool) -> None:
    """What each thing that was said adds or takes."""
    st.text(
        f"It starts at {score.base:.0f}, in the middle, when nothing is known. What the "
        f"visitor said then adds or takes points, and together that makes {score.score:.0f}."
    )
    st.plotly_chart(
        charts.points(score.base, score.evidence, dark=dark),
        config=PLAIN,
        alt="The points that each thing the visitor said adds or takes, up to the score",
    )
    if score.unsure:
        st.info(
            "Not sure: nothing the visitor said is like any of the example sentences that "
            "scores are made from. Read the conversation yourself."
        )


def show_what_if(score: Score, recalled: Recalled, course: Course, *, key: str) -> None:
    """The score without a message, and without an example sentence."""
    now = (score.score, score.temperature)
    said = dict(zip(course.steps["position"], course.steps["said"], strict=True))
    position = st.selectbox(
        "Without this message",
        list(said),
        index=None,
        placeholder="Choose a message",
        format_func=lambda each: f"{each + 1} · {reasons.short(said[each])}",
        key=f"without message {key}",
    )
    if position is not None:
        st.html(reasons.without(said[position], now, recalled.without_message(position)))
    text = st.selectbox(
        "Without this example sentence",
        reasons.told_by(score.evidence),
        index=None,
        placeholder="Choose an example sentence",
        format_func=reasons.short,
        key=f"without exemplar {key}",
    )
    if text is not None:
        try:
            st.html(reasons.without(text, now, recalled.without_exemplar(text)))
        except LeadsError as error:
            st.text(str(error))
