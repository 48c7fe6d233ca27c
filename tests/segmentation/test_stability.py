import numpy as np
import pandas as pd
import pytest

from kamlib.segmentation import stability
from kamlib.segmentation.clusters import find_centres, nearest
from kamlib.segmentation.stability import Resample


def blobs(rng, *centres, n=30):
    points = np.vstack([rng.normal(c, 1, size=(n, 2)) for c in centres])
    return points, np.repeat(range(len(centres)), n)


def test_jaccard_by_hand():
    # Points 0 1 2 | 3 4 5. One resample misses point 5 and splits 2 off to the right:
    # {0 1 2} against {0 1}: 2/3; {3 4} against {2 3 4}: 2/3.
    points = np.arange(6.0)[:, None]
    groups = np.array([0, 0, 0, 1, 1, 1])
    drawn = np.array([True] * 5 + [False])
    found = [Resample(drawn, np.array([[0.0], [3.0]]))]
    assert nearest(points, found[0].centres).tolist() == [0, 0, 1, 1, 1, 1]
    assert stability.jaccard(points, groups, found).tolist() == pytest.approx([2 / 3, 2 / 3])


def test_a_group_that_was_not_drawn_does_not_count():
    points = np.array([[0.0], [1.0], [9.0]])
    groups = np.array([0, 0, 1])
    centres = np.array([[0.5], [9.0]])
    without = Resample(np.array([True, True, False]), centres)
    whole = Resample(np.array([True, True, True]), centres)
    assert stability.jaccard(points, groups, [without, whole]).tolist() == [1, 1]


def test_groups_that_stand_apart_come_back_and_cuts_through_one_do_not(rng):
    points, groups = blobs(rng, 0, 12)
    found = stability.resamples(points, 2, draws=10, seed=7)
    assert stability.jaccard(points, groups, found).min() > 0.99
    cut = nearest(points, find_centres(points, 6, seed=7))
    found = stability.resamples(points, 6, draws=10, seed=7)
    assert stability.jaccard(points, cut, found).min() < 0.75


def test_membership_is_the_share_of_resamples_whatever_their_numbering():
    points = np.array([[0.0], [4.0], [10.0]])
    groups = np.array([0, 0, 1])
    everything = np.ones(3, dtype=bool)
    same = Resample(everything, np.array([[9.0], [1.0]]))  # the other way round
    moved = Resample(everything, np.array([[0.0], [6.0]]))  # takes the middle point
    assert stability.membership(points, groups, [same, moved]).tolist() == [1, 0.5, 1]


def test_resamples_need_as_many_different_points_as_groups():
    assert stability.resamples(np.zeros((20, 2)), 2, draws=5, seed=1) == []
    assert stability.jaccard(np.zeros((4, 2)), np.array([0, 0, 1, 1]), []).tolist() == [0, 0]


def test_structureless_data_keep_mean_spread_and_correlation(rng, monkeypatch):
    skewed = rng.exponential(size=(300, 1))
    points = np.hstack([skewed, skewed + rng.normal(size=(300, 1))])
    clouds = []
    monkeypatch.setattr(
        stability, "distances", lambda cloud: clouds.append(cloud) or np.zeros((300, 300))
    )
    stability.structureless(points, [], draws=30, seed=7)
    drawn = np.vstack(clouds)
    assert drawn.mean(axis=0) == pytest.approx(points.mean(axis=0), abs=0.15)
    assert drawn.std(axis=0) == pytest.approx(points.std(axis=0), rel=0.1)
    together, expected = (rank_correlation(frame) for frame in (drawn, points))
    assert together == pytest.approx(expected, abs=0.05)


def rank_correlation(points):
    return pd.DataFrame(points).rank().corr().iat[0, 1]


def test_two_humps_become_one_of_the_same_mean_and_spread(rng):
    two = np.r_[rng.normal(-3, 0.5, 300), rng.normal(3, 0.5, 300)]
    shares, values = stability.one_hump(two)
    drawn = np.interp((np.arange(6000) + 0.5) / 6000, shares, values)
    assert drawn.mean() == pytest.approx(two.mean(), abs=0.05)
    assert drawn.std() == pytest.approx(two.std(), rel=0.02)
    middle = np.histogram(drawn, np.linspace(-4, 4, 9))[0]
    assert (np.diff(np.sign(np.diff(middle))) != 0).sum() <= 1


def test_a_distribution_of_one_value_stays(rng):
    shares, values = stability.one_hump(np.full(20, 2.0))
    assert shares[0] == 0 and shares[-1] == pytest.approx(1)
    assert np.ptp(values) <= 1


def test_crossed_counts_every_pair():
    table = stability.crossed(np.array([0, 0, 1, 2]), np.array([1, 1, 0, 1]))
    assert table.tolist() == [[0, 2], [1, 0], [0, 1]]
