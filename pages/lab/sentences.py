"""The sentences of the set in a table: added, relabelled and deleted in the draft."""

from dataclasses import replace
from datetime import UTC, datetime

import streamlit as st

from lib import exemplar_rows
from lib.differences import Differences, between
from lib.domain import LeadsError, Temperature
from lib.drafts import LONGEST_EXEMPLAR
from lib.markdown import literal
from lib.palette import SHAPES
from pages.lab import editing
from pages.lab.workbench import Lab

ALL = "All intents"
HEIGHT = 520


def show(lab: Lab) -> None:
    """The table, and CSV in and out."""
    exemplars = lab.shown.exemplars
    warmth = exemplar_rows.temperatures(exemplars)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        intent = st.selectbox("Intent", [ALL, *sorted(warmth)], key="lab intent", width=320)
        _new_intent(lab, warmth)
        if intent != ALL:
            _change_intent(lab, intent, warmth)
        _files(lab)
    _table(lab, None if intent == ALL else intent, warmth)


def _table(lab: Lab, intent: str | None, warmth: dict[str, str]) -> None:
    exemplars = lab.shown.exemplars
    shown = [each for each in exemplars if intent in (None, each.intent)]
    rest = [each for each in exemplars if intent not in (None, each.intent)]
    edition = st.session_state.get("lab edition", 0)
    edited = st.data_editor(
        exemplar_rows.rows(sorted(shown, key=lambda each: each.intent)),
        num_rows="dynamic",
        hide_index=True,
        height=HEIGHT,
        key=f"sentences {lab.mark} {intent} {edition}",
        column_config={
            "text": st.column_config.TextColumn(
                "Sentence", required=True, max_chars=LONGEST_EXEMPLAR, width="large"
            ),
            "intent": st.column_config.SelectboxColumn(
                "Intent", options=sorted(warmth), required=True, default=intent, width="medium"
            ),
            "temperature": st.column_config.TextColumn("Temperature", disabled=True, width="small"),
        },
    )
    given = ((n, row | {"temperature": None}) for n, row in enumerate(edited.to_dicts(), start=1))
    read = exemplar_rows.read(given, warmth, "Row")
    for refused in read.refused[:5]:
        st.error(refused, icon=":material/error:")
    changed = between(shown, read.exemplars)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "Save to the draft",
            type="primary",
            disabled=not changed or bool(read.refused),
            on_click=_save,
            args=(lab, (*rest, *read.exemplars), changed),
        )
        if changed:
            st.button("Discard these edits", on_click=_discard)
            st.text(f"{changed}, not saved yet")
        else:
            st.text(
                f"{len(shown):,} sentences. Edit a cell, add a row at the end, or tick rows "
                "and delete them; then save."
            )


def _save(lab: Lab, exemplars: tuple[exemplar_rows.Exemplar, ...], changed: Differences) -> None:
    editing.apply(lab, replace(lab.shown, exemplars=exemplars), f"{changed}")


def _discard() -> None:
    st.session_state["lab edition"] = st.session_state.get("lab edition", 0) + 1


def _new_intent(lab: Lab, warmth: dict[str, str]) -> None:
    with st.popover("New intent", icon=":material/add:"), st.form("new intent", border=False):
        name = st.text_input("Name", max_chars=100)
        temperature = _temperature("Cold")
        text = st.text_input("First sentence", max_chars=LONGEST_EXEMPLAR)
        if not st.form_submit_button("Add to the draft", type="primary"):
            return
        name = " ".join(name.split())
        if name in warmth:
            st.error(f"There is an intent {name} already.")
            return
        row = {"text": text, "intent": name, "temperature": temperature}
        read = exemplar_rows.read([(1, row)], {}, "Row")
        taken = {each.text.casefold(): each.intent for each in lab.shown.exemplars}
        if read.refused:
            st.error(read.refused[0].removeprefix("Row 1: ").capitalize())
        elif intent := taken.get(read.exemplars[0].text.casefold()):
            st.error(f"This sentence is already an exemplar of {intent}.")
        else:
            to = replace(lab.shown, exemplars=(*lab.shown.exemplars, *read.exemplars))
            if editing.apply(lab, to, f"added the intent {name}"):
                st.rerun()


def _change_intent(lab: Lab, intent: str, warmth: dict[str, str]) -> None:
    with (
        st.popover("Rename or move", icon=":material/edit:"),
        st.form(f"change {intent}", border=False),
    ):
        name = st.text_input("Name", intent, max_chars=100)
        temperature = _temperature(warmth[intent])
        if not st.form_submit_button("Change in the draft", type="primary"):
            return
        name = " ".join(name.split())
        if not name or (name != intent and name in warmth):
            st.error("The intent needs a name of its own.")
            return
        exemplars = exemplar_rows.with_intent(
            lab.shown.exemplars, intent, name=name, temperature=temperature
        )
        if editing.apply(lab, replace(lab.shown, exemplars=exemplars), f"{intent} changed"):
            st.session_state.pop("lab intent", None)
            st.rerun()


def _temperature(default: str) -> str:
    return str(
        st.segmented_control(
            "Temperature",
            [each.value for each in Temperature],
            format_func=lambda each: f"{SHAPES[Temperature(each)]} {each}",
            default=default,
            required=True,
        )
    )


def _files(lab: Lab) -> None:
    st.download_button(
        "Download CSV",
        lambda: exemplar_rows.to_csv(lab.shown.exemplars),
        file_name=f"exemplars-{lab.shown.id}-{datetime.now(UTC):%Y-%m-%d}.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
    )
    with st.popover("Take in a CSV file", icon=":material/upload:", width="content"):
        _take_in(lab)


def _take_in(lab: Lab) -> None:
    file = st.file_uploader(
        "A CSV file with the columns text, intent and temperature takes the place of all sentences",
        type="csv",
        max_upload_size=5,
    )
    if file is None:
        return
    try:
        read = exemplar_rows.read_csv(
            file.getvalue(), exemplar_rows.temperatures(lab.shown.exemplars)
        )
    except LeadsError as error:
        st.error(literal(str(error)))
        return
    changed = between(lab.shown.exemplars, read.exemplars)
    if read.refused:
        st.warning("\n\n".join([f"{len(read.refused):,} rows are left out.", *read.refused[:5]]))
    if not changed:
        st.info("The file has the same sentences.")
        return
    st.text(f"{changed}:")
    st.dataframe(changed.rows, hide_index=True, height=240)
    to = replace(lab.shown, exemplars=read.exemplars)
    told = f"took in {file.name}: {changed}"
    # A callback, since its arguments are what was shown beside the button.
    st.button("Apply to the draft", type="primary", on_click=editing.apply, args=(lab, to, told))
