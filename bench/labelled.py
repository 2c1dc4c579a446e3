"""Labelled conversations to fit and measure with."""

import gzip
import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from embeddings.utterances import Turn, Utterance, utterances
from lib.demo import labelled

CHATS = Path(__file__).with_name("chats.txt")


class Labelled(NamedTuple):
    said: tuple[Utterance, ...]
    label: str


def dialogues(file: Path) -> list[Labelled]:
    """The conversations of a .jsonl.gz file as data/README.md describes it."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        return list(
            _heard((_turns(row["messages"]), row["label"]) for row in map(json.loads, lines))
        )


def demo(seeds: range) -> list[Labelled]:
    """Each of the demo's scripts, filled once a seed."""
    moment = datetime(2026, 6, 1, tzinfo=UTC)
    stories = [story for seed in seeds for story in labelled(seed=seed, now=moment)]
    return list(
        _heard(
            ([Turn(m.role, m.text) for m in story.conversation.messages], story.script.label)
            for story in stories
        )
    )


def chats(file: Path = CHATS) -> list[Labelled]:
    """The chats of a text file, one a line: label | message | …"""
    lines = file.read_text(encoding="utf-8").splitlines()
    rows = [line.split(" | ") for line in lines if line and not line.startswith("#")]
    return list(_heard((_of(parts), label) for label, *parts in rows))


def chat(parts: Sequence[str]) -> tuple[Utterance, ...]:
    """What the visitor said in a chat; a message of the assistant begins with "A: "."""
    return utterances(_of(parts))


def _of(parts: Sequence[str]) -> list[Turn]:
    return [_turn(part) for part in parts]


def _turns(messages: list[dict[str, str]]) -> list[Turn]:
    return [Turn(message["role"], message["text"]) for message in messages]


def _turn(part: str) -> Turn:
    return Turn("assistant", part[3:]) if part.startswith("A: ") else Turn("visitor", part)


def _heard(pairs: Iterator[tuple[list[Turn], str]]) -> Iterator[Labelled]:
    """Leave out the conversations in which the visitor said nothing."""
    for turns, label in pairs:
        said = utterances(turns)
        if said:
            yield Labelled(said, label.capitalize())
