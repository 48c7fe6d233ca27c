"""What is measured for each trait of a key account, and the least value that speaks for it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kamlib.analysis import competition, periods
from kamlib.analysis.accounts import accounts
from kamlib.analysis.identification import dependence, evaluation
from kamlib.analysis.identification.criteria import managers_mean
from kamlib.analysis.identification.measures import serves
from kamlib.analysis.periods import YEAR
from kamlib.study import Study

_UNITS = {
    "tenure": "years",
    "order regularity": "share",
    "open wallet": "share",
    "revenue at risk": "share",
    "recovery": "months",
    "replaceability": "score",
    "share of sales": "share",
    "share of target": "share",
    "weight": "times",
    "serving cost": "times",
    "manager hours": "times",
    "buyer power": "share",
    "discount depth": "times",
    "fit": "share",
    "alliance": "score",
}
#: Measures that come from managers' scores.
MANAGERS = ("replaceability", "buyer power", "fit", "alliance")
_REVENUE = ("revenue", "sales", "turnover", "收入", "销售额", "销售收入")


def thresholds(study: Study) -> dict[str, float]:
    """The least value of each measure that speaks for its trait."""
    e = study.engagement
    cuts = e.identification.trait_cuts
    return {
        "tenure": cuts.tenure_years,
        "order regularity": e.segmentation.loyalty_cut,
        "open wallet": cuts.open_share,
        "revenue at risk": cuts.share_at_risk,
        "recovery": cuts.months_of_growth if grows(study) else cuts.median_accounts,
        "replaceability": cuts.score,
        "share of sales": e.strategy.dependence_share,
        "share of target": cuts.target_share,
        "weight": cuts.times_average,
        "serving cost": cuts.effort_times,
        "manager hours": cuts.effort_times,
        "buyer power": cuts.mean,
        "discount depth": cuts.discount_times,
        "fit": cuts.mean,
        "alliance": cuts.score,
    }


def measures(study: Study) -> pd.DataFrame:
    """By account_id: a column a measure, empty where not known."""
    return study.cached("trait_measures", lambda: _measures(study))


def _measures(study: Study) -> pd.DataFrame:
    found = accounts(study).set_index("account_id")
    year = found["revenue_12m" if dependence.whole_year(study) else "revenue"].clip(lower=0)
    share = year / (year.sum() or np.nan)
    frame = pd.DataFrame(
        {
            "tenure": _tenure(study, found),
            "order regularity": found["active_share"],
            "open wallet": _open_wallet(study, found.index),
            "revenue at risk": share,
            "recovery": _recovery(study, year),
            "replaceability": managers_mean(study, "trait_replace")["mean"],
            "share of sales": share,
            "share of target": _share_of_target(study, found.index),
            "weight": _times(found["revenue"].clip(lower=0)),
            "serving cost": _times(found["cost_to_serve"]) if serves(study) else np.nan,
            "manager hours": _hours(study, found.index),
            "buyer power": _part(study, "power"),
            "discount depth": _discounts(study, found),
            "fit": _part(study, "fit"),
            "alliance": managers_mean(study, "trait_alliance")["mean"],
        },
        index=found.index,
    )
    return frame.astype("float64")


def units(study: Study) -> dict[str, str]:
    """What each measure is in."""
    return _UNITS | {"recovery": "months" if grows(study) else "accounts"}


def grows(study: Study) -> bool:
    """Whether the book grows, so that a loss could be told in months of its growth."""
    return dependence.growth(study) > 0


def _times(amounts: pd.Series) -> pd.Series:
    """Each account against the average one; empty where nothing is known or all is zero."""
    average = amounts.mean()
    return amounts / average if average > 0 else amounts * np.nan


def _tenure(study: Study, found: pd.DataFrame) -> pd.Series:
    """Years since the first dealings; without that date, since the first order of the period.

    The latter is a least figure: in a book too short to reach the cut it says nothing of an
    account that falls short of it.
    """
    as_of = pd.Timestamp(study.book.as_of)
    started = (as_of - pd.to_datetime(found["start_date"])).dt.days
    least = found["tenure_days"].astype("float64") / YEAR
    cut = study.engagement.identification.trait_cuts.tenure_years
    if study.book.days / YEAR < cut:
        least = least.where(least >= cut)
    years = started / YEAR
    return years.where(years > least.fillna(0), least.fillna(years))


def _open_wallet(study: Study, ids: pd.Index) -> pd.Series:
    """Part of its spend that goes to others, by the best estimate; empty without one."""
    known = competition.wallet(study).set_index("account_id")["wallet_share"].astype("float64")
    return (1 - known.reindex(ids)).clip(lower=0)


def _recovery(study: Study, year: pd.Series) -> pd.Series:
    """What it takes to make good an account's revenue of a year.

    Months of the book's growth where it grows; else how many middle accounts bring as much.
    """
    if grows(study):
        return year / dependence.growth(study)
    middle = year[year > 0].median()
    return year / middle if middle > 0 else year * np.nan


def _share_of_target(study: Study, ids: pd.Index) -> pd.Series:
    """Part of the sales target set for the account, in the last period that has any.

    Of the whole's own target where that is larger than what the accounts' add up to.
    """
    none = pd.Series(np.nan, index=ids)
    rows = study.book.tables.get("targets")
    if rows is None:
        return none
    kind = rows["measure"].fillna("revenue").str.strip().str.casefold()
    rows = rows[kind.isin(_REVENUE) & (rows["value"] > 0)]
    own = rows[rows["account_id"].notna() & (rows["account_id"] != "")]
    if own.empty:
        return none
    last = max(map(periods.order, own["period"]))
    rows = rows[[periods.order(period) == last for period in rows["period"]]]
    by = rows.loc[rows.index.isin(own.index)].groupby("account_id")["value"].sum()
    whole = rows[~rows.index.isin(own.index)]
    narrower = whole[["region", "family", "owner"]].fillna("").ne("").any(axis=1)
    total = max([by.sum(), *whole.loc[~narrower, "value"]])
    return (by / total).reindex(ids).fillna(0.0)


def _hours(study: Study, ids: pd.Index) -> pd.Series:
    """Hours spent on the account in the period, against the average account's."""
    rows = study.book.tables.get("activities")
    if rows is None or rows["hours"].isna().all():
        return pd.Series(np.nan, index=ids)
    since, as_of = pd.Timestamp(study.book.since), pd.Timestamp(study.book.as_of)
    inside = rows[rows["date"].between(since, as_of)]
    return _times(inside.groupby("account_id")["hours"].sum().reindex(ids).fillna(0.0))


def _discounts(study: Study, found: pd.DataFrame) -> pd.Series:
    """Discount of the account against the average, weighted by revenue; empty without any."""
    own = evaluation.discounts(study).reindex(found.index)
    weights = found["revenue"].clip(lower=0).where(own.notna(), 0.0)
    total = weights.sum()
    average = (own.fillna(0.0) * weights).sum() / total if total > 0 else 0.0
    return own / average if average > 0 else own * np.nan


def _part(study: Study, part: str) -> pd.Series:
    """A sub-score that managers had a hand in, by account_id; see `evaluation`."""
    items = evaluation.evaluation_items(study)
    items = items[(items["part"] == part) & (items["read_from"] == "scores")]
    if items.empty:
        return pd.Series(dtype="float64")
    told = items.loc[items["value"].notna(), "account_id"].unique()
    column = "bargaining_power" if part == "power" else part
    found = evaluation.evaluation(study).set_index("account_id")[column]
    return found[found.index.isin(told)].astype("float64")
