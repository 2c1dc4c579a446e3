"""Texts that no lead writes, and how many of them come out Hot."""

from pathlib import Path

from bench.encoded import Encoded
from bench.labelled import Labelled, chat
from embeddings.encoder import Encoder
from embeddings.exemplars import ExemplarSet

NOISE = Path(__file__).parents[1] / "tests" / "embeddings" / "noise.txt"


def noise(file: Path = NOISE) -> dict[str, list[str]]:
    """The file's lines by section."""
    sections: dict[str, list[str]] = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            sections[line.removeprefix("## ")] = []
        elif line and not line.startswith("#"):
            sections[list(sections)[-1]].append(line)
    return sections


def called_hot(lines: list[str], encoder: Encoder, exemplars: ExemplarSet) -> list[str]:
    """Which of these come out Hot; one may be several messages, parted by " | "."""
    chats = [Labelled(chat(line.split(" | ")), "Cold") for line in lines]
    found = Encoded.of(chats, encoder).assessed(exemplars)
    return [line for line, one in zip(lines, found, strict=True) if one.temperature == "Hot"]
