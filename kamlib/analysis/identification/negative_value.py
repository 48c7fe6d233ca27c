"""Accounts that take value instead of bringing it: flags with reason codes.

Loss, arrears, conduct and decline are the risks of the strategy wing, read once there; what
comes back as returns is added. A flag does not take an account off the list: it is shown
beside it.
"""

from __future__ import annotations

import pandas as pd

from kamlib import results
from kamlib.analysis import strategy
from kamlib.analysis.accounts import accounts
from kamlib.analysis.economics import named
from kamlib.analysis.identification.listing import key_ids
from kamlib.labels import say
from kamlib.study import Study

#: Risks that take value, and what the flag is called. Dependence is a risk of ours, not a
#: fault of the account.
REASONS = {
    "loss": "loss",
    "late payment": "arrears",
    "diversion": "conduct",
    "decline": "decline",
}


def negative_value(study: Study) -> pd.DataFrame:
    """Result table `negative_value`: key accounts first, then the most money first."""
    return study.cached("negative_value", lambda: _negative_value(study))


def _negative_value(study: Study) -> pd.DataFrame:
    found = strategy.risks(study)
    found = found[found["risk"].isin(list(REASONS))]
    flags = found[["account_id", "amount", "evidence"]].assign(
        reason=found["risk"].map(REASONS).astype("str")
    )
    both = pd.concat([flags, _returns(study)], ignore_index=True)
    both["is_key"] = both["account_id"].isin(key_ids(study))
    both = both.sort_values(
        ["is_key", "amount", "account_id", "reason"],
        ascending=[False, False, True, True],
        ignore_index=True,
    )
    return results.arrange(named(study, both), "negative_value")


def _returns(study: Study) -> pd.DataFrame:
    """Accounts that send back more than the cut allows: account_id, amount, evidence, reason."""
    found = accounts(study)
    cut = study.engagement.identification.returns_cut
    found = found[found["returns_rate"] >= cut]
    rows = {
        "account_id": found["account_id"],
        "amount": found["gross_sales"] - found["revenue"],
        "evidence": [
            say("traits.evidence.returns", study.language, rate=rate)
            for rate in found["returns_rate"].tolist()
        ],
    }
    frame = pd.DataFrame(rows).assign(reason="returns")
    return frame.astype({"evidence": "str", "reason": "str", "amount": "float64"})


def not_looked_at(study: Study) -> list[str]:
    """Reasons that this book cannot show, for want of data: their names, in order."""
    tables, figures = study.book.tables, strategy.figures(study)
    lacks = {
        "loss": figures["profit"].isna().all(),
        "arrears": not {"receivables", "payments"} & set(tables),
        "conduct": figures["outside_share"].isna().all(),
        "decline": figures["change"].isna().all() and not figures["silent"].any(),
    }
    return [reason for reason, lacking in lacks.items() if lacking]
