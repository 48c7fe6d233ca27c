"""Lists by rule, and how far two rules name the same accounts."""

from __future__ import annotations

from itertools import combinations
from math import ceil

import numpy as np
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


def class_a_and_b(
    tier: pd.Series, potential: pd.Series, relationship: pd.Series, *, cut: float
) -> pd.Series:
    """Class A, and of class B those with a future: potential or relationship at `cut` or above.

    potential, relationship: 0 to 1, empty where nothing is known of it -> why each is listed:
    "A", "potential", "relationship", "both"; "" for those that are not
    """
    grows, holds = potential >= cut - TOLERANCE, relationship >= cut - TOLERANCE
    names = np.select([grows & holds, grows, holds], ["both", "potential", "relationship"], "")
    why = pd.Series(names, index=tier.index).where(tier == "B", "")
    return why.mask(tier == "A", "A").astype("str")


def by_family(families: pd.DataFrame, share: float) -> pd.Series:
    """The four traits within each product family: who is key for it.

    families: family, and the columns of `four_traits`  ->  True for the listed
    """
    listed = pd.Series(False, index=families.index)
    for _, of_family in families.groupby("family", sort=False):
        listed[of_family.index] = four_traits(of_family, share)
    return listed


def disagreement(wide: pd.DataFrame) -> pd.Series:
    """How far the lists differ on an account: how many are in the minority, 0 where all agree.

    wide: a flag a list
    """
    on = wide.sum(axis=1)
    return pd.concat([on, wide.shape[1] - on], axis=1).min(axis=1).astype("float64")


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
