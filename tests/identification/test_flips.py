"""The weight at which an account changes sides, against trying every weight."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamlib.identification import flips


def listed(scaled, weights, capacity, account):
    scores = scaled @ weights
    return (scores > scores[account] + 1e-11).sum() < capacity


def moved(weights, k, to):
    others = weights.copy()
    others[k] = 0
    out = others * (1 - to) / others.sum()
    out[k] = to
    return out


def asked(scaled, weights, capacity):
    return flips.flips(scaled, weights, capacity, of=np.arange(len(scaled)))


def test_a_case_worked_by_hand():
    # On a: 1 against 0; on b: 0 against 1. One place, a weighs .7: the first has it until .5.
    found = asked(np.array([[1.0, 0], [0, 1]]), np.array([0.7, 0.3]), 1)
    assert found["listed"].tolist() == [True, True, False, False]
    assert found["without"].tolist() == [True, False, True, False]
    assert found["above"].tolist() == pytest.approx([np.nan, 0.5, np.nan, 0.5], nan_ok=True)
    assert found["below"].tolist() == pytest.approx([0.5, np.nan, 0.5, np.nan], nan_ok=True)
    assert flips.smallest(found).tolist() == pytest.approx([0.2] * 4)
    assert flips.nearest(found).tolist() == [True, False, True, False]


scaled_drawn = st.integers(2, 12).flatmap(
    lambda n: st.lists(
        st.lists(st.integers(0, 4).map(lambda x: x / 4), min_size=3, max_size=3),
        min_size=n,
        max_size=n,
    )
)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(scaled_drawn, st.lists(st.integers(1, 7), min_size=3, max_size=3), st.integers(1, 4))
def test_beyond_the_weight_it_changes_sides_and_before_it_never(rows, parts, capacity):
    scaled, weights = np.array(rows), np.array(parts) / sum(parts)
    for row in asked(scaled, weights, capacity).itertuples():
        now = listed(scaled, weights, capacity, row.account)
        assert row.listed == now

        def differs(to, row=row, now=now):
            at = moved(weights, row.criterion, to)
            return listed(scaled, at, capacity, row.account) != now

        assert row.without == differs(0)
        for end, edge, far in ((row.above, 1, 1), (row.below, -1, 0)):
            upto = far if np.isnan(end) else end - edge * 1e-6
            between = np.linspace(row.weight, upto, 60)[: None if np.isnan(end) else 60]
            if np.isnan(end) and now:
                between = between[:-1]  # beyond the end there is nothing
            assert not any(map(differs, between))
            if not np.isnan(end):
                beyond = end + edge * 1e-6 if now else end
                assert differs(np.clip(beyond, 0, 1))


@settings(max_examples=20, deadline=None, derandomize=True)
@given(st.integers(0, 10_000))
def test_order_of_accounts_plays_no_part_and_the_beaten_never_decide(seed):
    rng = np.random.default_rng(seed)
    scaled, weights = rng.random((80, 4)), rng.dirichlet(np.ones(4))
    found = asked(scaled, weights, 3)
    turned = asked(scaled[::-1], weights, 3)
    turned["account"] = 79 - turned["account"]
    turned = turned.sort_values(["account", "criterion"], ignore_index=True)
    pd.testing.assert_frame_equal(found, turned)
    best = found[found["listed"]].drop_duplicates("account")["account"]
    assert sorted(best) == sorted(np.argsort(-(scaled @ weights))[:3])


def test_one_criterion_moves_nobody():
    found = asked(np.array([[0.2], [0.9]]), np.array([1.0]), 1)
    assert found[["above", "below"]].isna().all(axis=None)
    assert not found["without"].any() and not flips.nearest(found).any()


def test_accounts_alike_stay_together_and_no_places_no_list():
    alike = np.full((10, 2), 0.5)
    found = asked(alike, np.array([0.5, 0.5]), 3)
    assert found["listed"].all() and found[["above", "below"]].isna().all(axis=None)
    assert not asked(np.eye(2), np.array([0.5, 0.5]), 0)["listed"].any()


def test_ten_alike_are_pushed_out_together():
    # Three better on the second criterion take all three places once it weighs over a half.
    scaled = np.vstack([np.tile([0.6, 0.4], (10, 1)), np.tile([0.4, 0.6], (3, 1))])
    found = asked(scaled, np.array([0.8, 0.2]), 3)
    first = found[(found["account"] == 0) & (found["criterion"] == 1)].iloc[0]
    assert first["listed"] and first["above"] == pytest.approx(0.5)
    last = found[(found["account"] == 12) & (found["criterion"] == 1)].iloc[0]
    assert not last["listed"] and last["above"] == pytest.approx(0.5)
