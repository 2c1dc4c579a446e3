"""How good the scores are: python -m bench.quality --data DIR (train.jsonl.gz, dev.jsonl.gz).

Prints the figures of docs/scoring.md: Leads as shipped and calibrated to labels of train beside
other methods, how the shipped set does on three kinds of conversations, and what it makes of texts
that no lead writes.
"""

import argparse
import sys
import time
from collections.abc import Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.encoded import Encoded, chances
from bench.heaps import heaps
from bench.labelled import chats, demo, dialogues
from bench.noise import called_hot, noise
from bench.rivals import ours, print_lead, print_table, theirs
from embeddings.calibration import TEMPERATURES
from embeddings.encoder import Encoder, SentenceEncoder
from embeddings.evaluation import evaluate
from embeddings.exemplars import ExemplarSet, starter_set
from embeddings.scoring import assess

MADE = Path(__file__).parents[1] / "tests" / "embeddings" / "chats.txt"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", type=Path, required=True)
    data = arguments.parse_args().data
    encoder = SentenceEncoder()
    exemplars = starter_set(encoder)
    train, dev = (
        Encoded.of(dialogues(data / f"{part}.jsonl.gz"), encoder) for part in ("train", "dev")
    )
    mine, others = ours(train, dev, exemplars), theirs(train, dev, exemplars)
    print_table(mine, others)
    print(f"\n{'shipped':>16} {'n':>5}  lead   hot    F1     ECE    Brier")
    report("dev", dev, exemplars)
    report("demo (fitted)", Encoded.of(demo(range(4, 5)), encoder), exemplars)
    report("made chats", Encoded.of(chats(MADE), encoder), exemplars)
    report_noise(encoder, exemplars)
    print_lead(mine, others)


def report(name: str, judged: Encoded, exemplars: ExemplarSet) -> None:
    started = time.perf_counter()
    found = judged.assessed(exemplars)
    seconds = time.perf_counter() - started
    result = evaluate(judged.labels, chances(found), exemplars.thresholds)
    figures = (result.lead_auc, result.hot_auc, result.macro_f1, result.ece, result.brier)
    print(f"{name:>16} {len(found):>5}  {'  '.join(f'{figure:.3f}' for figure in figures)}")
    for temperature, row in zip(TEMPERATURES, result.confusion, strict=True):
        print(f"{'':>16} {temperature:>5} called Hot {row[0]}, Warm {row[1]}, Cold {row[2]}")
    fell, hot = without_best(judged, exemplars)
    print(f"{'':>16} without its best message, {fell} of {hot} called Hot score less")
    unsure = sum(one.unsure for one in found)
    least = min(max(each.similarity for each in one.evidence) for one in found)
    print(f"{'':>16} {unsure} unsure; the nearest exemplar is at {least:.2f} or more")
    print(
        f"{'':>16} {len(judged.rows)} texts encoded in {judged.seconds:.1f} s, "
        f"assessed in {seconds:.1f} s"
    )


def without_best(judged: Encoded, exemplars: ExemplarSet) -> tuple[int, int]:
    """How many Hot conversations score less without the message that gave most points, of all."""
    whole, rest = [], []
    for found, of in zip(judged.assessed(exemplars), judged.said, strict=True):
        if found.temperature == "Hot":
            best = max(found.evidence, key=lambda evidence: evidence.points).position
            whole.append(found.score)
            rest.append([one for one in of if one.position != best])
    less = assess(rest, judged.rows, judged.vectors, exemplars)
    fell = [not found or found.score < score for found, score in zip(less, whole, strict=True)]
    return sum(fell), len(fell)


def report_noise(encoder: Encoder, exemplars: ExemplarSet) -> None:
    """How many of the texts that no lead writes come out Hot, and which of those we wrote."""
    for name, conversations in heaps().items():
        found = Encoded.of(conversations, encoder).assessed(exemplars)
        hot = sum(one.temperature == "Hot" for one in found)
        print(f"{name:>16} {len(found):>5}  heaped keywords, {hot} called Hot")
    sections = noise()
    written = {name: called_hot(lines, encoder, exemplars) for name, lines in sections.items()}
    print_noise(sections, written)


def print_noise(sections: Mapping[str, list[str]], hot: Mapping[str, list[str]]) -> None:
    for name, lines in sections.items():
        print(f"{name:>16} {len(lines):>5}  written by hand, {len(hot[name])} called Hot")
        for line in hot[name]:
            print(f"{'':>16} {line}")


if __name__ == "__main__":
    main()
