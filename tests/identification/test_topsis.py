"""TOPSIS: the published example, its laws, and its known fault, the reversal of ranks."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kamlib.identification import topsis

# Hwang and Yoon (1981): four fighter aircraft, vector normalisation.
FIGHTERS = pd.DataFrame(
    [
        [2.0, 1500.0, 20000.0, 5.5, 5.0, 9.0],
        [2.5, 2700.0, 18000.0, 6.5, 3.0, 5.0],
        [1.8, 2000.0, 21000.0, 4.5, 7.0, 7.0],
        [2.2, 1800.0, 20000.0, 5.0, 5.0, 5.0],
    ],
    columns=list("abcdef"),
)
WEIGHTS = dict(zip("abcdef", [0.2, 0.1, 0.1, 0.1, 0.2, 0.3], strict=True))
DIRECTIONS = dict.fromkeys("abcdef", "benefit") | {"d": "cost"}


def test_hwang_and_yoons_aircraft():
    found = topsis.closeness(FIGHTERS, WEIGHTS, DIRECTIONS)
    assert found.tolist() == pytest.approx([0.643277, 0.268384, 0.613542, 0.312291], abs=1e-6)


def test_accounts_all_alike_are_half_way():
    alike = pd.DataFrame({"a": [3.0] * 10, "b": [0.0] * 10})
    found = topsis.closeness(alike, {"a": 1, "b": 1}, {"a": "benefit", "b": "cost"})
    assert found.tolist() == [0.5] * 10
    one = topsis.closeness(alike.head(1), {"a": 1, "b": 1}, {"a": "benefit", "b": "cost"})
    assert one.tolist() == [0.5]


def test_weights_are_taken_in_any_unit_but_not_negative_or_nothing():
    found = topsis.closeness(FIGHTERS, {k: 50 * w for k, w in WEIGHTS.items()}, DIRECTIONS)
    assert found.tolist() == pytest.approx([0.643277, 0.268384, 0.613542, 0.312291], abs=1e-6)
    with pytest.raises(ValueError, match="zero"):
        topsis.closeness(FIGHTERS, dict.fromkeys(WEIGHTS, 0), DIRECTIONS)
    with pytest.raises(ValueError, match="negative"):
        topsis.closeness(FIGHTERS, WEIGHTS | {"a": -0.1}, DIRECTIONS)


TABLE = arrays("float64", (6, 3), elements=st.integers(-20, 20).map(float))
EVEN = {"x": 0.5, "y": 0.3, "z": 0.2}
WAYS = {"x": "benefit", "y": "cost", "z": "benefit"}


@settings(deadline=None)
@given(TABLE, st.permutations(range(6)), st.permutations(list("xyz")))
def test_neither_the_order_nor_the_unit_of_a_criterion_plays_a_part(values, rows, columns):
    frame = pd.DataFrame(values, columns=list("xyz"))
    found = topsis.closeness(frame, EVEN, WAYS)
    assert found.between(0, 1).all()
    moved = frame.iloc[rows][columns] * [1000.0, 7.0, 0.01]
    other = topsis.closeness(moved, {c: EVEN[c] for c in columns}, WAYS)
    assert other.loc[frame.index].tolist() == pytest.approx(found.tolist(), abs=1e-6)


@settings(deadline=None)
@given(TABLE)
def test_accounts_alike_are_equally_close(values):
    frame = pd.DataFrame(values, columns=list("xyz"))
    frame.loc[6] = frame.loc[2]
    found = topsis.closeness(frame, EVEN, WAYS)
    assert found[6] == pytest.approx(found[2], abs=1e-12)


@settings(deadline=None)
@given(TABLE)
def test_who_is_better_on_all_criteria_is_never_further_from_the_best(values):
    frame = pd.DataFrame(values, columns=list("xyz"))
    frame.loc[6] = frame.loc[2] + [1, -1, 1]
    found = topsis.closeness(frame, EVEN, WAYS)
    assert found[6] >= found[2]


def by_brute_force(values, weights, directions):
    """Accounts whose absence turns a pair of the others round."""
    before, turned = topsis.closeness(values, weights, directions), []
    for left in values.index:
        rest = values.drop(index=left)
        after = topsis.closeness(rest, weights, directions)
        swapped = any(
            before[i] > before[j] + 1e-9 and after[i] < after[j] - 1e-9
            for i in rest.index
            for j in rest.index
        )
        turned += [left] * swapped
    return turned


def test_reversals_of_ranks_are_found_where_they_are(rng):
    some = 0
    for _ in range(60):
        frame = pd.DataFrame(rng.integers(1, 30, (6, 3)).astype(float), columns=list("xyz"))
        found = topsis.reversals(frame, EVEN, WAYS, 2)
        assert found["left_out"].tolist() == by_brute_force(frame, EVEN, WAYS)
        some += len(found) > 0
    assert 5 < some < 60


def test_an_account_that_sets_the_best_value_can_turn_the_list_round():
    frame = pd.DataFrame({"x": [7.0, 6, 1, 30], "y": [1.0, 3, 9, 2], "z": [5.0, 3, 1, 1]})
    ways = dict.fromkeys("xyz", "benefit")
    found = topsis.reversals(frame, EVEN, ways, 1)
    assert found["left_out"].tolist() == by_brute_force(frame, EVEN, ways) != []
    large = pd.concat([frame] * 100, ignore_index=True)  # copies: only extremes are tried
    assert len(topsis.reversals(large, EVEN, ways, 1)) <= 6


def test_large_money_does_not_overflow():
    frame = pd.DataFrame({"x": [1e200, 2e200, 0.0]})
    found = topsis.closeness(frame, {"x": 1}, {"x": "benefit"})
    assert np.allclose(found, [0.5, 1, 0])
