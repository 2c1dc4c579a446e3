"""A calibration fitted to people's labels: tried, compared, and put into the draft."""

from dataclasses import replace
from typing import Any

import streamlit as st

from lib.domain import LeadsError
from lib.known import Known
from lib.markdown import literal
from lib.quality import LEAST_TO_FIT
from pages.lab import editing, figures, measured
from pages.lab.workbench import Lab


def show(lab: Lab, stamp: Any, known: Known, mark: Any, using: Any) -> None:  # noqa: ANN401
    """What a fit to these labels would be, once that is asked for, and the button to use it."""
    st.text(
        "The calibration turns resemblance into chances. One that is fitted to your labels states "
        f"the chances of your own site. It needs {LEAST_TO_FIT} conversations labelled Hot, Warm "
        "and Cold each; a few hundred are good."
    )
    asked = (stamp, mark)
    if st.button("Try a fit to the labels"):
        st.session_state["lab fit"] = asked
    if st.session_state.get("lab fit") != asked:
        return
    try:
        fitted = measured.fitted(stamp, known, mark, using)
    except LeadsError as error:
        st.error(literal(str(error)), icon=":material/warning:")
        return
    st.text(
        "With the fit, each conversation judged by one that had not seen it, and the change from "
        "the calibration of now:"
    )
    figures.show(fitted.after, fitted.before, "now")
    if fitted.flattered:
        st.text(
            "The calibration of now may have been fitted to some of these labels; then its figures "
            "flatter it, and the change looks worse than it is."
        )
    hot, warm = fitted.suggested.hot, fitted.suggested.warm
    to = replace(lab.shown, calibration=fitted.calibration)
    if st.checkbox(f"Also set what suits these labels: Hot from {hot:g}, Warm from {warm:g}"):
        to = replace(to, thresholds=fitted.suggested)
    told = f"fitted the calibration to {len(known.temperatures):,} labels"
    if st.button("Use it in the draft", type="primary") and editing.apply(lab, to, told):
        st.rerun()
