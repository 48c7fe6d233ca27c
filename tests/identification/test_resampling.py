"""Months drawn anew: every month once gives the figures measured, and scales stay as they are."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kamlib import metrics
from kamlib.identification import resampling, scoring
from tests.conftest import make_book

MONTHS = 14


@pytest.fixture
def book(rng):
    days = pd.date_range("2023-11-05", periods=MONTHS * 30, freq="D")
    rows = [
        {
            "account_id": f"a{i:02}",
            "date": days[d],
            "amount": float(rng.integers(-40, 200)),
            "cost": float(rng.integers(0, 90)),
            "order_id": f"{i}-{d // 9}",
        }
        for i in range(12)
        for d in np.sort(rng.choice(len(days), 3 * i + 1, replace=False))
    ]
    rows[-1]["cost"] = None  # one line of the last account without cost
    return make_book(rows, since="2023-11-01", as_of="2024-12-31")


@pytest.fixture
def measured(book):
    return metrics.account_metrics(book.orders, since=book.since, as_of=book.as_of)


def of_book(book, measured):
    bought = metrics.account_months(book.orders, as_of=book.as_of)
    served = pd.Series(np.arange(len(measured), dtype="float64"))
    return resampling.months(bought, measured["account_id"], count=MONTHS, served=served)


@pytest.mark.parametrize("figure", resampling.FROM_MONTHS)
def test_every_month_once_gives_the_figures_measured(book, measured, figure):
    found = resampling.figures(of_book(book, measured), np.ones((1, MONTHS)), figure)[0]
    expected = measured.assign(net_profit=measured["gross_profit"] - np.arange(12.0))[figure]
    assert found == pytest.approx(expected.to_numpy("float64"), abs=1e-9, nan_ok=True)
    assert np.isnan(found[-1]) == (figure in ("gross_profit", "net_profit", "margin"))


def test_a_draw_is_the_book_of_these_months(book, measured):
    """The same month twice is as two months of their own."""
    of, drawn = of_book(book, measured), resampling.counts(MONTHS, 1, seed=3)
    own = np.repeat(np.arange(MONTHS), drawn[0])
    assert len(own) == MONTHS and len(set(own)) < MONTHS
    for i in range(12):
        amounts, inside = of.revenue[i, own], of.window[i, own] > 0
        revenue = resampling.figures(of, drawn, "revenue")[0, i]
        assert revenue == pytest.approx(amounts.sum())
        share = np.clip(amounts, 0, None)
        evenness = resampling.figures(of, drawn, "evenness")[0, i]
        if inside.sum() >= 3 and share.sum() > 0:
            share = share[share > 0] / share.sum()
            entropy = -(share * np.log(share)).sum() / np.log(inside.sum())
            assert evenness == pytest.approx(entropy)
        else:
            assert np.isnan(evenness)
        if amounts[inside].sum() > 0:
            spread = amounts[inside].std() / amounts[inside].mean()
            assert resampling.figures(of, drawn, "variability")[0, i] == pytest.approx(spread)


def test_draws_hold_as_many_months_as_the_period():
    drawn = resampling.counts(24, 4000, seed=7)
    assert (drawn.sum(axis=1) == 24).all()
    assert drawn.mean(axis=0) == pytest.approx(np.ones(24), abs=0.08)
    assert (drawn == resampling.counts(24, 4000, seed=7)).all()


@pytest.mark.parametrize("direction", ["benefit", "cost"])
@pytest.mark.parametrize("how", ["rank", "minmax", "log"])
def test_the_scale_is_the_one_measured(rng, how, direction):
    values = pd.Series(np.r_[rng.lognormal(5, 2, 30), -3, 0, 7, 7, np.nan])
    scale = resampling.scale_of(values, how=how, direction=direction)
    expected = scoring.scale(values, how=how, direction=direction)
    known = values.notna()
    assert scale(values.to_numpy())[known] == pytest.approx(expected[known].to_numpy(), abs=1e-8)
    assert np.isnan(scale(np.array([np.nan]))[0])
    # Beyond what was measured it goes on, and it never turns.
    steps = np.diff(scale(np.linspace(-10, 2 * values.max(), 400)))
    assert (steps >= -1e-12).all() if direction == "benefit" else (steps <= 1e-12).all()
    better = values.max() * 2 if direction == "benefit" else values.min() - 50
    if not (how == "log" and direction == "cost"):  # a loss counts as the smallest sale
        assert scale(np.array([better]))[0] > 1


def test_a_criterion_that_is_constant_tells_nobody_apart_in_any_draw():
    for how in ("rank", "minmax", "log"):
        scale = resampling.scale_of(pd.Series([4.0, 4.0, 4.0]), how=how, direction="benefit")
        assert scale(np.array([1.0, 4.0, 9.0])).tolist() == [scoring.ALIKE] * 3


def test_large_books_keep_a_thousand_points_of_a_rank_scale(rng):
    values = pd.Series(rng.random(5000))
    scale = resampling.scale_of(values, how="rank", direction="benefit")
    assert len(scale.at) == resampling.KNOTS
    expected = scoring.scale(values, how="rank", direction="benefit")
    assert scale(values.to_numpy()) == pytest.approx(expected.to_numpy(), abs=0.001)


def test_what_a_draw_does_not_tell_stays_as_measured(book, measured):
    of = of_book(book, measured)
    scale = resampling.scale_of(measured["gross_profit"], how="minmax", direction="benefit")
    drawn = resampling.Resampling(of, {1: ("gross_profit", scale)})
    known = np.full((12, 2), 0.25)
    ((position, scaled),) = drawn.scaled(known, resampling.counts(MONTHS, 50, seed=1))
    assert position == 1 and scaled.shape == (50, 12)
    assert (scaled[:, -1] == 0.25).all()  # its cost is not known
    assert scaled[:, 5].std() > 0
    some = drawn.of(np.array([5, 2]))
    ((_, again),) = some.scaled(known[:2], resampling.counts(MONTHS, 50, seed=1))
    assert again[:, 0] == pytest.approx(scaled[:, 5])
