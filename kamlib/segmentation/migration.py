"""Movement between value classes from one year to the next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd

from kamlib.metrics import collected
from kamlib.segmentation.classes import CLASSES, NO_SALES, value_classes

NEW, GONE = "new", "gone"
FROM = (*CLASSES, NO_SALES, GONE, NEW)
TO = (*CLASSES, NO_SALES, GONE)
_Z = 1.959964  # two-sided 95 %


def year_revenue(orders: nw.LazyFrame, *, before: date, last: date) -> pd.DataFrame:
    """Revenue and order lines by account of two periods, and of the time before them.

    orders: account_id, date, amount
        -> account_id, before, last, lines_before, lines_last, lines_earlier

    `before` and `last` are the first days of the two periods; the second runs to the end.
    """
    day, amount = nw.col("date"), nw.col("amount")
    in_last, in_before = day >= last, (day >= before) & (day < last)
    parts = orders.with_columns(
        before=nw.when(in_before).then(amount).otherwise(0.0),
        last=nw.when(in_last).then(amount).otherwise(0.0),
        lines_before=nw.when(in_before).then(1).otherwise(0),
        lines_last=nw.when(in_last).then(1).otherwise(0),
        lines_earlier=nw.when(day < before).then(1).otherwise(0),
    )
    sums = ("before", "last", "lines_before", "lines_last", "lines_earlier")
    found = parts.group_by("account_id").agg(*[nw.col(name).sum() for name in sums])
    frame = collected(found, ["account_id"]).astype({name: "float64" for name in sums})
    return frame.astype({"account_id": "str"})


def class_states(years: pd.DataFrame, cuts: Sequence[float]) -> pd.DataFrame:
    """Value class of each account in both periods.

    years: as `year_revenue` -> account_id, from_state, to_state

    An account with no line in the earlier period is `new` there if it has none before it
    either, else `gone`; without a line in the later period it is `gone`. Accounts without
    a line in both are left out.
    """
    had, has = years["lines_before"] > 0, years["lines_last"] > 0
    earlier = np.where(years["lines_earlier"] > 0, GONE, NEW)
    from_state = value_classes(years["before"].where(had), cuts).where(had, earlier)
    to_state = value_classes(years["last"].where(has), cuts).where(has, GONE)
    states = years[["account_id"]].assign(from_state=from_state, to_state=to_state)
    return states[had | has].reset_index(drop=True)


def transitions(states: pd.DataFrame, *, scheme: str, period: str) -> pd.DataFrame:
    """How many accounts moved from each state to each other: result table `migration`.

    states: account_id, from_state, to_state

    Every pair of states has a row. p = n / accounts in from_state, with its 95 % Wilson
    interval; empty for a state that nobody was in.
    """
    pairs = pd.MultiIndex.from_product([FROM, TO], names=["from_state", "to_state"])
    n = states.groupby(["from_state", "to_state"]).size().reindex(pairs, fill_value=0)
    total = n.groupby("from_state").transform("sum")
    low, high = wilson(n.to_numpy(), total.to_numpy())
    table = pd.DataFrame({"n": n, "p": n / total.where(total > 0), "low": low, "high": high})
    table = table.reset_index()
    table.insert(0, "scheme", scheme)
    table.insert(1, "period", period)
    return table.astype({"n": "float64"})


def wilson(n: np.ndarray, total: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """95 % Wilson score interval of n / total, empty where total is 0.

    Holds at 0 and 1, where the textbook interval has no width (Wilson 1927).
    """
    known = np.where(total > 0, total, np.nan)
    p, spread = n / known, _Z**2 / known
    centre = (p + spread / 2) / (1 + spread)
    half = _Z * np.sqrt(p * (1 - p) / known + spread / (4 * known)) / (1 + spread)
    return np.clip(centre - half, 0, 1), np.clip(centre + half, 0, 1)
