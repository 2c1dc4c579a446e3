"""Groups of sentences that say much the same."""

import numpy as np

from embeddings.encoder import Vectors

# Sentences further apart than this on average are of different groups: 1 minus the cosine.
FURTHEST = 0.55


def groups(vectors: Vectors, *, furthest: float = FURTHEST) -> list[list[int]]:
    """Group unit rows (n, D) by agglomerative clustering (average linkage); the largest first.

    Of each group its rows, the most central first.
    """
    from sklearn.cluster import AgglomerativeClustering

    if len(vectors) < 2:
        return [[row] for row in range(len(vectors))]
    clustering = AgglomerativeClustering(
        n_clusters=None, distance_threshold=furthest, metric="cosine", linkage="average"
    )
    which = clustering.fit_predict(vectors)
    found: list[list[int]] = []
    for label in np.unique(which):
        rows = np.flatnonzero(which == label)
        central = vectors[rows] @ vectors[rows].mean(axis=0)
        found.append(rows[np.argsort(-central, kind="stable")].tolist())
    return sorted(found, key=lambda group: (-len(group), group[0]))
