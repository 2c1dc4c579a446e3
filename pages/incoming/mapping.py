"""What each column of a file holds: guessed by its name, remembered, or chosen here."""

from collections.abc import Mapping

import streamlit as st

from lib import column_choices, database
from lib.import_questions import Questions, fields_of_rows

NOTHING = "Nothing to keep"
LABELS = {
    "conversation": "Conversation",
    "role": "Who speaks",
    "text": "What was said",
    "time": "When",
    "id": "Message id",
    "channel": "Channel",
    "source": "Source",
    "name": "Visitor's name",
    "email": "Visitor's e-mail",
    "phone": "Visitor's phone",
    "company": "Visitor's company",
    "page_url": "Page",
    "referrer": "Referrer",
    "landing_page": "Landing page",
    "utm_source": "Campaign: source",
    "utm_medium": "Campaign: medium",
    "utm_campaign": "Campaign: name",
    "utm_term": "Campaign: term",
    "utm_content": "Campaign: content",
}
WIDTHS = (2, 4, 3)


def ask(asked: Questions, digest: str) -> Mapping[str, str] | None:
    """The column of each field where it is not the one that its name tells, "" for none.

    None while a column is missing that a conversation needs, or one field has two columns.
    """
    with database.reading(database.engine()) as connection:
        known = column_choices.remembered(connection, asked.header)
    before = {**asked.guessed, **(known or {})}
    clear = all(before.get(field) for field in asked.needed)
    label = "Columns, as chosen the last time" if known else "Columns"
    with st.expander(label, expanded=not clear, icon=":material/view_column:"):
        held = {column: _held(asked, column, before, digest) for column in asked.header}
    chosen = {field: column for column, field in held.items() if field}
    if problem := _problem(asked, held, chosen):
        st.info(problem, icon=":material/view_column:")
        return None
    fields = {*asked.guessed, *chosen}
    return {
        field: chosen.get(field, "")
        for field in sorted(fields)
        if chosen.get(field) != asked.guessed.get(field)
    }


def _held(asked: Questions, column: str, before: Mapping[str, str], digest: str) -> str | None:
    """The field that a column holds: its name and an example beside the choice."""
    name, example, choice = st.columns(WIDTHS, vertical_alignment="center")
    name.text(column)
    example.text(asked.examples.get(column, ""))
    fields = [None, *fields_of_rows()]
    now = next((field for field, held in before.items() if held == column), None)
    chosen: str | None = choice.selectbox(
        "What this column holds",
        fields,
        index=fields.index(now) if now in fields else 0,
        format_func=lambda field: LABELS[field] if field else NOTHING,
        key=f"{column} of {digest}",
        label_visibility="collapsed",
    )
    return chosen


def _problem(
    asked: Questions, held: Mapping[str, str | None], chosen: Mapping[str, str]
) -> str | None:
    """What keeps the columns from being read, as a sentence."""
    missing = [LABELS[field] for field in asked.needed if field not in chosen]
    if missing:
        return f"Say which column holds: {', '.join(missing)}."
    fields = [field for field in held.values() if field]
    twice = next((LABELS[field] for field in fields if fields.count(field) > 1), None)
    return f"Two columns hold “{twice}”. Choose one of them." if twice else None
