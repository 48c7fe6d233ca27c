"""Next year's revenue targets: by account and quarter, summing exactly at every level."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

QUARTERS = 4
_YEARS_OF_SHAPE = 3  # older years say little of next year's season


@dataclass(frozen=True)
class FiscalYear:
    """A fiscal year by its first month: 2025, or 2025/26 where it crosses new year."""

    first_year: int
    first_month: int

    @property
    def name(self) -> str:
        """What reports call it."""
        year = self.first_year
        return str(year) if self.first_month == 1 else f"{year}/{(year + 1) % 100:02d}"

    def quarter(self, number: int) -> str:
        """Name of quarter 1 to 4."""
        return f"{self.name}-Q{number}"

    def starts(self, quarter: int = 1) -> date:
        """First day of a quarter; quarter 5 is the next year's first."""
        months = self.first_month - 1 + 3 * (quarter - 1)
        return date(self.first_year + months // 12, months % 12 + 1, 1)

    def ends(self, quarter: int = QUARTERS) -> date:
        """Last day of a quarter."""
        return self.starts(quarter + 1) - timedelta(days=1)


def next_fiscal_year(as_of: date, first_month: int) -> FiscalYear:
    """The first fiscal year that begins after `as_of`."""
    year = FiscalYear(as_of.year, first_month)
    return year if year.starts() > as_of else FiscalYear(as_of.year + 1, first_month)


def seasonal_shape(months: pd.DataFrame, *, first_month: int, covered: int) -> list[float]:
    """Share of a year's revenue that each fiscal quarter brings, over the whole book.

    months: month (calendar), back, revenue (as `economics.monthly`)

    Over the last whole years to the day, three at most, so that every calendar month counts
    alike. A quarter whose sum is not positive counts 0; without any positive quarter the
    four are equal.
    """
    years = min(max(covered // 12, 1), _YEARS_OF_SHAPE)
    recent = months[months["back"] < 12 * years]
    quarter = (recent["month"] - first_month) % 12 // 3
    sums = recent.groupby(quarter)["revenue"].sum().reindex(range(QUARTERS), fill_value=0.0)
    positive = sums.clip(lower=0)
    if not positive.sum() > 0:
        return [1 / QUARTERS] * QUARTERS
    return (positive / positive.sum()).tolist()


def quarter_bases(months: pd.DataFrame, *, first_month: int) -> pd.DataFrame:
    """What each account bought in the last twelve months, by fiscal quarter.

    months: account_id, month, back, revenue (as `economics.monthly`)
        -> account_id, 1, 2, 3, 4; every account of `months`, without lines 0
    """
    recent = months[months["back"] < 12]
    quarter = (recent["month"] - first_month) % 12 // 3 + 1
    sums = recent.pivot_table(
        index="account_id", columns=quarter, values="revenue", aggfunc="sum", fill_value=0.0
    )
    ids = pd.Index(sorted(months["account_id"].unique()), name="account_id", dtype="str")
    wide = sums.reindex(index=ids, columns=range(1, QUARTERS + 1), fill_value=0.0)
    return wide.rename_axis(columns=None).reset_index()


def targets(
    bases: pd.DataFrame,
    gated: Collection[str],
    *,
    growth: float,
    shape: Sequence[float],
    year: FiscalYear,
) -> pd.DataFrame:
    """Next year's revenue target of every account, and its split into quarters.

    bases: as `quarter_bases`; gated: account_id of those that must not grow
        -> account_id, period, measure, base, value, starts, ends; five rows an account

    The book's target is (1 + growth) x the sum of the positive bases, in whole currency
    units; an account's base is its revenue of the last twelve months. A base that is zero or
    negative gets the target 0: growth of nothing cannot be asked, winning it back is an
    action. A gated account is held at its base; the others carry the whole growth in
    proportion to their bases (where all are gated, no growth is asked of anyone). A goal
    that shrinks shrinks all alike. A new account's base is what it bought so far.

    Quarters follow `shape`. Rounding is by largest remainder, so that accounts sum to the
    book and quarters to their year, exactly; equal remainders are settled by the order of
    account_id.
    """
    ordered = bases.sort_values("account_id", ignore_index=True)
    base = ordered[list(range(1, QUARTERS + 1))].sum(axis=1)
    goals = _goals(base.clip(lower=0).to_numpy(), ordered["account_id"].isin(gated), growth)
    values = largest_remainder(goals, round(goals.sum()))
    split = largest_remainder(values[:, None] * np.array(shape), values)
    periods = [(year.name, base, values, year.starts(), year.ends())] + [
        (year.quarter(q), ordered[q], split[:, q - 1], year.starts(q), year.ends(q))
        for q in range(1, QUARTERS + 1)
    ]
    rows = [
        ordered[["account_id"]].assign(
            period=name,
            measure="revenue",
            base=bases,
            value=value,
            starts=pd.Timestamp(first),
            ends=pd.Timestamp(last),
        )
        for name, bases, value, first, last in periods
    ]
    frame = pd.concat(rows).sort_values(["account_id", "period"], ignore_index=True)
    return frame.astype({"base": "float64", "value": "float64", "period": "str"})


def largest_remainder(parts: np.ndarray, total: float | np.ndarray) -> np.ndarray:
    """Whole numbers near `parts` that sum to `total`, which must be their sum rounded.

    Each part is rounded down; the units left go to the largest remainders, the first of
    equal ones. Known as Hare-Niemeyer or Hamilton's method. With a row of parts for every
    total, row by row.
    """
    floors = np.floor(parts + 1e-9)
    order = np.argsort(floors - parts, axis=-1, kind="stable")
    place = np.argsort(order, axis=-1)  # 0 for the largest remainder
    left = np.round(np.asarray(total) - floors.sum(axis=-1))[..., None]
    # Floors lifted by the tolerance may overshoot by one: the smallest remainder gives it back.
    return floors + (place < left) - (place >= parts.shape[-1] + left)


def _goals(base: np.ndarray, gated: pd.Series, growth: float) -> np.ndarray:
    """Target of each account before rounding."""
    held = gated.to_numpy(bool) & (growth > 0)
    free = base[~held].sum()
    if not free > 0:
        return base
    return np.where(held, base, base * (1 + growth * base.sum() / free))
