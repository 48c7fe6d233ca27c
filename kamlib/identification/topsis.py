"""How near each account is to the best and how far from the worst that occurs (TOPSIS).

Source: Hwang and Yoon (1981), Multiple Attribute Decision Making.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from kamlib import ranking
from kamlib.identification import scoring

ALIKE = 0.5  # where all accounts are alike, none is nearer to the best
_TRY_ALL = 200  # accounts up to which each is left out once; beyond, only those at an extreme


def closeness(
    values: pd.DataFrame, weights: Mapping[str, float], directions: Mapping[str, str]
) -> pd.Series:
    """C = S- / (S+ + S-): 1 at the best of every criterion, 0 at the worst of every one.

    values: one column a criterion of `weights`, one row an account, nothing empty. S+ and S-
    are the distances to the best and worst value that occurs, of w z with z = x / sqrt(sum
    x^2). Where all accounts are alike, each has 0.5.

    Raises
    ------
    ValueError
        Where a weight is negative, or all are zero.
    """
    v = _weighted(values, weights, directions)
    return pd.Series(_close(v), index=values.index, name="closeness")


def _weighted(values, weights, directions) -> np.ndarray:
    """Weight times z, turned so that more is better."""
    if any(not weight >= 0 for weight in weights.values()):
        raise ValueError("the weights must not be negative")
    shares = scoring.shares(weights)
    x = np.column_stack([ranking.steady(values[name]).to_numpy() for name in shares])
    signs = [-1.0 if directions[name] == "cost" else 1.0 for name in shares]
    largest = np.abs(x).max(axis=0)
    x = x / np.where(largest > 0, largest, 1.0)  # squares of large money stay small
    length = np.sqrt((x * x).sum(axis=0))
    return x / np.where(length > 0, length, 1.0) * np.array(list(shares.values())) * signs


def _close(v: np.ndarray) -> np.ndarray:
    to_best = np.sqrt(((v - v.max(axis=0)) ** 2).sum(axis=1))
    to_worst = np.sqrt(((v - v.min(axis=0)) ** 2).sum(axis=1))
    whole = to_best + to_worst
    return np.where(whole > 0, to_worst / np.where(whole > 0, whole, 1.0), ALIKE)


def reversals(
    values: pd.DataFrame, weights: Mapping[str, float], directions: Mapping[str, str], places: int
) -> pd.DataFrame:
    """Whether leaving one account out changes the order of the others: rank reversal.

    -> left_out (index of `values`), moved (accounts that take or lose one of the `places`
    first among the others), one row for each account whose absence turns the order of at
    least two others round

    Up to 200 accounts each is left out once; beyond, those that hold the best or worst value
    of a criterion, who set what the others are measured against.
    """
    before = ranking.steady(closeness(values, weights, directions))
    rows = []
    for label in _tried(values):
        rest = values.drop(index=label)
        if len(rest) < 2:
            continue
        after = ranking.steady(closeness(rest, weights, directions))
        kept = before[rest.index]
        if _turned(kept, after):
            was, now = (ranking.ranks(s) <= places for s in (kept, after))
            rows.append({"left_out": label, "moved": int((was != now).sum())})
    return pd.DataFrame(rows, columns=["left_out", "moved"])


def _tried(values: pd.DataFrame) -> list:
    if len(values) <= _TRY_ALL:
        return list(values.index)
    ends = [values[name].agg(["idxmin", "idxmax"]) for name in values]
    return list(dict.fromkeys(label for pair in ends for label in pair))


def _turned(before: pd.Series, after: pd.Series) -> bool:
    """Whether two accounts stand strictly in one order before and in the other after."""
    order = np.lexsort((after.to_numpy(), before.to_numpy()))
    levels = before.to_numpy()[order]
    reached = after.to_numpy()[order]
    # Among those strictly lower before, the highest after.
    highest = np.maximum.accumulate(reached)
    starts = np.r_[True, levels[1:] > levels[:-1]]
    first = np.maximum.accumulate(np.where(starts, np.arange(len(levels)), 0))
    below = np.where(first > 0, highest[first - 1], -np.inf)
    return bool((below > reached + 1e-12).any())
