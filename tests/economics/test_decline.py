"""Decline against an account's own rhythm."""

from __future__ import annotations

from datetime import date

import pandas as pd

from kamlib import economics
from tests.conftest import make_book

AS_OF = date(2024, 12, 31)


def lines(account, amounts_by_month):
    """One order in the middle of each month named "YYYY-MM"."""
    return [
        {"account_id": account, "date": f"{month}-15", "amount": float(amount)}
        for month, amount in amounts_by_month.items()
        if amount
    ]


def months_of(year, amounts):
    return {f"{year}-{m:02d}": a for m, a in enumerate(amounts, 1)}


def found(rows, covered=24, fall=0.3):
    book = make_book(rows, since="2023-01-01", as_of=str(AS_OF))
    orders = book.orders
    last = pd.DataFrame(rows).groupby("account_id")["date"].max().reset_index()
    last = last.rename(columns={"date": "last_order"})
    frame = economics.decline(
        economics.monthly(orders, as_of=AS_OF),
        economics.pauses(orders),
        last,
        as_of=AS_OF,
        covered=covered,
        fall=fall,
    )
    return frame.set_index("account_id")


def test_a_steady_fall_is_a_decline():
    rows = lines("a", months_of(2023, [100] * 12) | months_of(2024, [60] * 12))
    account = found(rows).loc["a"]
    assert account["change"] == -0.4
    assert account["falls"]
    assert not account["silent"]
    assert account["at_stake"] == 480


def test_a_fall_below_the_gate_is_none():
    rows = lines("a", months_of(2023, [100] * 12) | months_of(2024, [80] * 12))
    assert not found(rows).loc["a", "falls"]


def test_a_season_is_no_decline_and_a_lumpy_account_needs_more_than_one_lump():
    season = [10, 10, 10, 10, 10, 200, 10, 10, 10, 10, 10, 10]
    rows = lines("seasonal", months_of(2023, season) | months_of(2024, season))
    lumpy = [0, 0, 900, 0, 0, 0, 0, 0, 900, 0, 0, 0]
    rows += lines("lumpy", months_of(2023, lumpy) | months_of(2024, [0, 0, 900] + [0] * 9))
    frame = found(rows)
    assert frame.loc["lumpy", "change"] == -0.5
    assert not frame["falls"].any()


def test_a_seasonal_account_that_falls_is_found():
    season = [10, 10, 10, 10, 10, 200, 10, 10, 10, 10, 10, 150]
    half = [a / 2 for a in season]
    rows = lines("a", months_of(2023, season) | months_of(2024, half))
    assert found(rows).loc["a", "falls"]


def test_silence_longer_than_ever_before():
    monthly = months_of(2023, [50] * 12) | months_of(2024, [50] * 6)
    quarterly = {f"{y}-{m:02d}": 50 for y in (2023, 2024) for m in (3, 6, 9)}
    frame = found(lines("monthly", monthly) + lines("quarterly", quarterly))
    assert frame.loc["monthly", "silent"]
    assert frame.loc["monthly", "at_stake"] == 600
    assert not frame.loc["quarterly", "silent"]  # 107 days; its longest pause was 182


def test_few_orders_say_nothing_about_silence():
    assert not found(lines("a", {"2023-01": 5, "2023-02": 5, "2023-03": 5}))["silent"].any()


def test_without_two_years_no_fall_is_claimed():
    rows = lines("a", months_of(2024, [100] * 12))
    account = found(rows, covered=12).loc["a"]
    assert not account["falls"]
    assert pd.isna(account["before"])
    assert pd.isna(account["change"])


def test_an_account_that_never_bought_before_does_not_fall():
    rows = lines("a", months_of(2023, [-5] * 12) | months_of(2024, [-9] * 12))
    account = found(rows).loc["a"]
    assert not account["falls"]
    assert pd.isna(account["at_stake"])
