"""One lead: who it is, what was said, why it scored so, and what became of it."""

from datetime import UTC, datetime

import streamlit as st

from lib import card, database, moments, transcript
from lib.card import AUTOMATIC
from lib.domain import Label, LeadFilter, NotFound, Status, StatusChange, Temperature
from lib.labels import label_of
from lib.queries import conversations as read
from lib.queries.leads import neighbours
from lib.replay import recall
from pages import actions, merging, why

# Between a phone and a wide screen the reasons stand
# below, over the whole width.
LAYOUT = """<style>
@media (min-width: 641px) and (max-width: 1180px) {
  .st-key-lead .stColumn:nth-child(3) { min-width: 100%; }
}
</style>"""


def on_status(key: str, lead_id: int, version: int) -> None:
    """Another status was chosen."""
    actions.move(StatusChange(lead_id, version, st.session_state[key]))


def on_temperature(key: str, lead_id: int) -> None:
    """Another temperature was chosen."""
    chosen = st.session_state[key]
    actions.set_temperature(lead_id, None if chosen == AUTOMATIC else chosen)


def on_label(key: str, conversation_id: int) -> None:
    """A label was chosen, or taken away."""
    actions.set_label(conversation_id, st.session_state[key])


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
    merging.offer_undo()

st.html(LAYOUT + card.heading(lead, dark=dark))

about, said, because = st.container(key="lead").columns([3, 6, 4], gap="large")
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
    warmth_key = f"temperature of {lead['id']}"
    by_hand = lead["temperature_by"]
    st.session_state[warmth_key] = lead["temperature"] if by_hand else AUTOMATIC
    st.selectbox(
        "Temperature",
        [AUTOMATIC, *Temperature],
        key=warmth_key,
        format_func=lambda each: card.choice(each, lead["automatic"]),
        on_change=on_temperature,
        args=(warmth_key, lead["id"]),
        help="Automatic follows the score. What you choose stays until you go back to Automatic.",
    )
    if by_hand:
        st.text(f"Set by {by_hand}, {moments.exact(lead['temperature_at'], local)}")
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
    with database.reading(database.engine()) as connection:
        visit = read.visit(connection, shown)
    st.subheader("Contact")
    st.html(card.contact(lead, contacts, shown))
    for warning in card.warnings(contacts):
        st.text(f"⚠ {warning}")
    st.subheader("History")
    for change in history.iter_rows(named=True):
        when = moments.exact(change["changed_at"], local)
        st.text(f"{change['old']} → {change['new']}, {change['changed_by']}, {when}")
    st.text(f"Captured {moments.exact(lead['captured_at'], local)}, {lead['channel']}")
    if visited := card.visit(visit):
        st.subheader("Visit")
        st.html(visited)
    merging.show(lead["id"], local)

recalled, missing = None, ""
with database.reading(database.engine()) as connection:
    messages = read.transcript(connection, shown)
    score = read.score(connection, shown)
    label = label_of(connection, shown)
    try:
        recalled = recall(connection, shown)
    except NotFound as error:
        missing = str(error)
course = recalled.course() if recalled else None

with said:
    st.subheader("Conversation")
    times = [
        moments.exact(row["sent_at"], local) if row["time_known"] else ""
        for row in messages.iter_rows(named=True)
    ]
    if not any(times):
        st.caption("The source did not say when each message was sent.")
    evidence = score.evidence if score else []
    turned_hot = course.turned_hot if course else None
    st.html(transcript.html(messages, evidence, times, turned_hot=turned_hot, now=now))
    label_key = f"label of {shown}"
    st.session_state[label_key] = label.label if label else None
    st.segmented_control(
        "What was this conversation truly?",
        list(Label),
        key=label_key,
        on_change=on_label,
        args=(label_key, shown),
        help="Click again to take it away.",
    )
    if label:
        when = moments.exact(label.labelled_at, local)
        st.text(f"{label.label}, says {label.labelled_by}, {when}")
    else:
        st.text("Labels are what scores are measured by and fitted to.")
with because:
    st.subheader("Why this score")
    if score and course:
        why.show_course(score, course, dark=dark)
    if score:
        why.show_points(score, dark=dark)
    if score and recalled and course:
        st.subheader("What if")
        why.show_what_if(score, recalled, course, key=str(shown))
    if missing:
        st.text(missing)
