"""Vectors on a plane, near ones near each other."""

import numpy as np

from embeddings.calibration import Floats
from embeddings.encoder import Vectors

FIRST = 50  # principal components that t-SNE is given
NEIGHBOURS = 30.0
FEWEST = 10


def plane(vectors: Vectors) -> Floats:
    """Places (n, 2) of rows (n, D), the same each time.

    t-SNE on the principal components (L. van der Maaten and G. Hinton, Visualizing data using
    t-SNE, 2008), both by scikit-learn; of fewer than ten rows the first two components.
    """
    from sklearn.decomposition import PCA
    from sklearn.manifold import TSNE

    rows = vectors.astype(np.float64)
    if len(rows) < FEWEST:
        found = np.zeros((len(rows), 2))
        if len(rows) > 1:
            kept = min(2, len(rows), rows.shape[1])
            found[:, :kept] = PCA(kept).fit_transform(rows)
        return found
    components = PCA(min(FIRST, *rows.shape), random_state=0).fit_transform(rows)
    perplexity = min(NEIGHBOURS, (len(rows) - 1) / 3)
    places: Floats = TSNE(perplexity=perplexity, init="pca", random_state=0).fit_transform(
        components
    )
    return places.astype(np.float64)
