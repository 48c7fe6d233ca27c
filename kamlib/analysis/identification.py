"""Who is key, why, and how sure: result tables.

What they say, in sentences and charts, is in `identification_findings`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from kamlib import ranking, results
from kamlib.analysis import identification_words as words
from kamlib.analysis.accounts import accounts
from kamlib.engagement import FILE
from kamlib.faults import Fault, InputError
from kamlib.identification import concentration as concentrated
from kamlib.identification import lists, robustness, scoring, selection
from kamlib.study import Study
from kamlib.tables import MONEY

_SCORES = "scores:"


@dataclass(frozen=True)
class Choice:
    """The computed list with everything it rests on.

    key_accounts
        Result table, best first, without the reasons in words.
    places
        Capacity K: accounts the list has room for.
    over
        Accounts by which the printed list exceeds it, because they tie with the last.
    draws, rank_draws
        Weightings behind p_key, and behind the rank intervals.
    """

    key_accounts: pd.DataFrame
    places: int
    over: int
    draws: int
    rank_draws: int


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


def curve(study: Study) -> pd.DataFrame:
    """The cumulative curve of revenue, with names and the key list.

    account_id, account_name, revenue, rank, accounts_share, cumulative_share, is_key
    """
    found = concentrated.curve(accounts(study), "revenue")
    listed = key_accounts(study)[["account_id", "account_name", "is_key"]]
    return found.merge(listed, how="left", on="account_id")


def score_parts(study: Study) -> pd.DataFrame:
    """Result table `score_parts`: what each criterion with data adds to each score."""
    return study.cached("score_parts", lambda: _score_parts(study))


def _score_parts(study: Study) -> pd.DataFrame:
    s = study.engagement.identification
    weights = {name: criterion.weight for name, criterion in s.criteria.items()}
    values, raters = _values(study)
    if not scoring.with_data(values, weights):
        raise InputError(
            [Fault("criteria_without_data", FILE, column="identification.criteria")],
            study.language,
        )
    parts = scoring.parts(
        values,
        weights=weights,
        directions={name: criterion.direction for name, criterion in s.criteria.items()},
        how={name: _scaling(s.scaling, criterion.source) for name, criterion in s.criteria.items()},
    )
    return results.arrange(parts.merge(raters, "left", ["account_id", "criterion"]), "score_parts")


def _scaling(section: str, source: str) -> str:
    """How the criterion read from `source` is scaled under the section's `scaling`."""
    if section != "magnitude":
        return section
    units = {column.name: column.unit for column in results.RESULTS["accounts"].columns}
    return "log" if units.get(source) == MONEY else "rank"


def _values(study: Study) -> tuple[pd.DataFrame, pd.DataFrame]:
    """account_id and a column a criterion; and account_id, criterion, raters."""
    found, given = accounts(study), study.sheets["scores"]
    values, raters = found[["account_id"]].copy(), []
    for name, criterion in study.engagement.identification.criteria.items():
        if not criterion.source.startswith(_SCORES):
            values[name] = found[criterion.source].astype("float64")
            continue
        scored = given[given["criterion"] == criterion.source.removeprefix(_SCORES)]
        by_account = scored.groupby("account_id")["score"].agg(["mean", "size"])
        values[name] = values["account_id"].map(by_account["mean"]).astype("float64")
        raters.append(by_account["size"].rename("raters").reset_index().assign(criterion=name))
    none = pd.DataFrame({"account_id": "", "criterion": "", "raters": 0.0}, index=[])
    return values, pd.concat([none.astype({"account_id": "str", "criterion": "str"}), *raters])


def choice(study: Study) -> Choice:
    """The key list, computed and with the changes people made, and how sure it is."""
    return study.cached("choice", lambda: _choice(study))


def _choice(study: Study) -> Choice:
    s, found, parts = study.engagement.identification, accounts(study), score_parts(study)
    places = selection.capacity(
        found["revenue"],
        wanted=s.capacity,
        key_share=s.key_share,
        most_share=s.most_share,
        most_accounts=s.most_accounts,
    )
    chosen = found[["account_id", "account_name", "revenue"]].copy()
    chosen["score"] = chosen["account_id"].map(scoring.scores(parts))
    chosen["rank"] = ranking.ranks(chosen["score"])
    chosen["tier"] = selection.tiers(chosen["revenue"], study.engagement.segmentation.abc_cuts)
    scaled = scoring.wide(parts[parts["weight"] > 0], "scaled").loc[chosen["account_id"]]
    doubt = robustness.doubt(scaled.to_numpy(), places, draws=s.draws, seed=s.seed)
    chosen["p_key"] = doubt.p_key
    chosen["rank_low"] = np.minimum(doubt.low, chosen["rank"])
    chosen["rank_high"] = np.maximum(doubt.high, chosen["rank"])
    ranked = dict.fromkeys(("rank", "rank_low", "rank_high"), "int64")
    chosen = chosen.astype(ranked)
    chosen["status"] = selection.status(chosen["p_key"], core=s.core, out=s.out)
    computed = selection.listed(chosen["score"], places)
    add, remove = picks(study, "add"), picks(study, "remove")
    by_hand = selection.by_hand(computed, chosen["account_id"], add=set(add), remove=set(remove))
    chosen = chosen.join(by_hand)
    chosen = chosen.sort_values(["rank", "account_id"], ignore_index=True)
    return Choice(chosen, places, int(computed.sum()) - places, doubt.draws, doubt.rank_draws)


def picks(study: Study, change: str) -> dict[str, str]:
    """What people decided about the list: account_id and the reason; change: add, remove.

    From the engagement file and from the workbook's sheet of list changes.
    """
    s, sheet = study.engagement.identification, study.sheets["picks"]
    said = sheet[sheet["change"] == change]
    decided = {p.account_id: p.reason for p in (s.additions if change == "add" else s.removals)}
    return decided | dict(zip(said["account_id"], said["reason"], strict=True))


def key_accounts(study: Study) -> pd.DataFrame:
    """Result table `key_accounts`: every account, best first, and why it is on the list or not."""
    return study.cached("key_accounts", lambda: _key_accounts(study))


def _key_accounts(study: Study) -> pd.DataFrame:
    chosen = choice(study).key_accounts
    reasons = words.reasons(
        chosen,
        score_parts(study),
        language=study.language,
        add=picks(study, "add"),
        remove=picks(study, "remove"),
    )
    return results.arrange(chosen.assign(reason=reasons), "key_accounts")


def key_ids(study: Study) -> list[str]:
    """account_id of the accounts on the printed list, best first."""
    found = key_accounts(study)
    return found.loc[found["is_key"], "account_id"].tolist()


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
