"""Length of the list, who is on it, and how firmly."""

import numpy as np
import pandas as pd
import pytest

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
    # Months as well: core and out only where both say so; empty where no months were drawn.
    both = series(0.95, 0.5, 0.95, 0.05, 0.3, np.nan)
    found = selection.status(series(0.95, 0.95, 0.8, 0.05, 0.05, 0.9), both, core=0.9, out=0.1)
    assert found.tolist() == ["core", *["contested"] * 2, "out", "contested", "core"]


def test_people_change_the_list_and_only_changes_are_marked():
    ids = pd.Series(["a", "b", "c", "d"])
    computed = pd.Series([True, True, False, False])
    found = selection.by_hand(computed, ids, add={"a", "c", "d"}, remove={"b", "d", "nobody"})
    assert found["is_key"].tolist() == [True, False, True, False]
    assert found["added"].tolist() == [False, False, True, False]
    assert found["removed"].tolist() == [False, True, False, False]


def test_score_ties_are_found_through_rounding():
    assert selection.listed(series(0.1 + 0.2, 0.3, 0.2), 1).tolist() == [True, True, False]


def test_hours_take_the_place_of_80_20_but_not_of_its_bounds():
    assert capacity([1] * 100, served=7) == 7
    assert capacity([90, *[1] * 99], served=7) == 7  # 80:20 would stop after two
    assert capacity([1] * 100, served=90) == 20
    assert capacity([1] * 1000, served=90) == 35
    assert capacity([1] * 100, served=7, wanted=9) == 9
    assert capacity([0, -1], served=7) == 0


def test_hours_serve_whole_accounts():
    assert selection.served_by_hours(3300, share=0.5, each=120) == 13
    assert selection.served_by_hours(3600, share=0.1, each=120) == 3  # 360.00000000000006 / 120
    assert selection.served_by_hours(100, share=0.5, each=120) == 1
    for unknown in ({"hours": 0}, {"hours": np.nan}, {"share": 0}, {"each": 0}):
        given = {"hours": 3300, "share": 0.5, "each": 120} | unknown
        assert selection.served_by_hours(given.pop("hours"), **given) is None


def test_a_list_outside_15_to_35_is_warned_of_where_the_book_is_large_enough():
    def warned(keys, accounts=1000):
        bounds = {"most_share": 0.2, "few": 15, "most": 35, "too_many": 50}
        return selection.size_warning(keys, accounts, **bounds)

    assert [warned(n) for n in (3, 14, 15, 35, 36, 50, 51)] == [
        "few", "few", "", "", "many", "many", "too many",
    ]  # fmt: skip
    assert warned(3, accounts=75) == "few"
    assert warned(3, accounts=74) == "small book"
    assert warned(60, accounts=74) == "too many"


def test_places_add_up_to_the_book():
    ordered = pd.DataFrame({"revenue": [60.0, 50, -10], "profit": [9.0, np.nan, -4]})
    found = selection.by_place(ordered, hours_each=120, cost_each=5)
    assert found["place"].tolist() == [1, 2, 3]
    assert found["cumulative_share"].tolist() == pytest.approx([60 / 110, 1, 100 / 110])
    assert found["hours"].tolist() == [120, 240, 360]
    assert found["surplus"].fillna(-99).tolist() == [4, -99, -9]
    unknown = selection.by_place(ordered, hours_each=120, cost_each=np.nan)
    assert unknown["surplus"].isna().all()
    nothing = selection.by_place(ordered.assign(revenue=-1.0), hours_each=1, cost_each=1)
    assert nothing["cumulative_share"].isna().all()
