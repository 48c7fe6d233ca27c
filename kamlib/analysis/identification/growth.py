"""Growth of the accounts, split into what their industry, their segment and they themselves did."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kamlib import metrics, results
from kamlib.analysis import periods
from kamlib.analysis.accounts import accounts
from kamlib.identification import growth
from kamlib.study import Study


def growth_split(study: Study) -> pd.DataFrame:
    """Result table `growth_split`: every account, by account_id; `not_split` says why not.

    Sales are the account's own where table `customer_sales` has them for two years that the
    market covers too, else ours of whole calendar years, and the last term is our share.
    """
    return study.cached("growth_split", lambda: _growth_split(study))


def _growth_split(study: Study) -> pd.DataFrame:
    listed = study.book.accounts.set_index("account_id")
    known = accounts(study)[["account_id", "account_name", "industry"]]
    known = known.assign(segment=known["account_id"].map(listed["segment"]).astype("str"))
    if "market" not in study.book.tables:
        return _without_market(known)
    s = study.engagement.identification
    sizes = growth.market_sizes(study.book.tables["market"])
    ours = growth.spans(known, _our_sales(study), sizes, years=s.growth_years)
    theirs = growth.spans(known, own_sales(study), sizes, years=s.growth_years)
    own = theirs["missing"] == ""
    spans = theirs.where(own, ours)
    spans = spans.astype(ours.dtypes.to_dict())
    found = pd.concat([spans, growth.split(spans)], axis=1)
    split = found["missing"] == ""
    found["account_name"] = known["account_name"].to_numpy()
    found["sales_of"] = pd.Series(np.where(own, "customer", "ours")).where(split, "")
    market = np.where(found["segment_first"].notna(), "industry and segment", "industry")
    found["share_of"] = pd.Series(market).where(split, "")
    found["share_tendency"] = growth.tendency(found["share_log"], doubt=s.market_doubt)
    found = found.rename(columns={"growth": "sales_growth", "missing": "not_split"})
    return _arranged(found)


def _without_market(known: pd.DataFrame) -> pd.DataFrame:
    empty = results.empty("growth_split").drop(columns=["account_id", "account_name"])
    found = known[["account_id", "account_name"]].join(empty)
    return _arranged(found.assign(not_split="no market"))


def _arranged(found: pd.DataFrame) -> pd.DataFrame:
    table = results.RESULTS["growth_split"]
    texts = [c.name for c in table.columns if c.kind == "text"]
    found[texts] = found[texts].fillna("").astype("str")
    return results.arrange(found, "growth_split")[table.names]


def own_sales(study: Study) -> pd.DataFrame:
    """The accounts' own sales: account_id, year, sales; without rows where nobody gave any.

    A figure for the account itself goes before those of its parts. Parts are added up in the
    years that have all of them: else a figure more would pass for growth.
    """
    if "customer_sales" not in study.book.tables:
        return pd.DataFrame({"account_id": [], "year": [], "sales": []}).astype(
            {"account_id": "str", "year": "float64", "sales": "float64"}
        )
    given = study.book.tables["customer_sales"].dropna(subset=["account_id", "sales"])
    itself = given["customer_id"] == given["account_id"]
    whole = given[itself]
    parts = given[~given["account_id"].isin(whole["account_id"])]
    by = parts.groupby(["account_id", "year"], as_index=False).agg(
        sales=("sales", "sum"), parts=("customer_id", "nunique")
    )
    every = by["account_id"].map(parts.groupby("account_id")["customer_id"].nunique())
    summed = by[by["parts"] == every]
    columns = ["account_id", "year", "sales"]
    return pd.concat([whole[columns], summed[columns]], ignore_index=True)


def _our_sales(study: Study) -> pd.DataFrame:
    """Our sales to every account in each whole calendar year; a year without orders is 0."""
    book = study.book
    years = periods.whole_years(book.since, book.as_of)
    sold = metrics.yearly_revenue(book.orders, first_month=1)
    sold = sold[sold["year"].isin(years)].set_index(["account_id", "year"])["revenue"]
    every = pd.MultiIndex.from_product(
        [accounts(study)["account_id"], list(years)], names=["account_id", "year"]
    )
    return sold.reindex(every, fill_value=0.0).rename("sales").reset_index()
