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
from dataclasses import dataclass
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
    """What accounts bought in the months of a period: an entry each account and month with a line.

    row, ago: whose entry, and of which month, 0 the last of the period. sums: revenue,
    gross_sales, cost, orders, lines and uncosted (lines whose cost is not known) of the entry.
    served: cost to serve of the whole period, one an account. count: calendar months of the
    period.

    All but `costed` are laid out on demand as accounts x months, 0 where there is no line.
    """

    row: np.ndarray
    ago: np.ndarray
    sums: Mapping[str, np.ndarray]
    served: np.ndarray
    count: int

    def of(self, rows: np.ndarray) -> Months:
        """The months of some accounts."""
        place = np.full(len(self.served), -1)
        place[rows] = np.arange(len(rows))
        row = place[self.row]
        kept = row >= 0
        sums = {name: values[kept] for name, values in self.sums.items()}
        return Months(row[kept], self.ago[kept], sums, self.served[rows], self.count)

    def _laid_out(self, values: np.ndarray | float) -> np.ndarray:
        found = np.zeros((len(self.served), self.count))
        found[self.row, self.ago] = values
        return found

    @cached_property
    def revenue(self) -> np.ndarray:
        """Revenue of the month."""
        return self._laid_out(self.sums["revenue"])

    @cached_property
    def gross_sales(self) -> np.ndarray:
        """Sales of the month before returns."""
        return self._laid_out(self.sums["gross_sales"])

    @cached_property
    def profit(self) -> np.ndarray:
        """Revenue without the cost, of whom `costed` holds."""
        return self._laid_out(self.sums["revenue"] - self.sums["cost"])

    @cached_property
    def costed(self) -> np.ndarray:
        """Whether the cost of every line of an account is known."""
        return np.bincount(self.row, self.sums["uncosted"], minlength=len(self.served)) == 0

    @cached_property
    def orders(self) -> np.ndarray:
        """Orders begun in the month."""
        return self._laid_out(self.sums["orders"])

    @cached_property
    def lines(self) -> np.ndarray:
        """Order lines of the month."""
        return self._laid_out(self.sums["lines"])

    @cached_property
    def active(self) -> np.ndarray:
        """1 with a line."""
        return self._laid_out(1.0)

    @cached_property
    def window(self) -> np.ndarray:
        """1 from the first month with a line to the last of the period."""
        return np.maximum.accumulate(self.active[:, ::-1], axis=1)[:, ::-1]

    @cached_property
    def positive(self) -> np.ndarray:
        """Revenue of the month, 0 where it is negative."""
        return np.clip(self.revenue, 0, None)

    @cached_property
    def spread(self) -> np.ndarray:
        """That times its logarithm, of which the entropy is made."""
        bought = np.clip(self.sums["revenue"], 0, None)
        return self._laid_out(bought * np.log(np.where(bought > 0, bought, 1)))


def months(
    bought: pd.DataFrame, account_id: pd.Series, *, count: int, served: pd.Series | None = None
) -> Months:
    """The months of every account of `account_id`, in its order.

    bought: account_id, months_ago, revenue, gross_sales, cost, costed, lines, orders as
    `metrics.account_months` gives them. count: calendar months of the period. served: cost to
    serve, one an account; empty where not known.
    """
    sums = {
        name: bought[name].fillna(0).to_numpy("float64")
        for name in ("revenue", "gross_sales", "cost", "orders", "lines")
    }
    return Months(
        row=pd.Index(account_id).get_indexer(bought["account_id"]),
        ago=bought["months_ago"].to_numpy(),
        sums=sums | {"uncosted": (bought["lines"] - bought["costed"]).to_numpy("float64")},
        served=np.full(len(account_id), np.nan) if served is None else served.to_numpy("float64"),
        count=count,
    )


def figures(of: Months, counts: np.ndarray, wanted: str) -> np.ndarray:
    """One of FROM_MONTHS for every draw and account: draws x accounts.

    counts: draws x months, how often each month is in the draw. Empty where a draw leaves
    nothing to work the figure out from. The definitions are those of `metrics.account_metrics`;
    the cost to serve, known by the year, stays as it is. Sums, the number of active months and
    the entropy of the months are all linear in the counts: one matrix product each.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        found = _FIGURES[wanted](of, counts.astype("float64"))
    return np.where(np.isfinite(found), found, np.nan)


def _profit(of: Months, c: np.ndarray) -> np.ndarray:
    return np.where(of.costed, c @ of.profit.T, np.nan)


def _returns(of: Months, c: np.ndarray) -> np.ndarray:
    gross = c @ of.gross_sales.T
    return np.where(gross > 0, 1 - c @ of.revenue.T / gross, np.nan)


def _margin(of: Months, c: np.ndarray) -> np.ndarray:
    revenue = c @ of.revenue.T
    return np.where(revenue > 0, _profit(of, c) / revenue, np.nan)


def _evenness(of: Months, c: np.ndarray) -> np.ndarray:
    held, n = c @ of.positive.T, c @ of.window.T
    found = np.clip((np.log(held) - c @ of.spread.T / held) / np.log(n), 0, 1)
    return np.where((n >= FEWEST_IN_A_DRAW) & (held > 0), found, np.nan)


def _variability(of: Months, c: np.ndarray) -> np.ndarray:
    n = c @ of.window.T
    mean = c @ of.revenue.T / n
    square = c @ (of.revenue**2).T / n
    return np.where(mean > 0, np.sqrt(np.clip(square - mean**2, 0, None)) / mean, np.nan)


_FIGURES: dict[str, Callable[[Months, np.ndarray], np.ndarray]] = {
    "revenue": lambda of, c: c @ of.revenue.T,
    "gross_profit": _profit,
    "net_profit": lambda of, c: _profit(of, c) - of.served,
    "margin": _margin,
    "gross_sales": lambda of, c: c @ of.gross_sales.T,
    "returns_rate": _returns,
    "orders": lambda of, c: c @ of.orders.T,
    "lines": lambda of, c: c @ of.lines.T,
    "active_months": lambda of, c: c @ of.active.T,
    "active_share": lambda of, c: c @ of.active.T / of.count,
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
        beyond = known - np.clip(known, low, high)
        return np.interp(known, self.at, self.to) + slope * beyond


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
        """Position of each such criterion, and its place on the scale: draws x accounts.

        measured: accounts x criteria on 0 to 1. Where a draw leaves nothing to work a figure
        out from, and where it was not known, the account keeps its measured place.
        """
        for position, (figure, scale) in self.criteria.items():
            drawn = scale(figures(self.months, counts, figure))
            yield position, np.where(np.isnan(drawn), measured[:, position], drawn)


def counts(months: int, draws: int, *, seed: int) -> np.ndarray:
    """How often each month is drawn: draws x months, each row sums to `months`."""
    rng = np.random.default_rng(seed)
    return rng.multinomial(months, np.full(months, 1 / months), size=draws).astype(np.int16)
