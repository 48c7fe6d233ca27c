"""Lists by rule, and how far two rules name the same accounts."""

from __future__ import annotations

from itertools import combinations
from math import ceil

import pandas as pd

from kamlib import ranking
from kamlib.identification import concentration
from kamlib.ranking import TOLERANCE

#: The four traits: often, much, profitable, loyal; each a column of the accounts table.
TRAITS = {"frequency": "orders", "volume": "revenue", "margin": "margin", "loyalty": "active_share"}


def top_revenue(accounts: pd.DataFrame, share: float) -> pd.Series:
    """The 80:20 list: the ceil(share x n) largest of the n accounts with positive revenue.

    accounts: revenue -> True for the listed; all of a tie at the cut is listed. Whether
    they carry 80 % is another question: see `concentration.measures`.
    """
    sold = accounts["revenue"].where(accounts["revenue"] > 0)
    return ranking.ranks(sold) <= ceil(share * sold.notna().sum() - TOLERANCE)


def most_profit(accounts: pd.DataFrame, share: float) -> pd.Series:
    """The profit list: fewest accounts that hold more than `share` of the profit.

    accounts: revenue, profit -> True for the listed; all of a tie at the cut is listed.
    Over accounts with positive revenue and known profit; losses are taken off the total.
    """
    return concentration.carriers_of(accounts["profit"].where(accounts["revenue"] > 0), share)


def four_traits(accounts: pd.DataFrame, share: float) -> pd.Series:
    """The screen: orders often, buys much, at a good margin, and stays.

    accounts: orders, revenue, margin, active_share -> True for accounts that are among the
    `share` of accounts from the top on every trait that has data; all of a tie is among
    them, an empty value is not. Accounts without positive revenue are never listed.
    """
    listed = accounts["revenue"] > 0
    for column in traits_with_data(accounts).values():
        known = accounts[column].where(accounts["revenue"] > 0)
        listed &= ranking.ranks(known) <= ceil(share * known.notna().sum() - TOLERANCE)
    return listed


def traits_with_data(accounts: pd.DataFrame) -> dict[str, str]:
    """The traits, with their columns, that at least one account has a value for."""
    return {trait: column for trait, column in TRAITS.items() if accounts[column].notna().any()}


def long(accounts: pd.DataFrame, lists: dict[str, pd.Series]) -> pd.DataFrame:
    """Lists side by side as rows: account_id, rule, listed."""
    wide = pd.DataFrame(lists, dtype=bool).assign(account_id=accounts["account_id"])
    return wide.melt("account_id", var_name="rule", value_name="listed").astype({"rule": "str"})


def overlap(listed: pd.DataFrame) -> pd.DataFrame:
    """How far each two rules agree, as the Jaccard index: both / either.

    listed: account_id, rule, listed  ->  rule, other, both, either, jaccard (empty where
    neither names anyone)
    """
    members = {
        rule: set(rows.loc[rows["listed"], "account_id"])
        for rule, rows in listed.groupby("rule", sort=False)
    }
    pairs = [
        (one, two, len(members[one] & members[two]), len(members[one] | members[two]))
        for one, two in combinations(members, 2)
    ]
    found = pd.DataFrame(pairs, columns=["rule", "other", "both", "either"])
    found = found.astype({"rule": "str", "other": "str", "both": "float64", "either": "float64"})
    return found.assign(jaccard=found["both"] / found["either"].where(found["either"] > 0))
