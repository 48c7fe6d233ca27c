"""k-means, and how far its groups stand apart."""

from __future__ import annotations

import numpy as np

STARTS = 10  # one start found the planted groups at ARI .67 where ten gave .98


def find_centres(
    points: np.ndarray,
    k: int,
    *,
    seed: int,
    starts: int = STARTS,
    weights: np.ndarray | None = None,
) -> np.ndarray:
    """Centres (k rows) of the best of `starts` runs of k-means, by its sum of squares.

    points: accounts x features, scaled; `weights` counts each point as so many.
    """
    # Half of the kit's pages need no scikit-learn, and importing it takes seconds.
    from sklearn.cluster import KMeans  # noqa: PLC0415

    model = KMeans(k, n_init=starts, random_state=seed)
    return model.fit(points, sample_weight=weights).cluster_centers_


def refine(points: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """One run of k-means on all points from centres found on a sample of them."""
    from sklearn.cluster import KMeans  # noqa: PLC0415  as above

    return KMeans(len(centres), init=centres, n_init=1).fit(points).cluster_centers_


def nearest(points: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """Number of the nearest centre for each point; of two equally near the first."""
    return (-2 * points @ centres.T + (centres**2).sum(axis=1)).argmin(axis=1)


def distances(points: np.ndarray) -> np.ndarray:
    """Euclidean distance between every two points: only for samples, it is n x n."""
    squares = (points**2).sum(axis=1)
    gaps = squares[:, None] + squares[None, :] - 2 * points @ points.T
    return np.sqrt(np.maximum(gaps, 0))


def silhouette(between: np.ndarray, groups: np.ndarray) -> float:
    """Mean silhouette width (Rousseeuw 1987), -1 to 1: own group near, next one far.

    between: distances of every two points; groups: their labels. A point alone in its
    group counts 0. Not defined, and given as -1, for a single group.
    """
    _, groups = np.unique(groups, return_inverse=True)
    members = np.eye(groups.max() + 1)[groups]
    sizes = members.sum(axis=0)
    if len(sizes) < 2:
        return -1.0
    sums = between @ members
    rows = np.arange(len(groups))
    own = sums[rows, groups] / np.maximum(sizes[groups] - 1, 1)
    means = sums / sizes
    means[rows, groups] = np.inf
    other = means.min(axis=1)
    widths = (other - own) / np.maximum(np.maximum(own, other), 1e-300)
    return float(np.where(sizes[groups] > 1, widths, 0.0).mean())
