"""Contribution, whale curve, loss makers."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamlib import economics

# Worked example: ten customers whose profits sum to 500 and peak at 230 %.
WHALE = [500, 300, 200, 100, 50, 0, -50, -100, -150, -350]


def profits(values, revenue=None) -> pd.DataFrame:
    ids = [f"c{i:03d}" for i in range(len(values))]
    return pd.DataFrame(
        {
            "account_id": pd.Series(ids, dtype="str"),
            "revenue": np.array(revenue if revenue is not None else values, dtype="float64"),
            "profit": np.array(values, dtype="float64"),
        }
    )


def test_whale_curve_of_the_worked_example():
    curve = economics.whale_curve(profits(WHALE[::-1]))
    expected = [1, 1.6, 2, 2.2, 2.3, 2.3, 2.2, 2, 1.7, 1]
    assert curve["cumulative_share"].tolist() == pytest.approx(expected, abs=1e-12)
    summary = economics.whale_summary(curve)
    assert summary["total"] == 500
    assert summary["peak_share"] == pytest.approx(2.3, abs=1e-12)
    assert summary["peak_accounts"] == 5
    assert summary["lost"] == -650
    assert summary["losers"] == 4


@pytest.mark.parametrize("values", [[-5, -3], [5, -5], [0.1, 0.2, -0.3], [0, 0]])
def test_a_total_that_is_not_positive_has_no_shares(values):
    curve = economics.whale_curve(profits(values))
    assert curve["cumulative_share"].isna().all()
    assert curve["cumulative"].iloc[-1] == pytest.approx(sum(values))
    assert np.isnan(economics.whale_summary(curve)["peak_share"])


def test_unknown_profit_is_left_out_not_zero():
    curve = economics.whale_curve(profits([10, np.nan, 30]))
    assert curve["profit"].tolist() == [30, 10]
    assert curve["account_share"].tolist() == [0.5, 1.0]


def test_no_accounts_no_curve():
    curve = economics.whale_curve(profits([]))
    assert curve.empty
    assert economics.whale_summary(curve)["accounts"] == 0


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.integers(-1000, 1000), min_size=1, max_size=30),
    st.floats(0.01, 1e6),
    st.randoms(use_true_random=False),
)
def test_whale_curve_neither_knows_ids_nor_the_unit_of_money(values, unit, random):
    plain = economics.whale_summary(economics.whale_curve(profits(values)))
    shuffled = random.sample(values, len(values))
    other = economics.whale_summary(economics.whale_curve(profits([v * unit for v in shuffled])))
    same = ["accounts", "peak_accounts", "losers", "peak_share"]
    assert other[same].to_numpy() == pytest.approx(plain[same].to_numpy(), nan_ok=True)
    assert other["lost"] == pytest.approx(plain["lost"] * unit)


def test_contribution_is_net_where_the_cost_to_serve_is_known():
    accounts = pd.DataFrame(
        {
            "account_id": ["a", "b", "c"],
            "revenue": [100.0, 100.0, 100.0],
            "gross_profit": [40.0, 40.0, np.nan],
            "cost_to_serve": [50.0, np.nan, 5.0],
        }
    )
    found = economics.contribution(accounts)
    assert found["profit"].tolist() == pytest.approx([-10, 40, np.nan], nan_ok=True)
    assert found["basis"].tolist() == ["net", "gross", "unknown"]


def test_loss_makers_behind_large_revenue():
    frame = profits([-20, 5, -1, -3], revenue=[1000, 900, 10, 10])
    found = economics.loss_makers(frame, large=0.8)
    assert found["account_id"].tolist() == ["c000", "c003", "c002"]
    assert found["is_large"].tolist() == [True, False, False]
    assert found["revenue_rank"].tolist() == [1, 3, 3]


def test_all_negative_revenue_hides_no_loss_maker():
    found = economics.loss_makers(profits([-20, -5], revenue=[-10, -2]), large=0.8)
    assert not found["is_large"].any()


def test_without_the_losers_their_loss_is_gone():
    frame = pd.DataFrame(
        {
            "account_id": list("abcd"),
            "revenue": [60.0, 30, 10, 99],
            "profit": [20.0, -8, -2, np.nan],
        }
    )
    found = economics.without_losers(frame)
    assert (found["losers"], found["lost"], found["total"], found["without"]) == (2, -10, 10, 20)
    assert found["revenue_share"] == pytest.approx(0.4)
    none = economics.without_losers(frame.tail(1))
    assert none["losers"] == 0 and none["without"] == 0 and np.isnan(none["revenue_share"])
