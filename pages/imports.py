"""Conversations in: files, connected sources and their health, and what was refused."""

import streamlit as st

from pages.incoming import history, quarantine, sources, upload

SECTIONS = {
    "Import a file": upload.show,
    "History": history.show,
    "Sources": sources.draw,
    "Quarantine": quarantine.draw,
}

st.title("Imports")
section = st.segmented_control(
    "Section",
    list(SECTIONS),
    default=next(iter(SECTIONS)),
    required=True,
    key="imports section",
    label_visibility="collapsed",
    persist_state="session",
)
SECTIONS[section]()
