"""Sub-scores: right ends, right directions, and silence where too little is known."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamlib.identification import structure

NO = np.nan


def items(**accounts) -> pd.DataFrame:
    """Rows of one part: account to the scaled values of its items, in order."""
    rows = [
        {"account_id": account, "part": "power", "item": f"i{place}", "scaled": value}
        for account, values in accounts.items()
        for place, value in enumerate(values)
    ]
    return pd.DataFrame(rows)


def score(frame: pd.DataFrame, weights=None) -> list[float]:
    return structure.sub_scores(frame, weights or {})["score"].tolist()


def test_balance_is_one_where_both_need_each_other_alike():
    found = structure.balance(pd.Series([0.3, 0.05, 0.4, NO]), pd.Series([0.3, 0.85, 1.7, 0.2]))
    assert found[:3].tolist() == pytest.approx([1, 0.2, 0.4])  # a share over 1 counts as 1
    assert np.isnan(found[3])


def test_managers_scores_run_from_one_to_five_and_turn_where_less_is_more():
    values = pd.Series([1, 3, 5, NO])
    assert structure.scaled(values, how="scale", more=True)[:3].tolist() == [0, 0.5, 1]
    assert structure.scaled(values, how="scale", more=False)[:3].tolist() == [1, 0.5, 0]
    assert np.isnan(structure.scaled(values, how="scale", more=False)[3])


def test_an_unknown_figure_stays_unknown():
    found = structure.scaled(pd.Series([1.0, NO, 3.0, 9.0]), how="rank", more=True)
    assert found.dropna().tolist() == [0, 0.5, 1]
    assert np.isnan(found[1])


def test_shares_count_as_they_are():
    assert structure.scaled(pd.Series([0.2]), how="share", more=True).tolist() == [0.2]
    assert structure.scaled(pd.Series([0.2]), how="share", more=False).tolist() == [0.8]


def test_a_sub_score_is_the_weighted_mean_of_what_is_known():
    frame = items(a=[1, 0, 0.5], b=[1, NO, 0])
    assert score(frame) == pytest.approx([0.5, 0.5])
    assert score(frame, {"i0": 3}) == pytest.approx([3.5 / 5, 3 / 4])
    assert score(frame, {"i0": 0}) == pytest.approx([0.25, 0])


def test_doubling_every_weight_changes_nothing():
    frame = items(a=[1, 0.3, NO], b=[0.2, NO, 0])
    assert score(frame, dict.fromkeys(("i0", "i1", "i2"), 2.0)) == pytest.approx(score(frame))


def test_less_than_half_known_is_no_score():
    frame = items(a=[1, 0.4, NO, NO, NO], b=[1, 0.4, 0.1, NO, NO], c=[NO] * 5)
    found = structure.sub_scores(frame, {})
    assert found["score"].fillna(-1).tolist() == pytest.approx([-1, 0.5, -1])
    assert found["known"].tolist() == [2, 3, 0]
    assert found["items"].tolist() == [5, 5, 5]


def test_all_weights_zero_is_no_score():
    assert np.isnan(score(items(a=[1, 1]), {"i0": 0, "i1": 0})).all()


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.floats(0, 1), min_size=2, max_size=6),
    st.integers(0, 5),
    st.floats(0, 1),
)
def test_raising_an_item_never_lowers_the_sub_score(values, place, to):
    place = place % len(values)
    better = [max(v, to) if i == place else v for i, v in enumerate(values)]
    before, after = score(items(a=values, b=better))
    assert after >= before - 1e-12
    assert min(values) - 1e-12 <= before <= max(values) + 1e-12


@settings(max_examples=25, deadline=None)
@given(st.permutations("abcd"))
def test_names_and_order_of_accounts_change_nothing(names):
    values = {"a": [1, 0, NO], "b": [0.2, 0.3, 0.4], "c": [NO, NO, 1], "d": [0, 0, 0]}
    plain = structure.sub_scores(items(**values), {}).set_index("account_id")["score"]
    moved = structure.sub_scores(items(**{n: values[n] for n in names}), {})
    assert moved.set_index("account_id")["score"].reindex(list("abcd")).equals(plain)


def test_the_four_cells():
    power = pd.Series([0.8, 0.5, 0.2, 0.2, NO])
    inclination = pd.Series([0.2, 0.5, 0.2, 0.9, 0.9])
    assert structure.cells(power, inclination).tolist() == [
        "partner on terms",
        "hard bargainer",
        "easy buyer",
        "small haggler",
        "",
    ]
