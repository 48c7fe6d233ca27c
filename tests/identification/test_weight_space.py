"""Weightings within statements: exact centres, every statement kept, degenerate spaces."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamlib.identification import weight_space

LETTERS = "abcdefghijkl"
N = 20_000


def order(m):
    return list(zip(LETTERS, LETTERS[1:m], strict=False))


def drawn(names, n=N, seed=7, **stated):
    return weight_space.draws(weight_space.space(tuple(names), **stated), n, seed=seed)


def ordered_corners(m):
    """Corners of w1 >= ... >= wm: 1/j for each of the first j, nothing for the others."""
    return np.tril(np.ones((m, m))) / np.arange(1, m + 1)[:, None]


def moments(corners):
    """Mean and covariance of the even distribution on a simplex with these corners."""
    m, centre = len(corners), corners.mean(axis=0)
    away = corners - centre
    return centre, away.T @ away / (m * (m + 1))


def near(found, centre, covariance, *, by=5.0):
    """Means within `by` standard errors, covariances within 6 % of the largest."""
    error = np.sqrt(np.maximum(np.diag(covariance), 1e-18) / len(found))
    assert (np.abs(found.mean(axis=0) - centre) < by * error + 1e-12).all()
    assert np.abs(np.cov(found.T) - covariance).max() < 0.06 * covariance.max()


@pytest.mark.parametrize("m", [2, 3, 5, 7, 12])
def test_a_complete_order_has_its_exact_centre_and_spread(m):
    found = drawn(LETTERS[:m], heavier=order(m))
    expected = [sum(1 / j for j in range(k, m + 1)) / m for k in range(1, m + 1)]
    centre, covariance = moments(ordered_corners(m))
    assert centre == pytest.approx(expected)
    near(found, centre, covariance)
    assert (np.diff(found, axis=1) <= 1e-9).all()


@pytest.mark.parametrize("m", [2, 3, 12])
def test_without_statements_all_of_the_simplex(m):
    near(drawn(LETTERS[:m]), *moments(np.eye(m)))


def test_lower_bounds_leave_a_smaller_simplex():
    low = np.array([0.3, 0.2, 0.1, 0, 0, 0, 0, 0, 0, 0])
    found = drawn(LETTERS[:10], at_least=dict(zip(LETTERS, low, strict=False)))
    near(found, *moments(low + 0.4 * np.eye(10)))


def test_a_narrow_sliver_is_filled_evenly():
    """Bounds that leave a thousandth of the way, from both sides."""
    low = np.array([0.499, 0.3, 0.1, 0.1])
    found = drawn("abcd", at_least=dict(zip("abcd", low, strict=True)))
    near(found, *moments(low + 0.001 * np.eye(4)))


def test_bounds_and_order_together_against_weightings_refused_one_by_one(rng):
    stated = {"heavier": [("a", "b"), ("c", "d")], "at_most": {"a": 0.35}, "at_least": {"d": 0.1}}
    every = rng.standard_exponential((400_000, 4))
    every /= every.sum(axis=1, keepdims=True)
    a, b, c, d = every.T
    kept = every[(a >= b) & (c >= d) & (a <= 0.35) & (d >= 0.1)]
    found = drawn("abcd", **stated)
    within = weight_space.space("abcd", **stated)
    walked = weight_space._walked(within, np.random.default_rng(1), N)
    for one in (found, walked):
        assert one.mean(axis=0) == pytest.approx(kept.mean(axis=0), abs=0.004)
        assert np.cov(one.T) == pytest.approx(np.cov(kept.T), abs=0.0006)


def test_equations_are_kept_exactly():
    found = drawn("abc", heavier=[("a", "b"), ("b", "a")])
    assert found[:, 0] == pytest.approx(found[:, 1], abs=1e-12)
    near(found, *moments_of_a_line([0.5, 0.5, 0], [0, 0, 1]))
    found = drawn("abc", at_least={"a": 0.5}, at_most={"a": 0.5})
    assert found[:, 0] == pytest.approx(np.full(N, 0.5))
    near(found, *moments_of_a_line([0.5, 0.5, 0], [0.5, 0, 0.5]))


def moments_of_a_line(one, other):
    return moments(np.array([one, other], dtype="float64"))


def test_a_single_weighting_is_drawn_again_and_again():
    found = drawn("ab", n=5, at_least={"a": 0.25, "b": 0.75})
    assert found == pytest.approx(np.tile([0.25, 0.75], (5, 1)))
    assert drawn("a", n=3).tolist() == [[1], [1], [1]]


def test_what_cannot_be_is_refused():
    with pytest.raises(ValueError, match="no weighting"):
        weight_space.space("ab", heavier=[("a", "b")], at_most={"a": 0.4})


def test_the_same_seed_draws_the_same():
    for stated in ({}, {"heavier": order(3)}, {"heavier": order(9)}):
        names = LETTERS[:9]
        one, two = (drawn(names, n=300, **stated) for _ in range(2))
        assert (one == two).all()
        assert not (one == drawn(names, n=300, seed=8, **stated)).all()


def test_criteria_without_data_leave_their_weight_to_the_others():
    within = weight_space.space("abc")
    some, weights = weight_space.part(within, weight_space.draws(within, N, seed=7), ["c", "a"])
    assert some.names == ("c", "a")
    near(weights, *moments(np.eye(2)))  # as even as if b had never been
    within = weight_space.space("abc", heavier=[("a", "b"), ("b", "a")])
    some, weights = weight_space.part(within, weight_space.draws(within, 50, seed=7), ["a", "b"])
    assert weights == pytest.approx(np.full((50, 2), 0.5))
    assert np.linalg.matrix_rank(weight_space.alike_on(some)) == 1


pairs = st.lists(st.tuples(st.sampled_from("abcde"), st.sampled_from("abcde")), max_size=5)
tenths = st.dictionaries(st.sampled_from("abcde"), st.integers(0, 4).map(lambda n: n / 10))


@settings(max_examples=40, deadline=None, derandomize=True)
@given(pairs, tenths, tenths)
def test_every_weighting_keeps_every_statement(heavier, at_least, at_most):
    stated = {"heavier": heavier, "at_least": at_least, "at_most": at_most}
    try:
        within = weight_space.space("abcde", **stated)
    except ValueError:
        return
    found = weight_space.draws(within, 500, seed=3)
    assert found.sum(axis=1) == pytest.approx(np.ones(500))
    assert (found @ within.rows.T <= within.limits + 1e-9).all()
    assert (found >= 0).all()
    # Whoever is alike on a few weightings is alike on all.
    two = np.random.default_rng(1).random((2, 5))
    same = two[0] @ weight_space.alike_on(within) - two[1] @ weight_space.alike_on(within)
    shift = np.linalg.lstsq(weight_space.alike_on(within).T, same, rcond=None)[0]
    assert found @ (two[0] - shift) == pytest.approx(found @ two[1])
