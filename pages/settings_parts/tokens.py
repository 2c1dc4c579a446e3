"""API tokens: which there are, and the changes a person makes."""

from datetime import UTC, datetime

import streamlit as st

from lib import access, database
from lib.access import Token
from lib.domain import LeadsError, Right
from pages import actions
from pages.settings_parts import shown_once

RIGHTS = {Right.SEND: "Send conversations as this source", Right.READ: "Read leads"}
SOURCE, RIGHT, DAYS = "token source", "token right", "token days"


def show() -> None:
    """Every token that is valid, the others folded away, and what makes one."""
    st.subheader("API tokens")
    st.text("A system needs a token to send conversations, and another one to read leads.")
    now = datetime.now(UTC)
    with database.reading(database.engine()) as connection:
        found = access.list_tokens(connection)
    valid = [token for token in found if token.state(now) == "valid"]
    for token in valid:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.text(_told(token), width="stretch")
            with st.popover("Revoke", icon=":material/block:"):
                st.text("Whoever uses it is refused from the next request on.")
                st.button("Revoke it", key=f"revoke {token.id}", on_click=_revoke, args=(token.id,))
    if over := [token for token in found if token not in valid]:
        with st.expander(f"Revoked and expired ({len(over):,})"):
            st.text("\n".join(f"{_told(token)} · {token.state(now)}" for token in over))
    _make(open_=not valid)


def _told(token: Token) -> str:
    what = "sends conversations" if token.right is Right.SEND else "reads leads"
    return f"{token.source} · {what} · until {token.expires_at:%-d %b %Y}"


def _make(*, open_: bool) -> None:
    with st.expander("Make a token", expanded=open_, icon=":material/add:"):
        st.text_input("System", key=SOURCE, placeholder="website", max_chars=access.LONGEST_SOURCE)
        st.radio("It may", list(Right), format_func=RIGHTS.__getitem__, key=RIGHT)
        st.number_input("Days it is valid", 1, access.LONGEST_LIFE, 365, key=DAYS)
        st.button("Make it", type="primary", on_click=_on_make)


def _on_make() -> None:
    state, now = st.session_state, datetime.now(UTC)
    try:
        with database.writing(database.engine()) as connection:
            secret = access.create_token(
                connection, state[SOURCE], now=now, days=state[DAYS], right=state[RIGHT]
            )
    except LeadsError as error:
        st.toast(str(error), icon=":material/warning:", duration="long")
        return
    shown_once.keep(f"The new token of {state[SOURCE].strip()}.", secret)
    state[SOURCE] = ""


def _revoke(token_id: int) -> None:
    with actions.telling("The token is revoked.") as change:
        access.revoke_token(change, token_id, now=datetime.now(UTC))
