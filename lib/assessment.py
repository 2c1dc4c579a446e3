"""Conversations to scores, given the vectors of what was said in them; no database."""

from collections.abc import Iterable, Sequence

import numpy as np

from embeddings import scoring
from embeddings.calibration import Floats
from embeddings.encoder import Encoder, Vectors
from embeddings.exemplars import ExemplarSet
from embeddings.scoring import Assessment
from embeddings.utterances import Turn, Utterance, utterances
from lib import vectors
from lib.domain import Conversation


def score(
    chats: Sequence[Conversation], encoder: Encoder, using: ExemplarSet
) -> list[Assessment | None]:
    """Encode and score conversations, in order; None where the visitor said nothing."""
    return assess(chats, vectors.encode(encoder, texts_of(chats)), using)


def texts_of(chats: Iterable[Conversation]) -> list[str]:
    """The distinct texts whose vectors these conversations need, in order of appearance."""
    distinct = {text: None for said in map(_said, chats) for each in said for text in _views(each)}
    return list(distinct)


def assess(
    chats: Sequence[Conversation], known: vectors.ByText, using: ExemplarSet
) -> list[Assessment | None]:
    """Score conversations, in order, from the vectors of their texts (as of `texts_of`)."""
    if not known:
        return [None] * len(chats)
    rows, matrix = _rows(known)
    return scoring.assess([_said(chat) for chat in chats], rows, matrix, using)


def features(
    chats: Sequence[Conversation], encoder: Encoder, using: ExemplarSet
) -> tuple[list[int], Floats]:
    """What a calibration is fitted to: which chats (n) the visitor said something in, and their
    features (n, F).
    """
    said = [_said(chat) for chat in chats]
    heard = [place for place, each in enumerate(said) if each]
    known = vectors.encode(encoder, texts_of(chats))
    rows, matrix = _rows(known)
    return heard, scoring.features([said[place] for place in heard], rows, matrix, using)


def _said(chat: Conversation) -> tuple[Utterance, ...]:
    return utterances([Turn(message.role, message.text) for message in chat.messages])


def _rows(known: vectors.ByText) -> tuple[dict[str, int], Vectors]:
    rows = {text: row for row, text in enumerate(known)}
    return rows, np.stack(list(known.values())).astype(np.float32)


def _views(utterance: Utterance) -> tuple[str, str]:
    return utterance.text, utterance.in_context
