"""Settings: who is told what happens to leads, and who may send and read."""

import streamlit as st

from pages.settings_parts import shown_once, tokens, webhooks

st.title("Settings")
with st.container():  # which keeps the place of what stands below
    shown_once.show()
webhooks.show()
st.divider()
tokens.show()
