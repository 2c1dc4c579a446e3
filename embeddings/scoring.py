"""Vectors and an exemplar set in; a score, its temperature and its evidence out."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from embeddings.attribution import BASE, DECIMALS, points
from embeddings.calibration import FEATURES, TEMPERATURES, Floats, score_of
from embeddings.details import without_details
from embeddings.encoder import Vectors
from embeddings.exemplars import ExemplarSet, Thresholds
from embeddings.features import Integers, Resemblance, pooled, resemblance
from embeddings.summary import summary
from embeddings.utterances import Quote, Utterance, speaks_for_itself

__all__ = ["Assessment", "Evidence", "ExemplarSet", "Probabilities", "Thresholds", "assess"]

# More points than these against the temperature, and a sentence does not stand for it.
TOLERATED = 10.0

# Below this cosine with the nearest of all exemplars a text resembles none (docs/scoring.md).
UNLIKE = 0.4


@dataclass(frozen=True, slots=True)
class Probabilities:
    """Chances of each temperature; they add up to 1."""

    hot: float
    warm: float
    cold: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one utterance gave to the score.

    `position` is its message's, `start` and `end` are character offsets in it. `exemplar` is the
    nearest, of `intent`, with the cosine `similarity`. `points` may be below zero.
    """

    position: int
    start: int
    end: int
    text: str
    exemplar: str
    intent: str
    similarity: float
    points: float


@dataclass(frozen=True, slots=True)
class Assessment:
    """What a conversation amounts to: `score` is `base` and the points of all evidence.

    `base` is the score of a conversation of which nothing is known. `intent` is the strongest of
    those of the conversation's temperature; `unsure` says that nothing the visitor said resembles
    any exemplar.
    """

    score: float
    temperature: str
    probabilities: Probabilities
    base: float
    evidence: tuple[Evidence, ...]
    intent: str
    summary: str
    unsure: bool


def assess(
    conversations: Sequence[Sequence[Utterance]],
    rows: Mapping[str, int],
    vectors: Vectors,
    exemplars: ExemplarSet,
) -> list[Assessment | None]:
    """Score conversations, in order; None for one in which the visitor said nothing.

    `rows` gives each utterance's `text` and `in_context` its row of `vectors` (T, D).
    """
    return assess_quotes(conversations, _views(conversations, rows), vectors, exemplars)


def assess_quotes(
    conversations: Sequence[Sequence[Quote]],
    views: Sequence[Integers],
    vectors: Vectors,
    exemplars: ExemplarSet,
) -> list[Assessment | None]:
    """Score conversations of which only the quotes are known, as `assess` does.

    `views` (n, 2) give for each conversation's quotes the rows of `vectors` (T, D) that hold what
    is said alone and in context.
    """
    like = resemblance(vectors, exemplars)
    found: list[Assessment | None] = [None] * len(conversations)
    for members, together in _by_size(views):
        bands = _bands(like, together)
        chances = exemplars.calibration.probabilities(pooled(bands))
        scores = np.round(score_of(chances), DECIMALS)
        given = points(bands, scores, exemplars.calibration)
        for row, member in enumerate(members):
            case = _Case(
                conversations[member], together[row], scores[row].item(), chances[row], given[row]
            )
            found[member] = _assessment(case, like, exemplars)
    return found


def features(
    conversations: Sequence[Sequence[Utterance]],
    rows: Mapping[str, int],
    vectors: Vectors,
    exemplars: ExemplarSet,
) -> Floats:
    """What a calibration is fitted to: features (C, F) of conversations, none of them empty."""
    like = resemblance(vectors, exemplars)
    found = np.empty((len(conversations), len(FEATURES)))
    for members, together in _by_size(_views(conversations, rows)):
        found[members] = pooled(_bands(like, together))
    return found


def _views(conversations: Sequence[Sequence[Utterance]], rows: Mapping[str, int]) -> list[Integers]:
    return [
        np.array([(rows[one.text], rows[one.in_context]) for one in said], dtype=np.int64)
        for said in conversations
    ]


def _by_size(views: Sequence[Integers]) -> Iterator[tuple[list[int], Integers]]:
    """Conversations of n quotes each: which (C), and the rows of their texts (C, n, 2)."""
    sizes = defaultdict(list)
    for member, of in enumerate(views):
        if len(of):
            sizes[len(of)].append(member)
    for members in sizes.values():
        yield members, np.stack([views[member] for member in members])


def _bands(like: Resemblance, views: Integers) -> Floats:
    """Bands of both views side by side: (C, n, 2) rows to (C, n, 12)."""
    return like.bands[views].reshape(*views.shape[:2], -1)


class _Case(NamedTuple):
    """One conversation on its way to an assessment; `views` are (n, 2), `points` (n,)."""

    said: Sequence[Quote]
    views: Integers
    score: float
    chances: Floats
    points: Floats


def _assessment(case: _Case, like: Resemblance, exemplars: ExemplarSet) -> Assessment:
    temperature = exemplars.thresholds.temperature(case.score)
    row = np.arange(len(case.said))
    nearer = case.views[row, like.similarity[case.views].argmax(axis=1)]
    telling = _most_telling(case, like, temperature)
    intent = _intent(like, case.views[telling], temperature)
    quoted = case.said[telling].quoted
    return Assessment(
        score=case.score,
        temperature=temperature,
        probabilities=Probabilities(*case.chances.tolist()),
        base=BASE,
        evidence=_evidence(case, like, nearer, exemplars),
        intent=intent,
        summary=summary(intent, without_details(quoted) or quoted),
        unsure=bool(like.similarity[nearer].max() < UNLIKE),
    )


def _most_telling(case: _Case, like: Resemblance, temperature: str) -> int:
    """The utterance to quote: what did most for the temperature and can be understood alone.

    A mere yes or a phone number is left out where something else does not speak against the
    temperature. Of the rest with at least half of the most points (in a cold conversation: of the
    most points taken away) it is the one whose text is nearest to an intent of that temperature.
    """
    given = -case.points if temperature == "Cold" else case.points
    alone = like.bands[case.views[:, 0], TEMPERATURES.index(temperature)]
    candidates: list[int] = []
    least = -TOLERATED
    for place in np.argsort(-given, kind="stable").tolist():
        if given[place] <= -TOLERATED or given[place] < least:
            break
        if speaks_for_itself(case.said[place]):
            candidates.append(place)
            least = min(given[candidates[0]], given[candidates[0]] / 2)
    if not candidates:
        candidates = np.flatnonzero(given >= min(given.max(), given.max() / 2)).tolist()
    return max(sorted(candidates), key=alone.__getitem__)


def _intent(like: Resemblance, views: Integers, temperature: str) -> str:
    """The intent of a temperature that an utterance resembles most, in either view."""
    column = TEMPERATURES.index(temperature)
    view = views[like.bands[views, column].argmax()]
    name: str = like.names[like.intents[view, column]]
    return name


def _evidence(
    case: _Case, like: Resemblance, nearer: Integers, exemplars: ExemplarSet
) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(
            one.position,
            one.start,
            one.end,
            one.quoted,
            exemplars.texts[nearest],
            exemplars.intents[nearest],
            similarity,
            given,
        )
        for one, nearest, similarity, given in zip(
            case.said,
            like.nearest[nearer].tolist(),
            like.similarity[nearer].tolist(),
            case.points.tolist(),
            strict=True,
        )
    )
