"""Weights that data give (entropy, CRITIC), and mixtures of weights.

Both measure how far a criterion tells the accounts apart, not how much it matters: they go
beside weights that people gave, and never alone.

Source: Shannon entropy as in Hwang and Yoon (1981), Multiple Attribute Decision Making;
Diakoulaki, Mavrotas and Papayannakis (1995), Computers and Operations Research 22, 763-770.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from kamlib import ranking

FORMS = ("minmax", "share")


class Undefined(ValueError):
    """Weights that do not exist for these values. `code`: one_account, all_alike, negative
    (with the criterion), no_conflict.
    """

    def __init__(self, code: str, criterion: str = ""):
        self.code, self.criterion = code, criterion
        super().__init__(f"{code.replace('_', ' ')} {criterion}".strip())


def entropy(
    values: pd.DataFrame, directions: Mapping[str, str], *, form: str = "minmax"
) -> pd.DataFrame:
    """Entropy weights: e = -(1 / ln m) sum p ln p, w = (1 - e) / sum(1 - e), 0 ln 0 = 0.

    values: one column a criterion, one row an account, nothing empty
        -> criterion, entropy (0 to 1), weight (summing to 1)

    p = z / sum z of a criterion's accounts. form "minmax": z = (x - worst) / (best - worst),
    which is the same as shifting the smallest to zero; "share": z = x, whatever the direction.
    A constant criterion has entropy 1 and weight 0.

    Raises
    ------
    Undefined
        For one account; where all criteria are constant; and for a share of negative values.
    """
    m = len(values)
    if m < 2:
        raise Undefined("one_account")
    steadied = _steadied(values)
    if form == "share":
        if below := [name for name in steadied if (steadied[name] < 0).any()]:
            raise Undefined("negative", below[0])
        z = steadied
    else:
        z = minmax(steadied, directions)
    found = pd.Series({name: _entropy(z[name].to_numpy(), m) for name in z}, dtype="float64")
    found[_constant(steadied)] = 1.0
    return _weighed(found.rename("entropy"), 1 - found)


def _entropy(z: np.ndarray, m: int) -> float:
    total = z.sum()
    if not total > 0:
        return 1.0
    p = z[z > 0] / total
    return float(-(p * np.log(p)).sum() / np.log(m))


def critic(values: pd.DataFrame, directions: Mapping[str, str]) -> pd.DataFrame:
    """CRITIC weights: C_j = s_j sum_k (1 - r_jk), w = C / sum C.

    values: one column a criterion, one row an account, nothing empty
        -> criterion, deviation (s), conflict (the sum), weight (summing to 1)

    Of z = (x - worst) / (best - worst): s is the sample standard deviation, r Pearson's
    correlation. A constant criterion has weight 0 and is no partner of the others; the only
    one that varies takes all the weight.

    Raises
    ------
    Undefined
        For one account; where all criteria are constant; and where all that vary agree fully.
    """
    if len(values) < 2:
        raise Undefined("one_account")
    steadied = _steadied(values)
    z, flat = minmax(steadied, directions), _constant(steadied)
    deviation = z.std(ddof=1)
    varying = [name for name in z if not flat[name]]
    conflict = pd.Series(0.0, index=z.columns)
    if len(varying) > 1:
        correlations = np.corrcoef(z[varying].to_numpy(), rowvar=False)
        conflict[varying] = (1 - correlations).sum(axis=1).round(12)
        if not conflict.sum() > 0:
            raise Undefined("no_conflict")
    content = deviation * conflict if len(varying) > 1 else (~flat).astype("float64")
    shown = pd.DataFrame({"deviation": deviation, "conflict": conflict})
    return _weighed(shown, content)


def minmax(values: pd.DataFrame, directions: Mapping[str, str]) -> pd.DataFrame:
    """(x - worst) / (best - worst) of each column, 0 to 1, better is higher; constant: 0."""
    low, high = values.min(), values.max()
    z = (values - low) / (high - low).where(high > low, 1.0)
    costs = [name for name in z if directions[name] == "cost" and high[name] > low[name]]
    z[costs] = 1 - z[costs]
    return z


def _steadied(values: pd.DataFrame) -> pd.DataFrame:
    """The last digits of a sum depend on the order of its rows; weights must not."""
    return values.apply(ranking.steady).astype("float64")


def _constant(values: pd.DataFrame) -> pd.Series:
    return ~(values.max() > values.min())


def _weighed(shown: pd.Series | pd.DataFrame, content: pd.Series) -> pd.DataFrame:
    content = content.clip(lower=0).where(content > 1e-12, 0.0)
    if not content.sum() > 0:
        raise Undefined("all_alike")
    table = shown.to_frame() if isinstance(shown, pd.Series) else shown
    table = table.assign(weight=content / content.sum())
    return table.rename_axis("criterion").reset_index().astype({"criterion": "str"})


def mixture(given: Mapping[str, pd.Series], shares: Mapping[str, float]) -> pd.Series:
    """Weights of several methods as one: their mean, each method counting with its share.

    given: method to its weights by criterion; shares: method to its share, in any unit.
    Every method's weights are set to sum to 1 first.

    Raises
    ------
    ValueError
        Where a share or weight is negative, or either sum to zero.
    """
    total = sum(shares.values())
    if any(share < 0 for share in shares.values()) or not total > 0:
        raise ValueError("the shares of the methods must not be negative, nor all zero")
    mixed = sum(_whole(given[name]) * (share / total) for name, share in shares.items() if share)
    return mixed.rename("weight")


def _whole(weights: pd.Series) -> pd.Series:
    if (weights < 0).any() or not weights.sum() > 0:
        raise ValueError("weights must not be negative, nor all zero")
    return weights / weights.sum()
