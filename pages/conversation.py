"""One lead: who it is, what was said, why it scored so, and what became of it."""

from datetime import UTC, datetime

import streamlit as st

from lib import card, charts, database, moments, transcript
from lib.domain import LeadFilter, NotFound, Status, StatusChange
from lib.queries import conversations as read
from lib.queries.leads import neighbours
from pages import actions


def on_status(key: str, lead_id: int, version: int) -> None:
    """Another status was chosen."""
    actions.move(StatusChange(lead_id, version, st.session_state[key]))


now = datetime.now(UTC)
local = moments.zone(st.context.timezone)
dark = st.context.theme.type == "dark"
to = st.session_state.pages

asked = st.query_params.get("lead", "")
if not asked.isdecimal() or len(asked) > 18:
    st.page_link(to["leads"], label="All leads", icon=":material/arrow_back:")
    raise NotFound("This link names no lead. Open one from the list of leads.")

with database.reading(database.engine()) as connection:
    try:
        lead = read.lead(connection, int(asked))
    except NotFound:
        st.page_link(to["leads"], label="All leads", icon=":material/arrow_back:")
        raise
    chats = read.conversations_of(connection, lead["id"])
    contacts = read.contacts_of(connection, lead["id"])
    history = read.status_history(connection, lead["id"])
    before, after = neighbours(
        connection,
        st.session_state.get("chosen", LeadFilter()),
        lead["id"],
        page=st.session_state.get("page", 1),
    )

with st.container(horizontal=True, vertical_alignment="center"):
    st.page_link(to["leads"], label="All leads", icon=":material/arrow_back:")
    for label, icon, other in (
        ("Previous", ":material/chevron_left:", before),
        ("Next", ":material/chevron_right:", after),
    ):
        params = {"lead": str(other)} if other else None
        link = {"label": label, "icon": icon, "disabled": other is None, "query_params": params}
        st.page_link(to["conversation"], **link)
    actions.offer_undo()

st.html(card.heading(lead, dark=dark))

about, said = st.columns([1, 2], gap="large")
with about:
    status_key = f"status of {lead['id']}"
    st.session_state[status_key] = Status(lead["status"])  # the database's word, whoever was first
    st.selectbox(
        "Status",
        list(Status),
        key=status_key,
        on_change=on_status,
        args=(status_key, lead["id"], lead["status_version"]),
    )
    chat_ids = chats["id"].to_list()
    shown = lead["conversation_id"]
    if len(chat_ids) > 1:
        described = {
            row["id"]: f"{moments.exact(row['started_at'], local)} · {row['channel']}"
            for row in chats.iter_rows(named=True)
        }
        shown = st.selectbox(
            f"{len(chat_ids)} conversations of this person",
            chat_ids,
            index=chat_ids.index(shown),
            format_func=described.__getitem__,
            key=f"chat-{lead['id']}",
        )
    st.subheader("Contact")
    st.html(card.contact(lead, contacts, shown))
    with database.reading(database.engine()) as connection:
        messages = read.transcript(connection, shown)
        score = read.score(connection, shown)
    if score:
        st.subheader("Why this score")
        st.text(
            f"It starts at {score.base:.0f}, in the middle, when nothing is known. What the "
            f"visitor said then adds or takes points, and together that makes {score.score:.0f}."
        )
        st.plotly_chart(
            charts.points(score.base, score.evidence, dark=dark),
            config={"displayModeBar": False},
            alt="The score after each message of the visitor",
        )
        if score.unsure:
            st.info(
                "Not sure: nothing the visitor said is like any of the example sentences that "
                "scores are made from. Read the conversation yourself."
            )
    st.subheader("History")
    for change in history.iter_rows(named=True):
        when = moments.exact(change["changed_at"], local)
        st.text(f"{change['old']} → {change['new']}, {change['changed_by']}, {when}")
    st.text(f"Captured {moments.exact(lead['captured_at'], local)}, {lead['channel']}")
with said:
    st.subheader("Conversation")
    times = [
        moments.exact(row["sent_at"], local) if row["time_known"] else ""
        for row in messages.iter_rows(named=True)
    ]
    if not any(times):
        st.caption("The source did not say when each message was sent.")
    st.html(transcript.html(messages, score.evidence if score else [], times))
