"""What a calibration would say of conversations that it was not fitted to."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from embeddings.calibration import TEMPERATURES, Floats, fit

FOLDS = 5


def cross_validated(features: Floats, labels: Sequence[str]) -> Floats:
    """Chances (n, 3) of labelled conversations, each from a fit without it and others.

    Stratified five-fold cross-validation (R. Kohavi, A study of cross-validation, 1995), always the
    same folds; fewer where a temperature has fewer conversations. Raise ValueError where one has
    less than two: without it there is nothing to fit to.
    """
    from sklearn.model_selection import StratifiedKFold

    counts = Counter(labels)
    fewest = min(counts[temperature] for temperature in TEMPERATURES)
    if fewest < 2:
        raise ValueError("each temperature needs two labelled conversations")
    known = np.array(labels)
    chances = np.empty((len(known), len(TEMPERATURES)))
    folds = StratifiedKFold(min(FOLDS, fewest), shuffle=True, random_state=20)
    for seen, unseen in folds.split(features, known):
        fitted = fit(features[seen], known[seen].tolist())
        chances[unseen] = fitted.probabilities(features[unseen])
    return chances
