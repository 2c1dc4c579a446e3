"""What ingest and scoring cost beside bare encoding: python -m bench.ingest FILE [--runs N].

Each run takes the file into a new SQLite database, scores it, and then encodes the same distinct
texts alone: with the product's own encoder, and with SentenceTransformer.encode as it comes.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from sqlalchemy import Engine

from embeddings.encoder import SentenceEncoder, packaged_model
from embeddings.utterances import texts_of
from lib import database, importers, ingest
from lib.assessment import said
from lib.config import Settings
from lib.domain import Conversation
from lib.scorer import Scorer


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("file", type=Path)
    arguments.add_argument("--runs", type=int, default=1)
    given = arguments.parse_args()
    conversations = [c for c in importers.read(given.file) if isinstance(c, Conversation)]
    texts = texts_of(said(conversations))
    encoder = SentenceEncoder()
    encoder.encode(["Load the model before anything is timed."])
    runs = [run(given.file, texts, encoder) for _ in range(given.runs)]
    steps = {step: median(each[step] for each in runs) for step in runs[0]}
    product = steps["ingest"] + steps["score"]
    print(
        json.dumps(
            {
                "conversations": len(conversations),
                "messages": sum(len(each.messages) for each in conversations),
                "distinct_texts": len(texts),
                "seconds": {step: round(seconds, 2) for step, seconds in steps.items()},
                "product_to_own_encode": round(product / steps["encode"], 3),
                "product_to_bare_encode": round(product / steps["bare_encode"], 3),
            },
            indent=2,
        )
    )


def run(file: Path, texts: list[str], encoder: SentenceEncoder) -> dict[str, float]:
    """Seconds of each step of one run."""
    from sentence_transformers import SentenceTransformer

    bare = SentenceTransformer(str(packaged_model()), device="cpu", local_files_only=True)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.read({"DATABASE_URL": f"sqlite:///{folder}/leads.db"})
        engine = database.connect(settings.database_url)
        database.migrate(engine)
        scorer = Scorer(engine, settings, encoder)
        seconds = {
            "ingest": timed(lambda: take_in(engine, file)),
            "score": timed(lambda: score_all(scorer)),
            "encode": timed(lambda: encoder.encode(texts)),
            "bare_encode": timed(lambda: bare.encode(texts)),
        }
        engine.dispose()
    return seconds


def take_in(engine: Engine, file: Path) -> None:
    """As `python -m lib ingest` does it."""
    for batch in importers.batches(importers.read(file)):
        with database.writing(engine) as connection:
            ingest.record(connection, batch.conversations, now=datetime.now(UTC))


def score_all(scorer: Scorer) -> None:
    while scorer.score_some():
        pass


def timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
