"""How much of our own business hangs on single accounts."""

from __future__ import annotations

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
