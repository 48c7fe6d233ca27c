"""Accounts off the list that could be as large as those on it."""

from __future__ import annotations

import pandas as pd

from kamlib import results
from kamlib.analysis import competition
from kamlib.analysis.accounts import accounts
from kamlib.analysis.economics import named
from kamlib.analysis.identification.listing import key_accounts
from kamlib.analysis.periods import YEAR
from kamlib.study import Study


def candidates(study: Study) -> pd.DataFrame:
    """Result table `candidates`: off the list, and spending as much as the middle key account buys.

    The best estimate of total spend is at least the median of the key accounts' revenue of a
    year; the most that lies open first. Empty without estimates or key accounts.
    """
    found, level = competition.wallet(study), level_of_key(study)
    on = key_accounts(study)
    off = set(on.loc[~on["is_key"], "account_id"])
    if level is None:
        return results.empty("candidates")
    found = found[
        found["account_id"].isin(off) & (found["open_wallet"] > 0) & (found["total"] >= level)
    ]
    sure = (found["total_low"] >= level).map({True: "yes", False: "no"})
    found = found.assign(by_low=sure.where(found["total_low"].notna(), None).astype("str"))
    order = found.sort_values(["open_wallet", "account_id"], ascending=[False, True])
    arranged = results.arrange(named(study, order), "candidates")
    return arranged[results.RESULTS["candidates"].names]


def level_of_key(study: Study) -> float | None:
    """The median of the key accounts' revenue of a year; None without any.

    Of the last twelve months, or of the period where that is shorter.
    """
    on = key_accounts(study)
    ids = on.loc[on["is_key"], "account_id"]
    found = accounts(study)
    column = "revenue_12m" if study.book.days >= YEAR else "revenue"
    year = found.loc[found["account_id"].isin(ids), column]
    return float(year.median()) if len(year) else None
