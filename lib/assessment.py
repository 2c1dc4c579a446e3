"""Conversations to scores, given the vectors of what was said in them; no database."""

from collections.abc import Sequence

import numpy as np

from embeddings import scoring
from embeddings.calibration import Floats
from embeddings.encoder import Encoder, Vectors
from embeddings.exemplars import ExemplarSet
from embeddings.scoring import Assessment
from embeddings.utterances import Turn, Utterance, texts_of, utterances
from lib import vectors
from lib.domain import Conversation

Said = tuple[Utterance, ...]


def said(chats: Sequence[Conversation]) -> list[Said]:
    """What the visitor said in each conversation, ready to be encoded."""
    return [utterances([Turn(each.role, each.text) for each in chat.messages]) for chat in chats]


def assess(
    heard: Sequence[Said], known: vectors.ByText, using: ExemplarSet
) -> list[Assessment | None]:
    """Score what was said in conversations, in order, from the vectors of its texts."""
    if not known:
        return [None] * len(heard)
    rows, matrix = _rows(known)
    return scoring.assess(heard, rows, matrix, using)


def score(
    chats: Sequence[Conversation], encoder: Encoder, using: ExemplarSet
) -> list[Assessment | None]:
    """Encode and score conversations, in order; None where the visitor said nothing."""
    heard = said(chats)
    return assess(heard, vectors.encode(encoder, texts_of(heard)), using)


def features(
    chats: Sequence[Conversation], encoder: Encoder, using: ExemplarSet
) -> tuple[list[int], Floats]:
    """What a calibration is fitted to: which chats (n) the visitor said something in, and their
    features (n, F).
    """
    heard = said(chats)
    kept = [place for place, each in enumerate(heard) if each]
    rows, matrix = _rows(vectors.encode(encoder, texts_of(heard)))
    return kept, scoring.features([heard[place] for place in kept], rows, matrix, using)


def _rows(known: vectors.ByText) -> tuple[dict[str, int], Vectors]:
    rows = {text: row for row, text in enumerate(known)}
    return rows, np.stack(list(known.values())).astype(np.float32)
