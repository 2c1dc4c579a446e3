"""How long it takes to say which leads a draft would move: python -m bench.what_changes.

Makes leads with stored vectors in a new SQLite file (or in DATABASE_URL, left filled), scores them
with a published set, changes a draft in a few ways, and times the answer to each.
"""

import argparse
import json
import os
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime
from statistics import median

from sqlalchemy import Engine

from bench import made_scores
from bench.ingest import score_all, timed
from bench.made_leads import make
from embeddings.encoder import SentenceEncoder
from embeddings.exemplars import ExemplarSet, Thresholds
from lib import archive, database, drafts, exemplars, ledger, replay, vectors
from lib.config import Settings
from lib.scorer import Scorer

RUNS = 5


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--leads", type=int, default=100_000)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = os.environ.get("DATABASE_URL", f"sqlite:///{folder}/leads.db")
        settings = Settings.read({"DATABASE_URL": url})
        engine = database.connect(settings.database_url)
        database.migrate(engine)
        figures = {"leads": given.leads, "database": engine.dialect.name}
        figures |= measured(engine, Scorer(engine, settings, SentenceEncoder()), given.leads)
        engine.dispose()
    print(json.dumps(figures, indent=2))


def measured(engine: Engine, scorer: Scorer, leads: int) -> dict[str, object]:
    now = datetime.now(UTC)
    with database.writing(engine) as connection:
        set_id = exemplars.ensure_published(connection, scorer.model, now=now)
        stored = exemplars.load(connection, set_id)
        vectors.store(connection, stored.model, vectors.encode(scorer.encoder, stored.texts))
    make(engine, leads)
    made_scores.make(engine, set_id)
    with database.writing(engine) as connection:
        draft = drafts.open_draft(connection, by="bench", now=now)
        set_id = drafts.publish(connection, draft, note="", by="bench", now=now)
    rescored = timed(lambda: score_all(scorer))
    with database.reading(engine) as connection:
        started = time.perf_counter()
        found = archive.read(connection, scorer.model)
        loaded = time.perf_counter() - started
        using = replay.with_vectors(connection, set_id)
        counted = timed(lambda: ledger.tally(connection))
    first = timed(lambda: archive.changes(found, using))
    times = {name: [] for name in edited(using, 0)}
    moved = {}
    for run in range(RUNS):
        for name, draft_set in edited(using, run).items():
            started = time.perf_counter()
            moved[name] = len(archive.changes(found, draft_set))
            times[name].append(time.perf_counter() - started)
    return {
        "texts": len(found.said.vectors),
        "rescore_s": round(rescored, 1),
        "read_s": round(loaded, 2),
        "first_s": round(first, 2),
        "then_s": {name: round(median(each), 2) for name, each in times.items()},
        "moved": moved,
        "account_s": round(counted, 2),
    }


def edited(using: ExemplarSet, run: int) -> dict[str, ExemplarSet]:
    """Sets that differ from the published one as a draft does after an edit."""
    names = list(dict.fromkeys(using.intents))
    return {
        "thresholds": replace(using, thresholds=Thresholds(80 + run / 10, 30)),
        "an exemplar": without(using, {names[run]}),
        "five intents": without(using, set(names[10 + 5 * run : 15 + 5 * run])),
    }


def without(using: ExemplarSet, intents: set[str]) -> ExemplarSet:
    """The set without the first exemplar of these intents."""
    first = {using.intents.index(intent) for intent in intents}
    kept = [place for place in range(len(using.texts)) if place not in first]
    return replace(
        using,
        texts=[using.texts[place] for place in kept],
        intents=[using.intents[place] for place in kept],
        vectors=using.vectors[kept],
    )


if __name__ == "__main__":
    main()
