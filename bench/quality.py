"""How good the shipped scores are: python -m bench.quality --data DIR, which holds dev.jsonl.gz.

Prints the figures of docs/scoring.md, beside those of the simplest method in the same run: the
visitor's best single message, by how much nearer its best Hot or Warm exemplar is than its best
Cold one.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np

from bench.labelled import Labelled, chats, demo, dialogues
from embeddings.calibration import TEMPERATURES, Floats
from embeddings.encoder import SentenceEncoder, Vectors
from embeddings.evaluation import Evaluation, auc, evaluate
from embeddings.exemplars import ExemplarSet, starter_set
from embeddings.scoring import Assessment, assess
from embeddings.utterances import texts_of

HELD_OUT = Path(__file__).parents[1] / "tests" / "embeddings" / "chats.txt"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", type=Path, required=True)
    sets = {
        "dev": dialogues(arguments.parse_args().data / "dev.jsonl.gz"),
        "demo (fitted)": demo(range(4, 5)),
        "held-out chats": chats(HELD_OUT),
    }
    encoder = SentenceEncoder()
    exemplars = starter_set(encoder)
    print(f"{'set':>16} {'n':>5}  lead   hot    F1     ECE    Brier  baseline lead, hot")
    for name, conversations in sets.items():
        report(name, conversations, encoder, exemplars)


def report(
    name: str, conversations: list[Labelled], encoder: SentenceEncoder, exemplars: ExemplarSet
) -> None:
    said = [one.said for one in conversations]
    labels = [one.label for one in conversations]
    texts = texts_of(said)
    rows = {text: row for row, text in enumerate(texts)}
    started = time.perf_counter()
    vectors = encoder.encode(texts)
    encoded = time.perf_counter()
    found = [one for one in assess(said, rows, vectors, exemplars) if one]
    assessed = time.perf_counter()
    result = evaluate(labels, chances(found), exemplars.thresholds)
    best = [best_message([rows[one.text] for one in of], vectors, exemplars) for of in said]
    print_line(name, result, np.array(labels), np.array(best))
    for temperature, row in zip(TEMPERATURES, result.confusion, strict=True):
        print(f"{'':>16} {temperature:>5} called Hot {row[0]}, Warm {row[1]}, Cold {row[2]}")
    print(
        f"{'':>16} {len(texts)} texts encoded in {encoded - started:.1f} s, "
        f"assessed in {assessed - encoded:.1f} s; {sum(one.unsure for one in found)} unsure"
    )


def print_line(name: str, found: Evaluation, labels: np.ndarray, best: Floats) -> None:
    figures = (found.lead_auc, found.hot_auc, found.macro_f1, found.ece, found.brier)
    baseline = (auc(labels != "Cold", best), auc(labels == "Hot", best))
    numbers = "  ".join(f"{figure:.3f}" for figure in (*figures, *baseline))
    print(f"{name:>16} {found.conversations:>5}  {numbers}")


def chances(assessments: Sequence[Assessment]) -> Floats:
    found = [one.probabilities for one in assessments]
    return np.array([(one.hot, one.warm, one.cold) for one in found])


def best_message(rows: Sequence[int], vectors: Vectors, exemplars: ExemplarSet) -> float:
    cosines = vectors[list(rows)] @ exemplars.vectors.T
    cold = np.array([exemplars.temperatures[intent] == "Cold" for intent in exemplars.intents])
    return float((cosines[:, ~cold].max(axis=1) - cosines[:, cold].max(axis=1)).max())


if __name__ == "__main__":
    main()
