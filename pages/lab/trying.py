"""A sentence or a conversation is typed, and what the sets make of it is seen at once."""

from dataclasses import asdict
from typing import Any

import streamlit as st

from lib import charts, trying, trying_card
from pages.lab import workbench
from pages.lab.workbench import Lab

LONGEST = 20_000  # characters
MOST_SENTENCES = 30  # of which the nearest exemplars are shown
EXAMPLES = {
    "An order": "Hi, do you have a meeting room for 12 people?\n"
    "A: We do. Shall I book it for Friday?\nYes please, go ahead and send me the invoice.",
    "A question": "How much is it per person, and what does that include?",
    "A complaint": "I still have not received my refund, this is taking forever.",
}


def show(lab: Lab) -> None:
    """The text, and below it the score with the draft and with the published set."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text("For example:", width="content")
        for name, text in EXAMPLES.items():
            st.button(name, on_click=_type, args=(text,), type="tertiary")
    typed = st.text_area(
        "What is said, a message a line. Lines that begin with A: are the other side’s.",
        key="lab typed",
        height=150,
        max_chars=LONGEST,
        placeholder="V: Do you have a room for 12 people?\n"
        "A: We do. Shall I book it for Friday?\nV: Yes please",
        persist_state="session",
    )
    st.button("Score it", type="primary")  # leaving the text area hands it over; this says so
    said = trying.heard(typed or "")
    if not said:
        _say_what_is_missing(typed or "")
        return
    known = _encoded(typed or "", lab.published.model)
    sets = [("Draft", lab.ready())] if lab.draft else []
    sets.append(("Published" if lab.draft else "", lab.ready_published()))
    _compare({name: trying.tried(said, known, using) for name, using in sets})


def _type(text: str) -> None:
    st.session_state["lab typed"] = text


def _say_what_is_missing(typed: str) -> None:
    if not typed.strip():
        st.info("Type what a visitor might say, or paste a conversation. It is not stored.")
    else:
        st.info("There is no word of the visitor in it. Lines without a name are the visitor’s.")


@st.cache_data(
    max_entries=20, scope="session", show_spinner="Reading it. The first time this takes a while …"
)
def _encoded(typed: str, model: str) -> Any:  # noqa: ANN401 vectors, which pages hand on unopened
    return trying.encode(trying.heard(typed), workbench.encoder())


def _compare(tried: dict[str, Any]) -> None:
    dark = st.context.theme.type == "dark"
    for column, name, each in _side_by_side(tried):
        with column:
            if name:
                st.subheader(name)
            _score(name, each.found, dark=dark)
    st.subheader("What each sentence is like")
    st.text(
        "The nearest sentences of the set, with the cosine: 1 is the same meaning, and what is "
        "below 0.4 hardly resembles anything."
    )
    evidence = next(iter(tried.values())).found.evidence
    for place, said in enumerate(evidence[:MOST_SENTENCES]):
        with st.container(border=True):
            st.html(trying_card.sentence(said.text, said.position + 1))
            _likeness(tried, place, dark=dark)
    if (left := len(evidence) - MOST_SENTENCES) > 0:
        st.text(f"{left:,} more sentences count too and are not listed.")


def _score(name: str, found: Any, *, dark: bool) -> None:  # noqa: ANN401 an Assessment
    # Beside another set's there is room for one thing only.
    left, right = (st.container(), st.container()) if name else st.columns([2, 3], gap="large")
    with left:
        chances = {which.capitalize(): each for which, each in asdict(found.probabilities).items()}
        verdict = trying_card.verdict(
            found.score, found.temperature, chances, found.intent, dark=dark
        )
        st.html(verdict)
        if found.unsure:
            st.info(
                "Not sure: nothing the visitor says is like any sentence of the set, so the score "
                "means little. Add sentences like these where it matters.",
                icon=":material/help:",
            )
    with right:
        st.plotly_chart(
            charts.points(found.base, list(map(asdict, found.evidence)), dark=dark),
            config={"displayModeBar": False},
            alt="The score after each message of the visitor",
            key=f"points {name}",
        )


def _likeness(tried: dict[str, Any], place: int, *, dark: bool) -> None:
    """What a sentence is like: once, where the sets agree on it."""
    first, *others = (each.nearest[place] for each in tried.values())
    together = all(other == first for other in others)
    points = {name: each.found.evidence[place].points for name, each in tried.items()}
    if together:
        st.html(trying_card.points(points))
        st.html(trying_card.like(map(asdict, first), dark=dark))
        return
    for column, name, each in _side_by_side(tried):
        with column:
            st.html(trying_card.points({name: points[name]}))
            st.html(trying_card.like(map(asdict, each.nearest[place]), dark=dark))


def _side_by_side(tried: dict[str, Any]) -> list[tuple[Any, str, Any]]:
    columns = st.columns(len(tried), gap="large")
    return [(column, *each) for column, each in zip(columns, tried.items(), strict=True)]
