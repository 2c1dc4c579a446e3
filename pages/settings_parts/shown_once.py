"""A secret that was just made: shown until the person has copied it, and never again."""

import streamlit as st

KEY = "shown once"


def keep(told: str, secret: str) -> None:
    """Show this secret on top of the page; `told` says what it is for."""
    st.session_state[KEY] = (told, secret)


def show() -> None:
    """The secret, if one was just made."""
    if not (kept := st.session_state.get(KEY)):
        return
    told, secret = kept
    with st.container(border=True):
        st.text(f"{told} It is shown only now: copy it.")
        st.code(secret, language=None)
        st.button("I have copied it", type="primary", on_click=_forget, icon=":material/done:")


def _forget() -> None:
    st.session_state.pop(KEY, None)
