"""How far scores by bfloat16 are from those by float32: python -m bench.precision --data DIR.

Scores the first 500 conversations of DIR/dev.jsonl.gz with both.
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np

from bench.labelled import dialogues
from bench.quality import assessed
from embeddings.encoder import Precision, SentenceEncoder
from embeddings.exemplars import starter_set

CONVERSATIONS = 500
PRECISIONS: tuple[Precision, ...] = ("float32", "bfloat16")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", type=Path, required=True)
    conversations = dialogues(arguments.parse_args().data / "dev.jsonl.gz")[:CONVERSATIONS]
    encoders = [SentenceEncoder(precision=precision) for precision in PRECISIONS]
    found = [assessed(conversations, encoder, starter_set(encoder)) for encoder in encoders]
    pairs = list(zip(*found, strict=True))
    moved = np.abs([full.score - brief.score for full, brief in pairs])
    changed = sum(full.temperature != brief.temperature for full, brief in pairs)
    print(f"{len(pairs)} conversations: the score moves by {moved.mean():.2f} on average, ", end="")
    print(f"{moved.max():.2f} at most; {changed} temperatures change")


if __name__ == "__main__":
    main()
