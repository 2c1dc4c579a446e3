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

from bench.heaps import heaps
from bench.labelled import Labelled, chats, demo, dialogues
from embeddings.calibration import TEMPERATURES, Floats
from embeddings.encoder import SentenceEncoder, Vectors
from embeddings.evaluation import Evaluation, auc, evaluate
from embeddings.exemplars import ExemplarSet, starter_set
from embeddings.scoring import Assessment, assess
from embeddings.utterances import Utterance, texts_of

MADE = Path(__file__).parents[1] / "tests" / "embeddings" / "chats.txt"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", type=Path, required=True)
    sets = {
        "dev": dialogues(arguments.parse_args().data / "dev.jsonl.gz"),
        "demo (fitted)": demo(range(4, 5)),
        "made chats": chats(MADE),
    }
    encoder = SentenceEncoder()
    exemplars = starter_set(encoder)
    print(f"{'set':>16} {'n':>5}  lead   hot    F1     ECE    Brier  baseline lead, hot")
    for name, conversations in sets.items():
        report(name, conversations, encoder, exemplars)
    for name, conversations in heaps().items():
        found = assessed(conversations, encoder, exemplars)
        hot = sum(one.temperature == "Hot" for one in found)
        print(f"{name:>16} {len(found):>5}  heaped keywords, {hot} called Hot")


def assessed(
    conversations: list[Labelled], encoder: SentenceEncoder, exemplars: ExemplarSet
) -> list[Assessment]:
    said = [one.said for one in conversations]
    texts = texts_of(said)
    rows = {text: row for row, text in enumerate(texts)}
    return [one for one in assess(said, rows, encoder.encode(texts), exemplars) if one]


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
    done = time.perf_counter()
    result = evaluate(labels, chances(found), exemplars.thresholds)
    best = [best_message([rows[one.text] for one in of], vectors, exemplars) for of in said]
    print_line(name, result, np.array(labels), np.array(best))
    for temperature, row in zip(TEMPERATURES, result.confusion, strict=True):
        print(f"{'':>16} {temperature:>5} called Hot {row[0]}, Warm {row[1]}, Cold {row[2]}")
    fell, hot = without_best(said, rows, vectors, exemplars)
    print(f"{'':>16} without its best message, {fell} of {hot} called Hot score less")
    unsure = sum(one.unsure for one in found)
    least = min(max(each.similarity for each in one.evidence) for one in found)
    print(f"{'':>16} {unsure} unsure; the nearest exemplar is at {least:.2f} or more")
    print(
        f"{'':>16} {len(texts)} texts encoded in {encoded - started:.1f} s, "
        f"assessed in {done - encoded:.1f} s"
    )


def print_line(name: str, found: Evaluation, labels: np.ndarray, best: Floats) -> None:
    figures = (found.lead_auc, found.hot_auc, found.macro_f1, found.ece, found.brier)
    baseline = (auc(labels != "Cold", best), auc(labels == "Hot", best))
    numbers = "  ".join(f"{figure:.3f}" for figure in (*figures, *baseline))
    print(f"{name:>16} {found.conversations:>5}  {numbers}")


def chances(assessments: Sequence[Assessment]) -> Floats:
    found = [one.probabilities for one in assessments]
    return np.array([(one.hot, one.warm, one.cold) for one in found])


def without_best(
    said: Sequence[tuple[Utterance, ...]],
    rows: dict[str, int],
    vectors: Vectors,
    exemplars: ExemplarSet,
) -> tuple[int, int]:
    """How many Hot conversations score less without the message that gave most points, of all."""
    whole, rest = [], []
    for found, of in zip(assess(said, rows, vectors, exemplars), said, strict=True):
        if found and found.temperature == "Hot":
            best = max(found.evidence, key=lambda evidence: evidence.points).position
            whole.append(found.score)
            rest.append([one for one in of if one.position != best])
    less = assess(rest, rows, vectors, exemplars)
    fell = [not found or found.score < score for found, score in zip(less, whole, strict=True)]
    return sum(fell), len(fell)


def best_message(rows: Sequence[int], vectors: Vectors, exemplars: ExemplarSet) -> float:
    cosines = vectors[list(rows)] @ exemplars.vectors.T
    cold = np.array([exemplars.temperatures[intent] == "Cold" for intent in exemplars.intents])
    return float((cosines[:, ~cold].max(axis=1) - cosines[:, cold].max(axis=1)).max())


if __name__ == "__main__":
    main()
