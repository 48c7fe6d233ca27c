import numpy as np
import pandas as pd
import pytest

from kamlib import ranking


def series(*values):
    return pd.Series(values, dtype="float64")


def test_pareto_example_with_accounts_exactly_on_both_cuts():
    # Closed form: cumulative .5 .8 .88 .92 .95 ...; the cuts are reached, not passed.
    revenue = series(500, 300, 80, 40, 30, 20, 15, 8, 5, 2)
    grade = ranking.abc(revenue, (0.8, 0.95))
    assert grade.value_counts().to_dict() == {"A": 2, "B": 3, "C": 5}
    expected = [0, 0.5, 0.8, 0.88, 0.92, 0.95, 0.97, 0.985, 0.993, 0.998]
    assert ranking.share_before(revenue).tolist() == pytest.approx(expected)


def test_equal_values_share_rank_and_the_better_class():
    revenue = series(50, 20, 20, 20, 10, 10)  # the cut .8 falls inside the three of 20
    assert ranking.ranks(revenue).tolist() == [1, 2, 2, 2, 5, 5]
    assert ranking.abc(revenue, (0.6, 0.9)).tolist() == ["A", "A", "A", "A", "B", "B"]


def test_sums_in_another_order_are_still_equal():
    revenue = series(0.1 + 0.2 + 0.3, 0.3 + 0.2 + 0.1, 0.6)
    assert ranking.ranks(revenue).tolist() == [1, 1, 1]


def test_values_not_above_zero_have_no_class_and_no_weight():
    grade = ranking.abc(series(10, 0, -5, np.nan))
    assert grade.tolist()[0] == "A" and grade[1:].isna().all()
    assert ranking.carriers(series(10, 0, -5, np.nan), 0.8).tolist() == [True, False, False, False]
    assert ranking.abc(series(-1, 0)).isna().all()
    assert ranking.abc(series()).empty


def test_one_account_above_the_cut_alone_is_class_a():
    assert ranking.abc(series(90, 6, 4)).tolist() == ["A", "B", "C"]


def test_more_than_half_needs_one_more_account_at_exactly_half():
    profit = series(50, 30, 20)
    assert ranking.carriers(profit, 0.5).sum() == 1
    assert ranking.carriers(profit, 0.5, more_than=True).sum() == 2


def test_classes_do_not_depend_on_order_or_unit(rng):
    revenue = pd.Series(rng.lognormal(size=300).round(1))
    grade = ranking.abc(revenue)
    shuffled = revenue.sample(frac=1, random_state=1)
    assert ranking.abc(shuffled).sort_index().equals(grade)
    assert ranking.abc(revenue * 1e4).equals(grade)


def test_what_a_sale_and_its_return_leave_is_zero():
    left = 0.1 + 0.2 - 0.3
    assert left > 0
    assert ranking.steady(series(left, 280_206)).tolist() == [0, 280_206]
    assert ranking.abc(series(left, 280_206)).isna().tolist() == [True, False]
    assert ranking.steady(series(0.01, 1e9)).tolist() == [0.01, 1e9]
