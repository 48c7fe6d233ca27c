"""AHP: Saaty's published matrices, laws of consistent ones, and answers that are no matrix."""

from fractions import Fraction
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamlib.identification import ahp


def matrix(n, upper):
    """A reciprocal matrix from its upper triangle, row by row."""
    found = np.ones((n, n))
    for (i, j), said in zip(combinations(range(n), 2), upper.split(), strict=True):
        found[i, j] = float(Fraction(said))
        found[j, i] = 1 / found[i, j]
    return found


# Saaty (1990), EJOR 48, 9-26: choosing a house by eight criteria.
HOUSE = matrix(
    8, "5 3 7 6 6 1/3 1/4 1/3 5 3 3 1/5 1/7 6 3 4 6 1/5 1/3 1/4 1/7 1/8 1/2 1/5 1/6 1/5 1/6 1/2"
)
# Saaty (2008), Int. J. Services Sciences 1(1), 83-98: drinks in the United States.
DRINKS = matrix(7, "9 5 2 1 1 1/2 1/3 1/9 1/9 1/9 1/9 1/3 1/4 1/3 1/9 1/2 1 1/3 2 1/2 1/3")


def test_saatys_house():
    found = ahp.weigh(HOUSE)
    published = [0.173, 0.054, 0.188, 0.018, 0.031, 0.036, 0.167, 0.333]
    assert found.weights == pytest.approx(published, abs=6e-4)
    full = [0.173017, 0.053976, 0.18811, 0.017508, 0.031044, 0.036322, 0.166834, 0.333189]
    assert found.weights == pytest.approx(full, abs=1e-6)
    assert found.lambda_max == pytest.approx(9.668887, abs=1e-6)
    assert found.ci == pytest.approx(0.238412, abs=1e-6)
    assert found.cr == pytest.approx(0.169087, abs=1e-6)
    assert not found.accepted


def test_saatys_house_as_a_choice():
    alternatives = np.array(
        [
            [0.754, 0.181, 0.065],
            [0.233, 0.055, 0.713],
            [0.754, 0.065, 0.181],
            [0.333, 0.333, 0.333],
            [0.674, 0.101, 0.226],
            [0.747, 0.06, 0.193],
            [0.2, 0.4, 0.4],
            [0.072, 0.65, 0.278],
        ]
    )
    composite = ahp.weigh(HOUSE).weights @ alternatives
    assert composite == pytest.approx([0.396, 0.341, 0.263], abs=2e-3)


def test_saatys_drinks():
    found = ahp.weigh(DRINKS)
    full = [0.177457, 0.019149, 0.041831, 0.116417, 0.189572, 0.128781, 0.326793]
    assert found.weights == pytest.approx(full, abs=1e-6)
    assert found.lambda_max == pytest.approx(7.176629, abs=1e-6)
    assert found.cr == pytest.approx(0.022, abs=1e-3)
    assert found.accepted


def test_the_newer_table_gives_another_ratio_and_has_its_name():
    assert ahp.weigh(HOUSE, "newer").cr == pytest.approx(0.238412 / 1.40, abs=1e-6)


def test_random_matrices_have_the_random_index(rng):
    for n in (3, 5, 9):
        draws = rng.choice(ahp.SCALE, size=(3000, n, n))
        upper = np.triu(draws, 1)
        lower = np.where(upper > 0, 1 / np.where(upper > 0, upper, 1), 0)
        stack = upper + lower.transpose(0, 2, 1) + np.eye(n)
        index = np.mean([ahp.weigh(m).ci for m in stack[:1000]])
        assert index == pytest.approx(ahp.RANDOM_INDEX["newer"][n - 3], abs=0.05)


@settings(deadline=None)
@given(st.lists(st.floats(0.01, 1), min_size=1, max_size=9))
def test_a_consistent_matrix_gives_its_weights(weights):
    w = np.array(weights) / sum(weights)
    found = ahp.weigh(w[:, None] / w[None, :])
    assert found.weights == pytest.approx(w, abs=1e-9)
    assert found.lambda_max == pytest.approx(len(w), abs=1e-8)
    assert found.accepted
    if len(w) > 2:
        assert found.cr == pytest.approx(0, abs=1e-8)
    else:
        assert np.isnan(found.cr)  # no ratio for two or fewer
    assert ahp.worst_triad(w[:, None] / w[None, :]) is None


@st.composite
def reciprocal(draw, n=None):
    n = n or draw(st.integers(3, 6))
    found = np.ones((n, n))
    for i, j in combinations(range(n), 2):
        found[i, j] = draw(st.sampled_from(ahp.SCALE))
        found[j, i] = 1 / found[i, j]
    return found


@settings(deadline=None)
@given(reciprocal(), st.randoms(use_true_random=False))
def test_the_order_of_the_criteria_plays_no_part(m, random):
    order = list(range(len(m)))
    random.shuffle(order)
    one, other = ahp.weigh(m), ahp.weigh(m[np.ix_(order, order)])
    assert other.weights == pytest.approx(one.weights[order], abs=1e-8)
    assert other.cr == pytest.approx(one.cr, abs=1e-8)


@settings(deadline=None)
@given(reciprocal())
def test_the_change_named_lowers_the_ratio_to_what_it_says_and_no_other_does_better(m):
    mend = ahp.repair(m)
    if mend is None:
        return
    mended = m.copy()
    mended[mend.first, mend.second], mended[mend.second, mend.first] = mend.better, 1 / mend.better
    assert ahp.weigh(mended).cr == pytest.approx(mend.cr, abs=1e-8)
    assert mend.cr < ahp.weigh(m).cr
    for i, j in combinations(range(len(m)), 2):
        other = m.copy()
        other[i, j], other[j, i] = 3.0, 1 / 3
        assert ahp.weigh(other).cr >= mend.cr - 1e-8


def test_a_planted_slip_is_the_one_found():
    w = np.array([0.5, 0.25, 0.125, 0.0625])
    m = w[:, None] / w[None, :]
    m[0, 2], m[2, 0] = 1 / 4, 4  # written the wrong way round: should be 4
    assert 0 in ahp.worst_triad(m) and 2 in ahp.worst_triad(m)
    mend = ahp.repair(m)
    assert (mend.first, mend.second, mend.better) == (0, 2, 4)
    assert mend.was == pytest.approx(0.25)
    assert mend.cr == pytest.approx(0, abs=1e-9)


def test_a_group_is_the_geometric_mean_and_each_judge_keeps_a_ratio():
    one, other = matrix(3, "2 4 2"), matrix(3, "1/2 1/4 1/2")
    assert ahp.together([one, other]) == pytest.approx(np.ones((3, 3)))
    told = ahp.judged({"Li": matrix(3, "2 1/8 2"), "Wu": other}).set_index("judge")
    assert list(told.index) == ["Li", "Wu", ahp.GROUP]
    assert not told.loc["Li", "accepted"] and told.loc["Wu", "accepted"]
    assert told.loc["Li", ["triad_1", "triad_2", "triad_3"]].tolist() == [0, 1, 2]
    assert told.loc["Wu", "triad_1"] == -1 and np.isnan(told.loc["Wu", "cr_after"])


def judgements(*rows):
    return pd.DataFrame(rows, columns=["judge", "first", "second", "judgement"])


def test_pairs_may_be_named_either_way_round_and_twice_where_they_agree():
    said = judgements(("Li", "a", "b", 2), ("Li", "c", "a", 0.25), ("Li", "b", "c", 2))
    assert ahp.matrices(said, ["a", "b", "c"])["Li"] == pytest.approx(matrix(3, "2 4 2"))
    both = judgements(("Li", "a", "b", 8), ("Li", "b", "a", 0.13))
    built = ahp.matrices(both, ["a", "b"])["Li"]
    assert built[0, 1] * built[1, 0] == pytest.approx(1, abs=1e-12)


@pytest.mark.parametrize(
    ("rows", "code", "pair"),
    [
        ([("Li", "a", "b", 2), ("Li", "a", "c", 4)], "missing", ("b", "c")),
        ([("Li", "a", "b", np.nan)], "missing", ("a", "b")),
        ([("Li", "a", "b", 2), ("Li", "b", "a", 3)], "not_reciprocal", ("a", "b")),
        ([("Li", "a", "b", 0)], "not_positive", ("a", "b")),
        ([("Li", "a", "b", -3)], "not_positive", ("a", "b")),
        ([("Li", "a", "b", 2), ("Li", "a", "b", 2)], "twice", ("a", "b")),
        ([("Li", "a", "z", 2)], "unknown", ("a", "z")),
        ([("Li", "a", "a", 1)], "itself", ("a", "a")),
    ],
)
def test_answers_that_are_no_matrix_name_the_judge_and_the_pair(rows, code, pair):
    with pytest.raises(ahp.JudgementError) as caught:
        ahp.matrices(judgements(*rows), ["a", "b", "c"])
    told = {(p.code, p.judge, p.first, p.second) for p in caught.value.problems}
    assert (code, "Li", *pair) in told
    assert "Li" in str(caught.value)


@pytest.mark.parametrize(
    ("given_", "code"),
    [
        ([[1, 2], [3, 1]], "not_reciprocal"),
        ([[1, -2], [-0.5, 1]], "not_positive"),
        ([[1, 0], [0, 1]], "not_positive"),
        ([[1, np.nan], [0.5, 1]], "missing"),
        ([[2, 2], [0.5, 1]], "diagonal"),
        ([[1, 2, 3], [0.5, 1, 2]], "shape"),
    ],
)
def test_a_matrix_given_whole_is_checked(given_, code):
    with pytest.raises(ahp.JudgementError, match="Wu") as caught:
        ahp.checked(np.array(given_), ["a", "b"], "Wu")
    assert [p.code for p in caught.value.problems] == [code]


def test_a_whole_matrix_with_rounded_fractions_becomes_exactly_reciprocal():
    built = ahp.checked(np.array([[1, 3, 8], [0.33, 1, 3], [0.13, 0.33, 1]]), list("abc"))
    assert built * built.T == pytest.approx(np.ones((3, 3)), abs=1e-12)


def test_more_than_fifteen_criteria_are_refused():
    names = [f"c{i}" for i in range(16)]
    with pytest.raises(ValueError, match="15"):
        ahp.checked(np.ones((16, 16)), names)
    assert ahp.weigh(ahp.checked(np.ones((15, 15)), names[:15])).cr == pytest.approx(0)
