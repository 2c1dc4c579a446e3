"""Who a lead is, as HTML that shows what visitors wrote and never runs it."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from lib.contacts.warnings import warnings_of
from lib.domain import Contact, Found, Temperature, Visit
from lib.palette import COLORS, COLORS_ON_DARK, SHAPES
from lib.transcript import plain

AUTOMATIC = "Automatic"  # a temperature that follows the score
KINDS = {"name": "Name", "email": "E-mail", "phone": "Phone", "company": "Company"}

STYLE = """<style>
.who-is { display: flex; flex-wrap: wrap; align-items: baseline; gap: .3rem 1rem; }
.who-is h1 { font-size: 1.75rem; font-weight: 650; padding: 0; margin: 0; overflow-wrap: anywhere; }
.who-is .temperature { font-weight: 650; font-size: 1.1rem; white-space: nowrap; }
.who-is p { flex-basis: 100%; margin: .2rem 0 0; overflow-wrap: anywhere; }
.contact { display: grid; grid-template-columns: auto 1fr; gap: .35rem .9rem; }
.contact > span { opacity: .75; }
.contact > div { overflow-wrap: anywhere; }
.contact small { display: block; opacity: .75; }
</style>"""


def heading(lead: Mapping[str, Any], *, dark: bool) -> str:
    """Name, temperature and score, and what the person wants."""
    temperature = Temperature(lead["temperature"])
    color = (COLORS_ON_DARK if dark else COLORS)[temperature]
    who = lead["name"] or lead["email"] or lead["phone"] or "No contact yet"
    unsure = " · not sure" if lead["unsure"] else ""
    by_hand = " (set by hand)" if lead["temperature_by"] else ""
    return (
        f'{STYLE}<div class="who-is"><h1>{plain(who)}</h1>'
        f'<span class="temperature" style="color: {color}">{SHAPES[temperature]} {temperature}'
        f"{by_hand} · {lead['score']:.0f}{unsure}</span><p>{plain(lead['intent'])}</p></div>"
    )


def line(lead: Mapping[str, Any]) -> str:
    """Who a lead is, in a line of plain text, with its number."""
    known = [lead[kind] for kind in KINDS if lead.get(kind)]
    return " · ".join([f"#{lead['id']}", *(known or ["no contact yet"])])


def choice(temperature: str, automatic: str | None) -> str:
    """What can be chosen as a temperature; of Automatic, what that is now."""
    if temperature != AUTOMATIC:
        return f"{SHAPES[Temperature(temperature)]} {temperature}"
    return f"{AUTOMATIC} ({automatic})" if automatic else AUTOMATIC


def contact(lead: Mapping[str, Any], found: pl.DataFrame, conversation_id: int) -> str:
    """Each contact detail, where it was said, and further ones that the person gave."""
    rows = (_row(kind, label, lead[kind], found, conversation_id) for kind, label in KINDS.items())
    return f'{STYLE}<div class="contact">{"".join(rows)}</div>'


def warnings(found: pl.DataFrame) -> tuple[str, ...]:
    """What to know before writing to one of a lead's addresses, a sentence each."""
    emails = found.filter(pl.col("kind") == "email")["value"].unique(maintain_order=True)
    return warnings_of(Contact(others=tuple(("email", Found(value)) for value in emails)))


def _row(
    kind: str, label: str, value: str | None, found: pl.DataFrame, conversation_id: int
) -> str:
    if value is None:
        return f"<span>{label}</span><div>–</div>"
    own = found.filter(pl.col("kind") == kind)
    said = own.filter(pl.col("value") == value)
    others = own.filter(pl.col("value") != value)["value"].unique(maintain_order=True)
    also = "".join(f"<small>also {plain(other)}</small>" for other in others)
    where = _where(said.row(0, named=True), conversation_id) if len(said) else ""
    return f"<span>{label}</span><div>{plain(value)}<small>{where}</small>{also}</div>"


def _where(found: Mapping[str, Any], conversation_id: int) -> str:
    if found["position"] is None:
        return "known by the source"
    message = f"message {found['position'] + 1}"
    same = found["conversation_id"] == conversation_id
    return f"said in {message}" if same else f"said in {message} of another conversation"


VISITED = {
    "page_url": "Page",
    "landing_page": "Landing page",
    "referrer": "Came from",
    "utm_campaign": "Campaign",
    "utm_source": "Campaign source",
    "utm_medium": "Campaign medium",
    "utm_term": "Campaign term",
    "utm_content": "Campaign content",
}


def visit(visit: Visit) -> str:
    """Where the visitor came from, as HTML; nothing where the source did not tell.

    No address becomes a link: what stands behind it is not ours.
    """
    rows = [
        f"<span>{label}</span><div>{plain(value)}</div>"
        for name, label in VISITED.items()
        if (value := getattr(visit, name))
    ]
    return f'{STYLE}<div class="contact">{"".join(rows)}</div>' if rows else ""
