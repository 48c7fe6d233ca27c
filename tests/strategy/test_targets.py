"""Targets add up, whatever comes in."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamlib import strategy

YEAR = strategy.FiscalYear(2025, 1)
EVEN = [0.25, 0.25, 0.25, 0.25]


def bases(*quarters) -> pd.DataFrame:
    frame = pd.DataFrame(list(quarters), columns=[1, 2, 3, 4], dtype="float64")
    ids = pd.Series([f"a{i:02d}" for i in range(len(frame))], dtype="str")
    frame.insert(0, "account_id", ids)
    return frame


def year_of(frame: pd.DataFrame) -> pd.Series:
    return frame[frame["period"] == "2025"].set_index("account_id")["value"]


def test_growth_by_hand():
    frame = strategy.targets(
        bases([100, 0, 0, 0], [0, 50, 0, 50]), [], growth=0.1, shape=[0.4, 0.3, 0.2, 0.1], year=YEAR
    )
    assert year_of(frame).tolist() == [110, 110]
    first = frame[frame["account_id"] == "a00"]
    assert first["period"].tolist() == ["2025", "2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"]
    assert first["value"].tolist() == [110, 44, 33, 22, 11]
    assert first["base"].tolist() == [100, 100, 0, 0, 0]
    assert first["ends"].dt.strftime("%m-%d").tolist() == [
        "12-31",
        "03-31",
        "06-30",
        "09-30",
        "12-31",
    ]


def test_a_gated_account_is_held_and_the_others_carry_the_goal():
    frame = strategy.targets(
        bases([100, 0, 0, 0], [300, 0, 0, 0], [100, 0, 0, 0]),
        ["a00"],
        growth=0.1,
        shape=EVEN,
        year=YEAR,
    )
    # 50 of growth on 400: 12.5 % for each account that may grow
    assert year_of(frame).tolist() == [100, 338, 112]
    assert year_of(frame).sum() == 550


def test_where_all_are_gated_no_growth_is_asked_and_a_shrinking_goal_shrinks_all():
    two = bases([100, 0, 0, 0], [60, 0, 0, 0])
    held = strategy.targets(two, ["a00", "a01"], growth=0.1, shape=EVEN, year=YEAR)
    assert year_of(held).tolist() == [100, 60]
    less = strategy.targets(two, ["a00"], growth=-0.5, shape=EVEN, year=YEAR)
    assert year_of(less).tolist() == [50, 30]


def test_negative_and_zero_bases_get_no_target():
    frame = strategy.targets(
        bases([-40, 0, 0, 0], [0, 0, 0, 0], [70, 0, 0, 0]), [], growth=0.1, shape=EVEN, year=YEAR
    )
    assert year_of(frame).tolist() == [0, 0, 77]
    assert frame.loc[frame["period"] == "2025", "base"].tolist() == [-40, 0, 70]


@pytest.mark.parametrize("rows", [[], [[-1, -2, -3, -4]], [[0.2, 0, 0, 0]]])
def test_nothing_to_share_out(rows):
    frame = strategy.targets(bases(*rows), [], growth=0.1, shape=EVEN, year=YEAR)
    assert len(frame) == 5 * len(rows)
    assert (frame["value"] == 0).all()


money = st.floats(-1e6, 1e9).map(lambda v: round(v, 2))


@settings(deadline=None, max_examples=60)
@given(
    rows=st.lists(st.tuples(money, money, money, money), min_size=1, max_size=12),
    gated=st.sets(st.integers(0, 11)),
    growth=st.floats(-0.9, 3),
    weights=st.lists(st.integers(0, 9), min_size=4, max_size=4).filter(any),
)
def test_children_sum_to_their_parent(rows, gated, growth, weights):
    shape = [w / sum(weights) for w in weights]
    ids = [f"a{i:02d}" for i in gated]
    frame = strategy.targets(bases(*rows), ids, growth=growth, shape=shape, year=YEAR)
    assert (frame["value"] == frame["value"].round()).all()
    assert (frame["value"] >= 0).all()
    quarters = frame[frame["period"] != "2025"].groupby("account_id")["value"].sum()
    assert (quarters == year_of(frame)).all()
    base = pd.Series([sum(r) for r in rows]).clip(lower=0)
    all_held = growth > 0 and not base[[i not in gated for i in range(len(rows))]].sum() > 0
    whole = base.sum() * (1 if all_held else 1 + growth)
    assert year_of(frame).sum() == pytest.approx(whole, abs=0.5001, rel=1e-9)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=12), st.randoms())
def test_accounts_in_another_order_get_the_same_targets(values, random):
    frame = bases(*[[v, 0, 0, 0] for v in values])
    mixed = frame.sample(frac=1, random_state=random.randint(0, 99))
    one, other = (
        strategy.targets(f, [], growth=0.07, shape=EVEN, year=YEAR) for f in (frame, mixed)
    )
    pd.testing.assert_frame_equal(one, other)


def test_largest_remainder_by_hand():
    # Seats by Hamilton's method: 3.4, 3.3, 3.3 of ten
    assert strategy.largest_remainder(np.array([3.4, 3.3, 3.3]), 10).tolist() == [4, 3, 3]
    assert strategy.largest_remainder(np.array([2.5, 2.5]), 5).tolist() == [3, 2]
    assert strategy.largest_remainder(np.array([]), 0).tolist() == []


@pytest.mark.parametrize(
    ("as_of", "month", "name", "q1", "last"),
    [
        ("2024-12-31", 1, "2025", "2025-01-01", "2025-12-31"),
        ("1998-05-06", 1, "1999", "1999-01-01", "1999-12-31"),
        ("2024-03-31", 4, "2024/25", "2024-04-01", "2025-03-31"),
        ("2024-04-01", 4, "2025/26", "2025-04-01", "2026-03-31"),
        ("1999-06-30", 7, "1999/00", "1999-07-01", "2000-06-30"),
    ],
)
def test_next_fiscal_year(as_of, month, name, q1, last):
    year = strategy.next_fiscal_year(date.fromisoformat(as_of), month)
    assert year.name == name
    assert year.starts() == date.fromisoformat(q1)
    assert year.ends() == date.fromisoformat(last)
    assert year.quarter(4) == f"{name}-Q4"


def months(rows) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["account_id", "month", "back", "revenue"])


def test_seasonal_shape_follows_the_fiscal_year_and_whole_years():
    rows = months([("a", 4, 8, 30.0), ("a", 7, 5, 10.0), ("a", 3, 9, 60.0), ("a", 4, 20, 1000.0)])
    shape = strategy.seasonal_shape(rows, first_month=4, covered=23)
    assert shape == pytest.approx([0.3, 0.1, 0, 0.6])


def test_a_negative_quarter_counts_nothing_and_no_revenue_is_even():
    rows = months([("a", 1, 1, -5.0), ("a", 5, 1, 5.0)])
    assert strategy.seasonal_shape(rows, first_month=1, covered=12) == [0, 1, 0, 0]
    rows = months([("a", 1, 1, -5.0)])
    assert strategy.seasonal_shape(rows, first_month=1, covered=12) == EVEN


def test_quarter_bases_are_the_last_twelve_months():
    rows = months([("a", 4, 8, 30.0), ("a", 5, 8, 5.0), ("a", 1, 11, 7.0), ("b", 1, 30, 9.0)])
    found = strategy.quarter_bases(rows, first_month=1)
    assert found.set_index("account_id").to_numpy().tolist() == [[7, 35, 0, 0], [0, 0, 0, 0]]
