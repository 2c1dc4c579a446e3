"""Fit embeddings/calibration.json anew: python bench/calibrate.py --data DIR.

Needed after a change of the shipped exemplars or of the features. Three kinds of conversations are
mixed: the public dialogues in DIR/train.jsonl.gz, the demo's scripts and bench/chats.txt.

With --ablate nothing is written: it prints what leaving out each group of features costs on
DIR/dev.jsonl.gz and on the demo, fitted to the other two kinds.
"""

import argparse
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np

from bench.labelled import Labelled, chats, demo, dialogues
from embeddings.calibration import FEATURES, POOLS, VIEWS, Calibration, Floats, fit
from embeddings.encoder import Encoder, SentenceEncoder
from embeddings.evaluation import evaluate
from embeddings.exemplars import STARTER_CALIBRATION, ExemplarSet, starter_exemplars
from embeddings.scoring import features
from embeddings.utterances import texts_of

# How much each kind weighs in all: the public dialogues are many but of few businesses.
SHARES = {"dialogues": 1.0, "demo": 0.15, "chats": 0.5}
STRENGTH = 0.1

Measured = tuple[Floats, list[str], Floats]


def weights(conversations: list[Labelled], share: float) -> Floats:
    """Weights that add up to the share, a label's in proportion to the root of its frequency."""
    counts = Counter(label for _, label in conversations)
    each = np.array([counts[label] ** -0.5 for _, label in conversations])
    found: Floats = share * each / each.sum()
    return found


def measured(conversations: list[Labelled], share: float, encoder: Encoder) -> Measured:
    """Features, labels and weights of one kind of conversations."""
    exemplars = ExemplarSet.of(starter_exemplars(), encoder, Calibration.blank())
    said = [one.said for one in conversations]
    texts = texts_of(said)
    rows = {text: row for row, text in enumerate(texts)}
    found = features(said, rows, encoder.encode(texts), exemplars)
    return found, [one.label for one in conversations], weights(conversations, share)


def fitted(kinds: list[Measured], used: Floats | float = 1.0) -> Calibration:
    """Fit to several kinds at once; features that are not used count as 0."""
    found = np.concatenate([kind[0] for kind in kinds]) * used
    labels = [label for kind in kinds for label in kind[1]]
    weight = np.concatenate([kind[2] for kind in kinds])
    return fit(found, labels, weights=weight * len(found) / weight.sum(), strength=STRENGTH)


def ablate(fit_to: list[Measured], judge_by: dict[str, Measured]) -> None:
    for left_out in ("nothing", *VIEWS, *POOLS):
        used = np.array([left_out not in name.split(", ") for name in FEATURES], dtype=np.float64)
        calibration = fitted(fit_to, used)
        for name, (found, labels, _) in judge_by.items():
            result = evaluate(labels, calibration.probabilities(found * used))
            print(
                f"without {left_out:10} {name:5} lead {result.lead_auc:.3f} "
                f"hot {result.hot_auc:.3f} F1 {result.macro_f1:.3f}"
            )


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", type=Path, required=True)
    arguments.add_argument("--ablate", action="store_true")
    given = arguments.parse_args()
    encoder = SentenceEncoder()
    kinds = {
        "dialogues": dialogues(given.data / "train.jsonl.gz"),
        "demo": demo(range(1, 4)),
        "chats": chats(),
    }
    of = {name: measured(kind, SHARES[name], encoder) for name, kind in kinds.items()}
    if given.ablate:
        dev = measured(dialogues(given.data / "dev.jsonl.gz"), 1.0, encoder)
        ablate([of["dialogues"], of["chats"]], {"dev": dev, "demo": of["demo"]})
        return
    calibration = fitted(list(of.values()))
    STARTER_CALIBRATION.write_text(calibration.to_json() + "\n", encoding="utf-8")
    print(f"fitted to {sum(len(kind) for kind in kinds.values())} conversations")


if __name__ == "__main__":
    main()
