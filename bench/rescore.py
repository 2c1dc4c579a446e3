"""How much quicker scores are made again than at first: python -m bench.rescore FILE [--runs N].

Takes the file into a new SQLite database and scores it; then publishes a set with one exemplar
more, each run, and times until every score is one of that set.
"""

import argparse
import json
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from sqlalchemy import Engine, func, select

from bench.ingest import score_all, take_in, timed
from embeddings.encoder import SentenceEncoder
from embeddings.exemplars import Exemplar
from lib import database, drafts
from lib.config import Settings
from lib.schema import scores
from lib.scorer import Scorer


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("file", type=Path)
    arguments.add_argument("--runs", type=int, default=5)
    given = arguments.parse_args()
    encoder = SentenceEncoder()
    encoder.encode(["Load the model before anything is timed."])
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.read({"DATABASE_URL": f"sqlite:///{folder}/leads.db"})
        engine = database.connect(settings.database_url)
        database.migrate(engine)
        take_in(engine, given.file)
        scorer = Scorer(engine, settings, encoder)
        first = timed(lambda: score_all(scorer))
        again = [publish_and_rescore(engine, scorer, number) for number in range(given.runs)]
        with database.reading(engine) as connection:
            count = connection.scalar(select(func.count()).select_from(scores))
        engine.dispose()
    print(
        json.dumps(
            {
                "conversations": count,
                "first_s": round(first, 2),
                "again_s": [round(each, 2) for each in again],
                "times_as_fast": round(first / median(again), 1),
            }
        )
    )


def publish_and_rescore(engine: Engine, scorer: Scorer, number: int) -> float:
    now = datetime.now(UTC)
    more = Exemplar(f"Please put me down for number {number}", "Ready to buy", "Hot")
    with database.writing(engine) as connection:
        draft = drafts.open_draft(connection, by="bench", now=now)
        to = replace(draft.stored, exemplars=(*draft.stored.exemplars, more))
        draft = drafts.change(connection, draft, to)
        drafts.publish(connection, draft, note="", by="bench", now=now)
    return timed(lambda: score_all(scorer))


if __name__ == "__main__":
    main()
