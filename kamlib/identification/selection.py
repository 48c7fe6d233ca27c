"""How long the list is, who is on it, and how firmly."""

from __future__ import annotations

from math import ceil

import numpy as np
import pandas as pd

from kamlib import ranking
from kamlib.identification import concentration
from kamlib.ranking import TOLERANCE


def capacity(
    revenue: pd.Series,
    *,
    wanted: int | None,
    key_share: float,
    most_share: float,
    most_accounts: int,
) -> int:
    """How many accounts the list has room for.

    revenue: one an account. `wanted` where it is given, and never more than there are
    accounts; else the fewest accounts that carry `key_share` of the positive revenue, at
    most ceil(most_share x n) of the n with positive revenue, and at most `most_accounts`.
    0 where no account has positive revenue.
    """
    sold = revenue[revenue > 0]
    if sold.empty:
        return 0
    if wanted is not None:
        return min(wanted, len(revenue))
    bounds = (
        concentration.fewest_for(sold, key_share),
        ceil(most_share * len(sold) - TOLERANCE),
        most_accounts,
    )
    return int(min(bounds))


def listed(score: pd.Series, places: int) -> pd.Series:
    """True for the `places` best scores and all that tie with the last of them."""
    return ranking.ranks(score) <= places


def tiers(revenue: pd.Series, cuts: tuple[float, float]) -> pd.Series:
    """Value class A, B, C by cumulative revenue; accounts without positive revenue are C."""
    return ranking.abc(revenue, cuts).fillna("C").astype("str")


def status(p_key: pd.Series, *, core: float, out: float) -> pd.Series:
    """How firm: core where p_key is at least `core`, out where it is below `out`, else contested.

    Where the list has no places at all, everyone is out.
    """
    firm = np.select(
        [p_key >= max(core, TOLERANCE), p_key < max(out, TOLERANCE)], ["core", "out"], "contested"
    )
    return pd.Series(firm, index=p_key.index, dtype="str")


def by_hand(
    computed: pd.Series, account_id: pd.Series, *, add: set[str], remove: set[str]
) -> pd.DataFrame:
    """The list after people put accounts on it or took them off.

    computed: True for accounts on the computed list -> is_key, added, removed

    added and removed mark changes: adding an account that is on the list already, or
    removing one that is not, marks nothing. An account named for both is taken off.
    """
    taken = account_id.isin(remove)
    added = account_id.isin(add) & ~computed & ~taken
    removed = computed & taken
    return pd.DataFrame({"is_key": (computed | added) & ~taken, "added": added, "removed": removed})
