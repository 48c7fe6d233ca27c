"""Order by value, and what follows from it: ranks, cumulative shares, ABC classes.

Shared by the wings so that a tie, a cut and a class mean the same on every page. Values
that differ by less than one part in 10^10 are equal: sums in another row order differ in
their last digits. A value under 10^-13 of the largest is zero: what a sale and its return
leave of a sum. Equal values always stay together; ids play no part.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

TOLERANCE = 1e-9  # a share this near to a cut has reached it
NOTHING = 1e-13  # of the largest value


def steady(values: pd.Series) -> pd.Series:
    """`values` rounded to ten significant digits, so that equal sums compare as equal."""
    numbers = values.to_numpy(dtype="float64", na_value=np.nan)
    size = np.abs(numbers)
    finite = np.isfinite(numbers)
    some = finite & (size > NOTHING * np.max(size, where=finite, initial=0))
    digits = np.zeros(len(numbers))
    digits[some] = 9 - np.floor(np.log10(size[some]))
    unit = 10.0**digits
    rounded = np.where(some | ~finite, np.round(numbers * unit) / unit, 0.0)
    return pd.Series(rounded, index=values.index)


def ranks(values: pd.Series) -> pd.Series:
    """Rank 1 for the largest value; equal values share the best rank; empty stays empty."""
    return steady(values).rank(method="min", ascending=False)


def share_before(values: pd.Series) -> pd.Series:
    """Share of the positive total that strictly larger values hold, 0 for the largest.

    Over the positive values, whose sum is the 100 %; empty for the others.
    """
    level = steady(values).where(lambda v: v > 0).dropna()
    by_level = level.groupby(level).sum().sort_index(ascending=False)
    before = (by_level.cumsum() - by_level) / by_level.sum()
    return level.map(before).reindex(values.index).astype("float64")


def carriers(values: pd.Series, share: float, *, more_than: bool = False) -> pd.Series:
    """True for the smallest set of largest values that holds `share` of the positive total.

    All of a tie at the cut is in. `more_than`: the set must hold more than the share.
    """
    margin = TOLERANCE if more_than else -TOLERANCE
    return (share_before(values) < share + margin).astype(bool)


def abc(values: pd.Series, cuts: Sequence[float] = (0.8, 0.95)) -> pd.Series:
    """Value class by cumulative share: A reaches the first cut, B the second, C is the rest.

    Each class is the smallest set that reaches its cut, the account that crosses it
    included; equal values share the better class. Values that are not above zero have no
    class: they are shown apart.
    """
    before = share_before(values)
    grade = pd.Series(pd.NA, index=values.index, dtype="str")
    grade[before.notna()] = "C"
    for name, cut in reversed(list(zip("AB", cuts, strict=True))):
        grade[before < cut - TOLERANCE] = name
    return grade
