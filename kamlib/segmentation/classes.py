"""Value classes: A, B, C by cumulative share, and what each holds."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from kamlib import ranking

CLASSES = ("A", "B", "C")
NO_SALES = "no net sales"  # revenue not above zero: outside the classes, but shown


def value_classes(revenue: pd.Series, cuts: Sequence[float]) -> pd.Series:
    """Class of each account by its share of revenue; `no net sales` where it is not above 0.

    A is the smallest set of largest accounts that reaches the first cut, B the one that
    reaches the second, C the rest; equal revenues share the better class.
    """
    return ranking.abc(revenue, cuts).fillna(NO_SALES)


def summarise(revenue: pd.Series, classes: pd.Series) -> pd.DataFrame:
    """What each class holds.

    -> value_class, accounts, account_share, revenue, revenue_share. Shares of revenue are
    of the positive total, so those of A, B and C sum to 1; that of `no net sales` is empty.
    """
    held = revenue.groupby(classes).agg(["size", "sum"])
    present = [c for c in (*CLASSES, NO_SALES) if c in held.index or c in CLASSES]
    held = held.reindex(present, fill_value=0)
    positive = revenue[revenue > 0].sum()
    share = held["sum"] / positive if positive > 0 else held["sum"] * np.nan
    return pd.DataFrame(
        {
            "value_class": held.index,
            "accounts": held["size"],
            "account_share": held["size"] / max(len(revenue), 1),
            "revenue": held["sum"],
            "revenue_share": share.where(held.index != NO_SALES),
        }
    ).reset_index(drop=True)


def grades_within(revenue: pd.Series, industry: pd.Series, cuts: Sequence[float]) -> pd.Series:
    """Class of each account among those of its industry; empty without industry or revenue."""
    grades = revenue.groupby(industry).transform(lambda sold: ranking.abc(sold, cuts))
    return grades.astype("str")


def share_within(revenue: pd.Series, industry: pd.Series) -> pd.Series:
    """An account's share of its industry's positive revenue; empty where it has none."""
    positive = revenue.where(revenue > 0)
    return positive / positive.groupby(industry).transform("sum")
