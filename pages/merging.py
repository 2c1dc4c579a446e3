"""Leads that are one person, or may be: merged, kept apart, and taken apart again."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import streamlit as st

from lib import apart, card, database, merging, moments, unmerging
from lib.domain import LeadsError
from lib.queries import merges, proposals
from lib.queries.leads import LONGEST_SEARCH

SHOWN = 10  # pairs of the whole list


def show(lead_id: int, local: ZoneInfo) -> None:
    """Who else may be this person, what was merged already, and a way to merge with any lead."""
    with database.reading(database.engine()) as connection:
        proposed = proposals.for_lead(connection, lead_id)
        merged = merges.merges_of(connection, lead_id)
    if len(proposed):
        st.subheader("The same person?")
    for other in proposed.iter_rows(named=True):
        st.text(f"{card.line(other)}\n{other['reason']}")
        _decide(lead_id, other["id"])
    if len(merged):
        st.subheader("Merged")
    for rows in merged.partition_by("merge_id", maintain_order=True):
        first = rows.row(0, named=True)
        who = "\n".join(card.line(row) for row in rows.iter_rows(named=True))
        when = moments.exact(first["merged_at"], local)
        st.text(f"{who}\nMerged by {first['merged_by']}, {when}")
        key = f"unmerge {first['merge_id']}"
        st.button("Undo merge", key=key, on_click=undo, args=(first["merge_id"],))
    _search(lead_id)


def show_all() -> None:
    """Pairs of leads that may be one person, from all leads."""
    with database.reading(database.engine()) as connection:
        pairs = proposals.open_proposals(connection, SHOWN)
    if pairs.is_empty():
        st.text("No two leads look like one person.")
    for pair in pairs.iter_rows(named=True):
        who = [card.line(_one(pair, side)) for side in ("lead", "other")]
        st.text("\n".join([*who, pair["reason"]]))
        _decide(pair["lead_id"], pair["other_id"])


def offer_undo() -> None:
    """A button that takes the last merge apart again, where there is one."""
    if merge_id := st.session_state.get("last_merge"):
        icon = ":material/undo:"
        st.button("Undo merge", on_click=undo, args=(merge_id,), type="tertiary", icon=icon)


def merge(*lead_ids: int) -> None:
    """Make one lead of these, and keep what takes it back."""
    by = _by_whom()
    done = _tried(lambda connection: merging.merge(connection, lead_ids, **by))
    if done:
        st.session_state.pop("undo", None)
        st.session_state.last_merge = done.id
        _say(f"Merged into lead #{done.lead_id}. Nothing is lost, and it can be undone.")


def undo(merge_id: int) -> None:
    """Take a merge apart again."""
    by = _by_whom()
    undone = _tried(lambda connection: unmerging.undo_merge(connection, merge_id, **by))
    st.session_state.pop("last_merge", None)
    if undone:
        _say(" ".join(["The leads are apart again.", *undone.notes]))


def keep_apart(*lead_ids: int) -> None:
    """Say that these leads are not one person."""
    by = _by_whom()
    if _tried(lambda connection: apart.keep_apart(connection, lead_ids, **by) or lead_ids):
        _say("They stay two leads, and are not proposed again.")


def _one(pair: Mapping[str, Any], side: str) -> dict[str, Any]:
    return {name: pair[f"{side}_{name}"] for name in ("id", "name", "email")}


def _decide(lead_id: int, other_id: int) -> None:
    key = f"{lead_id} and {other_id}"
    with st.container(horizontal=True):
        st.button("Merge", key=f"merge {key}", on_click=merge, args=(lead_id, other_id))
        label = "Not the same person"
        st.button(label, key=f"apart {key}", on_click=keep_apart, args=(lead_id, other_id))


def _search(lead_id: int) -> None:
    typed = st.text_input(
        "Merge with…",
        max_chars=LONGEST_SEARCH,
        placeholder="Name, e-mail, phone or #number",
        key=f"merge with {lead_id}",
    )
    if not typed.strip():
        return
    with database.reading(database.engine()) as connection:
        found = merges.find(connection, typed, but=lead_id)
    if found.is_empty():
        st.text("No other lead is found by that.")
    for other in found.iter_rows(named=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(card.line(other))
            key = f"merge {lead_id} with {other['id']}"
            st.button("Merge", key=key, on_click=merge, args=(lead_id, other["id"]))


def _by_whom() -> dict[str, Any]:
    return {"by": st.session_state.person, "now": datetime.now(UTC)}


def _tried(change: Callable[[Any], Any]) -> Any:  # noqa: ANN401 pages know no database types
    """Make a change in a transaction; what it gives, or None after it was said why not."""
    try:
        with database.writing(database.engine()) as connection:
            return change(connection)
    except LeadsError as error:
        st.toast(str(error), icon=":material/warning:", duration="long")
        return None


def _say(done: str) -> None:
    st.toast(done, icon=":material/check_circle:")
