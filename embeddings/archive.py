"""All that was said, as vectors: what an exemplar set would make of it, in moments.

The cosines of all texts with an intent are kept, so that of the next set only the intents that
differ are compared.
"""

from threading import Lock

import numpy as np
import numpy.typing as npt

from embeddings.calibration import TEMPERATURES, Floats, score_of, softmax
from embeddings.encoder import Vectors
from embeddings.exemplars import ExemplarSet
from embeddings.features import AT_ONCE, SHARPNESS, Integers, arranged, by_intent, mean_of_nearest

# Intents whose cosines are kept: those of a few sets that differ in some.
MOST_KEPT = 160

Column = npt.NDArray[np.float32]


class Archive:
    """Conversations to try exemplar sets on, from any thread.

    `vectors` (T, D) are unit rows, `views` (U, 2) give for each utterance the rows of its text
    alone and in context, and `starts` (C,) where the utterances of each conversation begin, of
    which each has one at least.
    """

    def __init__(
        self, vectors: npt.NDArray[np.floating], views: Integers, starts: Integers
    ) -> None:
        self.vectors = vectors
        self.views = views
        self.starts = starts
        self._sizes = np.diff(np.append(starts, len(views)))
        self._kept: dict[frozenset[str], Column] = {}
        self._one_at_a_time = Lock()

    def scores(self, exemplars: ExemplarSet) -> Floats:
        """The conversations' scores (C,) with this set, not rounded."""
        return score_of(self.probabilities(exemplars))

    def probabilities(self, exemplars: ExemplarSet) -> Floats:
        """The conversations' chances (C, 3) of Hot, Warm and Cold with this set."""
        if not len(self.starts):
            return np.empty((0, len(TEMPERATURES)))
        return exemplars.calibration.probabilities(self.features(exemplars))

    def features(self, exemplars: ExemplarSet) -> Floats:
        """The conversations' features (C, F) with this set, as embeddings.scoring makes them."""
        with self._one_at_a_time:
            cosines = self._per_temperature(exemplars)
        bands = np.hstack([cosines, softmax(cosines / SHARPNESS)])[self.views]
        bands = bands.reshape(len(self.views), -1)
        highest = np.maximum.reduceat(bands, self.starts)
        mean = np.add.reduceat(bands, self.starts) / self._sizes[:, None]
        return arranged(highest, mean)

    def _per_temperature(self, exemplars: ExemplarSet) -> Floats:
        """Of each text the cosine with its nearest intent of each temperature (T, 3)."""
        members = by_intent(exemplars.intents)
        said = {
            name: frozenset(exemplars.texts[place] for place in places)
            for name, places in members.items()
        }
        missing = [name for name in members if said[name] not in self._kept]
        for name, column in self._compared(exemplars, {n: members[n] for n in missing}).items():
            self._kept[said[name]] = column
        found = np.full((len(self.vectors), len(TEMPERATURES)), -np.inf)
        for name, sentences in said.items():
            column = self._kept[sentences] = self._kept.pop(sentences)  # the latest used comes last
            temperature = TEMPERATURES.index(exemplars.temperatures[name])
            np.maximum(found[:, temperature], column, out=found[:, temperature])
        for old in list(self._kept)[: max(0, len(self._kept) - MOST_KEPT)]:
            del self._kept[old]
        return found

    def _compared(self, exemplars: ExemplarSet, members: dict[str, list[int]]) -> dict[str, Column]:
        """The cosines (T,) of all texts with each of these intents."""
        found = {name: np.empty(len(self.vectors), dtype=np.float32) for name in members}
        if not members:
            return found
        places = [place for of in members.values() for place in of]
        ends = np.cumsum([len(of) for of in members.values()])
        against: Vectors = exemplars.vectors[places]
        for start in range(0, len(self.vectors), AT_ONCE):
            rows = slice(start, start + AT_ONCE)
            cosines = against @ self.vectors[rows].astype(np.float32).T
            for name, end in zip(members, ends.tolist(), strict=True):
                of_intent = cosines[end - len(members[name]) : end]
                found[name][rows] = mean_of_nearest(of_intent)[0]
        return found
