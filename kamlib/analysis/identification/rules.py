"""Lists by rule beside the computed one, and how far they agree."""

from __future__ import annotations

import pandas as pd

from kamlib import results
from kamlib.analysis.accounts import accounts
from kamlib.analysis.identification.listing import choice
from kamlib.analysis.identification.measures import judged, knows_profit
from kamlib.identification import lists
from kamlib.study import Study


def rule_lists(study: Study) -> pd.DataFrame:
    """Result table `rule_lists`: whom each rule names; a rule without data is left out.

    top revenue: the 80:20 list; most profit: the >50 % of profit definition; four traits:
    frequency, volume, margin, loyalty; score: the computed key list, before anyone changed it.
    """
    return study.cached("rule_lists", lambda: _rule_lists(study))


def _rule_lists(study: Study) -> pd.DataFrame:
    s, found, chosen = study.engagement.identification, judged(study), choice(study).key_accounts
    rules = {"top revenue": lists.top_revenue(found, s.most_share)}
    if knows_profit(study):
        rules["most profit"] = lists.most_profit(found, s.profit_share)
    rules["four traits"] = lists.four_traits(found, s.screen_share)
    computed = chosen.set_index("account_id")[["is_key", "added", "removed"]]
    by_score = (computed["is_key"] & ~computed["added"]) | computed["removed"]
    rules["score"] = found["account_id"].map(by_score)
    return results.arrange(lists.long(found, rules), "rule_lists")


def list_overlap(study: Study) -> pd.DataFrame:
    """Result table `list_overlap`: how far each two rules name the same accounts."""
    return results.arrange(lists.overlap(rule_lists(study)), "list_overlap")


def lists_side_by_side(study: Study) -> pd.DataFrame:
    """Accounts at least one rule names, a flag a rule, the largest first.

    account_id, account_name, revenue, rules (how many name it), and a column a rule
    """
    listed = rule_lists(study)
    wide = listed.pivot(index="account_id", columns="rule", values="listed")
    wide = wide[list(listed["rule"].unique())].rename_axis(columns=None)
    wide = wide.loc[wide.any(axis=1)].astype(bool)
    wide.insert(0, "rules", wide.sum(axis=1).astype("float64"))
    found = accounts(study)[["account_id", "account_name", "revenue"]]
    side = found.merge(wide.reset_index(), how="inner", on="account_id")
    return side.sort_values(["revenue", "account_id"], ascending=[False, True], ignore_index=True)
