"""Demand relative to capability: what the accounts want, against what we and rivals can do."""

from __future__ import annotations

import pandas as pd

from kamlib.analysis import competition
from kamlib.study import Study


def demand(study: Study) -> pd.DataFrame:
    """What an account's needs come to: account_id, demand, compared.

    demand: the sum over its needs of importance x (us - best rival), positive where its demand
    meets our strength, over the `compared` needs in which both sides have a score. Accounts
    without such a need are not there. The needs themselves are result table `needs`.
    """
    known = competition.needs(study).dropna(subset=["account_id", "weighted_lead"])
    known = known[known["account_id"] != ""]
    return known.groupby("account_id", as_index=False).agg(
        demand=("weighted_lead", "sum"), compared=("weighted_lead", "size")
    )
