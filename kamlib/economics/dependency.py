"""How much of our own business hangs on single accounts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd


def dependency(revenue: pd.DataFrame, *, share: float) -> pd.DataFrame:
    """The revenue that would go with each account, the largest first.

    revenue: account_id, last (revenue of a year)
        -> account_id, at_stake, share, cumulative_share, depends

    share is of the positive revenue of all accounts, empty where there is none; an account
    without positive revenue puts nothing at stake. depends: its share is `share` or more.
    """
    at_stake = revenue["last"].clip(lower=0)
    frame = revenue[["account_id"]].assign(at_stake=at_stake)
    frame = frame.sort_values(["at_stake", "account_id"], ascending=[False, True])
    total = frame["at_stake"].sum()
    frame["share"] = frame["at_stake"] / total if total > 0 else float("nan")
    frame["cumulative_share"] = frame["share"].cumsum()
    frame["depends"] = frame["share"] >= share
    return frame.reset_index(drop=True)


def exposure(revenue: pd.Series, products: pd.Series) -> dict[str, float]:
    """How much hangs on few accounts and few products at once, the more the worse.

    revenue: one an account; products: revenue, one a product or family. Over positive values;
    empty where there are none.

    top_1_share, top_3_share: of the largest accounts. product_hhi: sum of squared shares of
    the products, 0 to 1; effective_products: 1 / product_hhi. dependency_1, dependency_3:
    share x product_hhi, 1 for a firm that sells one product to one account.
    """
    sold, made = revenue[revenue > 0], products[products > 0]
    shares = sold.sort_values(ascending=False) / sold.sum()
    product_hhi = float(((made / made.sum()) ** 2).sum()) if len(made) else float("nan")
    top = {n: float(shares.head(n).sum()) if len(shares) else float("nan") for n in (1, 3)}
    return {
        "top_1_share": top[1],
        "top_3_share": top[3],
        "product_hhi": product_hhi,
        "effective_products": 1 / product_hhi,
        "dependency_1": top[1] * product_hhi,
        "dependency_3": top[3] * product_hhi,
    }


def loss_scenarios(
    accounts: pd.DataFrame,
    scenarios: Mapping[str, Sequence[str]],
    *,
    growth: float,
    fixed_cost: float,
) -> pd.DataFrame:
    """What would be left if accounts were lost, and how long it takes to make it good.

    accounts: account_id, revenue, gross_profit, of the same time; gross_profit empty where
    a cost is not known. scenarios: name -> the accounts lost. growth: what all accounts
    together grow by in a month, in money. fixed_cost: of the time, NaN where not known.
        -> scenario, accounts, revenue_lost, revenue_left, share_lost, gross_profit_lost,
           gross_profit_left, months_of_growth, median_accounts, profit_after_fixed

    share_lost is of the whole revenue, empty where that is not positive. Gross profit left is
    empty unless every account's is known. months_of_growth: revenue_lost / growth, empty
    where nothing grows; median_accounts: revenue_lost / the median of the positive revenues.
    All costs of goods go with an account, no other cost does.
    """
    by_id = accounts.set_index("account_id")
    revenue, profit = by_id["revenue"].sum(), by_id["gross_profit"].sum(skipna=False)
    middle = by_id.loc[by_id["revenue"] > 0, "revenue"].median()
    rows = []
    for name, ids in scenarios.items():
        gone = by_id.loc[list(ids)]
        rows.append(
            {
                "scenario": name,
                "accounts": float(len(gone)),
                "revenue_lost": gone["revenue"].sum(),
                "gross_profit_lost": gone["gross_profit"].sum(skipna=False),
            }
        )
    columns = ["scenario", "accounts", "revenue_lost", "gross_profit_lost"]
    found = pd.DataFrame(rows, columns=columns).astype(
        {"scenario": "str"} | dict.fromkeys(columns[1:], "float64")
    )
    lost = found["revenue_lost"]
    found["revenue_left"] = revenue - lost
    found["share_lost"] = lost / revenue if revenue > 0 else float("nan")
    found["gross_profit_left"] = profit - found["gross_profit_lost"]
    found["months_of_growth"] = lost / growth if growth > 0 else float("nan")
    found["median_accounts"] = lost / middle
    found["profit_after_fixed"] = found["gross_profit_left"] - fixed_cost
    return found
