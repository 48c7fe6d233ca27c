"""wallet: our share of what an account spends, with its range."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kamlib.competition import wallet


def estimates(*rows: dict) -> pd.DataFrame:
    unknown = {"year": np.nan, "total_low": np.nan, "total_high": np.nan}
    frame = pd.DataFrame([unknown | {"source": None, "confidence": None} | r for r in rows])
    return frame.astype({"source": "str", "confidence": "str", "year": "float64"})


def sales(*rows: tuple) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["account_id", "year", "our_sales"])
    return frame.astype({"year": "float64", "our_sales": "float64"}).assign(sales_period="p")


def one(estimate: dict, ours: float) -> dict:
    estimate = {"account_id": "a", "year": 2025} | estimate
    found = wallet.share_of_wallet(estimates(estimate), sales(("a", 2025, ours)))
    return found.iloc[0].to_dict()


def test_share_and_what_lies_open_with_their_ranges_by_hand():
    found = one({"total_low": 80, "total": 100, "total_high": 125}, 40)
    shares = [found[f"wallet_share{end}"] for end in ("", "_low", "_high")]
    opened = [found[f"open_wallet{end}"] for end in ("", "_low", "_high")]
    assert shares == pytest.approx([0.4, 0.32, 0.5])
    assert opened == [60, 40, 85]
    assert not found["doubtful"]


def test_an_estimate_below_our_own_sales_cannot_be_right():
    found = one({"total_low": 80, "total": 100, "total_high": 125}, 126)
    assert found["doubtful"]
    assert np.isnan(found["wallet_share"])
    assert np.isnan(found["open_wallet"])
    assert one({"total": 100}, 101)["doubtful"]


def test_where_only_part_of_the_range_lies_below_our_sales_it_ends_at_all_of_it():
    found = one({"total_low": 80, "total": 100, "total_high": 125}, 110)
    assert not found["doubtful"]
    assert (found["wallet_share"], found["wallet_share_high"]) == (1, 1)
    assert found["wallet_share_low"] == pytest.approx(0.88)
    assert (found["open_wallet"], found["open_wallet_low"], found["open_wallet_high"]) == (0, 0, 15)


def test_without_a_range_none_is_invented():
    found = one({"total": 100}, 40)
    assert np.isnan(found["wallet_share_low"])
    assert np.isnan(found["open_wallet_high"])


def test_sales_below_zero_and_a_wallet_of_nothing():
    assert one({"total": 100}, -5)["wallet_share"] == 0
    assert one({"total": 100}, -5)["open_wallet"] == 100
    empty = one({"total": 0}, 0)
    assert np.isnan(empty["wallet_share"])
    assert not empty["doubtful"]


def test_categories_and_sites_of_an_account_are_added_up():
    found = wallet.share_of_wallet(
        estimates(
            {"account_id": "a", "year": 2025, "total": 60, "total_low": 50, "total_high": 90},
            {"account_id": "a", "year": 2025, "total": 40, "source": "x", "confidence": "low"},
        ),
        sales(("a", 2025, 50)),
    )
    (row,) = found.to_dict("records")
    assert (row["total_low"], row["total"], row["total_high"]) == (90, 100, 130)
    assert row["wallet_share"] == 0.5
    assert (row["source"], row["confidence"]) == ("x", "low")


def test_the_latest_year_with_sales_of_ours_counts():
    found = wallet.share_of_wallet(
        estimates(
            {"account_id": "a", "year": 2023, "total": 10},
            {"account_id": "a", "year": 2024, "total": 20},
            {"account_id": "a", "year": 2030, "total": 30},
            {"account_id": "b", "year": 2010, "total": 10},
            {"account_id": "c", "total": 10},
        ),
        sales(("a", 2023, 5), ("a", 2024, 5), ("c", np.nan, 5)),
    )
    assert found["account_id"].tolist() == ["a", "b", "c"]
    assert found["year"].fillna(0).tolist() == [2024, 2010, 0]
    assert found["wallet_share"].fillna(-1).tolist() == [0.25, -1, 0.5]


def test_no_estimates():
    found = wallet.share_of_wallet(
        estimates({"account_id": "a", "total": 1}).iloc[:0], sales(("a", 2025, 5))
    )
    assert found.empty
    assert list(found) == wallet.COLUMNS


def test_scaling_the_money_leaves_the_shares():
    rows = {"total_low": 80, "total": 100, "total_high": 125}
    plain, scaled = one(rows, 40), one({k: v * 1e6 for k, v in rows.items()}, 40e6)
    for end in ("", "_low", "_high"):
        assert plain[f"wallet_share{end}"] == pytest.approx(scaled[f"wallet_share{end}"])
