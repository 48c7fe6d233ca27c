"""What accounts owe, for how long, and how much of it is late."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

#: Ageing by days past due: not due, 1-30, 31-60, 61-90, over 90; and no due date known.
BUCKETS = ("not_due", "late_1_30", "late_31_60", "late_61_90", "late_over_90", "undated")
_EDGES = (0, 30, 60, 90)
_YEAR = 365


def open_items(
    receivables: pd.DataFrame,
    *,
    as_of: date,
    payments: pd.DataFrame | None = None,
    terms: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Invoices open on `as_of`, with the days each is past due.

    receivables: account_id, invoice_id, date, due, amount, paid_date
    payments: account_id, invoice_id, date, amount; those that name an invoice reduce it
    terms: account_id, credit_days; gives a due date to invoices without one
        -> account_id, invoice_id, date, due, amount, open, days_late, bucket

    An invoice is open until its paid_date; one dated after `as_of` does not exist yet.
    Credit notes (negative amounts) count against what is owed. Payments beyond an invoice
    leave it at zero. days_late is negative before the due date and empty without one.
    """
    day = pd.Timestamp(as_of)
    items = receivables[receivables["date"] <= day]
    items = items[~(items["paid_date"] <= day)]
    items = items.assign(open=_left_open(items, payments, day), due=_due(items, terms))
    items["days_late"] = (day - items["due"]).dt.days
    place = np.searchsorted(_EDGES, items["days_late"].to_numpy("float64"), side="left")
    items["bucket"] = [BUCKETS[i] for i in place]
    items.loc[items["due"].isna(), "bucket"] = "undated"
    columns = ["account_id", "invoice_id", "date", "due", "amount", "open", "days_late", "bucket"]
    return items[columns].reset_index(drop=True)


def ageing(
    items: pd.DataFrame, receivables: pd.DataFrame | None = None, *, as_of: date | None = None
) -> pd.DataFrame:
    """What each account owes by age, its overdue share and its days sales outstanding.

    items: as `open_items`; receivables: account_id, date, amount (for the days outstanding)
        -> account_id, the buckets, receivable, overdue, overdue_share, credit_sales, dso

    The buckets sum to receivable. overdue_share is of the receivable, empty where nothing
    is owed. dso = receivable / invoices of the last 365 days x 365 (or x the days since the
    book's first invoice, where they are fewer); empty without invoices in that time.
    """
    wide = items.pivot_table(
        index="account_id", columns="bucket", values="open", aggfunc="sum", fill_value=0.0
    ).reindex(columns=list(BUCKETS), fill_value=0.0)
    frame = wide.rename_axis(columns=None).reset_index().astype({"account_id": "str"})
    if receivables is not None:
        frame = frame.merge(_credit_sales(receivables, as_of), how="outer", on="account_id")
        frame[list(BUCKETS)] = frame[list(BUCKETS)].fillna(0.0)
    else:
        frame = frame.assign(credit_sales=np.nan, days=np.nan)
    return _ratios(frame)


def receivables_total(aged: pd.DataFrame) -> pd.Series:
    """The same figures for the whole book: the columns of `ageing`, summed or recomputed."""
    sums = aged[[*BUCKETS, "credit_sales"]].sum(min_count=1).fillna(0.0)
    whole = sums.to_frame().T.assign(account_id="", days=aged["days"].max())
    return _ratios(whole).iloc[0].drop("account_id").astype("float64")


def balances(revenue: pd.DataFrame, payments: pd.DataFrame, *, as_of: date) -> pd.DataFrame:
    """What each account owes where there are payments but no invoices: bought less paid.

    revenue: account_id, revenue; payments: account_id, date, amount
        -> account_id, revenue, paid, receivable

    Counts from the first day of the book: what was owed before it is not known. Nothing
    says when it was due. Payments after `as_of` are not counted.
    """
    until = payments[payments["date"] <= pd.Timestamp(as_of)]
    paid = until.groupby("account_id")["amount"].sum().rename("paid").reset_index()
    frame = revenue[["account_id", "revenue"]].merge(paid, how="outer", on="account_id")
    frame[["revenue", "paid"]] = frame[["revenue", "paid"]].fillna(0.0)
    return frame.assign(receivable=frame["revenue"] - frame["paid"])


def credit(owed: pd.DataFrame, limits: pd.DataFrame) -> pd.DataFrame:
    """How much of its credit limit each account uses.

    owed: account_id, receivable; limits: account_id, credit_limit
        -> account_id, receivable, credit_limit, credit_use

    credit_use is empty without a limit, and above 1 where the limit is passed. A limit of
    zero has no share: any debt is then beyond it and credit_use is infinite.
    """
    frame = owed[["account_id", "receivable"]].merge(
        limits[["account_id", "credit_limit"]], how="inner", on="account_id"
    )
    debt = frame["receivable"].clip(lower=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        use = np.where(debt == 0, 0.0, debt / frame["credit_limit"])
    return frame.assign(credit_use=use).assign(
        credit_use=lambda f: f["credit_use"].where(f["credit_limit"].notna())
    )


def _left_open(items: pd.DataFrame, payments: pd.DataFrame | None, day: pd.Timestamp) -> pd.Series:
    if payments is None:
        return items["amount"]
    tied = payments[payments["invoice_id"].notna() & (payments["date"] <= day)]
    paid = items["invoice_id"].map(tied.groupby("invoice_id")["amount"].sum()).fillna(0.0)
    left = (items["amount"] - paid).clip(lower=0)
    return left.where(items["amount"] > 0, items["amount"])


def _due(items: pd.DataFrame, terms: pd.DataFrame | None) -> pd.Series:
    due = pd.to_datetime(items["due"])
    if terms is None:
        return due
    days = items["account_id"].map(terms.set_index("account_id")["credit_days"])
    by_terms = pd.to_datetime(items["date"]) + pd.to_timedelta(days.astype("float64"), unit="D")
    return due.fillna(by_terms)


def _credit_sales(receivables: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Invoices of the last year, and the days they cover."""
    day = pd.Timestamp(as_of)
    known = receivables[receivables["date"] <= day]
    days = min(_YEAR, (day - known["date"].min()).days + 1) if len(known) else np.nan
    year = known[known["date"] > day - pd.Timedelta(days=_YEAR)]
    sums = year.groupby("account_id")["amount"].sum().rename("credit_sales").reset_index()
    return sums.assign(days=float(days))


def _ratios(frame: pd.DataFrame) -> pd.DataFrame:
    frame = frame.assign(receivable=frame[list(BUCKETS)].sum(axis=1))
    late = [b for b in BUCKETS if b.startswith("late")]
    frame["overdue"] = frame[late].sum(axis=1)
    frame["overdue_share"] = (frame["overdue"] / frame["receivable"]).where(frame["receivable"] > 0)
    sales = frame["credit_sales"].where(frame["credit_sales"] > 0)
    frame["dso"] = frame["receivable"] / sales * frame["days"]
    columns = ["account_id", *BUCKETS, "receivable", "overdue", "overdue_share"]
    return frame[[*columns, "credit_sales", "days", "dso"]]
