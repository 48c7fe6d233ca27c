"""How much hangs on few accounts: 80:20, the >50 % of profit definition, HHI, Gini."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from kamlib import ranking
from kamlib.ranking import TOLERANCE

#: What `by_year` tells of a year.
YEARLY = ("top_1_share", "top_3_share", "top_20_share", "hhi", "effective_accounts", "gini")
FEWEST = 5  # accounts: a fifth of fewer is less than one


def measures(
    accounts: pd.DataFrame, *, profit_share: float = 0.5, profit_coverage: float = 0.8
) -> pd.DataFrame:
    """How concentrated the book is, in figures.

    accounts: account_id, revenue, profit  ->  measure, value

    `accounts` and `revenue` count every account, negative revenue included. All else is over
    the accounts with positive revenue, whose sum is the 100 %; without any it is empty.

    - top_1_share, top_3_share; top_20_share: of the ceil(0.2 n) largest.
    - accounts_for_80: fewest accounts that reach 80 % of revenue; accounts_for_80_part: as a
      share of n.
    - hhi: sum of squared shares, 0 to 10,000; effective_accounts: 10,000 / hhi, the number of
      equal accounts as concentrated as these.
    - gini: population form, 0 for equal accounts.
    - accounts_for_50_profit: fewest accounts that hold more than `profit_share` of the profit,
      losses taken off it; top_20_profit_share: of the ceil(0.2 n) most profitable, above 1
      where others lose. Over the accounts whose profit is known; left out unless they hold
      `profit_coverage` of revenue (profit_known_share), and empty without a positive profit.
    """
    revenue = accounts["revenue"]
    sold = revenue[revenue > 0]
    values = {
        "accounts": len(accounts),
        "accounts_with_revenue": len(sold),
        "revenue": revenue.sum(),
        "positive_revenue": sold.sum(),
        "top_1_share": top_share(sold, 1),
        "top_3_share": top_share(sold, 3),
        "top_20_accounts": fifth(len(sold)),
        "top_20_share": top_share(sold, fifth(len(sold))),
        "accounts_for_80": fewest_for(sold, 0.8),
        "accounts_for_80_part": fewest_for(sold, 0.8) / max(len(sold), 1),
        "hhi": hhi(sold),
        "effective_accounts": 1e4 / hhi(sold),
        "gini": gini(sold),
    } | _profit(accounts[revenue > 0], profit_share, profit_coverage)
    return pd.DataFrame({"measure": list(values), "value": list(values.values())}).astype(
        {"measure": "str", "value": "float64"}
    )


def _profit(sold: pd.DataFrame, profit_share: float, coverage: float) -> dict[str, float]:
    known = sold["profit"].dropna()
    if known.empty:
        return {}
    part = sold["revenue"][known.index].sum() / sold["revenue"].sum()
    found = {"profit_known_share": part}
    if part < coverage - TOLERANCE:
        return found
    needed = fewest_for(known, profit_share, more_than=True)
    return found | {
        "profit": known.sum(),
        "top_20_profit_share": top_share(known, fifth(len(known))),
        "accounts_for_50_profit": needed,
        "accounts_for_50_profit_part": needed / len(known),
    }


def by_year(revenue: pd.DataFrame) -> pd.DataFrame:
    """How concentrated the book was in each year.

    revenue: account_id, year, revenue; an account and year once
        -> year, accounts, revenue, and the YEARLY measures, over the accounts with positive
           revenue in that year, as in `measures`; accounts counts these, revenue sums all
    """
    rows = []
    for year, of_year in revenue.groupby("year", sort=True):
        found = measures(of_year.assign(profit=np.nan)).set_index("measure")["value"]
        counts = {"accounts": found["accounts_with_revenue"], "revenue": found["revenue"]}
        rows.append({"year": year} | counts | {name: found[name] for name in YEARLY})
    columns = ["year", "accounts", "revenue", *YEARLY]
    return pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(columns[1:], "float64"))


def shape(found: Mapping[str, float], *, times: float, effective: float) -> str:
    """Whether size alone sets some accounts apart: none, few, flat or uneven.

    found: as `measures`, by name

    none: no account has positive revenue. few: under FEWEST have, too few to speak of. flat:
    the largest 20 % hold less than `times` their share of the accounts, and the accounts are
    as concentrated as at least `effective` x n equal ones; a list by size would then part
    accounts that hardly differ. uneven: any other book.
    """
    n = found["accounts_with_revenue"]
    if n < 1:
        return "none"
    if n < FEWEST:
        return "few"
    little = found["top_20_share"] < times * found["top_20_accounts"] / n - TOLERANCE
    alike = found["effective_accounts"] >= effective * n - TOLERANCE
    return "flat" if little and alike else "uneven"


def fifth(n: int) -> int:
    """The smallest whole number that is at least 20 % of n."""
    return -(-n // 5)


def top_share(values: pd.Series, count: int) -> float:
    """Share of the total that the `count` largest values hold; empty without positive total."""
    total = values.sum()
    return values.nlargest(count).sum() / total if total > 0 else np.nan


def fewest_for(values: pd.Series, share: float, *, more_than: bool = False) -> float:
    """Fewest values that together reach `share` of the total; empty without positive total.

    Reached means within 1e-9 of it, or above it by as much where `more_than` is asked for.
    Negative values count in the total.
    """
    total = values.sum()
    if not total > 0:
        return np.nan
    held = np.cumsum(np.sort(values.to_numpy("float64"))[::-1]) / total
    reached = held > share + TOLERANCE if more_than else held >= share - TOLERANCE
    return float(np.argmax(reached) + 1)


def carriers_of(values: pd.Series, share: float) -> pd.Series:
    """True for the smallest set of largest values that holds more than `share` of the total.

    All of a tie at the cut is in; negative values count in the total; empty values are out.
    """
    level = ranking.steady(values)
    total = values.sum()
    sums = level.dropna().groupby(level).sum().sort_index(ascending=False)
    before = level.map(sums.cumsum() - sums)
    return (level > 0) & (total > 0) & (before <= (share + TOLERANCE) * total)


def hhi(values: pd.Series) -> float:
    """Herfindahl-Hirschman index on 0 to 10,000: sum of squared shares in per cent.

    values: positive. Source: US DOJ and FTC, Merger Guidelines (2023), 2.1.
    """
    return float((values / values.sum()).pow(2).sum() * 1e4) if len(values) else np.nan


def gini(values: pd.Series) -> float:
    """Gini coefficient in its population form: 0 for equal values, below 1.

    values: none negative, else ValueError (it could pass 1; a whale curve serves better).
    """
    if (values < 0).any():
        raise ValueError("gini is not defined for negative values")
    ordered, n = np.sort(values.to_numpy("float64")), len(values)
    if not ordered.sum() > 0:
        return np.nan
    weights = 2 * np.arange(1, n + 1) - n - 1
    return float((weights * ordered).sum() / (n * ordered.sum()))


def curve(accounts: pd.DataFrame, value: str) -> pd.DataFrame:
    """The cumulative curve: what share the largest accounts hold together.

    accounts: account_id, `value`  ->  account_id, `value`, rank, accounts_share,
    cumulative_share

    Over accounts with a positive value, largest first; equal values share a rank, and
    account_id only orders them for display.
    """
    held = accounts.loc[accounts[value] > 0, ["account_id", value]]
    held = held.sort_values([value, "account_id"], ascending=[False, True], ignore_index=True)
    held["rank"] = ranking.ranks(held[value])
    held["accounts_share"] = (held.index + 1) / max(len(held), 1)
    held["cumulative_share"] = held[value].cumsum() / held[value].sum()
    return held
