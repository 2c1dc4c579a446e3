"""Daily review: find the leads worth a call, and say what became of them."""

from datetime import UTC, datetime, timedelta

import streamlit as st
from st_aggrid import AgGrid, JsCode, StAggridTheme
from st_aggrid.collectors.custom import CustomResponse

from lib import charts, database, grid, moments
from lib.domain import LeadFilter, Status, Temperature
from lib.palette import SHAPES
from lib.queries import health
from lib.queries import leads as read
from pages import actions, merging

FLOW_DAYS = 30


def on_grid_event(event: CustomResponse) -> None:
    """A status was chosen, a header was clicked, or a lead is to be opened."""
    if change := grid.status_change(event.raw_data):
        actions.move(change)
    elif lead := grid.opened(event.raw_data):
        st.switch_page(st.session_state.pages["conversation"], query_params={"lead": str(lead)})
    elif (sort := grid.sort(event.raw_data, read.ORDERS)) is not None:
        st.session_state.sort = sort


def show_all() -> None:
    """Clear every filter."""
    st.session_state.update(search="", temperatures=[], statuses=[])


now = datetime.now(UTC)
local = moments.zone(st.context.timezone)
dark = st.context.theme.type == "dark"

st.title("Leads")
counters = st.container()
with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
    search = st.text_input(
        "Search",
        type="search",
        live=True,
        max_chars=read.LONGEST_SEARCH,
        placeholder="Name, e-mail, company or phone",
        key="search",
        persist_state="session",
        width=320,
    )
    temperatures = st.pills(
        "Temperature",
        list(Temperature),
        format_func=lambda each: f"{SHAPES[each]} {each}",
        selection_mode="multi",
        key="temperatures",
        persist_state="session",
    )
    statuses = st.pills(
        "Status",
        list(Status),
        selection_mode="multi",
        key="statuses",
        persist_state="session",
    )

chosen = LeadFilter(
    tuple(temperatures), tuple(statuses), search or "", st.session_state.get("sort", ())
)
page_key = f"page of {hash(chosen)}"  # another list starts at its first page
today = moments.midnight(now, local)
with database.reading(database.engine()) as connection:
    count = read.count_leads(connection, chosen)
    pages = read.pages_of(count)
    page = min(st.session_state.get(page_key, 1), pages)
    shown = read.list_leads(connection, chosen, page=page)
    totals = read.counters(connection, now=now, today=today)
    flow = read.lead_flow(
        connection,
        since=today - timedelta(days=FLOW_DAYS - 1),
        offset=moments.ahead(now, local),
    )
    backlog = health.backlog(connection)
st.session_state.update(chosen=chosen, page=page)  # for previous and next of a conversation

with counters.container(horizontal=True, gap="small"):
    st.metric(
        "Hot and New",
        f"{totals.hot_and_new:,}",
        border=True,
        help="Hot leads that nobody has contacted yet: call these first.",
    )
    st.metric("Captured today", f"{totals.captured_today:,}", border=True)
    st.metric(
        "Waiting over a day",
        f"{totals.waiting:,}",
        border=True,
        help="Leads that are still New 24 hours after they were captured.",
    )
    st.metric(
        "Qualified",
        "–" if totals.qualified_rate is None else f"{totals.qualified_rate:.0%}",
        border=True,
        help="Of all leads that somebody worked on, the share that is Qualified now.",
    )

with st.container(horizontal=True, vertical_alignment="center", height=40, border=False):
    st.text(grid.count_line(count, most=read.MOST_COUNTED, narrow=chosen.is_narrow))
    actions.offer_undo()
    merging.offer_undo()

if shown.is_empty() and not chosen.is_narrow:
    st.info(
        "No leads yet. They appear here a few seconds after a conversation comes in that shows "
        "interest. Send a first one as the README shows, take in a file with "
        "`python -m lib ingest FILE`, or fill in the demo with `python -m lib demo`.",
        icon=":material/waving_hand:",
    )
elif shown.is_empty():
    st.info("No lead matches what you chose.", icon=":material/search:")
    st.button("Show all leads", on_click=show_all)
else:
    AgGrid(
        grid.rows(shown, now=now, local=local),
        gridOptions=grid.options(JsCode, chosen.sort),
        custom_css=grid.style(dark),
        height=grid.height(len(shown)),
        theme=StAggridTheme(base="quartz").withParams(**grid.theme(dark)),
        key="grid",
        callback=on_grid_event,
        update_on=grid.EVENTS,
        should_grid_return=JsCode(grid.RETURNS),
        data_return_mode="CUSTOM",
        custom_jscode_for_grid_return=JsCode(grid.COLLECT),
        server_sync_strategy="server_wins",
        allow_unsafe_jscode=True,
        enable_enterprise_modules=False,
        show_toolbar=False,
    )
    if pages > 1:
        st.pagination(pages, key=page_key, persist_state="session")

if not shown.is_empty() and st.toggle("Show leads that may be one person", key="one person"):
    merging.show_all()

if not flow.is_empty():
    st.subheader(f"Leads captured in the last {FLOW_DAYS} days")
    st.plotly_chart(
        charts.lead_flow(flow, until=now.astimezone(local).date(), days=FLOW_DAYS, dark=dark),
        config={"displayModeBar": False},
        alt=f"Leads captured on each of the last {FLOW_DAYS} days, by temperature",
    )

if backlog.unscored:
    verb = "conversation is" if backlog.unscored == 1 else "conversations are"
    st.text(f"{backlog.unscored:,} {verb} waiting to be scored.")
if backlog.set_aside:
    st.warning(
        f"{backlog.set_aside:,} conversations could not be scored and were set aside. They are "
        "tried again when something new is said in them; the worker's log says what went wrong.",
        icon=":material/warning:",
    )
