"""The figures of an evaluation, each with what it says and the change from another one."""

from typing import Any

import streamlit as st

# What they are called, whether more is better, and what they say.
FIGURES = {
    "lead_auc": (
        "Leads first (AUC)",
        True,
        "How often a conversation labelled Hot or Warm scores above one labelled Cold. "
        "0.5 is chance, 1 is always.",
    ),
    "hot_auc": (
        "Hot first (AUC)",
        True,
        "How often a conversation labelled Hot scores above any other.",
    ),
    "macro_f1": (
        "Temperatures (F1)",
        True,
        "Precision and recall of Hot, Warm and Cold in one figure (macro-F1), at the thresholds.",
    ),
    "ece": (
        "Hot off by (ECE)",
        False,
        "By how much the stated chance of Hot differs from the share that was Hot, on average.",
    ),
    "brier": (
        "Error (Brier)",
        False,
        "Mean squared error of the chances of Hot, Warm and Cold: from 0, none, to 2.",
    ),
}


def show(of: Any, before: Any | None, beside: str) -> None:  # noqa: ANN401 Evaluations, unopened
    """All figures, with the change from others where there are some; `beside` names those."""
    with st.container(horizontal=True):
        for name in FIGURES:
            _figure(name, getattr(of, name), getattr(before, name) if before else None, beside)


def _figure(name: str, now: float, before: float | None, beside: str) -> None:
    label, more_is_better, told = FIGURES[name]
    compared: dict[str, Any] = {}
    if before is not None and now == now and before == before:
        compared = {
            "delta": round(now - before, 3),
            "delta_color": "normal" if more_is_better else "inverse",
            "delta_description": f"{before:.3f} {beside}",
        }
    st.metric(
        label,
        f"{now:.3f}" if now == now else "–",
        help=told,
        border=True,
        height="stretch",
        **compared,
    )
