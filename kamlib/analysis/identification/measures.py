"""How much hangs on few accounts, and the profit they are judged by."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kamlib import results
from kamlib.analysis.accounts import accounts
from kamlib.identification import concentration as concentrated
from kamlib.study import Study


def judged(study: Study) -> pd.DataFrame:
    """The accounts with the profit they are judged by.

    `accounts` + profit: net_profit where the engagement gives the cost to serve, else
    gross_profit; empty where the cost of goods is not known.
    """
    found = accounts(study)
    return found.assign(profit=found["net_profit" if serves(study) else "gross_profit"])


def serves(study: Study) -> bool:
    """Whether the cost of serving the accounts is known."""
    return "cost_to_serve" in study.book.tables


def concentration(study: Study) -> pd.DataFrame:
    """Result table `concentration`: 80:20 by revenue and by profit, HHI, Gini."""
    return study.cached("concentration", lambda: _concentration(study))


def _concentration(study: Study) -> pd.DataFrame:
    s = study.engagement.identification
    found = concentrated.measures(
        judged(study), profit_share=s.profit_share, profit_coverage=s.profit_coverage
    )
    return results.arrange(found, "concentration")


def measure(study: Study, name: str) -> float:
    """One value of `concentration`; NaN where the measure is left out."""
    found = concentration(study).set_index("measure")["value"]
    return float(found.get(name, np.nan))


def knows_profit(study: Study) -> bool:
    """Whether the profit of enough accounts is known, and positive, to speak of it."""
    return bool(measure(study, "profit") > 0)
