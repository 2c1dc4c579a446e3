"""Where scores and people disagree, one conversation at a time: label it, or learn from it."""

from dataclasses import replace
from typing import Any

import streamlit as st

from lib import database, exemplar_rows
from lib.domain import Label, Temperature
from lib.palette import SHAPES
from lib.queries import conversations as read
from lib.queries.disagreements import MOST_COUNTED, Kind, counts, queue
from lib.transcript import plain
from pages import actions
from pages.lab import editing
from pages.lab.workbench import Lab

SKIPPED = "lab skipped"
LAST = "lab last label"


def show(lab: Lab) -> None:
    """The kinds with how many wait, and the first conversation of the chosen one."""
    with database.reading(database.engine()) as connection:
        waiting = counts(connection)
        kind = Kind(st.session_state.get("lab kind") or next(iter(Kind)))
        found = queue(connection, kind)
    st.segmented_control(
        "What to look at",
        list(Kind),
        default=kind,
        required=True,
        format_func=lambda each: f"{each} ({_count(waiting[each])})",
        key="lab kind",
        label_visibility="collapsed",
    )
    _offer_undo()
    skipped = st.session_state.setdefault(SKIPPED, set())
    left = [row for row in found.to_dicts() if row["conversation_id"] not in skipped]
    if not left and skipped & set(found["conversation_id"]):
        st.text("These are all that are left, and you skipped them.")
        st.button("Show them again", on_click=skipped.clear)
        return
    if not left:
        st.info("Nothing to look at here: scores and people agree.", icon=":material/done_all:")
        return
    _card(lab, left[0])


def _card(lab: Lab, row: dict[str, Any]) -> None:
    with database.reading(database.engine()) as connection:
        score = read.score(connection, row["conversation_id"])
    evidence = score.evidence if score else []
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.html(f"<h3>{plain(row['name'] or row['email'] or 'No name')}</h3>", width="stretch")
            st.page_link(
                st.session_state.pages["conversation"],
                label="Open the conversation",
                icon=":material/forum:",
                query_params={"lead": str(row["lead_id"])},
            )
        st.text(_why(row))
        for each in evidence:
            st.text(f"{each['points']:+.0f}  “{each['text']}”, like “{each['exemplar']}”")
        st.text("What was it truly?")
        with st.container(horizontal=True):
            for label in Label:
                st.button(
                    label.value,
                    key=f"lab label {label} {row['conversation_id']}",
                    on_click=_label,
                    args=(row["conversation_id"], label),
                )
            st.button(
                "Skip",
                type="tertiary",
                icon=":material/skip_next:",
                on_click=st.session_state[SKIPPED].add,
                args=(row["conversation_id"],),
            )
    if evidence:
        _make_exemplar(lab, row["conversation_id"], [each["text"] for each in evidence])


def _make_exemplar(lab: Lab, conversation_id: int, sentences: list[str]) -> None:
    warmth = exemplar_rows.temperatures(lab.shown.exemplars)
    with st.expander("Make one of these sentences an exemplar"):
        text = st.selectbox("Sentence", sentences, key=f"lab sentence {conversation_id}")
        intent = st.selectbox(
            "Intent",
            sorted(warmth),
            index=None,
            placeholder="Choose an intent",
            format_func=lambda name: f"{SHAPES[Temperature(warmth[name])]} {name}",
            key=f"lab intent of {conversation_id}",
        )
        st.button(
            "Add to the draft", disabled=intent is None, on_click=_add, args=(lab, text, intent)
        )


def _label(conversation_id: int, label: Label) -> None:
    actions.set_label(conversation_id, label)
    st.session_state[LAST] = (conversation_id, label)


def _offer_undo() -> None:
    if last := st.session_state.get(LAST):
        st.button(
            f"Undo: take the label {last[1]} away",
            on_click=_take_back,
            args=(last[0],),
            type="tertiary",
            icon=":material/undo:",
        )


def _take_back(conversation_id: int) -> None:
    actions.set_label(conversation_id, None)
    st.session_state.pop(LAST, None)


def _add(lab: Lab, text: str, intent: str) -> None:
    exemplars = lab.shown.exemplars
    known = {each.text.casefold(): each.intent for each in exemplars}
    warmth = exemplar_rows.temperatures(exemplars)
    read_row = exemplar_rows.read([(1, {"text": text, "intent": intent})], warmth, "Row")
    if read_row.refused:
        problem = read_row.refused[0].removeprefix("Row 1: ")
        st.toast(problem[:1].upper() + problem[1:], icon=":material/warning:", duration="long")
    elif of := known.get(read_row.exemplars[0].text.casefold()):
        st.toast(f"This sentence is already an exemplar of {of}.", icon=":material/warning:")
    else:
        to = replace(lab.shown, exemplars=(*exemplars, *read_row.exemplars))
        editing.apply(lab, to, f"added a sentence to {intent}")


def _why(row: dict[str, Any]) -> str:
    called = f"{SHAPES[Temperature(row['temperature'])]} {row['temperature']}"
    if row["unsure"]:
        return f"Scored {row['score']:.0f}, but nothing the visitor said is like any exemplar."
    if row["status"] in ("Lost", "Qualified"):
        return f"Scored {row['score']:.0f} ({called}), and the lead is {row['status']}."
    return f"Scored {row['score']:.0f} ({called}), but it might as well be another temperature."


def _count(number: int) -> str:
    return f"{number:,}" if number <= MOST_COUNTED else f"over {MOST_COUNTED:,}"
