"""Profit, receivables, decline, conduct and dependence of an engagement's accounts."""

from __future__ import annotations

import pandas as pd

from kamlib import economics, results
from kamlib.analysis.accounts import accounts
from kamlib.study import Study


def months(study: Study) -> pd.DataFrame:
    """Revenue and gross profit by account and month: `economics.monthly`."""
    book = study.book
    return study.cached("months", lambda: economics.monthly(book.orders, as_of=book.as_of))


def covered(study: Study) -> int:
    """Months the book covers, rounded."""
    return economics.months_covered(study.book.since, study.book.as_of)


def profits(study: Study) -> pd.DataFrame:
    """Profit each account is judged by, and whether it is net of the cost to serve."""
    return economics.contribution(accounts(study))


def whale_curve(study: Study) -> pd.DataFrame:
    """Result table `whale_curve`; empty where no cost is known."""
    found = profits(study)
    curve = economics.whale_curve(found).merge(found[["account_id", "basis"]], on="account_id")
    return results.arrange(named(study, curve), "whale_curve")


def whale_summary(study: Study) -> pd.Series:
    """Peak, end and loss makers of the whale curve: `economics.whale_summary`."""
    return economics.whale_summary(whale_curve(study))


def loss_makers(study: Study) -> pd.DataFrame:
    """Result table `loss_makers`: those with much revenue first, then the worst first."""
    large = study.engagement.segmentation.volume_cut
    found = economics.loss_makers(profits(study), large=large)
    order = found.sort_values(["is_large", "profit"], ascending=[False, True], kind="stable")
    return results.arrange(named(study, order), "loss_makers")


def ageing(study: Study) -> pd.DataFrame:
    """Result table `ageing`; empty without invoices."""
    return study.cached("ageing", lambda: _ageing(study))


def book_receivables(study: Study) -> pd.Series:
    """What the whole book is owed, by age, with its days sales outstanding."""
    return economics.receivables_total(ageing(study))


def owed(study: Study) -> pd.DataFrame:
    """account_id, receivable: by invoices, else bought less paid; empty without either."""
    tables = study.book.tables
    if "receivables" in tables:
        return ageing(study)[["account_id", "receivable"]]
    if "payments" in tables:
        balances = economics.balances(accounts(study), tables["payments"], as_of=study.book.as_of)
        return balances[["account_id", "receivable"]]
    return results.empty("ageing")[["account_id", "receivable"]]


def credit(study: Study) -> pd.DataFrame:
    """How much of its limit each account uses; empty without debts or limits.

    The limit of an account is the sum over its customers; empty where one has none.
    """
    customers = study.book.tables.get("customers")
    listed = study.book.accounts if customers is None else customers
    limits = listed.groupby("account_id")["credit_limit"].agg(lambda v: v.sum(skipna=False))
    return economics.credit(owed(study), limits.reset_index())


def decline(study: Study) -> pd.DataFrame:
    """Every account against its own past: `economics.decline`."""
    return study.cached("decline", lambda: _decline(study))


def diversion(study: Study) -> pd.DataFrame:
    """Sales outside the customers' own regions; empty where regions cannot be compared."""
    return study.cached("diversion", lambda: _diversion(study))


def dependency(study: Study) -> pd.DataFrame:
    """How much of a year's revenue hangs on each account: `economics.dependency`."""
    share = study.engagement.strategy.dependence_share
    return named(study, economics.dependency(decline(study), share=share))


def named(study: Study, frame: pd.DataFrame) -> pd.DataFrame:
    """`frame` with account_name after account_id, rows in the same order."""
    names = study.book.accounts.set_index("account_id")["account_name"]
    name = frame["account_id"].map(names).fillna(frame["account_id"]).astype("str")
    with_name = frame.drop(columns="account_name", errors="ignore")
    with_name.insert(1, "account_name", name)
    return with_name


def _ageing(study: Study) -> pd.DataFrame:
    book = study.book
    if "receivables" not in book.tables:
        return results.empty("ageing")
    invoices = book.tables["receivables"]
    items = economics.open_items(
        invoices,
        as_of=book.as_of,
        payments=book.tables.get("payments"),
        terms=book.accounts[["account_id", "credit_days"]],
    )
    aged = economics.ageing(items, invoices, as_of=book.as_of)
    # Invoices of accounts without an order line analysed are not part of this book.
    aged = aged[aged["account_id"].isin(accounts(study)["account_id"])]
    largest = aged.sort_values(["receivable", "account_id"], ascending=[False, True])
    return results.arrange(named(study, largest), "ageing")


def _decline(study: Study) -> pd.DataFrame:
    return economics.decline(
        months(study),
        economics.pauses(study.book.orders),
        accounts(study),
        as_of=study.book.as_of,
        covered=covered(study),
        fall=study.engagement.strategy.decline_gate,
    )


def _diversion(study: Study) -> pd.DataFrame:
    customers = study.book.tables.get("customers")
    if customers is None:
        customers = study.book.accounts.rename(columns={"account_id": "customer_id"})
    found = economics.diversion(
        economics.sales_by_region(study.book.orders),
        customers[["customer_id", "region"]],
        share=study.engagement.strategy.diversion_share,
    )
    return found if economics.regions_comparable(found) else found.iloc[:0]


def figures(study: Study) -> pd.DataFrame:
    """Everything the gates and the risks are read from, one row per account of the book."""
    found = accounts(study)[["account_id", "account_name", "revenue", "payment_delay", "overdue"]]
    fading, away = decline(study), diversion(study)
    hangs = dependency(study)[["account_id", "share", "depends"]]
    frame = found.merge(profits(study)[["account_id", "profit", "basis"]], on="account_id")
    frame = frame.merge(fading, how="left", on="account_id")
    frame = frame.merge(hangs, how="left", on="account_id")
    away = away[["account_id", "own_region", "outside", "outside_share", "diverts"]]
    frame = frame.merge(away, how="left", on="account_id")
    return frame.assign(year_revenue=frame["last"], diverts=frame["diverts"].eq(True))
