"""The systems that send over HTTP: whether they are heard of, and their keys."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

import streamlit as st

from lib import database, keys, moments
from lib.domain import LeadsError
from lib.keys import Key, Sender
from lib.queries import health

HELP = (
    "The secret that the chat system shows for its webhook (in Intercom the client secret of the "
    "app). Empty, a new one is made, to be pasted there."
)


def draw() -> None:
    """The section: health, keys, and a form for a new one."""
    now = datetime.now(UTC)
    with database.reading(database.engine()) as connection:
        heard = health.sources(connection, now=now)
        known = keys.keys(connection, now=now)
    _health(heard, now)
    _made()
    _keys(known)
    _new()


def _health(heard: list[health.SourceHealth], now: datetime) -> None:
    if not heard:
        st.text("Nothing came in over HTTP yet. Make a key below, and paste it where it belongs.")
        return
    rows = [
        {
            "Source": each.source,
            "Last event": moments.ago(each.last_event, now),
            "Events in 24 h": each.events_in_24_h,
            "Usual silence": _hours(each),
            "State": "⚠ silent for longer than usual" if each.is_silent else "heard of as usual",
        }
        for each in heard
    ]
    st.dataframe(rows, hide_index=True)


def _hours(each: health.SourceHealth) -> str:
    usual = each.usual_silence
    return f"up to {usual.total_seconds() / 3_600:.0f} h" if usual else "not known yet"


def _made() -> None:
    """The secret that was just made, until the person says that it is copied."""
    made: keys.Made | None = st.session_state.get("made key")
    if made is None:
        return
    parts = urlsplit(st.context.url or "")
    with st.container(border=True):
        st.text(f"The new key of {made.source}. It is shown only now:")
        st.code(made.secret, language=None)
        st.text("It sends to:")
        st.code(f"{parts.scheme}://{parts.netloc}{made.path}" if parts.netloc else made.path,
                language=None)  # fmt: skip
        st.button("I have copied it", on_click=_forget)


def _forget() -> None:
    st.session_state.pop("made key", None)


def _keys(known: list[Key]) -> None:
    local = moments.zone(st.context.timezone)
    for key in known:
        with st.container(horizontal=True, vertical_alignment="center"):
            ends = f", ends {moments.exact(key.ends_at, local)}" if key.ends_at else ""
            made = moments.exact(key.created_at, local)
            st.text(f"{key.source} · {key.sender} · {key.state}, made {made}{ends}")
            with st.popover("Revoke", type="tertiary", key=f"popover {key.sender} {key.id}"):
                st.text(f"Then {key.source} can send nothing more with this key.")
                st.button(
                    "Revoke it", key=f"revoke {key.sender} {key.id}", on_click=_revoke, args=(key,)
                )


def _revoke(key: Key) -> None:
    try:
        with database.writing(database.engine()) as connection:
            keys.revoke(connection, key, now=datetime.now(UTC))
    except LeadsError as error:
        st.toast(str(error), icon=":material/warning:", duration="long")
        return
    st.toast("The key is revoked.", icon=":material/check:")


def _new() -> None:
    with st.popover("New key", icon=":material/add:"), st.form("new key", clear_on_submit=True):
        sender = st.selectbox("What sends", list(Sender), format_func=lambda each: each.value)
        source = st.text_input("Name of the source", max_chars=100)
        given = st.text_input("Its secret, if it has one", type="password", help=HELP)
        if not st.form_submit_button("Make the key", type="primary"):
            return
        try:
            with database.writing(database.engine()) as connection:
                made = keys.make(
                    connection, Sender(str(sender)), source, now=datetime.now(UTC), given=given
                )
        except LeadsError as error:
            st.error(str(error))
            return
        st.session_state["made key"] = made
        st.rerun()
