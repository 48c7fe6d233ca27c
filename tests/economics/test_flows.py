"""Order lines to months, pauses and regions."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from kamlib import economics
from tests.conftest import make_book


def test_months_back_are_whole_years_to_the_day():
    rows = [
        {"account_id": "a", "date": d, "amount": 1.0}
        for d in ("2022-06-15", "2022-06-16", "2023-06-15", "2023-06-16", "2024-06-15")
    ]
    months = economics.monthly(make_book(rows).orders, as_of=date(2024, 6, 15))
    assert dict(zip(months["back"], months["revenue"], strict=True)) == {
        24: 1,
        23: 1,
        12: 1,
        11: 1,
        0: 1,
    }


def test_profit_of_a_month_is_empty_where_one_cost_is_unknown():
    rows = [
        {"account_id": "a", "date": "2024-01-05", "amount": 10.0, "cost": 6.0},
        {"account_id": "b", "date": "2024-01-05", "amount": 10.0, "cost": 6.0},
        {"account_id": "b", "date": "2024-01-06", "amount": 10.0, "cost": None},
    ]
    months = economics.monthly(make_book(rows).orders, as_of=date(2024, 1, 31))
    assert months["revenue"].tolist() == [10, 20]
    assert months["gross_profit"].tolist() == pytest.approx([4, np.nan], nan_ok=True)


def test_pauses_are_calendar_days_between_order_days(rng):
    days = pd.to_datetime("1999-01-01") + pd.to_timedelta(
        np.sort(rng.choice(4000, 60, replace=False)), unit="D"
    )
    rows = [{"account_id": "a", "date": str(d.date()), "amount": 1.0} for d in days]
    rows += [{"account_id": "a", "date": str(days[3].date()), "amount": 5.0}]
    rows += [{"account_id": "a", "date": "2015-01-01", "amount": -5.0}]  # a return is no order
    rows += [{"account_id": "b", "date": "2000-02-29", "amount": 1.0}]
    found = economics.pauses(make_book(rows).orders).set_index("account_id")
    gaps = np.diff(days.to_numpy()).astype("timedelta64[D]").astype(int)
    assert found.loc["a", "order_days"] == 60
    assert found.loc["a", "usual_pause"] == np.median(gaps)
    assert found.loc["a", "longest_pause"] == gaps.max()
    assert found.loc["b", "order_days"] == 1
    assert np.isnan(found.loc["b", "usual_pause"])


def test_only_returns_leave_no_pauses():
    rows = [{"account_id": "a", "date": "2024-01-05", "amount": -1.0}]
    assert economics.pauses(make_book(rows).orders).empty


def test_sales_by_region_leave_out_returns_and_blank_regions():
    rows = [
        {"account_id": "a", "date": "2024-01-05", "amount": 10.0, "region": "North"},
        {"account_id": "a", "date": "2024-01-06", "amount": -3.0, "region": "North"},
        {"account_id": "a", "date": "2024-01-06", "amount": 7.0, "region": None},
    ]
    found = economics.sales_by_region(make_book(rows).orders)
    assert found.to_dict("records") == [
        {"account_id": "a", "customer_id": "a", "region": "North", "sales": 10.0}
    ]


@pytest.mark.parametrize(
    ("since", "as_of", "months"),
    [
        ("2024-01-01", "2024-12-31", 12),
        ("2024-01-02", "2024-12-30", 12),
        ("2010-12-01", "2011-12-09", 12),
        ("2024-01-01", "2024-01-01", 0),
        ("2022-01-01", "2024-12-31", 36),
    ],
)
def test_months_covered(since, as_of, months):
    assert economics.months_covered(date.fromisoformat(since), date.fromisoformat(as_of)) == months
