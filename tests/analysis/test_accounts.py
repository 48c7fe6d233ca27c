"""Accounts as a study gives them: names, regions, cost to serve, payment."""

from datetime import date

import numpy as np
import pytest

from kamlib.analysis import periods
from kamlib.analysis.accounts import accounts
from tests.conftest import make_book, make_study


def line(account, day, amount, **more):
    return {"account_id": account, "date": day, "amount": amount, **more}


ORDERS = [
    line("a", "2024-01-10", 100.0, cost=60, region="N"),
    line("a", "2024-02-10", 300.0, cost=200, region="S"),
    line("b", "2024-02-20", 50.0, cost=20, region="N"),
]


def found(**tables):
    book = make_book(ORDERS, since="2024-01-02", as_of="2024-03-30", **tables)
    return accounts(make_study(book)).set_index("account_id")


def test_customers_without_an_order_are_not_analysed():
    listed = [
        {"account_id": "a", "account_name": "Ann", "region": "West", "owner": "Li"},
        {"account_id": "silent", "account_name": "Nobody"},
    ]
    table = found(accounts=listed)
    assert table.index.tolist() == ["a", "b"]
    assert table.loc["a", ["account_name", "region", "owner"]].tolist() == ["Ann", "West", "Li"]
    assert table.loc["b", "account_name"] == "b"
    assert table["industry"].isna().all()


def test_region_is_the_one_with_most_revenue_where_the_list_has_none():
    assert found()["region"].tolist() == ["S", "N"]


def test_cost_to_serve_counts_the_months_of_the_period():
    costs = [
        {"customer_id": "a", "period": "2024-01", "amount": 10},  # counted whole from 2 January
        {"customer_id": "a", "period": "2024", "amount": 120},  # three of twelve months
        {"customer_id": "a", "period": "2023-12", "amount": 999},
        {"customer_id": "a", "period": None, "amount": 5},  # belongs to all of the time
    ]
    table = found(cost_to_serve=costs)
    assert table["cost_to_serve"].tolist() == [10 + 30 + 5, 0]
    assert table["net_profit"].tolist() == [140 - 45, 30]


def test_without_the_tables_their_figures_are_empty():
    table = found()
    empty = ["cost_to_serve", "net_profit", "payment_delay", "overdue"]
    assert table[empty].isna().all(axis=None)


def invoice(number, amount, due, paid, *, day="2024-01-10", who="a"):
    return {
        "customer_id": who,
        "invoice_id": number,
        "date": day,
        "due": due,
        "amount": amount,
        "paid_date": paid,
    }


def test_payment_delay_is_weighted_and_early_is_not_negative():
    table = found(
        receivables=[
            invoice("1", 300, "2024-02-01", "2024-02-11"),  # 10 days late
            invoice("2", 100, "2024-02-01", "2024-01-20"),  # early: 0
            invoice("3", 100, "2024-03-20", None),  # open, 10 days late on 30 March
            invoice("4", 500, "2024-06-01", None),  # not yet due
            invoice("5", 900, "2024-02-01", None, day="2024-04-10"),  # after as_of
            invoice("6", -50, "2024-02-01", "2024-03-01"),  # credit note
        ]
    )
    assert table.loc["a", "payment_delay"] == pytest.approx((300 * 10 + 100 * 10) / 500)
    assert table.loc["a", "overdue"] == 100
    assert table.loc["b", ["payment_delay", "overdue"]].isna().all()


def test_paid_after_as_of_is_still_open():
    table = found(receivables=[invoice("1", 80, "2024-03-25", "2024-04-15")])
    assert table.loc["a", ["payment_delay", "overdue"]].tolist() == [5, 80]


def test_days_of_credit_stand_in_for_a_missing_due_date():
    table = found(
        accounts=[{"account_id": "a", "credit_days": 30.0}],
        receivables=[invoice("1", 80, None, "2024-02-19"), invoice("2", 9, None, None, who="b")],
    )
    assert table.loc["a", "payment_delay"] == 10
    assert np.isnan(table.loc["b", "payment_delay"])
    assert table.loc["b", "overdue"] == 0


# --- periods as clients write them ------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "first", "count"),
    [
        ("2024", 1, 12),
        ("FY2024", 1, 12),
        ("2024年", 1, 12),
        ("2024Q3", 7, 3),
        ("2024年第2季度", 4, 3),
        ("2024-07", 7, 1),
        ("202407", 7, 1),
        ("2024-12", 12, 1),
        ("202410", 10, 1),
        ("2024年11月", 11, 1),
        ("2024-1", 1, 1),
        ("2024-1-2", 1, 1),
        ("2024-12-31", 12, 1),
        ("2024年7月", 7, 1),
        ("2024-07-15", 7, 1),
        ("2024-07-01 00:00:00", 7, 1),
    ],
)
def test_years_quarters_and_months_are_known(said, first, count):
    start = 2024 * 12 + first
    assert periods.months(said) == range(start, start + count)


def test_other_texts_are_no_period():
    assert periods.months("spring") is None
    assert periods.share_inside("spring", date(2024, 1, 1), date(2024, 3, 31)) == 1
    assert periods.share_inside("2024", date(2024, 1, 9), date(2024, 3, 2)) == 0.25
    assert periods.share_inside("2023", date(2024, 1, 9), date(2024, 3, 2)) == 0
