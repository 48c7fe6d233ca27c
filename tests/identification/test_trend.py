"""The Mann-Kendall test: against every order counted one by one, and published critical values."""

from itertools import permutations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamlib.identification.trend import FEWEST_YEARS, mann_kendall, trends


def signs(values):
    return sum((b > a) - (b < a) for i, a in enumerate(values) for b in values[i + 1 :])


@given(st.lists(st.integers(0, 4), min_size=1, max_size=6))
def test_the_chance_is_the_share_of_orders_that_go_as_far(values):
    every = [abs(signs(order)) for order in permutations(values)]
    found = mann_kendall(values)
    assert found.s == signs(values)
    assert found.p == pytest.approx(sum(s >= abs(found.s) for s in every) / len(every))


def test_published_probabilities_of_s():
    # Kendall (1975), Rank Correlation Methods, appendix table 1, one-sided: n = 4, S >= 6 .042;
    # n = 5, S >= 8 .042; n = 8, S >= 16 .031; n = 10, S >= 23 .023.
    assert mann_kendall([1, 2, 3, 4]).p / 2 == pytest.approx(0.042, abs=5e-4)
    assert mann_kendall([1, 2, 3, 5, 4]).p / 2 == pytest.approx(0.042, abs=5e-4)
    eight = [4, 1, 2, 3, 5, 8, 6, 7]
    assert mann_kendall(eight).s == 18
    sixteen = [4, 1, 2, 3, 8, 5, 6, 7]
    assert mann_kendall(sixteen).s == 16
    assert mann_kendall(sixteen).p / 2 == pytest.approx(0.031, abs=5e-4)


@given(st.lists(st.integers(-50, 50), min_size=1, max_size=12))
def test_turning_time_round_turns_the_trend_round(values):
    forth, back = mann_kendall(values), mann_kendall(values[::-1])
    assert (forth.s, forth.p) == (-back.s, pytest.approx(back.p))


def years(*values, complete=None):
    return pd.DataFrame({"hhi": values, "complete": complete or [True] * len(values)})


def test_a_trend_needs_four_complete_years():
    (row,) = trends(years(1, 2, 3), ["hhi"], most_chance=0.1).itertuples()
    assert (row.tendency, row.years) == ("too few years", FEWEST_YEARS - 1)
    assert pd.isna(row.s) and pd.isna(row.by_chance)
    cut = years(1, 2, 3, 9, complete=[True, True, True, False])
    assert trends(cut, ["hhi"], most_chance=0.1)["tendency"].tolist() == ["too few years"]


def test_rises_falls_or_neither():
    for values, told in (
        ((1, 2, 3, 4), "rises"),
        ((4, 3, 2, 1), "falls"),
        ((1, 3, 2, 4), "no trend"),
    ):
        assert trends(years(*values), ["hhi"], most_chance=0.1)["tendency"].tolist() == [told]
    assert trends(years(1, 2, 3, 4), ["hhi"], most_chance=0.05)["tendency"].tolist() == ["no trend"]
    assert trends(years(), ["hhi"], most_chance=0.1)["tendency"].tolist() == ["too few years"]
