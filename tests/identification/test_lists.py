"""Lists by rule, and their overlap."""

import numpy as np
import pandas as pd
import pytest

from kamlib.identification import lists


def frame(**columns):
    found = pd.DataFrame(columns)
    return found.assign(account_id=[f"a{i}" for i in range(len(found))])


def test_top_20_percent_by_revenue_with_all_of_a_tie():
    revenue = [50.0, 20, 20, 5, 5, 4, 3, 2, 1, -90]  # nine with revenue: two places
    found = lists.top_revenue(frame(revenue=revenue), 0.2)
    assert found.tolist() == [True] * 3 + [False] * 7


def test_nobody_is_largest_without_revenue():
    assert not lists.top_revenue(frame(revenue=[0.0, -3.0]), 0.2).any()


def test_profit_list_is_the_smallest_set_over_half():
    accounts = frame(revenue=[9.0, 9, 9, 9], profit=[50.0, 30, 20, np.nan])
    assert lists.most_profit(accounts, 0.5).tolist() == [True, True, False, False]


def test_profit_of_an_account_without_revenue_does_not_count():
    accounts = frame(revenue=[0.0, 9, 9], profit=[90.0, 6, 4])
    assert lists.most_profit(accounts, 0.5).tolist() == [False, True, False]


def test_screen_asks_for_every_trait():
    accounts = frame(
        orders=[9.0, 8, 1, 9],
        revenue=[90.0, 80, 70, 1],
        margin=[0.3, 0.1, 0.3, 0.3],
        active_share=[1.0, 1, 1, 1],
    )
    assert lists.four_traits(accounts, 0.5).tolist() == [True, False, False, False]


def test_screen_leaves_out_a_trait_nobody_has_and_an_account_without_a_value():
    accounts = frame(
        orders=[9.0, 8],
        revenue=[90.0, 80],
        margin=[np.nan, np.nan],
        active_share=[1.0, np.nan],
    )
    assert list(lists.traits_with_data(accounts)) == ["frequency", "volume", "loyalty"]
    assert lists.four_traits(accounts, 1).tolist() == [True, False]


def test_overlap_is_the_jaccard_index_of_each_pair():
    listed = lists.long(
        frame(revenue=[1.0, 1, 1]),
        {
            "one": pd.Series([True, True, False]),
            "two": pd.Series([False, True, True]),
            "none": pd.Series([False] * 3),
            "void": pd.Series([False] * 3),
        },
    )
    found = lists.overlap(listed).set_index(["rule", "other"])
    assert found.loc[("one", "two")].tolist() == pytest.approx([1, 3, 1 / 3])
    assert found.loc[("one", "none"), "jaccard"] == 0
    assert np.isnan(found.loc[("none", "void"), "jaccard"])
    assert len(found) == 6


def test_class_a_and_of_b_those_with_a_future():
    tier = pd.Series(list("ABBBBC"))
    potential = pd.Series([0.0, 0.8, 0.1, 0.75, np.nan, 1.0])
    relationship = pd.Series([0.0, 0.1, 0.9, 0.75, np.nan, 1.0])
    found = lists.class_a_and_b(tier, potential, relationship, cut=0.75)
    assert found.tolist() == ["A", "potential", "relationship", "both", "", ""]


def test_the_screen_of_a_family_asks_only_who_buys_it():
    families = frame(
        family=["pumps", "pumps", "valves", "valves"],
        orders=[9.0, 1, 2, 1],
        revenue=[9.0, 1, 2, 1],
        margin=[0.3, 0.2, 0.3, 0.2],
        active_share=[1.0, 0.1, 0.2, 0.1],
    )
    assert lists.by_family(families, 0.5).tolist() == [True, False, True, False]
    assert lists.by_family(families.head(0), 0.5).empty


def test_disagreement_counts_the_lists_in_the_minority():
    wide = pd.DataFrame([[1, 1, 1, 1], [1, 0, 0, 0], [1, 1, 0, 0], [0, 0, 0, 0]]).astype(bool)
    assert lists.disagreement(wide).tolist() == [0, 1, 2, 0]
