"""Whether groups would be there tomorrow: bootstrap Jaccard, and structureless data to beat."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from kamlib.segmentation.clusters import distances, find_centres, nearest, silhouette

_STARTS = 3  # for a resample, which only has to be as good as another resample
_BINS, _HALVINGS = 256, 12  # a distribution in 256 steps; its smoothing found to 1 in 4000
_RIPPLE = 0.05  # of the highest: less is no hump, single values far out would all be one


@dataclass(frozen=True)
class Resample:
    """One bootstrap of the points: which were drawn, and the centres found in them."""

    drawn: np.ndarray
    centres: np.ndarray


def resamples(points: np.ndarray, k: int, *, draws: int, seed: int) -> list[Resample]:
    """k-means on `draws` bootstrap samples of `points`; a point drawn twice weighs two."""
    rng = np.random.default_rng([seed, k])
    found = []
    for _ in range(draws):
        times = np.bincount(rng.integers(0, len(points), len(points)), minlength=len(points))
        drawn = times > 0
        if len(np.unique(points[drawn], axis=0)) < k:
            continue
        start = int(rng.integers(2**31))
        weights = times[drawn].astype("float64")
        centres = find_centres(points[drawn], k, seed=start, starts=_STARTS, weights=weights)
        found.append(Resample(drawn, centres))
    return found


def jaccard(points: np.ndarray, groups: np.ndarray, found: Iterable[Resample]) -> np.ndarray:
    """Mean over resamples of each group's best Jaccard match (Hennig 2007), by group.

    Both groups are taken over the points drawn, each once. A group none of whose points
    was drawn is not counted in that resample.
    """
    scores = []
    for resample in found:
        table = crossed(groups[resample.drawn], nearest(points, resample.centres)[resample.drawn])
        full = np.zeros((groups.max() + 1, table.shape[1]))
        full[: table.shape[0]] = table
        either = full.sum(axis=1, keepdims=True) + full.sum(axis=0) - full
        best = (full / np.maximum(either, 1)).max(axis=1)
        scores.append(np.where(full.sum(axis=1) > 0, best, np.nan))
    return np.nanmean(scores, axis=0) if scores else np.zeros(groups.max() + 1)


def membership(points: np.ndarray, groups: np.ndarray, found: Iterable[Resample]) -> np.ndarray:
    """Share of resamples that put a point into the group it has, 0 to 1.

    The groups of a resample are named after those they share most points with, one to one.
    """
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415  slow to import

    same, times = np.zeros(len(points)), 0
    for resample in found:
        others = nearest(points, resample.centres)
        ours, theirs = linear_sum_assignment(crossed(groups, others), maximize=True)
        named = np.full(others.max() + 1, -1)
        named[theirs] = ours
        same += named[others] == groups
        times += 1
    return same / max(times, 1)


def structureless(
    points: np.ndarray, sizes: Iterable[int], *, draws: int, seed: int
) -> dict[int, np.ndarray]:
    """Silhouettes, by number of groups, of k-means on data that holds no groups.

    Any cloud can be cut; groups have to stand further apart than the parts of one cloud of
    the same covariance and floors. The cloud is normal with the correlations of `points`,
    carried over to their own distributions, each smoothed until it has a single hump: a
    plain normal cloud would take every skewed or cut-off feature for a group.
    """
    from scipy.special import ndtr, ndtri  # noqa: PLC0415  slow to import

    rng = np.random.default_rng([seed, 0])
    places = np.argsort(np.argsort(points, axis=0, kind="stable"), axis=0)
    together = np.atleast_2d(np.corrcoef(ndtri((places + 0.5) / len(points)), rowvar=False))
    humps = [one_hump(column) for column in points.T]
    found: dict[int, list[float]] = {k: [] for k in sizes}
    for _ in range(draws):
        normal = rng.multivariate_normal(np.zeros(len(humps)), together, len(points), method="eigh")
        shares = ndtr(normal).T
        cloud = np.column_stack(
            [np.interp(u, *hump) for u, hump in zip(shares, humps, strict=True)]
        )
        between = distances(cloud)
        for k, values in found.items():
            start = int(rng.integers(2**31))
            centres = find_centres(cloud, k, seed=start, starts=_STARTS)
            values.append(silhouette(between, nearest(cloud, centres)))
    return {k: np.array(values) for k, values in found.items()}


def one_hump(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The distribution of `values` with a single hump: cumulative shares and the values there.

    A histogram under the narrowest normal kernel, reflected at both ends, that leaves one
    mode (Silverman 1981), moved and stretched to the mean and deviation of `values`.
    """
    from scipy.ndimage import gaussian_filter1d  # noqa: PLC0415  slow to import

    counts, edges = np.histogram(values, _BINS)
    narrow, wide = 0.5, float(_BINS)
    for _ in range(_HALVINGS):
        width = np.sqrt(narrow * wide)
        smooth = gaussian_filter1d(counts.astype("float64"), width, mode="reflect")
        narrow, wide = (narrow, width) if _humps(smooth) <= 1 else (width, wide)
    smooth = gaussian_filter1d(counts.astype("float64"), wide, mode="reflect")
    shares = np.concatenate([[0.0], smooth.cumsum() / smooth.sum()])
    drawn = np.interp((np.arange(len(values)) + 0.5) / len(values), shares, edges)
    stretch = values.std() / drawn.std() if drawn.std() > 0 else 1.0
    return shares, (edges - drawn.mean()) * stretch + values.mean()


def _humps(density: np.ndarray) -> int:
    steps = np.diff(np.round(density / density.max() / _RIPPLE))
    signs = np.sign(steps[steps != 0])
    rises = np.concatenate([[1], signs, [-1]])  # a slope at the edge counts as a hump's side
    return int(((rises[:-1] > 0) & (rises[1:] < 0)).sum())


def crossed(ours: np.ndarray, theirs: np.ndarray) -> np.ndarray:
    """How many points each pair of groups shares: rows ours, columns theirs."""
    columns = theirs.max() + 1
    counts = np.bincount(ours * columns + theirs, minlength=(ours.max() + 1) * columns)
    return counts.reshape(ours.max() + 1, columns)
