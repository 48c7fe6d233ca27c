"""Fuzzy evaluation: textbook figures, laws of the operators, and where they disagree."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamlib.identification import fuzzy

# The clothing example of Chinese textbooks, after Wang Peizhuang.
CLOTHING = np.array([[0.7, 0.2, 0.1, 0], [0, 0.4, 0.5, 0.1], [0.2, 0.3, 0.4, 0.1]])
LIKING = np.array([0.2, 0.5, 0.3])


def test_the_clothing_example_under_three_operators():
    found = fuzzy.evaluate(LIKING, CLOTHING)
    assert found["min max"] == pytest.approx([0.2, 0.4, 0.5, 0.1])
    assert fuzzy.normalised(found["min max"]) == pytest.approx(
        [0.166667, 0.333333, 0.416667, 0.083333], abs=1e-6
    )
    assert found["product max"] == pytest.approx([0.14, 0.2, 0.25, 0.05])
    assert found["product sum"] == pytest.approx([0.2, 0.33, 0.39, 0.08])
    for memberships in found.values():
        assert fuzzy.highest(memberships).tolist() == [False, False, True, False]


def test_the_weighted_score_is_the_mean_of_the_grades():
    found = fuzzy.evaluate(LIKING, CLOTHING)
    assert fuzzy.scores(found["product sum"], (1, 2, 3, 4)) == pytest.approx(
        0.2 + 2 * 0.33 + 3 * 0.39 + 4 * 0.08
    )


def test_tallies_are_shares_of_raters_and_a_half_score_belongs_to_both():
    scores = pd.DataFrame({"account_id": ["a", "a", "a", "b"], "score": [4, 4, 5, 2.5]})
    found = fuzzy.tallies(scores)
    assert found.loc["a"].tolist() == pytest.approx([0, 0, 0, 2 / 3, 1 / 3])
    assert found.loc["b"].tolist() == pytest.approx([0, 0.5, 0.5, 0, 0])


@settings(deadline=None)
@given(st.lists(st.floats(-3, 9), min_size=1, max_size=20))
def test_triangles_sum_to_one_and_keep_the_value(values):
    found = fuzzy.triangular(np.array(values))
    assert found.sum(axis=1) == pytest.approx(1)
    assert found @ np.arange(1, 6) == pytest.approx(np.clip(values, 1, 5))


@st.composite
def problems(draw):
    criteria = draw(st.integers(1, 5))
    share = st.floats(0.01, 1)
    weights = np.array(draw(st.lists(share, min_size=criteria, max_size=criteria)))
    rows = [draw(st.lists(share, min_size=5, max_size=5)) for _ in range(criteria)]
    r = np.array(rows)
    return weights / weights.sum(), r / r.sum(axis=1, keepdims=True)


@settings(deadline=None)
@given(problems(), st.randoms(use_true_random=False))
def test_laws_of_the_operators(problem, random):
    a, r = problem
    found = fuzzy.evaluate(a, r)
    assert found["product sum"].sum() == pytest.approx(1)  # rows sum to 1: nothing to divide by
    assert (found["product max"] <= found["min max"] + 1e-12).all()
    assert (found["product max"] <= found["product sum"] + 1e-12).all()
    order = list(range(len(a)))
    random.shuffle(order)
    other = fuzzy.evaluate(a[order], r[order])
    for name, memberships in found.items():
        assert other[name] == pytest.approx(memberships, abs=1e-12)
        assert fuzzy.normalised(memberships).sum() == pytest.approx(1)


def test_many_accounts_at_once_are_as_one_by_one(rng):
    r = rng.dirichlet(np.ones(5), size=(20, 3))
    whole = fuzzy.evaluate(LIKING, r)
    for i in range(20):
        for name, memberships in fuzzy.evaluate(LIKING, r[i]).items():
            assert whole[name][i] == pytest.approx(memberships)


def test_ties_and_operators_that_disagree_are_said():
    torn = np.array([[0.5, 0.5, 0, 0, 0], [0.5, 0.5, 0, 0, 0]])
    # One heavy criterion sure of grade 5, three light ones of grade 1: max against sum.
    split = np.zeros((2, 5))
    split[0, 4], split[1, 0] = 1, 1
    weights = np.array([0.5, 0.5])
    table = fuzzy.graded(
        pd.Series(["torn", "split"]), fuzzy.evaluate(weights, np.stack([torn, split]))
    )
    assert len(table) == 2 * 3 * 5
    assert table.groupby(["account_id", "operator"])["normalised"].sum().to_numpy() == (
        pytest.approx(1)
    )
    told = fuzzy.verdicts(table).set_index("account_id")
    assert told.loc["torn", "tied"] and told.loc["split", "tied"]
    assert not told.loc["split", "by_score"]  # the mean of 1 and 5 is 3, which nobody gave

    r = np.zeros((4, 5))
    r[0, 4] = 1
    r[1:, 0] = 1
    table = fuzzy.graded(pd.Series(["x"]), fuzzy.evaluate(np.array([0.4, 0.2, 0.2, 0.2]), r[None]))
    told = fuzzy.verdicts(table).set_index("account_id")
    assert not told.loc["x", "agree"] and not told.loc["x", "tied"]


@pytest.mark.parametrize("weights", [[0.5, 0.6, 0.2], [-0.2, 0.7, 0.5], [0, 0, 0]])
def test_weights_that_are_none_are_refused(weights):
    with pytest.raises(ValueError, match="sum to 1"):
        fuzzy.evaluate(np.array(weights), CLOTHING)


def test_memberships_outside_0_to_1_are_refused():
    with pytest.raises(ValueError, match="between 0 and 1"):
        fuzzy.evaluate(LIKING, CLOTHING * 2)
    with pytest.raises(ValueError, match="between 0 and 1"):
        fuzzy.evaluate(LIKING, np.where(CLOTHING == 0.7, np.nan, CLOTHING))
