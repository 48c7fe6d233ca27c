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
    served: int | None = None,
) -> int:
    """How many accounts the list has room for.

    revenue: one an account. `wanted` where it is given, and never more than there are
    accounts. Else the accounts that the managers' hours serve (`served`), or where these are
    not known the fewest accounts that carry `key_share` of the positive revenue; in both
    cases at most ceil(most_share x n) of the n with positive revenue, and `most_accounts`:
    hours say how many can be looked after, not how many are worth it. 0 where no account
    has positive revenue.
    """
    sold = revenue[revenue > 0]
    if sold.empty:
        return 0
    if wanted is not None:
        return min(wanted, len(revenue))
    bounds = (
        concentration.fewest_for(sold, key_share) if served is None else served,
        ceil(most_share * len(sold) - TOLERANCE),
        most_accounts,
    )
    return int(min(bounds))


def served_by_hours(hours: float, *, share: float, each: float) -> int | None:
    """How many key accounts the managers' hours serve; None where that is not known.

    hours: of all managers in a year; share: of them, for key accounts; each: hours a key
    account takes in a year. Hours for less than one account still serve one.
    """
    if not (hours > 0 and share > 0 and each > 0):
        return None
    return max(int(hours * share / each + TOLERANCE), 1)


def size_warning(
    keys: int, accounts: int, *, most_share: float, few: int, most: int, too_many: int
) -> str:
    """Whether the list is as long as lists of key accounts should be.

    keys: on the list; accounts: with positive revenue -> "too many" above `too_many`, "many"
    above `most`, "few" under `few`, "" within; "small book" where `most_share` of the
    accounts is less than `few`, so that no list of that length could mean anything.

    Source: Woodburn and McDonald (2011), Key Account Management: 15 to 35, above 50 too many.
    """
    if keys > too_many:
        return "too many"
    if keys > most:
        return "many"
    if most_share * accounts < few - TOLERANCE:
        return "small book"
    return "few" if keys < few else ""


def by_place(ordered: pd.DataFrame, *, hours_each: float, cost_each: float) -> pd.DataFrame:
    """What each further place on the list adds, and what looking after it costs.

    ordered: revenue, profit (empty where not known), best first. hours_each: hours a key
    account takes in a year; cost_each: what these cost in the time that revenue is of; NaN
    where not known.
        -> place, revenue, profit, cumulative_share, hours, cost, surplus

    cumulative_share: of the positive revenue of all rows, empty where there is none; hours:
    of as many accounts in a year; surplus: profit - cost, empty unless both are known.
    """
    place = pd.Series(range(1, len(ordered) + 1), index=ordered.index, dtype="float64")
    total = ordered["revenue"].clip(lower=0).sum()
    profit = ordered["profit"].astype("float64")
    share = ordered["revenue"].cumsum() / total if total > 0 else np.nan
    return pd.DataFrame(
        {
            "place": place,
            "revenue": ordered["revenue"],
            "profit": profit,
            "cumulative_share": share,
            "hours": place * hours_each,
            "cost": cost_each,
            "surplus": profit - cost_each,
        }
    ).astype("float64")


def listed(score: pd.Series, places: int) -> pd.Series:
    """True for the `places` best scores and all that tie with the last of them."""
    return ranking.ranks(score) <= places


def tiers(revenue: pd.Series, cuts: tuple[float, float]) -> pd.Series:
    """Value class A, B, C by cumulative revenue; accounts without positive revenue are C."""
    return ranking.abc(revenue, cuts).fillna("C").astype("str")


def status(
    p_key: pd.Series, p_both: pd.Series | None = None, *, core: float, out: float
) -> pd.Series:
    """How firm a place on the list is.

    p_key: chance over weightings; p_both: over weightings and months, empty where no months
    were drawn. core where each known chance is at least `core`, out where each is below `out`,
    else contested. Where the list has no places at all, everyone is out.
    """
    both = p_key if p_both is None else p_both.fillna(p_key)
    core, out = max(core, TOLERANCE), max(out, TOLERANCE)
    firm = np.select(
        [(p_key >= core) & (both >= core), (p_key < out) & (both < out)],
        ["core", "out"],
        "contested",
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
