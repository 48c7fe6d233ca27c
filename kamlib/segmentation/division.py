"""A book divided into kinds of account, with the grounds for the number of kinds.

    Scaled.values --divide--> Division(outcome, groups, stability, choice)

Three outcomes: `groups` that hold and stand apart; `continuum`, a cut that comes out the
same every time although nothing stands apart; `none`, no cut worth naming.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from kamlib import results
from kamlib.segmentation import stability
from kamlib.segmentation.clusters import distances, find_centres, nearest, refine, silhouette

PATTERN, STABLE = 0.6, 0.75  # Hennig (2007): below .6 not named, above .75 stable
TOGETHER = 0.8  # mean over the segments, under which the cut as a whole does not come back
SAMPLE = 1000  # accounts that the choice of k is made on in a larger book
SMALLEST = 7  # accounts a segment needs on average
CLOUDS = 20  # structureless data sets to beat: the 95th percentile of twenty
MARGIN = 0.02  # silhouette by which to beat it; at 0, a third of 300-account continua did
WHOLE = 0.95  # a segment with this Jaccard comes back whole
NEAR = 0.8  # part of the largest excess that a finer cut into whole segments must have
BORDER = 0.8  # an account in its segment in fewer resamples stands on a border


@dataclass(frozen=True)
class Division:
    """What `divide` found.

    outcome
        groups, continuum or none.
    groups
        account_id, segment ("1", "2", ... or none), membership: one row per account compared.
    stability
        segment, size, jaccard, verdict, border.
    choice
        k, silhouette, chance, excess, jaccard_low, jaccard_mean, smallest, chosen.
    sampled
        Accounts the choice was made on; all of them in a book up to SAMPLE.
    """

    outcome: str
    groups: pd.DataFrame
    stability: pd.DataFrame
    choice: pd.DataFrame
    sampled: int


@dataclass(frozen=True)
class _Cut:
    """One k tried on the sample."""

    k: int
    centres: np.ndarray
    found: list[stability.Resample]
    jaccard: np.ndarray
    row: dict


def divide(values: pd.DataFrame, *, most: int, bootstraps: int, seed: int) -> Division:
    """Divide accounts into segments, if they fall into any.

    values: index account_id, scaled features -> Division

    k-means for 2 to `most` segments (no more than one per SMALLEST accounts). A k is a
    candidate for `groups` if its mean silhouette is MARGIN above the 95th percentile of
    that on structureless data of the same covariance, and its segments have a mean
    bootstrap Jaccard (Hennig 2007) of at least .6 each and TOGETHER on average. Of these
    the finest is taken whose segments all come back whole and whose excess over chance is
    at least NEAR of the largest; failing that the one with the largest excess x lowest
    Jaccard. Without a candidate, the finest cut whose segments are all above .75 is a
    `continuum`; without that the outcome is `none`. Segments are numbered by their mean on
    the first feature, largest first. The order of the rows and the ids play no part.
    """
    from threadpoolctl import threadpool_limits  # noqa: PLC0415  comes with scikit-learn

    ordered = values.sort_values(list(values.columns), kind="stable")
    points = ordered.to_numpy(dtype="float64")
    # One thread: the fits are small, and sums come out in one order on every machine.
    with threadpool_limits(1):
        sample = _sample(points, seed)
        cuts = _try(sample, most=most, bootstraps=bootstraps, seed=seed)
        outcome, cut = _choose(cuts)
        choice = _choice(cuts, cut)
        if cut is None:
            return undivided(values, choice, len(sample))
        groups, held = _assign(ordered, cut, outcome)
    return Division(outcome, groups, held, choice, len(sample))


def undivided(
    values: pd.DataFrame, choice: pd.DataFrame | None = None, sampled: int = 0
) -> Division:
    """Every account of `values` in segment `none`."""
    groups = pd.DataFrame({"account_id": values.index.astype("str")}).sort_values("account_id")
    groups = groups.assign(segment="none", membership=np.nan)
    tried = results.empty("segment_choice") if choice is None else choice
    return Division("none", groups, results.empty("segment_stability"), tried, sampled)


def _sample(points: np.ndarray, seed: int) -> np.ndarray:
    if len(points) <= SAMPLE:
        return points
    chosen = np.random.default_rng(seed).choice(len(points), SAMPLE, replace=False)
    return points[np.sort(chosen)]


def _try(sample: np.ndarray, *, most: int, bootstraps: int, seed: int) -> list[_Cut]:
    distinct = len(np.unique(sample, axis=0))
    sizes = range(2, min(most, len(sample) // SMALLEST, distinct - 1) + 1)
    if not sizes:
        return []
    clouds = stability.structureless(sample, sizes, draws=CLOUDS, seed=seed)
    between = distances(sample)
    return [_cut(sample, k, between, clouds[k], (bootstraps, seed)) for k in sizes]


def _cut(
    sample: np.ndarray, k: int, between: np.ndarray, clouds: np.ndarray, draws: tuple[int, int]
) -> _Cut:
    bootstraps, seed = draws
    centres = find_centres(sample, k, seed=seed)
    groups = nearest(sample, centres)
    found = stability.resamples(sample, k, draws=bootstraps, seed=seed)
    held = stability.jaccard(sample, groups, found)
    width, chance = silhouette(between, groups), float(np.quantile(clouds, 0.95))
    row = {
        "k": k,
        "silhouette": width,
        "chance": chance,
        "excess": width - chance,
        "jaccard_low": held.min(),
        "jaccard_mean": held.mean(),
        "smallest": np.bincount(groups).min() / len(groups),
    }
    return _Cut(k, centres, found, held, row)


def _choose(cuts: list[_Cut]) -> tuple[str, _Cut | None]:
    apart = [c for c in cuts if _stands(c.row)]
    if apart:
        near = NEAR * max(c.row["excess"] for c in apart)
        whole = [c for c in apart if c.row["jaccard_low"] > WHOLE and c.row["excess"] >= near]
        product = max(apart, key=lambda c: c.row["excess"] * c.row["jaccard_low"])
        return "groups", whole[-1] if whole else product
    steady = [c for c in cuts if c.row["jaccard_low"] > STABLE]
    return ("continuum", steady[-1]) if steady else ("none", None)


def _stands(row: dict) -> bool:
    """Whether a cut is a candidate for groups."""
    comes_back = row["jaccard_low"] >= PATTERN and row["jaccard_mean"] >= TOGETHER
    return comes_back and row["excess"] >= MARGIN


def _choice(cuts: list[_Cut], chosen: _Cut | None) -> pd.DataFrame:
    rows = [c.row | {"chosen": c is chosen} for c in cuts]
    columns = results.RESULTS["segment_choice"].names
    return pd.DataFrame(rows, columns=columns).astype({"chosen": bool})


def _assign(values: pd.DataFrame, cut: _Cut, outcome: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Every account to its segment, the segments numbered and judged."""
    points = values.to_numpy(dtype="float64")
    centres = refine(points, cut.centres) if len(points) > SAMPLE else cut.centres
    found_in = nearest(points, centres)
    order = np.argsort(-centres[:, 0], kind="stable")
    number = np.empty(cut.k, dtype=int)
    number[order] = range(1, cut.k + 1)
    groups = pd.DataFrame(
        {
            "account_id": values.index.astype("str"),
            "segment": number[found_in].astype("str"),
            "membership": stability.membership(points, found_in, cut.found),
        }
    )
    held = pd.DataFrame(
        {
            "segment": number[order].astype("str"),
            "size": np.bincount(found_in, minlength=cut.k)[order],
            "jaccard": cut.jaccard[order],
        }
    )
    held["verdict"] = [_verdict(j, outcome) for j in held["jaccard"]]
    border = groups.loc[groups["membership"] < BORDER, "segment"].value_counts()
    held["border"] = held["segment"].map(border).fillna(0).astype(int)
    return groups.sort_values("account_id"), held


def _verdict(jaccard: float, outcome: str) -> str:
    if outcome == "continuum":
        return "division"
    return "stable" if jaccard > STABLE else "pattern"
