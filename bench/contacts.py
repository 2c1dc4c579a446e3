"""How well contacts are found: python -m bench.contacts [--set NAME] [--show] [--cost].

Prints precision, recall and F1 by kind of detail and by category for a set of the labelled
dialogues of tests/data/dialogues: `written`, `probes`, `second` or `held_out`. `--show` adds each
failure with its dialogue; the held-out ones are for measuring alone, so it shows none of them.
`--cost` adds what extraction takes beside encoding.
"""

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))

from lib.contacts import extract
from lib.domain import Conversation
from tests import gold_scoring
from tests.gold import DETAILS, Gold, load
from tests.gold_scoring import Result, Tally

RUNS = 7
SETS = ("written", "probes", "second", "held_out")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--set", choices=SETS, default="written")
    arguments.add_argument("--show", action="store_true")
    arguments.add_argument("--cost", action="store_true")
    given = arguments.parse_args()
    if given.show and given.set == "held_out":
        arguments.error("the failures of the held-out dialogues stay unseen, lest a rule be fitted")
    dialogues = load(given.set)
    result = gold_scoring.score(dialogues)
    print_kinds(len(dialogues), result)
    print_categories(result)
    if given.show:
        for failure in result.failures:
            print("\n".join(gold_scoring.shown(failure)))
    if given.cost:
        print_cost(dialogues)


def print_kinds(count: int, result: Result) -> None:
    print(f"{count} dialogues")
    print(f"{'':>22} {'right':>5} {'wrong':>5} {'missed':>6}  precision  recall    F1  exact span")
    rows = [(detail, result.by_detail[detail]) for detail in DETAILS]
    rows += [(f"further {detail}", tally) for detail, tally in result.extras.items()]
    for name, tally in rows:
        exact = "" if name.startswith("further") else f"{tally.exact_share:>10.3f}"
        print(f"{name:>22} {_row(tally)}  {exact}".rstrip())
    print(f"{'of the other side':>22} {len(result.theirs):>5}")
    told = ", ".join(f"{count} {name}" for name, count in sorted(result.derived.items()))
    print(f"{'company from a domain':>22} {sum(result.derived.values()):>5} ({told})")


def print_categories(result: Result) -> None:
    print()
    for name, tally in sorted(gold_scoring.categories(result).items()):
        print(f"{name:>22} {_row(tally)}")


def _row(tally: Tally) -> str:
    return (
        f"{tally.right:>5} {tally.wrong:>5} {tally.missed:>6}  "
        f"{tally.precision:>9.3f} {tally.recall:>7.3f} {tally.f1:>5.3f}"
    )


def print_cost(dialogues: Sequence[Gold]) -> None:
    """Both over the same dialogues, by turns, so that a busy machine slows both."""
    from embeddings.encoder import SentenceEncoder
    from embeddings.utterances import texts_of
    from lib.assessment import said

    chats = [Conversation("bench", str(i), each.messages) for i, each in enumerate(dialogues)]
    texts = texts_of(said(chats))
    encoder = SentenceEncoder()
    encoder.encode(texts[:1])
    extract_all(dialogues)
    runs = [
        (timed(lambda: extract_all(dialogues)), timed(lambda: encoder.encode(texts)))
        for _ in range(RUNS)
    ]
    found, encoded = (median(seconds) for seconds in zip(*runs, strict=True))
    messages = sum(len(each.messages) for each in dialogues)
    print(f"\nextraction {found * 1000:.0f} ms, encoding {encoded * 1000:.0f} ms")
    print(f"extraction costs {found / encoded:.1%} of encoding")
    print(f"{messages} messages, {len(texts)} distinct texts, median of {RUNS} runs")


def extract_all(dialogues: Sequence[Gold]) -> None:
    for each in dialogues:
        extract(each.messages, each.visitor, region=each.region)


def timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
