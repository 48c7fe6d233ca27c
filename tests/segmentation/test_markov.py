"""Chains with published answers, and what holds for every chain."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamlib.segmentation import markov

# Pfeifer and Carraway (2000): states are periods since the last order, the last one former.
RECENCY = [
    [0.3, 0.7, 0, 0, 0],
    [0.2, 0, 0.8, 0, 0],
    [0.15, 0, 0, 0.85, 0],
    [0.05, 0, 0, 0, 0.95],
    [0, 0, 0, 0, 1],
]
MARGIN = [36, -4, -4, -4, 0]


def test_value_of_a_relationship_as_published():
    assert markov.value(RECENCY, MARGIN, discount=0.2) == pytest.approx(
        [52.3196, 5.5538, 1.2508, -1.82, 0], abs=5e-4
    )
    assert markov.value(RECENCY, MARGIN, discount=0.2, horizon=4) == pytest.approx(
        [50.115, 4.2199, 0.5921, -1.9801, 0], abs=5e-4
    )


def test_where_to_stop_as_published():
    found = markov.worth(RECENCY, MARGIN, discount=0.2)
    assert found.values == pytest.approx([53.1494, 6.6207, 2.6437, 0, 0], abs=5e-4)
    assert found.goes_on.tolist() == [True, True, True, False, True]


def test_weather_in_the_land_of_oz():
    oz = [[0.5, 0.25, 0.25], [0.5, 0, 0.5], [0.25, 0.25, 0.5]]
    assert markov.steady_state(oz) == pytest.approx([0.4, 0.2, 0.4])


def test_the_walk_of_a_drunkard():
    walk = [
        [1, 0, 0, 0, 0],
        [0.5, 0, 0.5, 0, 0],
        [0, 0.5, 0, 0.5, 0],
        [0, 0, 0.5, 0, 0.5],
        [0, 0, 0, 0, 1],
    ]
    ends = [True, False, False, False, True]
    assert markov.periods_left(walk, ends) == pytest.approx([0, 3, 4, 3, 0])
    with pytest.raises(markov.Undefined, match="where one starts decides"):
        markov.steady_state(walk)


def test_a_margin_is_worth_so_many_years():
    pairs = [(0.6, 0.1), (0.7, 0.1), (0.8, 0.12), (0.9, 0.1), (0.9, 0.12), (0.9, 0.16)]
    found = [markov.margin_multiple(r, d) for r, d in pairs]
    assert found == pytest.approx([1.2, 1.75, 2.5, 4.5, 4.0909, 3.4615], abs=5e-5)
    # The chain of one account kept with r, its margin at the end of each year, says the same.
    kept = [[0.9, 0.1], [0, 1]]
    assert markov.value(kept, [0.9 / 1.12, 0], discount=0.12)[0] == pytest.approx(found[4])


def test_who_never_leaves_and_who_may_come_to_never_leave():
    # 0 leaves, 1 may go to 2, and 2 stays for ever.
    p = [[0.5, 0, 0, 0.5], [0, 0, 0.5, 0.5], [0, 0, 1, 0], [0, 0, 0, 1]]
    gone = [False, False, False, True]
    assert markov.periods_left(p, gone).tolist() == [2, np.inf, np.inf, 0]
    assert markov.settled(p, gone, [3, 0, 0, 0]) == pytest.approx([6, 0, 0, 0])
    with pytest.raises(markov.Undefined, match="never leave"):
        markov.settled(p, gone, [0, 1, 0, 0])


@pytest.mark.parametrize(
    "chances",
    [[], [[1, 0]], [[0.5, 0.4], [0, 1]], [[1.5, -0.5], [0, 1]], [[np.nan, 1], [0, 1]]],
)
def test_what_is_no_chain_is_refused(chances):
    with pytest.raises(markov.Undefined):
        markov.steady_state(chances)


@pytest.mark.parametrize("discount", [0, -0.1])
def test_without_discount_there_is_no_value(discount):
    for figure in (markov.value, markov.worth):
        with pytest.raises(markov.Undefined, match="discount"):
            figure(RECENCY, MARGIN, discount=discount)
    with pytest.raises(markov.Undefined):
        markov.margin_multiple(0.9, discount)


@st.composite
def chains(draw, states=4):
    """Chains of which every state can be left for every other."""
    parts = draw(
        st.lists(
            st.lists(st.floats(0.01, 1), min_size=states, max_size=states),
            min_size=states,
            max_size=states,
        )
    )
    p = np.array(parts)
    return p / p.sum(axis=1, keepdims=True)


@settings(max_examples=25)
@given(chains(), st.lists(st.floats(-50, 50), min_size=4, max_size=4), st.permutations(range(4)))
def test_laws(p, rewards, order):
    r, now = np.array(rewards), np.arange(4.0)
    pi = markov.steady_state(p)
    assert pi @ p == pytest.approx(pi) and pi.sum() == pytest.approx(1)
    assert markov.ahead(now, p, 3).sum(axis=1) == pytest.approx([6] * 4)  # nobody is lost
    assert markov.ahead(now, p, 3000)[-1] == pytest.approx(6 * pi)
    # The value is the sum of what comes, and stopping never makes it less.
    full = markov.value(p, r, discount=0.2)
    assert markov.value(p, r, discount=0.2, horizon=200) == pytest.approx(full, abs=1e-6)
    best = markov.worth(p, r, discount=0.2)
    assert (best.values >= np.maximum(full, 0) - 1e-6).all()
    assert markov.value(p, 3 * r, discount=0.2) == pytest.approx(3 * full)
    # The order of the states plays no part.
    turned = p[np.ix_(order, order)]
    assert markov.steady_state(turned) == pytest.approx(pi[order])
    assert markov.worth(turned, r[order], discount=0.2).values == pytest.approx(best.values[order])
    gone = np.array([False, False, False, True])
    left = markov.periods_left(p, gone)
    assert left[:3] == pytest.approx(1 + p[:3, :3] @ left[:3])
    within = [markov.periods_within(p, gone, n) for n in (0, 1, 5000)]
    assert within[0].tolist() == [0] * 4 and within[1][:3] == pytest.approx(1 - p[:3, 3])
    assert within[2][:3] == pytest.approx(left[:3] - 1)  # which counts the period it is in
    comes = np.array([2.0, 1, 0, 0])
    there = markov.settled(p, gone, comes)
    assert there.sum() == pytest.approx(comes @ left)  # how many are there: how many x how long
    assert (there @ p)[:3] + comes[:3] == pytest.approx(there[:3])
