"""One row per account: what it bought, what it earns, how it pays."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kamlib import metrics, results
from kamlib.analysis import periods
from kamlib.economics import receivables
from kamlib.study import Study

_FROM_LIST = ("channel", "owner", "role", "start_date", "credit_limit", "credit_days", "customers")


def accounts(study: Study) -> pd.DataFrame:
    """The accounts of the book with every figure known of them: result table `accounts`.

    One row per account with at least one order line analysed, by account_id. To the
    figures of `metrics.account_metrics` come

    - account_name, industry, channel, owner, ... from the customer list; region from
      there too, else the region sold into that most revenue comes from;
    - cost_to_serve: of the calendar months of since to as_of, a year or quarter that lies
      in them in part by its share of months; 0 for an account without an entry, empty
      without the table. net_profit = gross_profit - cost_to_serve;
    - payment_delay: mean days paid after due, weighted by amount; early counts as 0, open
      overdue invoices count to as_of, open ones not yet due are left out;
    - overdue: open and past due on as_of; empty for an account without invoices.
    """
    return study.cached("accounts", lambda: _accounts(study))


def _accounts(study: Study) -> pd.DataFrame:
    book = study.book
    found = metrics.account_metrics(book.orders, since=book.since, as_of=book.as_of)
    listed = book.accounts[["account_id", "account_name", "industry", "region", *_FROM_LIST]]
    found = found.merge(listed, how="left", on="account_id")
    found["account_name"] = found["account_name"].fillna(found["account_id"])
    found["region"] = _regions(study, found)
    found["cost_to_serve"] = _cost_to_serve(study, found)
    found["net_profit"] = found["gross_profit"] - found["cost_to_serve"]
    found = found.merge(_payment(study), how="left", on="account_id")
    return results.arrange(found, "accounts")


def _regions(study: Study, found: pd.DataFrame) -> pd.Series:
    """Region of the customer list; where it has none, the one with the most revenue."""
    if found["region"].notna().all():
        return found["region"]
    sold = metrics.region_revenue(study.book.orders)
    best = sold.sort_values(["revenue", "region"], ascending=[False, True])
    best = best.drop_duplicates("account_id").set_index("account_id")["region"].astype("str")
    return found["region"].fillna(found["account_id"].map(best).astype("str"))


def _cost_to_serve(study: Study, found: pd.DataFrame) -> pd.Series:
    book = study.book
    if "cost_to_serve" not in book.tables:
        return pd.Series(np.nan, index=found.index)
    costs = book.tables["cost_to_serve"]
    shares = {
        period: periods.share_inside(period, book.since, book.as_of)
        for period in costs["period"].fillna("").unique()
    }
    counted = costs["amount"] * costs["period"].fillna("").map(shares)
    by_account = counted.groupby(costs["account_id"]).sum()
    return found["account_id"].map(by_account).fillna(0.0)


def _payment(study: Study) -> pd.DataFrame:
    """account_id, payment_delay, overdue; no rows without receivables."""
    book = study.book
    if "receivables" not in book.tables:
        return pd.DataFrame(
            {"account_id": pd.Series(dtype="str"), "payment_delay": 0.0, "overdue": 0.0}
        )
    day = pd.Timestamp(book.as_of)
    invoices = _with_due(book.tables["receivables"], book.accounts)
    invoices = invoices[invoices["date"] <= day]
    items = receivables.open_items(invoices, as_of=book.as_of, payments=book.tables.get("payments"))
    late = items[items["days_late"] > 0]
    ids = pd.Index(invoices["account_id"].unique(), name="account_id")
    overdue = late.groupby("account_id")["open"].sum().reindex(ids, fill_value=0.0)
    paid = invoices[(invoices["paid_date"] <= day) & invoices["due"].notna()]
    paid_late = (paid["paid_date"] - paid["due"]).dt.days.clip(lower=0)
    days = pd.concat(
        [
            pd.DataFrame({"account_id": paid["account_id"], "of": paid["amount"], "d": paid_late}),
            late[["account_id", "open", "days_late"]].set_axis(["account_id", "of", "d"], axis=1),
        ]
    )
    days = days[days["of"] > 0]  # a credit note is not paid late
    weighed = (days["of"] * days["d"]).groupby(days["account_id"]).sum()
    delay = (weighed / days.groupby("account_id")["of"].sum()).reindex(ids)
    return pd.DataFrame({"payment_delay": delay, "overdue": overdue}).reset_index()


def _with_due(invoices: pd.DataFrame, listed: pd.DataFrame) -> pd.DataFrame:
    """Invoices without a due date take the account's days of credit, where these are known."""
    terms = listed.set_index("account_id")["credit_days"].astype("float64")
    credit = pd.to_timedelta(invoices["account_id"].map(terms), unit="D")
    return invoices.assign(due=invoices["due"].fillna(invoices["date"] + credit))
