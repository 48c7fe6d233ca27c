"""Concentration: closed-form and published figures, and what an empty book gives."""

import numpy as np
import pandas as pd
import pytest

from kamlib.identification import concentration

PARETO = (500, 300, 80, 40, 30, 20, 15, 8, 5, 2)


def book(revenue, profit=None):
    ids = [f"a{i}" for i in range(len(revenue))]
    profit = [np.nan] * len(ids) if profit is None else profit
    frame = pd.DataFrame({"account_id": ids, "revenue": revenue, "profit": profit})
    return frame.astype({"revenue": "float64", "profit": "float64"})


def measured(revenue, profit=None, **options):
    found = concentration.measures(book(revenue, profit), **options)
    return found.set_index("measure")["value"]


def series(*values):
    return pd.Series(values, dtype="float64")


def test_hhi_of_the_merger_guidelines():
    # US DOJ and FTC, Merger Guidelines 2023, 2.1: shares 30, 30, 20, 20.
    found = measured((30, 30, 20, 20))
    assert found["hhi"] == pytest.approx(2600, abs=1e-9)
    assert found["effective_accounts"] == pytest.approx(3.846153846153846)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((1, 2, 3, 4, 5), 4 / 15),
        ((10, 20, 30, 40), 0.25),
        ((0, 0, 0, 1), 0.75),
        ((1, 1, 1, 1), 0),
        ((1, 3, 6), 1 / 3),
    ],
)
def test_gini_in_its_population_form(values, expected):
    # Closed form.
    assert concentration.gini(series(*values)) == pytest.approx(expected, abs=1e-12)


def test_gini_refuses_negative_values():
    with pytest.raises(ValueError, match="negative"):
        concentration.gini(series(1, -1))


def test_80_20_with_an_account_exactly_on_the_cut():
    found = measured(PARETO)
    assert found["top_20_accounts"] == 2
    assert found["top_20_share"] == pytest.approx(0.8)
    assert found["accounts_for_80"] == 2
    assert found["accounts_for_80_part"] == pytest.approx(0.2)
    assert found["top_1_share"] == pytest.approx(0.5)
    assert found["top_3_share"] == pytest.approx(0.88)


def test_a_fifth_is_rounded_up():
    assert [concentration.fifth(n) for n in (0, 1, 5, 6, 15, 35)] == [0, 1, 1, 2, 3, 7]


def test_the_80_percent_are_reached_however_the_sum_is_rounded():
    assert measured([0.1] * 10)["accounts_for_80"] == 8


def test_negative_revenue_counts_as_account_and_in_revenue_only():
    found = measured((60, 40, 0, -50))
    assert (found["accounts"], found["accounts_with_revenue"]) == (4, 2)
    assert (found["revenue"], found["positive_revenue"]) == (50, 100)
    assert found["top_1_share"] == pytest.approx(0.6)
    assert found["hhi"] == pytest.approx(5200)


def test_a_book_without_sales_has_counts_and_nothing_else():
    found = measured((0, -5), profit=(0, -5))
    assert (found["accounts"], found["revenue"]) == (2, -5)
    empty = ["top_20_share", "accounts_for_80", "hhi", "gini", "top_1_share", "effective_accounts"]
    assert found[empty].isna().all()
    assert "accounts_for_50_profit" not in found


def test_one_account_is_the_whole_book():
    found = measured((5,), profit=(1,))
    assert (found["hhi"], found["gini"], found["accounts_for_80"]) == (1e4, 0, 1)
    assert (found["top_3_share"], found["accounts_for_50_profit"]) == (1, 1)


def test_profit_needs_more_than_half_and_losses_come_off_the_total():
    assert measured((9, 9, 9), profit=(50, 30, 20))["accounts_for_50_profit"] == 2
    # 50 of 50 + 30 - 20 = 60 is more than half.
    found = measured((9, 9, 9), profit=(50, 30, -20))
    assert found["accounts_for_50_profit"] == 1
    assert found["profit"] == 60
    assert found["top_20_profit_share"] == pytest.approx(50 / 60)


def test_profit_is_left_out_where_little_of_it_is_known():
    assert "profit_known_share" not in measured((60, 40))
    found = measured((60, 40), profit=(np.nan, 10))
    assert found["profit_known_share"] == pytest.approx(0.4)
    assert "profit" not in found
    assert measured((60, 40), profit=(np.nan, 10), profit_coverage=0.4)["profit"] == 10


def test_no_share_of_a_loss():
    found = measured((60, 40), profit=(-10, 5))
    assert found["profit"] == -5
    assert found[["accounts_for_50_profit", "top_20_profit_share"]].isna().all()


def test_measures_do_not_depend_on_order_or_unit(rng):
    frame = book(rng.lognormal(size=200), rng.normal(size=200))
    frame["profit"] += 1
    plain = concentration.measures(frame)
    mixed = concentration.measures(frame.sample(frac=1, random_state=1))
    pd.testing.assert_frame_equal(plain, mixed)
    dear = concentration.measures(frame.assign(revenue=frame["revenue"] * 1e4))
    same = ~plain["measure"].isin(["revenue", "positive_revenue"])
    pd.testing.assert_frame_equal(plain[same], dear[same])


def test_carriers_keep_ties_together_and_know_losses():
    assert concentration.carriers_of(series(40, 30, 30, -20), 0.5).tolist() == [
        True,
        True,
        True,
        False,
    ]
    assert not concentration.carriers_of(series(5, -9), 0.5).any()
    assert concentration.carriers_of(series(5, np.nan), 0.5).tolist() == [True, False]


def test_curve_shares_ranks_and_ends_at_one():
    frame = book((20, 50, 20, -5, 10))
    found = concentration.curve(frame, "revenue")
    assert found["account_id"].tolist() == ["a1", "a0", "a2", "a4"]
    assert found["rank"].tolist() == [1, 2, 2, 4]
    assert found["accounts_share"].tolist() == [0.25, 0.5, 0.75, 1]
    assert found["cumulative_share"].tolist() == pytest.approx([0.5, 0.7, 0.9, 1])
    assert concentration.curve(book((-1,)), "revenue").empty


def found_of(*values):
    return measured(values).to_dict()


def shape(*values):
    return concentration.shape(found_of(*values), times=2, effective=0.75)


def test_a_book_of_equals_is_flat_and_one_with_giants_is_not():
    assert shape(*[1] * 40) == "flat"
    assert shape(*PARETO) == "uneven"
    # One account of half the book among forty equals: the fifth holds much, few are effective.
    assert shape(40, *[1] * 40) == "uneven"


def test_few_accounts_and_none_have_no_shape():
    assert shape(9, 1, 1, 1) == "few"
    assert shape(0, -1) == "none"


def test_years_are_measured_each_by_itself():
    rows = [
        ("a", 2022, 30),
        ("b", 2022, 30),
        ("c", 2022, 20),
        ("d", 2022, 20),
        ("a", 2023, 5),
        ("b", 2023, -1),
    ]
    frame = pd.DataFrame(rows, columns=["account_id", "year", "revenue"])
    found = concentration.by_year(frame).set_index("year")
    assert found.loc[2022, "hhi"] == pytest.approx(2600)
    assert found.loc[2023, ["accounts", "revenue", "hhi"]].tolist() == [1, 4, 1e4]


def test_the_years_sum_to_the_book(rng):
    frame = pd.DataFrame(
        {
            "account_id": [f"a{i}" for i in range(60)] * 3,
            "year": [2021] * 60 + [2022] * 60 + [2023] * 60,
            "revenue": rng.normal(5, 3, 180),
        }
    )
    found = concentration.by_year(frame)
    assert found["revenue"].sum() == pytest.approx(frame["revenue"].sum())
    shuffled = concentration.by_year(frame.sample(frac=1, random_state=2))
    pd.testing.assert_frame_equal(found, shuffled)
    dear = concentration.by_year(frame.assign(revenue=frame["revenue"] * 700))
    shares = list(concentration.YEARLY)
    pd.testing.assert_frame_equal(found[shares], dear[shares])
