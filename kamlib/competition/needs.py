"""Demand relative to capability: what accounts want, and whether we or a rival give it."""

from __future__ import annotations

import unicodedata

import pandas as pd

from kamlib import results

COLUMNS = results.RESULTS["needs"].names


def gaps(needs: pd.DataFrame) -> pd.DataFrame:
    """Where does an account's demand meet our strength, and where a rival's?

    weighted_lead = importance x (us - best rival), from -20 to 20: the first evaluation
    frame of key customers, demand relative to the company's capability. A need is told by its
    words, whatever their case, width and blanks; several entries for the same need (or
    rival) count with their mean.

    Parameters
    ----------
    needs
        account_id, need, importance, us, rival, rival_score: the worksheet `needs`.

    Returns
    -------
    pandas.DataFrame
        COLUMNS, one row per account and need, by account and falling importance; account_id
        empty for the whole book. best_rival holds every rival with the best score. lead and
        weighted_lead are empty where either side has no score.
    """
    rows = needs.assign(key=needs["need"].map(_plain))
    keys = ["account_id", "key"]
    grouped = rows.groupby(keys, dropna=False, sort=False)
    found = grouped.agg(
        need=("need", "first"), importance=("importance", "mean"), us=("us", "mean")
    ).reset_index()
    found = found.merge(_best_rivals(rows), how="left", on=keys)
    found["lead"] = found["us"] - found["rival_score"]
    found["weighted_lead"] = found["importance"] * found["lead"]
    order = ["account_id", "importance", "need"]
    found = found.sort_values(order, ascending=[True, False, True], ignore_index=True)
    return found[COLUMNS]


def over_accounts(gaps: pd.DataFrame) -> pd.DataFrame:
    """Which needs matter most over the accounts given?

    gaps: from `gaps`. Returns need, accounts, importance, lead, weighted_lead: means over the
    accounts that name the need (leads over those where both sides have a score), by falling
    importance, then accounts that name it, then those in which rivals are furthest ahead.
    """
    rows = gaps.assign(key=gaps["need"].map(_plain))
    found = rows.groupby("key", sort=False).agg(
        need=("need", "first"),
        accounts=("need", "size"),
        importance=("importance", "mean"),
        lead=("lead", "mean"),
        weighted_lead=("weighted_lead", "mean"),
    )
    order = ["importance", "accounts", "lead", "need"]
    return found.sort_values(order, ascending=[False, False, True, True], ignore_index=True)


def balance(gaps: pd.DataFrame) -> pd.DataFrame:
    """Does an account's demand as a whole favour us or the best rivals?

    balance = sum(importance x lead) / sum(importance), from -4 to 4, over the needs where
    both sides have a score. Returns account_id, needs, compared, balance; balance is empty
    where nothing can be compared. The best rival is taken need by need, so that it is a
    harder yardstick than any one rival.
    """
    known = gaps["weighted_lead"].notna()
    grouped = gaps.assign(known=known, weight=gaps["importance"].where(known)).groupby(
        "account_id", dropna=False
    )
    found = grouped.agg(
        needs=("need", "size"),
        compared=("known", "sum"),
        gained=("weighted_lead", "sum"),
        weight=("weight", "sum"),
    ).reset_index()
    found["balance"] = found["gained"] / found["weight"].where(found["weight"] > 0)
    return found[["account_id", "needs", "compared", "balance"]]


def _best_rivals(rows: pd.DataFrame) -> pd.DataFrame:
    """account_id, key, best_rival, rival_score: rivals without a score do not count."""
    scored = rows[rows["rival_score"].notna()].assign(rival=rows["rival"].fillna(""))
    keys = ["account_id", "key"]
    each = scored.groupby([*keys, "rival"], dropna=False)["rival_score"].mean().reset_index()
    best = each.groupby(keys, dropna=False)["rival_score"].transform("max")
    top = each[each["rival_score"] >= best - 1e-9]
    return (
        top.groupby(keys, dropna=False)
        .agg(best_rival=("rival", _named), rival_score=("rival_score", "max"))
        .reset_index()
    )


def _named(rivals: pd.Series) -> object:
    names = [name for name in rivals if name]
    return ", ".join(names) if names else None


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
