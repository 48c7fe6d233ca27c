"""What the accounts' figures might have been, had other months of the same kind come along.

The calendar months of the period are drawn anew with replacement, as many as there are, the
same months for all accounts: what a good month does to everyone together stays together. The
figures used are sums over months in which their order plays no part, so months are drawn one
by one and not in blocks: of a period of one to three years blocks would leave too few to draw
from, and since an account that has just stocked up buys less in the next month, single months
say rather too much doubt than too little. Growth, decline and season within the period are no
part of this doubt.

Source: Efron and Tibshirani (1993), An Introduction to the Bootstrap, chapters 6 and 8.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np
import pandas as pd

from kamlib import ranking
from kamlib.identification import scoring

FEWEST_MONTHS = 6  # below it, drawing months anew says next to nothing
FEWEST_IN_A_DRAW = 3  # months an account must have in a draw for its evenness
KNOTS = 1000  # points of a scale that is a curve of ranks; every account's where there are fewer
#: Figures that months give; every other one stays as measured.
FROM_MONTHS = (
    "revenue",
    "gross_profit",
    "net_profit",
    "margin",
    "gross_sales",
    "returns_rate",
    "orders",
    "lines",
    "active_months",
    "active_share",
    "evenness",
    "variability",
)


@dataclass(frozen=True)
class Months:
    """Accounts x months of the period, the last month first; nothing where there is no line.

    revenue, gross_sales, cost, orders, lines: sums of the month. active: 1 with a line.
    window: 1 from the first month with a line to the last of the period. costed: whether the
    cost of every line is known. served: cost to serve of the whole period.
    """

    revenue: np.ndarray
    gross_sales: np.ndarray
    cost: np.ndarray
    orders: np.ndarray
    lines: np.ndarray
    active: np.ndarray
    window: np.ndarray
    costed: np.ndarray
    served: np.ndarray

    @property
    def count(self) -> int:
        """Calendar months of the period."""
        return self.revenue.shape[1]

    def of(self, rows: np.ndarray) -> Months:
        """The months of some accounts."""
        return Months(**{f.name: getattr(self, f.name)[rows] for f in fields(self)})

    @cached_property
    def positive(self) -> np.ndarray:
        """Revenue of the month, 0 where it is negative."""
        return np.clip(self.revenue, 0, None)

    @cached_property
    def spread(self) -> np.ndarray:
        """That times its logarithm, of which the entropy is made."""
        return self.positive * np.log(np.where(self.positive > 0, self.positive, 1))


def months(
    bought: pd.DataFrame, account_id: pd.Series, *, count: int, served: pd.Series | None = None
) -> Months:
    """The months of every account of `account_id`, in its order.

    bought: account_id, months_ago, revenue, gross_sales, cost, costed, lines, orders as
    `metrics.account_months` gives them. count: calendar months of the period. served: cost to
    serve, one an account; empty where not known.
    """
    shape = (len(account_id), count)
    row = pd.Index(account_id).get_indexer(bought["account_id"])
    at = row * count + bought["months_ago"].to_numpy()

    def spread(values) -> np.ndarray:
        return np.bincount(at, values, minlength=shape[0] * count).reshape(shape)

    active = spread((bought["lines"] > 0).astype("float64"))
    window = np.maximum.accumulate(active[:, ::-1], axis=1)[:, ::-1]
    unknown = np.bincount(row, bought["lines"] - bought["costed"], minlength=shape[0])
    known = np.full(shape[0], np.nan) if served is None else served.to_numpy("float64")
    sums = {
        name: spread(bought[name].fillna(0).to_numpy("float64"))
        for name in ("revenue", "gross_sales", "cost", "orders", "lines")
    }
    return Months(**sums, active=active, window=window, costed=unknown == 0, served=known)


def figures(of: Months, counts: np.ndarray, wanted: str) -> np.ndarray:
    """One of FROM_MONTHS for every account and draw: accounts x draws.

    counts: draws x months, how often each month is in the draw. Empty where a draw leaves
    nothing to work the figure out from. The definitions are those of `metrics.account_metrics`;
    the cost to serve, known by the year, stays as it is. Sums, the number of active months and
    the entropy of the months are all linear in the counts: one matrix product each.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        found = _FIGURES[wanted](of, counts.T.astype("float64"))
    return np.where(np.isfinite(found), found, np.nan)


def _profit(of: Months, c: np.ndarray) -> np.ndarray:
    return np.where(of.costed[:, None], (of.revenue - of.cost) @ c, np.nan)


def _returns(of: Months, c: np.ndarray) -> np.ndarray:
    gross = of.gross_sales @ c
    return np.where(gross > 0, (of.gross_sales - of.revenue) @ c / gross, np.nan)


def _margin(of: Months, c: np.ndarray) -> np.ndarray:
    revenue = of.revenue @ c
    return np.where(revenue > 0, _profit(of, c) / revenue, np.nan)


def _evenness(of: Months, c: np.ndarray) -> np.ndarray:
    held, n = of.positive @ c, of.window @ c
    found = np.clip((np.log(held) - of.spread @ c / held) / np.log(n), 0, 1)
    return np.where((n >= FEWEST_IN_A_DRAW) & (held > 0), found, np.nan)


def _variability(of: Months, c: np.ndarray) -> np.ndarray:
    n = of.window @ c
    mean = of.revenue @ c / n
    square = (of.revenue**2) @ c / n
    return np.where(mean > 0, np.sqrt(np.clip(square - mean**2, 0, None)) / mean, np.nan)


_FIGURES: dict[str, Callable[[Months, np.ndarray], np.ndarray]] = {
    "revenue": lambda of, c: of.revenue @ c,
    "gross_profit": _profit,
    "net_profit": lambda of, c: _profit(of, c) - of.served[:, None],
    "margin": _margin,
    "gross_sales": lambda of, c: of.gross_sales @ c,
    "returns_rate": _returns,
    "orders": lambda of, c: of.orders @ c,
    "lines": lambda of, c: of.lines @ c,
    "active_months": lambda of, c: of.active @ c,
    "active_share": lambda of, c: of.active @ c / of.count,
    "evenness": _evenness,
    "variability": _variability,
}


@dataclass(frozen=True)
class Scale:
    """A criterion's way from its value to 0 to 1, as the accounts measured set it.

    Between the values measured it runs straight from one to the next (of their logarithms
    where the criterion is scaled so); beyond the last it goes on at the mean slope, so that
    who passes the best is better than the best.
    """

    sign: float
    floor: float | None
    at: np.ndarray
    to: np.ndarray

    def __call__(self, values: np.ndarray) -> np.ndarray:
        """Place on the scale; nothing for an empty value."""
        known = values if self.floor is None else np.log(np.maximum(values, self.floor))
        known = self.sign * known
        low, high = self.at[0], self.at[-1]
        if not high > low:
            return np.where(np.isnan(known), np.nan, self.to[0])
        slope = (self.to[-1] - self.to[0]) / (high - low)
        if len(self.at) == 2:
            return self.to[0] + slope * (known - low)
        inside = np.interp(known, self.at, self.to)
        beyond = np.maximum(known - high, 0) + np.minimum(known - low, 0)
        return inside + slope * beyond


def scale_of(values: pd.Series, *, how: str, direction: str) -> Scale:
    """The scale that the values measured set; `how` and `direction` as in `scoring.scale`."""
    scaled = scoring.scale(values, how=how, direction=direction)
    known = ranking.steady(values).dropna()
    positive, floor = known[known > 0], None
    if how == "log":
        floor = positive.min() if len(positive) else 1.0
        known = np.log(known.clip(lower=floor))
    sign = 1.0 if direction == "benefit" else -1.0
    at, one = np.unique(sign * known.to_numpy("float64"), return_index=True)
    to = scaled[known.index].to_numpy("float64")[one]
    if how != "rank":
        at, to = at[[0, -1]], to[[0, -1]]
    elif len(at) > KNOTS:
        kept = np.unique(np.linspace(0, len(at) - 1, KNOTS).round().astype(int))
        at, to = at[kept], to[kept]
    return Scale(sign, floor, at, to)


@dataclass(frozen=True)
class Resampling:
    """Criteria whose figures come from months: position among the criteria, figure, scale."""

    months: Months
    criteria: Mapping[int, tuple[str, Scale]]

    def of(self, rows: np.ndarray) -> Resampling:
        """The same for some accounts."""
        return Resampling(self.months.of(rows), self.criteria)

    def scaled(self, measured: np.ndarray, counts: np.ndarray):
        """Position of each such criterion, and its place on the scale: accounts x draws.

        measured: accounts x criteria on 0 to 1. Where a draw leaves nothing to work a figure
        out from, and where it was not known, the account keeps its measured place.
        """
        for position, (figure, scale) in self.criteria.items():
            drawn = scale(figures(self.months, counts, figure))
            yield position, np.where(np.isnan(drawn), measured[:, [position]], drawn)


def counts(months: int, draws: int, *, seed: int) -> np.ndarray:
    """How often each month is drawn: draws x months, each row sums to `months`."""
    rng = np.random.default_rng(seed)
    return rng.multinomial(months, np.full(months, 1 / months), size=draws).astype(np.int16)
