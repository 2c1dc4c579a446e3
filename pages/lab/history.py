"""What was published when, by whom and why; what was different; and the way back."""

from datetime import UTC, datetime

import streamlit as st

from lib import database, drafts, exemplars, moments
from lib.differences import between, summary
from lib.domain import LeadsError
from lib.markdown import literal
from pages.lab import workbench
from pages.lab.workbench import Lab

MOST_SHOWN = 20


def show(lab: Lab) -> None:
    """The publications, the latest first."""
    local = moments.zone(st.context.timezone)
    with database.reading(database.engine()) as connection:
        history = drafts.history(connection)[: MOST_SHOWN + 1]
        sets = {id: exemplars.load(connection, id) for id in {e.exemplar_set_id for e in history}}
    if not history:
        st.text("Nothing was published yet.")
    for number, each in enumerate(history[:MOST_SHOWN]):
        this = sets[each.exemplar_set_id]
        before = sets[history[number + 1].exemplar_set_id] if number + 1 < len(history) else None
        with st.container(border=True):
            when = moments.exact(each.published_at, local)
            st.markdown(f"**Set {this.id}**" + (" · scores are made with it now" * (not number)))
            st.text(f"{each.published_by}, {when}" + (f": {each.note}" if each.note else ""))
            different = summary(before, this) if before else f"{len(this.exemplars):,} sentences"
            with st.container(horizontal=True, vertical_alignment="center"):
                st.text(different or "the same as the set before")
                if before and (changed := between(before.exemplars, this.exemplars)):
                    with st.popover("What changed", type="tertiary"):
                        st.dataframe(changed.rows, hide_index=True)
                if this.id != lab.published.id:
                    st.button(
                        "Go back to this set",
                        key=f"back to {this.id} at {each.id}",
                        on_click=_go_back,
                        args=(this.id,),
                        icon=":material/history:",
                    )


def _go_back(set_id: int) -> None:
    try:
        with database.writing(database.engine()) as connection:
            drafts.publish_again(
                connection,
                set_id,
                note=f"Back to set {set_id}",
                by=st.session_state.person,
                now=datetime.now(UTC),
            )
    except LeadsError as error:
        st.toast(literal(str(error)), icon=":material/warning:", duration="long")
        return
    workbench.forget_leads()
    st.toast(f"Set {set_id} is published again.", icon=":material/check:")
