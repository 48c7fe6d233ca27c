"""Criteria on one scale, and the score whose parts sum to it."""

import numpy as np
import pandas as pd
import pytest

from kamlib.identification import scoring

EVERY = pytest.mark.parametrize("how", ["rank", "minmax", "log"])


def scaled(values, *, how="rank", direction="benefit"):
    column = pd.Series(values, dtype="float64")
    return scoring.scale(column, how=how, direction=direction).tolist()


def values(**criteria):
    found = pd.DataFrame(criteria, dtype="float64")
    return pd.DataFrame({"account_id": [f"a{i}" for i in range(len(found))]}).join(found)


def parts(frame, weights, *, how="rank", **options):
    options = {"directions": dict.fromkeys(weights, "benefit")} | options
    return scoring.parts(frame, weights=weights, how=dict.fromkeys(weights, how), **options)


def test_rank_scale_is_the_share_of_others_beaten_ties_half():
    assert scaled([10, 30, 20, 20]) == pytest.approx([0, 1, 0.5, 0.5])
    assert scaled([5, 5, 9]) == pytest.approx([0.25, 0.25, 1])


def test_minmax_scale_keeps_distances():
    assert scaled([10, 30, 15], how="minmax") == pytest.approx([0, 1, 0.25])


def test_log_scale_keeps_the_distance_of_the_largest_and_forgives_no_loss():
    assert scaled([1, 10, 100], how="log") == pytest.approx([0, 0.5, 1])
    assert scaled([-50, 0, 1, 10, 100], how="log") == pytest.approx([0, 0, 0, 0.5, 1])
    assert scaled([-50, 0], how="log") == [0.5, 0.5]
    # What a sale and its return leave is nothing, and stretches no scale.
    assert scaled([1e-12, 10, 1000], how="log") == pytest.approx([0, 0, 1])


def test_log_scale_does_not_change_with_the_currency(rng):
    money = rng.lognormal(8, 2, 40)
    assert scaled(money * 7.1, how="log") == pytest.approx(scaled(money, how="log"))


@EVERY
def test_cost_turns_the_scale_around(how):
    benefit = scaled([10, 30, 15], how=how)
    assert scaled([10, 30, 15], how=how, direction="cost") == pytest.approx(
        [1 - s for s in benefit]
    )


@EVERY
def test_alike_or_alone_is_half(how):
    assert scaled([7, 7, 7], how=how) == [0.5, 0.5, 0.5]
    assert scaled([7], how=how) == [0.5]


@EVERY
def test_an_unknown_value_takes_the_median(how):
    assert scaled([1, 2, 4, np.nan], how=how)[3] == scaled([1, 2, 4, np.nan], how=how)[1]
    assert scaled([4, np.nan], how=how) == [0.5, 0.5]


def test_values_that_differ_by_rounding_only_are_alike():
    assert scaled([0.1 + 0.2, 0.3, 1]) == pytest.approx([0.25, 0.25, 1])


def test_points_sum_to_the_score_and_weights_to_one(rng):
    frame = values(**{c: rng.normal(size=40) for c in "xyz"})
    found = parts(frame, {"x": 2, "y": 1, "z": 5})
    score = scoring.scores(found)
    assert found.groupby("account_id")["points"].sum().sub(score).abs().max() < 1e-12
    assert score.between(0, 100).all()
    assert found.drop_duplicates("criterion")["weight"].sum() == pytest.approx(1)
    best = values(x=[1, 2], y=[1, 2], z=[1, 2])
    assert scoring.scores(parts(best, {"x": 2, "y": 1, "z": 5})).tolist() == [0, 100]


def test_a_criterion_without_data_gives_its_weight_to_the_others():
    frame = values(x=[1, 2], y=[2, 1], z=[np.nan, np.nan])
    found = parts(frame, {"x": 0.3, "y": 0.2, "z": 0.5})
    assert found["criterion"].unique().tolist() == ["x", "y"]
    assert scoring.scores(found).tolist() == pytest.approx([40, 60])


def test_no_criterion_with_data_is_an_error():
    frame = values(x=[np.nan], y=[1])
    assert scoring.with_data(frame, {"x": 1, "y": 0}) == []
    with pytest.raises(ValueError, match="zero"):
        parts(frame, {"x": 1, "y": 0})


def test_gaps_are_counted():
    found = scoring.unknown(parts(values(x=[1, np.nan, 3], y=[1, 2, 3]), {"x": 1, "y": 1}))
    assert found.to_dict("list") == {
        "criterion": ["x", "y"],
        "accounts": [3, 3],
        "unknown": [1, 0],
    }


def test_scores_follow_the_account_not_the_row(rng):
    frame = values(**{c: rng.integers(0, 9, size=50) for c in "xy"})
    plain = scoring.scores(parts(frame, {"x": 1, "y": 3}))
    mixed = scoring.scores(parts(frame.sample(frac=1, random_state=2), {"x": 1, "y": 3}))
    pd.testing.assert_series_equal(plain, mixed.sort_index()[plain.index])
    dear = scoring.scores(parts(frame.assign(x=frame["x"] * 1e6), {"x": 1, "y": 3}))
    pd.testing.assert_series_equal(plain, dear)
