"""Fit embeddings/calibration.json anew: python bench/calibrate.py --data DIR.

Needed after a change of the shipped exemplars or of the features. Three kinds of conversations are
mixed: the public dialogues in DIR/train.jsonl.gz, the demo's scripts and bench/chats.txt.
"""

import argparse
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np

from bench.labelled import Labelled, chats, demo, dialogues
from embeddings.calibration import Calibration, Floats, fit
from embeddings.encoder import SentenceEncoder
from embeddings.exemplars import STARTER_CALIBRATION, ExemplarSet, starter_exemplars
from embeddings.scoring import features
from embeddings.utterances import texts_of

# How much each kind weighs in all: the public dialogues are many but of few businesses.
SHARES = {"dialogues": 1.0, "demo": 0.15, "chats": 0.15}
STRENGTH = 0.1


def weights(conversations: list[Labelled], share: float) -> Floats:
    """Weights that add up to the share, a label's in proportion to the root of its frequency."""
    counts = Counter(label for _, label in conversations)
    each = np.array([counts[label] ** -0.5 for _, label in conversations])
    return share * each / each.sum()


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", type=Path, required=True)
    kinds = {
        "dialogues": dialogues(arguments.parse_args().data / "train.jsonl.gz"),
        "demo": demo(range(1, 4)),
        "chats": chats(),
    }
    everything = [one for kind in kinds.values() for one in kind]
    weight = np.concatenate([weights(kind, SHARES[name]) for name, kind in kinds.items()])
    encoder = SentenceEncoder()
    exemplars = ExemplarSet.of(starter_exemplars(), encoder, Calibration.blank())
    said = [one.said for one in everything]
    texts = texts_of(said)
    rows = {text: row for row, text in enumerate(texts)}
    found = features(said, rows, encoder.encode(texts), exemplars)
    labels = [one.label for one in everything]
    calibration = fit(found, labels, weights=weight * len(found) / weight.sum(), strength=STRENGTH)
    STARTER_CALIBRATION.write_text(calibration.to_json() + "\n", encoding="utf-8")
    print(f"fitted to {len(found)} conversations; base {calibration.base:.1f}")


if __name__ == "__main__":
    main()
