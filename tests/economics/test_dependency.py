"""What hangs on single accounts, and what would be left without them."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamlib.economics import exposure, loss_scenarios


def series(*values):
    return pd.Series(values, dtype="float64")


def book(revenue, profit=None):
    ids = [f"a{i}" for i in range(len(revenue))]
    profit = [0.4 * r for r in revenue] if profit is None else profit
    return pd.DataFrame({"account_id": ids, "revenue": revenue, "gross_profit": profit}).astype(
        {"revenue": "float64", "gross_profit": "float64"}
    )


def test_one_product_to_one_account_is_all_there_is():
    found = exposure(series(7), series(7))
    assert found["dependency_1"] == found["dependency_3"] == found["product_hhi"] == 1


def test_exposure_is_share_times_product_concentration():
    found = exposure(series(50, 30, 10, 10, -5), series(60, 40, -1))
    assert found["top_1_share"] == pytest.approx(0.5)
    assert found["top_3_share"] == pytest.approx(0.9)
    assert found["product_hhi"] == pytest.approx(0.52)
    assert found["dependency_1"] == pytest.approx(0.26)
    assert found["dependency_3"] == pytest.approx(0.468)
    assert found["effective_products"] == pytest.approx(1 / 0.52)


def test_without_sales_or_products_there_is_no_exposure():
    assert np.isnan(exposure(series(-1), series(5))["dependency_1"])
    found = exposure(series(5), series())
    assert found["top_1_share"] == 1 and np.isnan(found["product_hhi"])


def test_losing_the_largest_and_all_three():
    accounts = book([500, 300, 100, 60, 40])
    scenarios = {"largest": ["a0"], "three": ["a0", "a1", "a2"]}
    found = loss_scenarios(accounts, scenarios, growth=25, fixed_cost=350).set_index("scenario")
    one = found.loc["largest"]
    assert (one["revenue_lost"], one["revenue_left"], one["share_lost"]) == (500, 500, 0.5)
    assert (one["gross_profit_lost"], one["gross_profit_left"]) == (200, 200)
    assert (one["months_of_growth"], one["median_accounts"]) == (20, 5)
    assert one["profit_after_fixed"] == -150
    assert found.loc["three", "share_lost"] == pytest.approx(0.9)


def test_what_is_not_known_stays_empty():
    accounts = book([500, 300], profit=[np.nan, 90])
    found = loss_scenarios(accounts, {"x": ["a1"]}, growth=-3, fixed_cost=np.nan).iloc[0]
    assert found["gross_profit_lost"] == 90
    unknown = ["gross_profit_left", "months_of_growth", "profit_after_fixed"]
    assert found[unknown].isna().all()
    nothing = loss_scenarios(book([-5.0]), {"x": ["a0"]}, growth=1, fixed_cost=0).iloc[0]
    assert np.isnan(nothing["share_lost"]) and np.isnan(nothing["median_accounts"])
    assert loss_scenarios(book([5.0]), {}, growth=1, fixed_cost=0).empty


@given(st.lists(st.floats(1, 1e6), min_size=2, max_size=9), st.data(), st.floats(0.01, 1e4))
def test_lost_and_left_sum_to_the_book_and_money_scales(revenue, data, unit):
    accounts = book(revenue)
    gone = data.draw(st.sets(st.sampled_from(accounts["account_id"].tolist())))
    found = loss_scenarios(accounts, {"x": sorted(gone)}, growth=1, fixed_cost=0).iloc[0]
    assert found["revenue_lost"] + found["revenue_left"] == pytest.approx(sum(revenue))
    assert found["gross_profit_lost"] + found["gross_profit_left"] == pytest.approx(
        0.4 * sum(revenue)
    )
    dear = book([unit * r for r in revenue])
    scaled = loss_scenarios(dear, {"x": sorted(gone)}, growth=unit, fixed_cost=0).iloc[0]
    shares = ["share_lost", "median_accounts", "months_of_growth"]
    assert scaled[shares].tolist() == pytest.approx(found[shares].tolist())
