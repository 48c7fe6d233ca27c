"""Which accounts make the profit, which eat it: contribution, whale curve, loss makers."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kamlib import ranking

_TOLERANCE = 1e-9  # of a share: sums of floats that should be equal are


def contribution(accounts: pd.DataFrame) -> pd.DataFrame:
    """The profit each account is judged by: net of the cost to serve where that is known.

    accounts: account_id, revenue, gross_profit, cost_to_serve
        -> account_id, revenue, profit, basis

    basis is "net" (gross profit less cost to serve), "gross" (the cost to serve is not
    known, so the account looks better than it may be) or "unknown", where the cost of goods
    is not known and profit stays empty.
    """
    gross, serve = accounts["gross_profit"], accounts["cost_to_serve"]
    basis = np.select([gross.isna(), serve.isna()], ["unknown", "gross"], "net")
    profit = gross - serve.fillna(0)
    return accounts[["account_id", "revenue"]].assign(profit=profit, basis=basis)


def whale_curve(profits: pd.DataFrame) -> pd.DataFrame:
    """Cumulative profit from the most to the least profitable account (the whale curve).

    profits: account_id, profit
        -> account_id, position, account_share, profit, cumulative, cumulative_share

    Accounts without a known profit are left out. account_id only orders equal profits for
    display. cumulative_share is of the total profit; where the total is not positive a share
    of it says nothing, so it is empty and the curve is read in money.
    Source: Kaplan and Narayanan (2001), Measuring and managing customer profitability.
    """
    known = profits.dropna(subset=["profit"])
    curve = known.sort_values(["profit", "account_id"], ascending=[False, True])[
        ["account_id", "profit"]
    ].reset_index(drop=True)
    curve.insert(1, "position", np.arange(1, len(curve) + 1))
    curve.insert(2, "account_share", curve["position"] / max(len(curve), 1))
    curve["cumulative"] = curve["profit"].cumsum()
    total = curve["profit"].sum()
    # Floats that should cancel may leave a crumb: less than a billionth of the sums is zero.
    positive = total > _TOLERANCE * curve["profit"].abs().sum()
    curve["cumulative_share"] = curve["cumulative"] / total if positive else np.nan
    return curve


def whale_summary(curve: pd.DataFrame) -> pd.Series:
    """The figures of a whale curve: where it peaks, where it ends, what lies between.

    curve: as `whale_curve`
        -> accounts, total, peak, peak_share, peak_accounts, makers, losers, lost

    peak is the profit before the loss makers, peak_accounts the fewest accounts that reach
    it; peak_share is peak / total, empty where the total is not positive; lost is the sum of
    the negative profits.
    """
    profit = curve["profit"]
    made, lost = profit[profit > 0].sum(), profit[profit < 0].sum()
    total = profit.sum()
    positive = total > _TOLERANCE * profit.abs().sum()
    return pd.Series(
        {
            "accounts": len(curve),
            "total": total,
            "peak": made,
            "peak_share": made / total if positive else np.nan,
            "peak_accounts": int((profit > 0).sum()),
            "losers": int((profit < 0).sum()),
            "lost": lost,
        },
        dtype="float64",
    )


def loss_makers(profits: pd.DataFrame, *, large: float) -> pd.DataFrame:
    """Accounts with a negative profit, the worst first, and whether much revenue hides it.

    profits: account_id, revenue, profit  ->  the same + revenue_rank, is_large

    is_large marks the accounts that carry the share `large` of the positive revenue, the
    largest first, the one that crosses the cut and its ties included. revenue_rank is over
    all accounts; equal revenue shares the better rank.
    """
    ranked = profits.assign(
        revenue_rank=ranking.ranks(profits["revenue"]),
        is_large=ranking.carriers(profits["revenue"], large),
    )
    losers = ranked[ranked["profit"] < 0]
    return losers.sort_values(["profit", "account_id"], ignore_index=True)


def without_losers(profits: pd.DataFrame) -> pd.Series:
    """The book with and without the accounts that lose money.

    profits: account_id, revenue, profit
        -> losers, revenue_share (of the losers, of the revenue of accounts whose profit is
           known; empty where that is not positive), lost, total, without

    without = total - lost: what would be left if the losers went and took all costs counted
    here with them. Costs that stay, such as a share of a plant, are not in it.
    """
    known = profits.dropna(subset=["profit"])
    losers = known[known["profit"] < 0]
    revenue, total, lost = known["revenue"].sum(), known["profit"].sum(), losers["profit"].sum()
    return pd.Series(
        {
            "losers": len(losers),
            "revenue_share": losers["revenue"].sum() / revenue if revenue > 0 else np.nan,
            "lost": lost,
            "total": total,
            "without": total - lost,
        },
        dtype="float64",
    )
