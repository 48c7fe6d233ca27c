"""What the survey says now: the last year's answers, account by account."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

WINDOW = 365  # days whose answers count as current


def latest(survey: pd.DataFrame, *, as_of: date) -> pd.DataFrame:
    """How willing is each account to recommend us?

    Parameters
    ----------
    survey
        account_id, date, nps, respondents: the `survey` table.

    Returns
    -------
    pandas.DataFrame
        account_id, nps (mean answer, weighted by respondents where all rows say how many),
        people (0 where that is not known), day (of the latest answer), by account. Answers
        of the 365 days to `as_of` count; undated ones too; none after it.
    """
    rows = current(survey, as_of=as_of)
    rows = rows[rows["nps"].notna()]
    people = rows["respondents"].fillna(0).clip(lower=0)
    counted = people.gt(0).groupby(rows["account_id"]).transform("all")
    weight = people.where(counted, 1.0)
    grouped = rows.assign(
        sum=rows["nps"] * weight, weight=weight, people=people.where(counted, 0)
    ).groupby("account_id")
    found = grouped.agg(
        total=("sum", "sum"),
        weight=("weight", "sum"),
        people=("people", "sum"),
        day=("date", "max"),
    ).reset_index()
    found["nps"] = found["total"] / found["weight"].where(found["weight"] > 0)
    return found[["account_id", "nps", "people", "day"]]


def items(survey: pd.DataFrame, *, as_of: date) -> pd.DataFrame:
    """Which questions get the lowest answers?

    Returns item, score (mean over accounts of their mean answer), accounts, lowest first.
    """
    rows = current(survey, as_of=as_of).dropna(subset=["item", "score"])
    each = rows.groupby(["item", "account_id"])["score"].mean().reset_index()
    found = each.groupby("item").agg(score=("score", "mean"), accounts=("score", "size"))
    return found.reset_index().sort_values(["score", "item"], ignore_index=True)


def current(survey: pd.DataFrame, *, as_of: date) -> pd.DataFrame:
    """The answers of the 365 days to `as_of`, and undated ones."""
    ages = (pd.Timestamp(as_of) - survey["date"]).dt.days.to_numpy(dtype="float64")
    return survey[np.isnan(ages) | ((ages >= 0) & (ages < WINDOW))]
