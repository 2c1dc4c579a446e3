"""Outgoing webhooks: which there are, how they fare, and the changes a person makes."""

import os
from datetime import UTC, datetime
from urllib.parse import urlsplit

import streamlit as st

from lib import database, delivery, moments, targets
from lib.config import Settings
from lib.domain import Event, LeadsError
from lib.queries import outgoing
from lib.targets import Target
from pages import actions
from pages.settings_parts import shown_once

MOST_SHOWN = 10  # deliveries of each webhook
EVENTS = {
    Event.CREATED: "New Hot lead",
    Event.TURNED_HOT: "Turned Hot",
    Event.STALE: "Went quiet",
}
NAME, URL, TOLD = "webhook name", "webhook url", "webhook events"


def show() -> None:
    """Every webhook, and what adds one."""
    st.subheader("Outgoing webhooks")
    st.text(
        "A chat such as Slack, or a system of yours, is told when a lead is new and Hot, turns "
        "Hot, or went quiet."
    )
    if not Settings.read(os.environ).url:
        st.text("Set LEADS_URL to this installation's address, and messages link to the lead.")
    with database.reading(database.engine()) as connection:
        found = targets.list_targets(connection)
        waiting = outgoing.waiting(connection)
    for target in found:
        _webhook(target, waiting.get(target.id, 0))
    _add(open_=not found)


def _webhook(target: Target, waiting: int) -> None:
    with st.container(border=True):
        st.text(f"{target.name} · {_short(target.url)}")
        told = ", ".join(EVENTS[event] for event in target.events)
        state = "" if target.active else "Paused. "
        st.text(f"{state}{told}." + (f" {waiting:,} waiting to be sent." if waiting else ""))
        with st.container(horizontal=True):
            _button("Send a test", target, _test, (target,), "send")
            if target.active:
                _button("Pause", target, _set_active, (target, False), "pause")
            else:
                _button("Resume", target, _set_active, (target, True), "play_arrow")
            with st.popover("Remove", icon=":material/delete:"):
                st.text("What waits to be sent is given up, and the secret is deleted.")
                _button("Remove it", target, _remove, (target,), "delete")
        with st.container():  # which keeps the place of what stands below
            if said := st.session_state.get(_result(target)):
                st.text(said)
        _deliveries(target)


def _button(label: str, target: Target, act: object, args: tuple[object, ...], icon: str) -> None:
    st.button(
        label,
        key=f"{label} {target.id}",
        on_click=act,
        args=args,
        icon=f":material/{icon}:",
    )


def _deliveries(target: Target) -> None:
    now, local = datetime.now(UTC), moments.zone(st.context.timezone)
    with database.reading(database.engine()) as connection:
        found = outgoing.deliveries(connection, target.id, most=MOST_SHOWN)
    if found.is_empty():
        st.text("Nothing was sent yet.")
        return
    with st.expander("Last deliveries"):
        for each in found.iter_rows(named=True):
            with st.container(horizontal=True, vertical_alignment="center"):
                when = moments.ago(each["created_at"], now)
                who = each["who"] or "no contact yet"
                result = outgoing.result_of(each, now, local)
                st.text(
                    f"{when} · {EVENTS[Event(each['event'])]}: {who}\n{result}", width="stretch"
                )
                st.button(
                    "Send again",
                    key=f"again {each['id']}",
                    on_click=_send_again,
                    args=(each["id"],),
                    type="tertiary",
                    icon=":material/replay:",
                )


def _add(*, open_: bool) -> None:
    with st.expander("Add a webhook", expanded=open_, icon=":material/add:"):
        st.text_input("Name", key=NAME, placeholder="Sales chat", max_chars=targets.LONGEST_NAME)
        st.text_input(
            "Address",
            key=URL,
            placeholder="https://hooks.example.com/…",
            max_chars=targets.LONGEST_URL,
        )
        st.pills(
            "Tell it of",
            list(Event),
            default=list(Event),
            selection_mode="multi",
            format_func=EVENTS.__getitem__,
            key=TOLD,
        )
        st.button("Add it", type="primary", on_click=_on_add)


def _on_add() -> None:
    state, now = st.session_state, datetime.now(UTC)
    try:
        with database.writing(database.engine()) as connection:
            secret = targets.add_target(
                connection, state[NAME], state[URL], state[TOLD], by=state.person, now=now
            )
    except LeadsError as error:
        st.toast(str(error), icon=":material/warning:", duration="long")
        return
    shown_once.keep(
        "The secret of the new webhook, with which its receiver checks messages.", secret
    )
    state[NAME] = state[URL] = ""


def _test(target: Target) -> None:
    failure = delivery.send_test(target, Settings.read(os.environ), now=datetime.now(UTC))
    said = f"The test did not arrive. {failure}" if failure else "The test arrived."
    st.session_state[_result(target)] = said


def _set_active(target: Target, active: bool) -> None:
    with actions.telling("It goes on." if active else "It is paused.") as change:
        targets.set_active(change, target.id, active)


def _remove(target: Target) -> None:
    with actions.telling("The webhook is removed.") as change:
        targets.remove(change, target.id, now=datetime.now(UTC))


def _send_again(message: int) -> None:
    with actions.telling("It will be sent again in a moment.") as change:
        targets.send_again(change, message, now=datetime.now(UTC))


def _result(target: Target) -> str:
    return f"webhook test {target.id}"


def _short(url: str) -> str:
    """The host alone: what follows it is a password of sorts with many chats."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/…"
