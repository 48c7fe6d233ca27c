"""Many criteria to one score, with the part that each of them adds."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from kamlib import ranking

ALIKE = 0.5  # what a criterion on which all accounts are alike gives each of them


def scale(values: pd.Series, *, how: str, direction: str) -> pd.Series:
    """One criterion on 0 to 1, better is higher.

    values: one an account, empty where unknown. direction: benefit, or cost where less is
    better. how: "rank" is the share of the other accounts it beats, an equal one counting
    half; "minmax" is (x - worst) / (best - worst); "log" is the same of the logarithms of
    positive values, the others standing at the low end. Values all alike, or a single one,
    give 0.5. An unknown value takes the median of the known ones: the gap neither helps nor
    harms.
    """
    known = ranking.steady(values)
    known = ranking.steady(_logarithms(known)) if how == "log" else known
    known = known if direction == "benefit" else -known
    scaled = _beaten(known) if how == "rank" else _between(known)
    return scaled.fillna(scaled.median())


def _logarithms(values: pd.Series) -> pd.Series:
    """Ln of positive values; zero and losses count as the smallest positive one."""
    positive = values[values > 0]
    if positive.empty:
        return values.where(values.isna(), 0.0)
    return np.log(values.where(values.isna() | (values > 0), positive.min()))


def _beaten(known: pd.Series) -> pd.Series:
    others = known.notna().sum() - 1
    if others < 1:
        return known.where(known.isna(), ALIKE)
    return (known.rank(method="average") - 1) / others


def _between(known: pd.Series) -> pd.Series:
    low, high = known.min(), known.max()
    if not high > low:
        return known.where(known.isna(), ALIKE)
    return ((known - low) / (high - low)).round(12)


def shares(weights: Mapping[str, float]) -> dict[str, float]:
    """Weights divided by their sum; ValueError where they sum to nothing."""
    total = sum(weights.values())
    if not total > 0:
        raise ValueError("the weights sum to zero")
    return {name: weight / total for name, weight in weights.items()}


def parts(
    values: pd.DataFrame,
    *,
    weights: Mapping[str, float],
    directions: Mapping[str, str],
    how: Mapping[str, str],
) -> pd.DataFrame:
    """What each criterion adds to each account's score.

    values: account_id, and one column a criterion of `weights`
        -> account_id, criterion, value, scaled (0 to 1), weight, points

    how: the scaling of each criterion, see `scale`. points = 100 x weight x scaled, the
    weights summing to 1. A criterion without any value is left out and the others' weights
    grow in proportion.
    """
    used = shares({name: w for name, w in weights.items() if values[name].notna().any()})
    frames = [
        pd.DataFrame(
            {
                "account_id": values["account_id"],
                "criterion": name,
                "value": values[name].astype("float64"),
                "scaled": scale(values[name], how=how[name], direction=directions[name]),
                "weight": weight,
            }
        )
        for name, weight in used.items()
    ]
    stacked = pd.concat(frames, ignore_index=True).astype({"criterion": "str"})
    return stacked.assign(points=100 * stacked["weight"] * stacked["scaled"])


def scores(parts: pd.DataFrame) -> pd.Series:
    """Score of each account, 0 to 100: the sum of its points, by account_id."""
    return wide(parts, "points").sum(axis=1).rename("score")


def wide(parts: pd.DataFrame, column: str) -> pd.DataFrame:
    """One column of `parts` as accounts x criteria, in the order they came in."""
    names = parts["criterion"].unique()
    ids = parts.loc[parts["criterion"] == names[0], "account_id"]
    cells = parts[column].to_numpy("float64").reshape(len(names), -1).T
    return pd.DataFrame(cells, index=pd.Index(ids, name="account_id"), columns=names)


def unknown(parts: pd.DataFrame) -> pd.DataFrame:
    """How many accounts have no value on a criterion: criterion, accounts, unknown."""
    by_criterion = parts.groupby("criterion", sort=False)["value"]
    return pd.DataFrame(
        {"accounts": by_criterion.size(), "unknown": by_criterion.agg(lambda v: v.isna().sum())}
    ).reset_index()


def with_data(values: pd.DataFrame, weights: Mapping[str, float]) -> list[str]:
    """Criteria that can tell accounts apart: a weight above zero, and at least one value."""
    return [n for n, w in weights.items() if w > 0 and np.isfinite(values[n]).any()]
