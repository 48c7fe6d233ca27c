"""Where accounts stand on two axes, in which cell, and how sure that is.

score parts + Map --axis_scores--> x, y --place--> positions
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from kamlib import ranking
from kamlib.segmentation.maps import Axis, Map

DRAWS = 2000  # of weights: a share is then within .02 of its value in 19 of 20 cases
_CHUNK = 4000  # accounts whose draws are held at a time


def axis_scores(parts: pd.DataFrame, axis: Axis) -> pd.Series:
    """Weighted mean of the scaled criteria of the axis' families, 0 to 1, by account.

    parts: account_id, criterion, scaled, weight, family -> one value an account, index
    account_id; none where no criterion of these families has data.
    """
    own = _criteria(parts, axis)
    points = (own["scaled"] * own["weight"]).groupby(own["account_id"]).sum()
    return points / own.groupby("account_id")["weight"].sum()


def criteria_of(parts: pd.DataFrame, axis: Axis) -> list[str]:
    """Names of the criteria with data that an axis is made of."""
    return sorted(_criteria(parts, axis)["criterion"].unique())


def place(
    scores: pd.DataFrame,
    chart: Map,
    *,
    x_cuts: Sequence[float] | None = None,
    y_cuts: Sequence[float] | None = None,
) -> pd.Series:
    """The cell each account stands in, empty without a value on both axes.

    scores: x, y -> cell id. A value at a cut, or above it, belongs to the higher level;
    the cuts are the map's own unless given.
    """
    columns = _level(scores["x"], chart.x.cuts if x_cuts is None else x_cuts, chart.x.levels)
    rows = _level(scores["y"], chart.y.cuts if y_cuts is None else y_cuts, chart.y.levels)
    return rows + "_" + columns


def advise(cells: pd.Series, chart: Map, *, language: str) -> pd.DataFrame:
    """What the map says of each cell: strategy (its name), action, grows, source.

    cells: ids of the map's cells, empty ones stay without advice.
    """
    named = {cell: said.name[language] for cell, said in chart.cells.items()}
    actions = {cell: said.action[language] for cell, said in chart.cells.items()}
    growing = {cell: said.grows for cell, said in chart.cells.items()}
    return pd.DataFrame(
        {
            "strategy": cells.map(named).astype("str"),
            "action": cells.map(actions).astype("str"),
            "grows": cells.map(growing).eq(True),
            "source": chart.source[language],
        },
        index=cells.index,
    )


def keep_share(
    parts: pd.DataFrame, placed: pd.DataFrame, chart: Map, *, seed: int, draws: int = DRAWS
) -> pd.Series:
    """Share of weightings under which an account keeps its cell: p_cell, by row of `placed`.

    parts: as `axis_scores`; placed: account_id, x, y, from `axis_scores` and `place`

    The weights of an axis are drawn evenly from all that are positive and sum to one, the
    two axes apart (as in SMAA, Lahdelma and Salminen 2001); scores stay as they are. Empty
    where neither axis has two criteria, there being no weight to doubt, and without a cell.
    """
    rng = np.random.default_rng(seed)
    kept = pd.Series(1.0, index=placed.index).where(placed[["x", "y"]].notna().all(axis=1))
    doubted = False
    for axis, column in ((chart.x, "x"), (chart.y, "y")):
        wide = _criteria(parts, axis).pivot(
            index="account_id", columns="criterion", values="scaled"
        )
        if wide.shape[1] >= 2:
            weights = rng.dirichlet(np.ones(wide.shape[1]), draws)
            scaled = wide.reindex(placed["account_id"]).to_numpy()
            kept *= _share_kept(scaled, weights, placed[column].to_numpy(), np.array(axis.cuts))
            doubted = True
    return kept if doubted else kept * np.nan


def _criteria(parts: pd.DataFrame, axis: Axis) -> pd.DataFrame:
    return parts[parts["family"].isin(axis.families) & (parts["weight"] > 0)]


def _level(values: pd.Series, cuts: Sequence[float], names: Sequence[str]) -> pd.Series:
    steady = ranking.steady(values)
    edges = ranking.steady(pd.Series(cuts, dtype="float64"))
    number = np.searchsorted(edges.to_numpy(), steady.to_numpy(), side="right")
    level = pd.Series(np.array(names, dtype=object)[number], index=values.index, dtype="str")
    return level.mask(steady.isna())


def _share_kept(
    scaled: np.ndarray, weights: np.ndarray, score: np.ndarray, cuts: np.ndarray
) -> np.ndarray:
    """Share of weight rows that leave each account's level as its `score` has it."""
    level = np.searchsorted(cuts, score + ranking.TOLERANCE, side="right")
    kept = np.empty(len(scaled))
    for start in range(0, len(scaled), _CHUNK):
        part = slice(start, start + _CHUNK)
        drawn = scaled[part] @ weights.T + ranking.TOLERANCE
        kept[part] = (np.searchsorted(cuts, drawn, side="right") == level[part, None]).mean(axis=1)
    return kept
