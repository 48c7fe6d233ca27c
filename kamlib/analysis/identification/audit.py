"""The client's present list of key accounts and people's changes, held against the figures."""

from __future__ import annotations

import pandas as pd

from kamlib import results
from kamlib.analysis.economics import named
from kamlib.analysis.identification.listing import choice, key_accounts, picks
from kamlib.analysis.identification.measures import judged, measure
from kamlib.analysis.identification.rules import rule_lists
from kamlib.identification import audit
from kamlib.intake.values import cells
from kamlib.study import Study

YES = frozenset(
    (*cells.YES, "1.0", "x", "key", "key account", "a", "vip")
    + ("重点", "重点客户", "大客户", "核心", "核心客户", "关键客户")
)
NO = frozenset((*cells.NO, "0.0", "-", "无", "b", "c", "普通", "普通客户", "一般客户"))


def present(study: Study) -> set[str] | None:
    """account_id on the client's list of today; None where the customer list does not say.

    An account is on it where one of its customers is.
    """
    said, key = _said(study), YES | _own_words(study)
    if not said["word"].isin(key | NO).any():
        return None
    return set(said.loc[said["word"].isin(key), "account_id"])


def not_understood(study: Study) -> list[str]:
    """What the customer list writes that is neither key nor not, the most frequent first."""
    words = _said(study)["word"]
    return words[~words.isin(YES | NO | _own_words(study))].value_counts().index.tolist()


def _own_words(study: Study) -> set[str]:
    return {word.strip().lower() for word in study.engagement.identification.present_key}


def _said(study: Study) -> pd.DataFrame:
    """account_id, word: what stands in the customer list's column key_account, where filled."""
    customers = study.book.tables.get("customers")
    if customers is None or "key_account" not in customers:
        return pd.DataFrame({"account_id": pd.Series(dtype="str"), "word": pd.Series(dtype="str")})
    said = customers.dropna(subset=["key_account"])
    known = study.book.accounts["account_id"]
    said = said[said["account_id"].isin(known)]  # our own workshop is no account
    word = said["key_account"].astype("str").str.strip().str.lower()
    return said[["account_id"]].assign(word=word).loc[word != ""]


def list_audit(study: Study) -> pd.DataFrame:
    """Result table `list_audit`: what calls for a decision first."""
    return study.cached("list_audit", lambda: _list_audit(study))


def _list_audit(study: Study) -> pd.DataFrame:
    chosen = choice(study)
    found = audit.audited(chosen.key_accounts.assign(computed=chosen.computed), present(study))
    said = pd.Series(_evidence(study, found["account_id"]), index=found.index, dtype="str")
    return results.arrange(named(study, found.assign(evidence=said)), "list_audit")


def _evidence(study: Study, ids: pd.Series) -> list[str]:
    """The figures of each account in a sentence, with the reason people gave."""
    figures = key_accounts(study).set_index("account_id")
    profit = judged(study).set_index("account_id")["profit"]
    naming = rule_lists(study)
    lists = naming["rule"].nunique()
    by = naming.groupby("account_id")["listed"].sum()
    total = measure(study, "positive_revenue")
    reasons = picks(study, "add") | picks(study, "remove")
    said = []
    for account in ids:
        if account not in figures.index:
            said.append(study.say("lists.evidence.no_orders"))
            continue
        row = figures.loc[account]
        parts = [
            study.say(
                "lists.evidence.figures",
                rank=row["rank"],
                n=len(figures),
                p=row["p_key"],
                by=by[account],
                lists=lists,
            )
        ]
        if total > 0:
            parts.append(study.say("lists.evidence.revenue", share=row["revenue"] / total))
        if profit[account] < 0:
            parts.append(study.say("lists.evidence.loss", money=profit[account]))
        if account in reasons and (row["added"] or row["removed"]):
            parts.append(study.say("lists.evidence.reason", why=reasons[account]))
        said.append(study.say("lists.between").join(parts))
    return said
