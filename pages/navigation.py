"""The frame of every page: its title and icon, which pages there are, and errors in plain words."""

import streamlit as st

from lib.domain import LeadsError
from lib.markdown import literal

st.set_page_config(page_title="Leads", page_icon="🎯", layout="wide")
# Below the navigation, and without the margins that cost the table columns.
st.html("<style>.stMainBlockContainer { padding: 4rem clamp(1rem, 2.2vw, 3rem) 3rem; }</style>")

pages = {
    "leads": st.Page("leads.py", title="Leads", icon=":material/leaderboard:", default=True),
    "exemplars": st.Page("exemplars.py", title="Exemplars", icon=":material/science:"),
    "imports": st.Page("imports.py", title="Imports", icon=":material/upload:"),
    "settings": st.Page("settings.py", title="Settings", icon=":material/settings:"),
    "conversation": st.Page(
        "conversation.py", title="Conversation", url_path="conversation", visibility="hidden"
    ),
}
st.session_state.pages = pages
st.session_state.person = "Local user"  # who makes changes; there is no sign-in yet

page = st.navigation(list(pages.values()), position="top")
try:
    page.run()
except LeadsError as error:
    st.error(literal(str(error)), icon=":material/warning:")
    st.button("Try again")
