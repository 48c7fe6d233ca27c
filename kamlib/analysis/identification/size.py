"""What each further place on the key list adds, and whether the list is of a usual length."""

from __future__ import annotations

import pandas as pd

from kamlib import results
from kamlib.analysis.identification.capacity import hours_each
from kamlib.analysis.identification.listing import choice, key_accounts
from kamlib.analysis.identification.measures import judged, measure
from kamlib.analysis.periods import YEAR
from kamlib.identification import selection
from kamlib.study import Study


def list_size(study: Study) -> pd.DataFrame:
    """Result table `list_size`: the accounts by score, to well beyond the end of the list.

    Revenue, profit and cost are of the period; the cost of a place is an account manager's
    hours for one key account (programme of class A) at `hour_cost`, empty where that is 0.
    """
    return study.cached("list_size", lambda: _list_size(study))


def _list_size(study: Study) -> pd.DataFrame:
    decided, each = study.engagement.strategy, hours_each(study)
    known = decided.hour_cost > 0 and each > 0
    cost = decided.hour_cost * each * study.book.days / YEAR if known else float("nan")
    chosen = key_accounts(study)[["account_id", "account_name", "is_key", "revenue"]]
    profit = judged(study).set_index("account_id")["profit"]
    chosen = chosen.assign(profit=chosen["account_id"].map(profit))
    found = selection.by_place(chosen, hours_each=each, cost_each=cost)
    found = chosen[["account_id", "account_name", "is_key"]].join(found)
    shown = max(2 * choice(study).places, study.engagement.identification.too_many_accounts)
    return results.arrange(found.head(shown), "list_size")


def warning(study: Study) -> str:
    """Whether the printed list is of a usual length: `selection.size_warning`."""
    s = study.engagement.identification
    return selection.size_warning(
        int(key_accounts(study)["is_key"].sum()),
        int(measure(study, "accounts_with_revenue")),
        most_share=s.most_share,
        few=s.few_accounts,
        most=s.most_accounts,
        too_many=s.too_many_accounts,
    )
