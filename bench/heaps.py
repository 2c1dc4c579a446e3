"""Conversations that heap keywords to look like a lead, which none of them is."""

import random

from bench.labelled import Labelled
from embeddings.utterances import Turn, utterances

KEYWORDS = (
    "buy order book quote demo price trial contract sales pay invoice now today reserve rent sign "
    "table room hotel flight ticket taxi car appointment subscribe upgrade checkout discount"
)
WORDS = KEYWORDS.split()
ASKED = "What would you like to order?"
COUNT = 300


def heaps(seed: int = 0) -> dict[str, list[Labelled]]:
    """So many of each kind, the same ones for the same seed."""
    rng = random.Random(seed)
    kinds = {"words repeated": _repeated, "different words": _listed, "a word a message": _chat}
    return {name: [_cold(make(rng)) for _ in range(COUNT)] for name, make in kinds.items()}


def _repeated(rng: random.Random) -> list[str]:
    few = rng.sample(WORDS, rng.randint(1, 4))
    return [" ".join(rng.choices(few, k=2 * len(few) + rng.randint(0, 4)))]


def _listed(rng: random.Random) -> list[str]:
    return [" ".join(rng.sample(WORDS, rng.randint(4, 8)))]


def _chat(rng: random.Random) -> list[str]:
    return rng.choices(WORDS, k=rng.randint(2, 5))


def _cold(said: list[str]) -> Labelled:
    """The assistant asks back after each message, as bots do."""
    turns = [turn for text in said for turn in (Turn("visitor", text), Turn("assistant", ASKED))]
    return Labelled(utterances(turns), "Cold")
