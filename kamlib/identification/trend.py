"""Whether a yearly figure rises or falls, or only wanders: the exact Mann-Kendall test."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from kamlib import ranking

FEWEST_YEARS = 4  # with three, even a figure that rises every year does so by chance once in three


class Trend(NamedTuple):
    """`s`: years that rose on an earlier one less those that fell; `p`: its chance."""

    s: int
    p: float


def mann_kendall(values: Sequence[float]) -> Trend:
    """How likely chance alone would order the values as much as they are.

    S = sum of sign(x_j - x_i) over i < j. p is two-sided and exact: the share of all orders of
    these values whose |S| is as large, ties among them counted as such; 1 without a difference.
    Source: Mann (1945), Econometrica 13; Kendall (1975), Rank Correlation Methods.
    """
    level = ranking.steady(pd.Series(values, dtype="float64")).to_numpy()
    n = len(level)
    s = sum(
        int(level[j] > level[i]) - int(level[j] < level[i])
        for i in range(n)
        for j in range(n)
        if j > i
    )
    alike = pd.Series(level).value_counts().tolist()
    ways = _orders_by_inversions(alike)
    unlike = len(ways) - 1  # pairs that are not tied; S = these less twice the inversions
    as_far = sum(w for inverted, w in enumerate(ways) if abs(unlike - 2 * inverted) >= abs(s))
    return Trend(s, as_far / sum(ways))


def _orders_by_inversions(alike: Sequence[int]) -> list[int]:
    """How many orders of a multiset have 0, 1, 2, ... inversions: a Gaussian multinomial."""
    ways, placed = [1], 0
    for count in alike:
        placed += count
        ways = _times(ways, _gaussian(placed, count))
    return ways


def _gaussian(n: int, k: int) -> list[int]:
    """Coefficients of the Gaussian binomial n over k, by its Pascal rule."""
    row = [[1] for _ in range(k + 1)]  # 0 over j counts only for j = 0
    row[1:] = [[] for _ in range(k)]
    for m in range(1, n + 1):
        for j in range(min(m, k), 0, -1):
            row[j] = _plus(row[j - 1], [0] * j + row[j] if row[j] else [])
    return row[k]


def _plus(one: list[int], two: list[int]) -> list[int]:
    longer, shorter = (one, two) if len(one) >= len(two) else (two, one)
    return [
        a + b for a, b in zip(longer, shorter + [0] * (len(longer) - len(shorter)), strict=True)
    ]


def _times(one: list[int], two: list[int]) -> list[int]:
    product = [0] * (len(one) + len(two) - 1)
    for i, a in enumerate(one):
        for j, b in enumerate(two):
            product[i + j] += a * b
    return product


def trends(years: pd.DataFrame, measures: Sequence[str], *, most_chance: float) -> pd.DataFrame:
    """The trend of each measure over the complete years.

    years: a column a measure, complete; oldest first
        -> measure, years, value_first, value_last, s, by_chance, tendency

    tendency: "rises" or "falls" where the chance of S is at most `most_chance`, else "no
    trend"; "too few years" under FEWEST_YEARS complete ones with a value, without S.
    """
    rows = []
    for name in measures:
        known = years.loc[years["complete"], name].dropna()
        row = {"measure": name, "years": float(len(known)), "tendency": "too few years"}
        if len(known):
            row |= {"value_first": known.iloc[0], "value_last": known.iloc[-1]}
        if len(known) >= FEWEST_YEARS:
            s, p = mann_kendall(known.tolist())
            way = "rises" if s > 0 else "falls"
            told = way if p <= most_chance + ranking.TOLERANCE else "no trend"
            row |= {"s": float(s), "by_chance": p, "tendency": told}
        rows.append(row)
    columns = ["measure", "years", "value_first", "value_last", "s", "by_chance", "tendency"]
    found = pd.DataFrame(rows, columns=columns)
    numbers = dict.fromkeys(columns[1:6], "float64")
    return found.astype(numbers | {"measure": "str", "tendency": "str"})
