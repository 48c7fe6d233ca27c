"""How sure the list is over months: sums, ties, alike accounts, and a case with an answer."""

from __future__ import annotations

from math import comb

import numpy as np
import pandas as pd
import pytest

from kamlib.identification import months_doubt, resampling, scoring, weight_space

COLUMNS = ("revenue", "gross_sales", "cost", "orders", "lines")


def made(revenue, others=None, *, how="minmax", capacity=1, draws=2000, given=None):
    """Accounts x months of revenue; `others` are criteria that stay as measured."""
    revenue = np.asarray(revenue, dtype="float64")
    n = len(revenue)
    row, ago = np.nonzero(revenue)
    sums = dict.fromkeys(COLUMNS, revenue[row, ago])
    of = resampling.Months(row, ago, sums, served=np.zeros(n), count=revenue.shape[1])
    total = pd.Series(revenue.sum(axis=1))
    scale = resampling.scale_of(total, how=how, direction="benefit")
    volume = scoring.scale(total, how=how, direction="benefit").to_numpy()
    scaled = np.column_stack([volume, *([] if others is None else [np.asarray(others)])])
    names = [str(i) for i in range(scaled.shape[1])]
    weights = weight_space.draws(weight_space.space(names), draws, seed=7)
    given = np.full(len(names), 1 / len(names)) if given is None else np.asarray(given)
    return months_doubt.months_doubt(
        scaled,
        resampling.Resampling(of, {0: ("revenue", scale)}),
        capacity,
        weights=weights,
        given=given,
        seed=11,
    )


def test_a_case_with_an_exact_answer():
    # One sells 1 in each of 12 months, the other 3.5 in each of the first 3 of 12: it leads
    # where at least 4 of 12 months drawn are among those 3.
    found = made([[1.0] * 12, [3.5] * 3 + [0.0] * 9, [0.01] * 12], draws=20_000)
    chance = sum(comb(12, k) * 0.25**k * 0.75 ** (12 - k) for k in range(4, 13))
    assert found.p_months == pytest.approx([1 - chance, chance, 0], abs=0.012)
    assert found.p_both == pytest.approx(found.p_months)  # one criterion: no weights to doubt
    # The second sells nothing in 3 % of the draws: too few to move the third for the interval.
    assert (found.low.tolist(), found.high.tolist()) == ([1, 1, 3], [2, 2, 3])


@pytest.mark.parametrize("how", ["rank", "minmax", "log"])
@pytest.mark.parametrize("capacity", [0, 1, 4, 9, 30])
def test_both_shares_sum_to_the_places(rng, capacity, how):
    revenue = rng.lognormal(3, 1, (30, 9)) * (rng.random((30, 9)) < 0.4)
    found = made(revenue, rng.integers(0, 3, 30) / 2, how=how, capacity=capacity, draws=500)
    for share in (found.p_months, found.p_both):
        assert share.sum() == pytest.approx(capacity, abs=1e-9)
        assert ((share >= 0) & (share <= 1 + 1e-9)).all()
    assert (found.low <= found.high).all()


def test_accounts_alike_share_and_the_order_of_accounts_plays_no_part(rng):
    revenue, others = rng.lognormal(3, 1, (20, 12)), rng.random(20)
    revenue[7], others[7] = revenue[3], others[3]
    found = made(revenue, others, capacity=5)
    for values in (found.p_months, found.p_both, found.low, found.high):
        assert values[7] == values[3]
    turned = made(revenue[::-1], others[::-1], capacity=5)
    assert turned.p_both[::-1] == pytest.approx(found.p_both)
    assert turned.p_months[::-1] == pytest.approx(found.p_months)
    assert turned.low[::-1].tolist() == found.low.tolist()


def test_ten_alike_and_one_alone():
    found = made(np.ones((10, 8)), np.full(10, 0.5), capacity=3)
    assert found.p_months == pytest.approx([0.3] * 10)
    assert found.p_both == pytest.approx([0.3] * 10)
    assert found.low.tolist() == found.high.tolist() == [1] * 10
    assert made([[1.0] * 8], capacity=1).p_both.tolist() == [1]


def test_whoever_buys_nothing_in_a_draw_is_alike_with_the_others_who_do_not():
    # Two small accounts, each in one month of its own; where neither month is drawn they tie.
    revenue = np.zeros((3, 10))
    revenue[0], revenue[1, 2], revenue[2, 5] = 9, 4, 4
    found = made(revenue, how="log", capacity=2, draws=4000)
    assert found.p_months[0] == 1
    assert found.p_months[1:] == pytest.approx([0.5, 0.5], abs=0.03)


def test_money_in_another_unit_changes_nothing(rng):
    revenue, others = rng.lognormal(3, 1, (20, 12)), rng.random(20)
    for how in ("rank", "minmax", "log"):
        one = made(revenue, others, how=how, capacity=5, draws=800)
        other = made(revenue * 1024, others, how=how, capacity=5, draws=800)
        assert other.p_both == pytest.approx(one.p_both, abs=0.004)
        assert other.low.tolist() == one.low.tolist()


def test_large_books_rest_on_fewer_draws_and_follow_the_best_further(rng, monkeypatch):
    revenue, others = rng.lognormal(3, 1, (400, 12)), rng.random(400)
    every = made(revenue, others, capacity=5, draws=1000)
    monkeypatch.setattr(months_doubt, "FIGURES", 80_000)
    fewer = made(revenue, others, capacity=5, draws=1000)
    assert (every.draws, every.rank_draws) == (1000, 1000)
    assert fewer.rank_draws == 200 and 200 < fewer.draws <= 1000
    assert fewer.p_both.sum() == pytest.approx(5)
    assert fewer.p_both == pytest.approx(every.p_both, abs=0.06)
