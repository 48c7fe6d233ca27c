"""Ageing, days sales outstanding, balances, credit."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamlib import economics

AS_OF = date(2024, 12, 31)


def invoices(rows) -> pd.DataFrame:
    frame = pd.DataFrame(
        rows, columns=["account_id", "invoice_id", "date", "due", "amount", "paid_date"]
    )
    for column in ("date", "due", "paid_date"):
        frame[column] = pd.to_datetime(frame[column])
    return frame.astype({"amount": "float64", "account_id": "str", "invoice_id": "str"})


BOOK = invoices(
    [
        ("a", "1", "2024-12-01", "2024-12-31", 100, None),  # due on the day: not late
        ("a", "2", "2024-11-01", "2024-12-30", 10, None),  # one day
        ("a", "3", "2024-10-01", "2024-12-01", 20, None),  # 30 days
        ("a", "4", "2024-10-01", "2024-11-30", 30, None),  # 31 days
        ("b", "5", "2024-06-01", "2024-10-02", 40, None),  # 90 days
        ("b", "6", "2024-06-01", "2024-10-01", 50, None),  # 91 days
        ("b", "7", "2024-06-01", "2024-07-01", 60, "2024-08-01"),  # paid
        ("b", "8", "2024-06-01", "2024-07-01", 70, "2025-02-01"),  # paid after the day: open
        ("c", "9", "2024-06-01", None, 80, None),
        ("c", "10", "2025-01-05", "2025-02-05", 90, None),  # not written yet
    ]
)


def test_buckets_at_their_edges():
    items = economics.open_items(BOOK, as_of=AS_OF)
    assert dict(zip(items["invoice_id"], items["bucket"], strict=True)) == {
        "1": "not_due",
        "2": "late_1_30",
        "3": "late_1_30",
        "4": "late_31_60",
        "5": "late_61_90",
        "6": "late_over_90",
        "8": "late_over_90",
        "9": "undated",
    }


def test_ageing_and_its_total():
    items = economics.open_items(BOOK, as_of=AS_OF)
    aged = economics.ageing(items, BOOK, as_of=AS_OF).set_index("account_id")
    assert aged.loc["a", "receivable"] == 160
    assert aged.loc["a", "overdue"] == 60
    assert aged.loc["a", "overdue_share"] == 0.375
    # 160 owed on 160 invoiced over the 214 days since the book's first invoice
    assert aged.loc["a", "dso"] == pytest.approx(214)
    assert aged.loc["c", "overdue"] == 0
    total = economics.receivables_total(aged.reset_index())
    assert total["receivable"] == 400
    assert total["overdue"] == 60 + 160
    assert total["overdue_share"] == pytest.approx(220 / 400)
    assert total["dso"] == pytest.approx(400 / 460 * 214)


def test_terms_give_a_due_date_where_the_invoice_has_none():
    terms = pd.DataFrame({"account_id": ["c"], "credit_days": [30.0]})
    items = economics.open_items(BOOK, as_of=AS_OF, terms=terms)
    late = items.set_index("invoice_id").loc["9"]
    assert late["bucket"] == "late_over_90"
    assert late["days_late"] == 183


def test_payments_tied_to_an_invoice_reduce_it():
    payments = pd.DataFrame(
        {
            "account_id": ["a", "a", "a", "b"],
            "invoice_id": ["1", "2", None, "6"],
            "date": pd.to_datetime(["2024-12-15", "2024-12-15", "2024-12-15", "2025-01-15"]),
            "amount": [40.0, 500.0, 7.0, 50.0],
        }
    )
    items = economics.open_items(BOOK, as_of=AS_OF, payments=payments).set_index("invoice_id")
    assert items.loc["1", "open"] == 60
    assert items.loc["2", "open"] == 0
    assert items.loc["6", "open"] == 50  # paid after the day


def test_nothing_owed():
    paid = BOOK[BOOK["invoice_id"] == "7"]
    aged = economics.ageing(economics.open_items(paid, as_of=AS_OF), paid, as_of=AS_OF)
    assert aged["receivable"].tolist() == [0]
    assert aged["overdue_share"].isna().all()
    assert aged["dso"].tolist() == [0]


def test_no_invoices_at_all():
    none = BOOK.iloc[:0]
    aged = economics.ageing(economics.open_items(none, as_of=AS_OF), none, as_of=AS_OF)
    assert aged.empty
    assert economics.receivables_total(aged)["receivable"] == 0


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.integers(-100, 1000), st.integers(-200, 200)),
        min_size=1,
        max_size=20,
    )
)
def test_buckets_sum_to_what_is_owed(rows):
    day = pd.Timestamp(AS_OF)
    book = invoices(
        [(a, str(i), day, day - pd.Timedelta(days=d), m, None) for i, (a, m, d) in enumerate(rows)]
    )
    aged = economics.ageing(economics.open_items(book, as_of=AS_OF), book, as_of=AS_OF)
    sums = aged[list(economics.BUCKETS)].sum(axis=1)
    assert sums.to_numpy() == pytest.approx(aged["receivable"].to_numpy())
    assert aged["receivable"].sum() == pytest.approx(book["amount"].sum())


def test_balances_where_there_are_only_payments():
    revenue = pd.DataFrame({"account_id": ["a", "b"], "revenue": [100.0, 50.0]})
    payments = pd.DataFrame(
        {
            "account_id": ["a", "a", "c"],
            "date": pd.to_datetime(["2024-01-01", "2025-01-01", "2024-01-01"]),
            "amount": [70.0, 30.0, 5.0],
        }
    )
    found = economics.balances(revenue, payments, as_of=AS_OF)
    assert found["receivable"].tolist() == [30, 50, -5]


def test_credit_use():
    owed = pd.DataFrame({"account_id": ["a", "b", "c", "d"], "receivable": [30.0, 5.0, 0.0, 9.0]})
    limits = pd.DataFrame(
        {"account_id": ["a", "b", "c", "d"], "credit_limit": [20.0, 0.0, 0.0, np.nan]}
    )
    use = economics.credit(owed, limits)["credit_use"]
    assert use.tolist() == pytest.approx([1.5, np.inf, 0, np.nan], nan_ok=True)
