"""Length of the list, who is on it, and how firmly."""

import pandas as pd

from kamlib.identification import selection


def series(*values):
    return pd.Series(values, dtype="float64")


def capacity(revenue, **changed):
    options = {"wanted": None, "key_share": 0.8, "most_share": 0.2, "most_accounts": 35}
    return selection.capacity(pd.Series(revenue, dtype="float64"), **options | changed)


def test_capacity_is_the_80_20_rule_within_its_bounds():
    assert capacity([90, 4, 3, 2, 1]) == 1  # one account carries 80 %
    assert capacity([1] * 10) == 2  # eight would, at most 20 % are taken
    assert capacity([1] * 15) == 3
    assert capacity([1] * 1000) == 35
    assert capacity([1] * 10, most_share=1, key_share=0.5) == 5


def test_capacity_of_the_engagement_holds_as_far_as_there_are_accounts():
    assert capacity([5, 4, 3], wanted=2) == 2
    assert capacity([5, 4, 3], wanted=15) == 3


def test_there_is_no_list_without_positive_revenue():
    assert capacity([0, -5]) == 0
    assert capacity([0, -5], wanted=3) == 0


def test_all_of_a_tie_at_the_end_is_listed():
    assert selection.listed(series(9, 7, 7, 7, 1), 2).tolist() == [True] * 4 + [False]
    assert not selection.listed(series(9, 9), 0).any()


def test_tiers_by_cumulative_revenue_the_rest_is_c():
    # Closed form: cumulative .5 .8 .88 .92 .95 .97 ...
    revenue = series(500, 300, 80, 40, 30, 20, 15, 8, 5, 2, 0, -7)
    assert "".join(selection.tiers(revenue, (0.8, 0.95))) == "AABBBCCCCCCC"


def test_status_limits_belong_to_core_and_contested():
    found = selection.status(series(1, 0.9, 0.89, 0.1, 0.09, 0), core=0.9, out=0.1)
    assert found.tolist() == ["core", "core", "contested", "contested", "out", "out"]


def test_nobody_is_on_a_list_without_places_whatever_the_limits():
    assert selection.status(series(0, 0), core=0, out=0).tolist() == ["out", "out"]


def test_people_change_the_list_and_only_changes_are_marked():
    ids = pd.Series(["a", "b", "c", "d"])
    computed = pd.Series([True, True, False, False])
    found = selection.by_hand(computed, ids, add={"a", "c", "d"}, remove={"b", "d", "nobody"})
    assert found["is_key"].tolist() == [True, False, True, False]
    assert found["added"].tolist() == [False, False, True, False]
    assert found["removed"].tolist() == [False, True, False, False]


def test_score_ties_are_found_through_rounding():
    assert selection.listed(series(0.1 + 0.2, 0.3, 0.2), 1).tolist() == [True, True, False]
