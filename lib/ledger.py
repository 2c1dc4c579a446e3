"""What became of the leads that each exemplar spoke for: the account of an exemplar set."""

from collections import Counter, defaultdict
from enum import StrEnum
from typing import NamedTuple

import numpy as np
import polars as pl
from sqlalchemy import Connection, select

from embeddings.exemplars import ExemplarSet
from embeddings.reliability import wilson
from lib.domain import Status
from lib.queries import Schema
from lib.schema import lead_conversations, leads, scores

MOST_READ = 200_000  # of the latest conversations
FEWEST_DECIDED = 5  # Qualified or Lost leads before anything is concluded from them
DUPLICATE = 0.95  # cosine from which two sentences say the same
CONFLICT = 0.85  # cosine from which two sentences of different temperature get in each other's way

LEDGER: Schema = {
    "text": pl.String,
    "intent": pl.String,
    "temperature": pl.String,
    "nearest": pl.Int64,
    "leads": pl.Int64,
    "qualified": pl.Int64,
    "lost": pl.Int64,
    "share": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "mark": pl.String,
    "twin": pl.String,
}


class Tally(NamedTuple):
    """How often each sentence was the nearest, and of which leads.

    `decided` counts the leads by what they came to, of each sentence and of all together.
    """

    conversations: int
    nearest: Counter[str]
    leads: Counter[str]
    decided: dict[str, Counter[Status]]
    overall: Counter[Status]


class Mark(StrEnum):
    """What is to be said of an exemplar."""

    DEAD = "Never nearest"
    HARMFUL = "Misleads"
    CONFLICT = "In conflict"
    DUPLICATE = "Near-duplicate"


def tally(connection: Connection) -> Tally:
    """Count through the evidence of the latest scores."""
    query = (
        select(scores.c.evidence, leads.c.id, leads.c.status)
        .outerjoin(
            lead_conversations, lead_conversations.c.conversation_id == scores.c.conversation_id
        )
        .outerjoin(leads, leads.c.id == lead_conversations.c.lead_id)
        .order_by(scores.c.conversation_id.desc())
        .limit(MOST_READ)
    )
    nearest: Counter[str] = Counter()
    of_leads: dict[str, set[int]] = defaultdict(set)
    came_to: dict[int, Status] = {}
    count = 0
    for evidence, lead_id, status in connection.execute(query):
        count += 1
        said = [each["exemplar"] for each in evidence]
        nearest.update(said)
        if lead_id is not None:
            came_to[lead_id] = status
            for text in said:
                of_leads[text].add(lead_id)
    return Tally(
        count,
        nearest,
        Counter({text: len(of) for text, of in of_leads.items()}),
        {text: Counter(came_to[lead] for lead in of) for text, of in of_leads.items()},
        Counter(came_to.values()),
    )


def ledger(found: Tally, exemplars: ExemplarSet) -> pl.DataFrame:
    """A row an exemplar, in their order.

    `share` is that of Qualified among its Qualified and Lost leads, `low` and `high` its interval
    (Wilson, 95 %), all three empty without such leads. `mark` is one of Mark or empty, `twin` the
    sentence that it is in conflict with or a duplicate of.
    """
    cosines = exemplars.vectors @ exemplars.vectors.T
    np.fill_diagonal(cosines, -1)
    temperatures = np.array([exemplars.temperatures[intent] for intent in exemplars.intents])
    rows = []
    for place, (text, intent) in enumerate(zip(exemplars.texts, exemplars.intents, strict=True)):
        decided = found.decided.get(text, Counter())
        qualified, lost = decided[Status.QUALIFIED], decided[Status.LOST]
        low, high = wilson(qualified, qualified + lost) if qualified + lost else (None, None)
        mark, twin = _twin(cosines[place], temperatures, place)
        if _misleads(temperatures[place], qualified, lost, found.overall):
            mark, twin = Mark.HARMFUL, None
        elif not mark and found.conversations and not found.nearest[text]:
            mark = Mark.DEAD
        share = qualified / (qualified + lost) if qualified + lost else None
        counts = (found.nearest[text], found.leads[text], qualified, lost)
        said = "" if twin is None else exemplars.texts[twin]
        rows.append((text, intent, str(temperatures[place]), *counts, share, low, high, mark, said))
    return pl.DataFrame(rows, schema=LEDGER, orient="row")


def _twin(cosines: np.ndarray, temperatures: np.ndarray, place: int) -> tuple[str, int | None]:
    """Whether a sentence is in conflict with another one or a duplicate, and of which."""
    other = np.where(temperatures == temperatures[place], -1, cosines)
    if other.max() >= CONFLICT:
        return Mark.CONFLICT, int(other.argmax())
    if cosines.max() >= DUPLICATE:
        return Mark.DUPLICATE, int(cosines.argmax())
    return "", None


def _misleads(temperature: str, qualified: int, lost: int, overall: Counter[Status]) -> bool:
    """Whether its leads surely came to something else than it stands for more often than others."""
    decided = overall[Status.QUALIFIED] + overall[Status.LOST]
    if qualified + lost < FEWEST_DECIDED or not decided:
        return False
    status = Status.QUALIFIED if temperature == "Cold" else Status.LOST
    against = qualified if temperature == "Cold" else lost
    low, _ = wilson(against, qualified + lost)
    return low > overall[status] / decided
