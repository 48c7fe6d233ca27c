"""Growth split into industry, segment and share: exact, and silent where it cannot be told."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamlib.identification import growth

LOGS = ["industry_log", "segment_log", "share_log"]
MONEY = ["industry_money", "segment_money", "share_money"]
FIGURES = ["sales", "industry", "segment"]


def span(first, last) -> pd.DataFrame:
    rows = {f"{n}_first": [v] for n, v in zip(FIGURES, first, strict=True)}
    rows |= {f"{n}_last": [v] for n, v in zip(FIGURES, last, strict=True)}
    return pd.DataFrame(rows, dtype="float64")


def market(*rows) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["industry", "segment", "year", "size"])


def accounts(*rows) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["account_id", "industry", "segment"], dtype="str")


def sales(*rows) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["account_id", "year", "sales"])


def test_ten_per_cent_each_of_industry_segment_and_share():
    # Exact by construction: 1.1 x 1.1 x 1.1 = 1.331, each factor's logarithm 0.09531018.
    found = growth.split(span((80, 1000, 400), (106.48, 1100, 484))).iloc[0]
    assert found["growth"] == pytest.approx(0.331, abs=1e-9)
    assert found[LOGS].to_numpy("float64") == pytest.approx([np.log(1.1)] * 3, abs=1e-9)
    # Shift and share: 80 x 0.1, 80 x (1.21 - 1.1), 106.48 - 80 x 1.21.
    assert found[MONEY].to_numpy("float64") == pytest.approx([8, 8.8, 9.68], abs=1e-9)


POSITIVE = st.floats(0.01, 1e9)
THREE = st.tuples(POSITIVE, POSITIVE, POSITIVE)


@settings(max_examples=25, deadline=None)
@given(THREE, THREE)
def test_the_terms_sum_to_the_growth(first, last):
    found = growth.split(span(first, last)).iloc[0]
    assert found[LOGS].sum() == pytest.approx(np.log(last[0] / first[0]), abs=1e-9)
    assert found["total_log"] == pytest.approx(found[LOGS].sum(), abs=1e-9)
    largest = max(last[0], *(abs(found[MONEY])))
    assert found[MONEY].sum() == pytest.approx(last[0] - first[0], abs=1e-9 * largest)


@settings(max_examples=25, deadline=None)
@given(THREE, THREE)
def test_swapping_the_years_negates_the_logarithms(first, last):
    there = growth.split(span(first, last))[[*LOGS, "total_log"]]
    back = growth.split(span(last, first))[[*LOGS, "total_log"]]
    assert (there + back).abs().max(axis=None) < 1e-9


@settings(max_examples=25, deadline=None)
@given(THREE, THREE, st.sampled_from([1e-4, 7.0, 1e6]))
def test_another_currency_changes_no_logarithm(first, last, rate):
    plain = growth.split(span(first, last))
    money = growth.split(span([rate * x for x in first], [rate * x for x in last]))
    assert (plain[LOGS] - money[LOGS]).abs().max(axis=None) < 1e-9
    assert money[MONEY].to_numpy() == pytest.approx(rate * plain[MONEY].to_numpy(), rel=1e-9)


@pytest.mark.parametrize(("s0", "s1"), [(0, 50), (50, 0), (-5, 20), (0, 0)])
def test_sales_of_zero_have_no_logarithm_but_a_shift_in_money(s0, s1):
    found = growth.split(span((s0, 100, 40), (s1, 110, 48))).iloc[0]
    assert found[["total_log", *LOGS]].isna().all()
    assert found[MONEY].sum() == pytest.approx(s1 - s0)


def test_an_unknown_segment_leaves_industry_and_share_of_the_industry():
    found = growth.split(span((10, 100, np.nan), (12, 110, np.nan))).iloc[0]
    assert np.isnan(found["segment_log"])
    assert found["segment_money"] != found["segment_money"]
    assert found["industry_log"] + found["share_log"] == pytest.approx(np.log(1.2))
    assert found["industry_money"] + found["share_money"] == pytest.approx(2)


def test_an_industry_is_its_own_row_else_the_sum_of_the_same_segments_every_year():
    found = growth.market_sizes(
        market(
            ("Food", None, 2023, 100),
            ("Food", "bread", 2023, 60),
            ("Wood", "planks", 2023, 30),
            ("Wood", "boards", 2023, 20),
            ("Wood", "planks", 2024, 33),
        )
    ).set_index(["industry", "segment", "year"])
    assert found.loc[("Food", "bread", 2023)].tolist() == [100, 60]
    assert found.loc[("Food", "", 2023), "industry_size"] == 100
    assert found.loc[("Wood", "boards", 2023)].tolist() == [50, 20]
    assert np.isnan(found.loc[("Wood", "planks", 2024), "industry_size"])  # boards are missing
    assert ("Wood", "", 2024) not in found.index


def test_one_segment_alone_stands_for_its_industry():
    found = growth.market_sizes(market(("Wood", "planks", 2023, 30), ("Wood", "planks", 2024, 33)))
    assert found["industry_size"].tolist() == [30, 33, 30, 33]
    assert found["segment_size"].isna().all()


SIZES = growth.market_sizes(
    market(
        *(("Food", None, year, 100 + year - 2020) for year in range(2020, 2025)),
        *(("Food", "bread", year, 50) for year in (2023, 2024)),
        ("Wood", None, 2024, 10),
        ("Zinc", None, 2023, 0),
    )
)


def test_years_are_the_furthest_apart_within_reach():
    known = accounts(("a", "Food", "bread"), ("b", "Food", "soup"), ("c", "Food", ""))
    sold = sales(*((i, y, y - 2000) for i in "abc" for y in range(2020, 2026)))
    found = growth.spans(known, sold, SIZES, years=2).set_index("account_id")
    assert (
        found[["first_year", "last_year"]].to_numpy().tolist()
        == [[2023, 2024]] + [[2022, 2024]] * 2
    )
    assert found["segment_first"].fillna(0).tolist() == [50, 0, 0]
    assert found["sales_last"].tolist() == [24, 24, 24]


def test_what_cannot_be_split_says_why():
    known = accounts(
        ("a", "", ""), ("b", "Steel", ""), ("c", "Wood", ""), ("d", "Food", ""), ("e", "Zinc", "")
    )
    sold = sales(*((i, y, 1) for i in "abce" for y in (2023, 2024)))
    found = growth.spans(known, sold, SIZES, years=2)
    reasons = ["no industry", "industry not in market", "one year only", "no sales"]
    assert found["missing"].tolist() == [*reasons, "industry not in market"]
    assert set(found["missing"]) == set(growth.REASONS)
    told = growth.split(found)
    assert told.isna().all(axis=None)


def test_the_order_and_the_names_of_accounts_change_nothing():
    known = accounts(("a", "Food", "bread"), ("b", "Food", ""), ("c", "Wood", ""))
    sold = sales(*((i, y, (y - 2000) ** 2) for i in "abc" for y in range(2020, 2025)))
    there = growth.split(growth.spans(known, sold, SIZES, years=3)).reset_index(drop=True)
    names = {"a": "z", "b": "m", "c": "a"}
    renamed = known.assign(account_id=known["account_id"].map(names))
    other = sold.assign(account_id=sold["account_id"].map(names)).sample(frac=1, random_state=1)
    again = growth.split(growth.spans(renamed, other, SIZES, years=3)).reset_index(drop=True)
    pd.testing.assert_frame_equal(there, again)


def test_a_share_won_within_the_doubt_of_the_market_has_no_sign():
    found = growth.tendency(pd.Series([0.05, -0.05, 0.01, np.nan]), doubt=0.02)
    assert found.tolist() == ["gains", "loses", "in doubt", ""]
    assert growth.tendency(pd.Series([np.log(1.02)]), doubt=0.02).tolist() == ["in doubt"]
