"""How far people who score the same accounts agree: on the level, on the order, on the grade.

Source: Shrout and Fleiss (1979), Psychological Bulletin 86(2), 420-428; Kendall and Babington
Smith (1939), Annals of Mathematical Statistics 10, 275-287; Fleiss (1971), Psychological
Bulletin 76(5), 378-382. Verdicts: Koo and Li (2016), Journal of Chiropractic Medicine 15.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import stats

FEWEST_RATERS, FEWEST_ACCOUNTS = 2, 3
POOR, GOOD, EXCELLENT = 0.5, 0.75, 0.9  # Koo and Li: poor below .5
_CONFIDENCE = 0.95
_NOTHING = 1e-12


class Interval(NamedTuple):
    """A coefficient with its 95 % interval; NaN where it is not defined."""

    value: float
    low: float
    high: float


class Concordance(NamedTuple):
    """Kendall's W (0 to 1), its chi square with n - 1 degrees of freedom, and p."""

    w: float
    chi2: float
    p: float


def complete(scores: pd.DataFrame) -> pd.DataFrame:
    """The accounts that every rater scored: account_id x rater.

    scores: account_id, rater, score. No score is made up: an account that one of the raters
    left out is left out of the agreement, though not of the score.
    """
    wide = scores.pivot(index="account_id", columns="rater", values="score")
    return wide.dropna()


def lacking(ratings: pd.DataFrame | np.ndarray) -> str:
    """Why agreement cannot be measured; "" where it can.

    few_raters: under 2; few_accounts: under 3; alike: no rater tells the accounts apart.
    """
    n, k = np.shape(ratings)
    if k < FEWEST_RATERS:
        return "few_raters"
    if n < FEWEST_ACCOUNTS:
        return "few_accounts"
    between, _, residual, _ = squares(ratings)
    return "" if between + residual > _NOTHING else "alike"


def squares(ratings: pd.DataFrame | np.ndarray) -> tuple[float, float, float, float]:
    """Mean squares of the two-way table: between targets, between raters, residual, within.

    ratings: targets x raters, nothing empty
    """
    x = np.asarray(ratings, dtype="float64")
    n, k = x.shape
    grand = x.mean()
    targets = k * ((x.mean(axis=1) - grand) ** 2).sum()
    raters = n * ((x.mean(axis=0) - grand) ** 2).sum()
    total = ((x - grand) ** 2).sum()
    left = max(total - targets - raters, 0.0)
    left = 0.0 if left < _NOTHING * max(total, 1.0) else left
    return (
        targets / (n - 1),
        raters / (k - 1),
        left / ((n - 1) * (k - 1)),
        (raters + left) / (n * (k - 1)),
    )


def icc(ratings: pd.DataFrame | np.ndarray, confidence: float = _CONFIDENCE) -> dict[str, Interval]:
    """The six intraclass correlations of Shrout and Fleiss with their intervals by F.

    ratings: targets x raters, nothing empty; at least 3 targets and 2 raters
        -> icc11, icc21, icc31 of one rater, icc1k, icc2k, icc3k of the mean of all

    (1, .): raters differ from target to target; (2, .): the same raters, drawn from many, who
    must agree on the level; (3, .): these raters, who must agree on the order. Where all
    targets are alike in every way, none is defined (NaN).

    Raises
    ------
    ValueError
        For fewer than 3 targets or 2 raters.
    """
    x = np.asarray(ratings, dtype="float64")
    n, k = x.shape
    if n < FEWEST_ACCOUNTS or k < FEWEST_RATERS:
        raise ValueError(f"{n} targets and {k} raters: at least 3 and 2 are needed")
    between, raters, residual, within = squares(x)
    tail = 1 - (1 - confidence) / 2
    one = _by_f(between, within, (n - 1, n * (k - 1)), k, tail)
    three = _by_f(between, residual, (n - 1, (n - 1) * (k - 1)), k, tail)
    two = _two(between, raters, residual, (n, k), tail)
    singles = {"icc11": one, "icc21": two, "icc31": three}
    means = {f"{name[:4]}k": _of_mean(found, k) for name, found in singles.items()}
    return singles | means


def _ratio(over: float, under: float) -> float:
    if under > 0:
        return over / under
    return np.inf if over > 0 else np.nan


def _by_f(over: float, under: float, df: tuple[int, int], k: int, tail: float) -> Interval:
    """(F - 1) / (F + k - 1), at F and at the ends of its interval."""
    f = _ratio(over, under)
    ends = (f, f / stats.f.ppf(tail, *df), f * stats.f.ppf(tail, df[1], df[0]))
    return Interval(*(1.0 if np.isinf(x) else (x - 1) / (x + k - 1) for x in ends))


def _two(
    between: float, raters: float, residual: float, size: tuple[int, int], tail: float
) -> Interval:
    """ICC(2,1); the interval with the degrees of freedom of Satterthwaite."""
    n, k = size
    below = between + (k - 1) * residual + k * (raters - residual) / n
    if not below > 0:
        return Interval(np.nan, np.nan, np.nan)
    value = (between - residual) / below
    fj = _ratio(raters, residual)
    a = n * (1 + (k - 1) * value) - k * value
    if np.isinf(fj):
        v = float(k - 1)  # the limit as the residual goes to zero
    elif np.isnan(fj):
        return Interval(value, 1.0, 1.0)  # raters alike in every score
    else:
        top = (k - 1) * (n - 1) * (k * value * fj + a) ** 2
        v = top / ((n - 1) * k**2 * value**2 * fj**2 + a**2)
    lower, upper = stats.f.ppf(tail, n - 1, v), stats.f.ppf(tail, v, n - 1)
    rest = k * raters + (k * n - k - n) * residual
    low = n * (between - lower * residual) / (lower * rest + n * between)
    high = n * (upper * between - residual) / (rest + n * upper * between)
    return Interval(value, low, high)


def _of_mean(found: Interval, k: int) -> Interval:
    """Spearman-Brown: from one rater to the mean of k."""
    return Interval(
        *(_ratio(k * x, 1 + (k - 1) * x) if x > -1 / (k - 1) else -np.inf for x in found)
    )


def kendall_w(ratings: pd.DataFrame | np.ndarray) -> Concordance:
    """Kendall's coefficient of concordance, corrected for ties; chi2 = k (n - 1) W.

    ratings: targets x raters. W = 12 S / (k^2 (n^3 - n) - k sum T), S the squares of the
    targets' rank sums about their mean, T = t^3 - t for each group of t equal ranks. NaN
    where every rater gives all targets the same score. p is that of the chi square, rough
    below some 7 targets.
    """
    x = np.asarray(ratings, dtype="float64")
    n, k = x.shape
    ranks = stats.rankdata(x, axis=0)
    sums = ranks.sum(axis=1)
    s = ((sums - sums.mean()) ** 2).sum()
    ties = sum(float((c**3 - c).sum()) for c in (_counts(column) for column in x.T))
    below = k**2 * (n**3 - n) - k * ties
    if not below > 0:
        return Concordance(np.nan, np.nan, np.nan)
    w = 12 * s / below
    chi2 = k * (n - 1) * w
    return Concordance(float(w), float(chi2), float(stats.chi2.sf(chi2, n - 1)))


def _counts(column: np.ndarray) -> np.ndarray:
    return np.unique(column, return_counts=True)[1].astype("float64")


def fleiss_kappa(ratings: pd.DataFrame | np.ndarray) -> float:
    """Fleiss' kappa: agreement on the very score, beyond what chance would give.

    ratings: targets x raters, each distinct score a category of its own, so that 4 for 5 is
    as wrong as 1 for 5. NaN where only one score occurs.
    """
    x = np.asarray(ratings, dtype="float64")
    n, k = x.shape
    counts = np.stack([(x == score).sum(axis=1) for score in np.unique(x)], axis=1)
    return fleiss_kappa_of_counts(counts) if n and k > 1 else np.nan


def fleiss_kappa_of_counts(counts: np.ndarray) -> float:
    """Fleiss' kappa from how many raters put each target into each category.

    counts: targets x categories, every row with the same sum, at least 2
    """
    counts = np.asarray(counts, dtype="float64")
    k = counts.sum(axis=1)[0]
    if not (counts.sum(axis=1) == k).all() or k < FEWEST_RATERS:
        raise ValueError("every target needs the same number of ratings, two or more")
    agreed = ((counts * (counts - 1)).sum(axis=1) / (k * (k - 1))).mean()
    chance = ((counts.sum(axis=0) / counts.sum()) ** 2).sum()
    return float((agreed - chance) / (1 - chance)) if chance < 1 - _NOTHING else np.nan


def level_corrected(scores: pd.DataFrame) -> pd.Series:
    """Scores with each rater's own level taken out: score - rater's mean + mean of all.

    scores: rater, score (of one criterion)  ->  one a row. The order each rater gives stays;
    a corrected score may lie beyond the ends of the scale.
    """
    by_rater = scores.groupby("rater")["score"].transform("mean")
    return scores["score"] - by_rater + scores["score"].mean()


def verdict(value: float) -> str:
    """What an ICC is worth: poor below .5, moderate to .75, good to .9, excellent above."""
    if value < POOR:
        return "poor"
    if value < GOOD:
        return "moderate"
    return "good" if value <= EXCELLENT else "excellent"
