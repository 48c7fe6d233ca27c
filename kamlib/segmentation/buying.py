"""What many small customers will still buy, when nobody says that they have left.

BG/NBD: while alive a customer buys at random at a rate of its own (gamma over the customers),
and after each purchase leaves with a chance of its own (beta over the customers). Gamma-gamma:
what it spends a purchase varies around a mean of its own, which has nothing to do with how
often it buys. Both are read from averages over the customers: they say little about one of
them, and nothing about a key account with a contract.

Sources: Fader, Hardie and Lee (2005), Marketing Science 24(2), 275-284, and Journal of
Marketing Research 42(4), 415-430; Fader and Hardie (2013), note 025.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import minimize
from scipy.special import betaln, gammaln, hyp2f1

FEWEST_CUSTOMERS = 200
FEWEST_REPEATERS = 50
WIDEST = 2.0  # standard error of the logarithm of a parameter: beyond, it could be anything
FARTHEST = 10.0  # from the start, in logarithms, that a parameter is sought
_STEP = 1e-3  # of a logarithm, for the second differences


class Undefined(ValueError):
    """These purchases do not tell the parameters; `reason` is few, no_repeats or unidentified."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Purchases:
    """BG/NBD as fitted: r, alpha of the rates and a, b of leaving; alpha in periods of time."""

    r: float
    alpha: float
    a: float
    b: float
    log_likelihood: float


@dataclass(frozen=True)
class Spend:
    """Gamma-gamma as fitted: p, q and v; v in the money of the means."""

    p: float
    q: float
    v: float
    log_likelihood: float


def histories(bought: pd.DataFrame, *, as_of, days: float = 7.0) -> pd.DataFrame:
    """How often each customer bought again, and when last.

    bought: account_id, date, amount, one row a purchase or an order line
        -> account_id, repeats, last, watched, mean_repeat

    All lines of a day are one purchase; days on which more came back than was bought count for
    nothing. repeats: purchases after the first. last, watched: from the first purchase to the
    last, and to `as_of`, in periods of `days` days. mean_repeat: money of a repeat purchase,
    empty without.
    """
    day = bought.groupby(["account_id", "date"], as_index=False)["amount"].sum()
    day = day[(day["amount"] >= 0) & (day["date"] <= pd.Timestamp(as_of))]
    by = day.groupby("account_id")
    first = by["date"].transform("min")
    again = day[day["date"] > first].groupby("account_id")["amount"].mean()
    found = by["date"].agg(["min", "max", "size"])
    return pd.DataFrame(
        {
            "repeats": found["size"] - 1,
            "last": (found["max"] - found["min"]).dt.days / days,
            "watched": (pd.Timestamp(as_of) - found["min"]).dt.days / days,
            "mean_repeat": again.reindex(found.index),
        }
    ).reset_index()


def purchases(found: pd.DataFrame) -> Purchases:
    """BG/NBD by maximum likelihood.

    found: repeats, last, watched as `histories`. Raises Undefined in a book of under
    FEWEST_CUSTOMERS customers or FEWEST_REPEATERS that came back, and where the likelihood
    leaves a parameter open.
    """
    repeats = found["repeats"]
    if len(found) < FEWEST_CUSTOMERS:
        raise Undefined("few")
    if (repeats > 0).sum() < FEWEST_REPEATERS:
        raise Undefined("no_repeats")
    columns = found[["repeats", "last", "watched"]].to_numpy("float64")
    (x, last, watched), many = _alike(columns)

    def likelihood(r, alpha, a, b) -> float:
        alive = -(r + x) * np.log(alpha + watched)
        left = np.log(a) - np.log(b + np.maximum(x, 1) - 1) - (r + x) * np.log(alpha + last)
        known = gammaln(r + x) - gammaln(r) + r * np.log(alpha) + betaln(a, b + x) - betaln(a, b)
        return many @ (known + np.where(x > 0, np.logaddexp(alive, left), alive))

    scale = columns[:, 2].mean()
    return Purchases(*_fitted(likelihood, [1.0, scale / 4, 1.0, 2.0]))


def spend(found: pd.DataFrame) -> Spend:
    """Gamma-gamma by maximum likelihood over the customers that came back.

    found: repeats, mean_repeat as `histories`. Raises Undefined as `purchases`.
    """
    again = found[(found["repeats"] > 0) & (found["mean_repeat"] > 0)]
    if len(again) < FEWEST_REPEATERS:
        raise Undefined("no_repeats")
    (x, mean), many = _alike(again[["repeats", "mean_repeat"]].to_numpy("float64"))

    def likelihood(p, q, v) -> float:
        shape = gammaln(p * x + q) - gammaln(p * x) - gammaln(q) + q * np.log(v)
        money = (p * x - 1) * np.log(mean) + p * x * np.log(x)
        return many @ (shape + money - (p * x + q) * np.log(x * mean + v))

    return Spend(*_fitted(likelihood, [4.0, 4.0, float(np.average(mean, weights=many))]))


def alive(found: pd.DataFrame, of: Purchases) -> np.ndarray:
    """Chance that each customer is still one: 1 for who never came back, and so never could leave.

    found: repeats, last, watched. A signal of decline, no forecast of one customer.
    """
    return 1 / (1 + _odds_left(found, of))


def expected(found: pd.DataFrame, of: Purchases, periods: float) -> np.ndarray:
    """Purchases each customer is expected to make in the next `periods` periods.

    found: repeats, last, watched. Equation 10 of Fader, Hardie and Lee (2005), its
    hypergeometric function transformed after Euler so that it stays finite for many repeats.
    """
    x, watched = found["repeats"].to_numpy("float64"), found["watched"].to_numpy("float64")
    a = of.a if abs(of.a - 1) > 1e-6 else 1 + 1e-6  # the two sides meet there
    z = periods / (of.alpha + watched + periods)
    grown = hyp2f1(a + of.b - 1 - of.r, a - 1, a + of.b + x - 1, z)
    made = (a + of.b + x - 1) / (a - 1) * (1 - (1 - z) ** (a - 1) * grown)
    return made / (1 + _odds_left(found, of))


def expected_spend(found: pd.DataFrame, of: Spend) -> np.ndarray:
    """Money of a purchase to come: between the customer's own mean and that of all.

    found: repeats, mean_repeat. p (v + x m) / (p x + q - 1); empty where q is 1 or less, when
    the mean over the customers has no end.
    """
    if of.q <= 1:
        return np.full(len(found), np.nan)
    x = found["repeats"].to_numpy("float64")
    spent = x * found["mean_repeat"].fillna(0).to_numpy("float64")
    return of.p * (of.v + spent) / (of.p * x + of.q - 1)


def _odds_left(found: pd.DataFrame, of: Purchases) -> np.ndarray:
    """Odds that a customer has left after its last purchase."""
    x, last, watched = (found[c].to_numpy("float64") for c in ("repeats", "last", "watched"))
    longer = (of.r + x) * np.log((of.alpha + watched) / (of.alpha + last))
    with np.errstate(over="ignore"):
        return np.where(x > 0, of.a / (of.b + np.maximum(x, 1) - 1) * np.exp(longer), 0.0)


def _alike(columns: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Different rows as columns, and how many customers have each."""
    rows, many = np.unique(columns, axis=0, return_counts=True)
    return rows.T, many.astype("float64")


def _fitted(likelihood, start: list[float]) -> list[float]:
    """Positive parameters of the highest likelihood, and this; sought over their logarithms."""

    def lacks(logs: np.ndarray) -> float:
        with np.errstate(all="ignore"):
            found = -likelihood(*np.exp(logs))
        return found if np.isfinite(found) else 1e300

    middle = np.log(start)
    around = [(m - FARTHEST, m + FARTHEST) for m in middle]
    tried = [
        minimize(lacks, middle + shift, method="L-BFGS-B", bounds=around)
        for shift in (0.0, 1.0, -1.0)
    ]
    best = min(tried, key=lambda t: t.fun)
    at_the_end = (np.abs(best.x - middle) > FARTHEST - WIDEST).any()
    if at_the_end or not _told(lacks, best.x):
        raise Undefined("unidentified")
    return [*np.exp(best.x).tolist(), -float(best.fun)]


def _told(lacks, logs: np.ndarray) -> bool:
    """Whether the likelihood falls on all sides, so steeply that each parameter is known."""
    n, unit = len(logs), np.eye(len(logs)) * _STEP
    bend = np.empty((n, n))
    for i in range(n):
        for j in range(i, n):
            bend[i, j] = bend[j, i] = (
                lacks(logs + unit[i] + unit[j])
                - lacks(logs + unit[i] - unit[j])
                - lacks(logs - unit[i] + unit[j])
                + lacks(logs - unit[i] - unit[j])
            ) / (4 * _STEP**2)
    if not np.isfinite(bend).all() or (np.linalg.eigvalsh(bend) <= 0).any():
        return False
    return bool((np.sqrt(np.diag(np.linalg.inv(bend))) <= WIDEST).all())
