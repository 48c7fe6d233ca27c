"""How sure the list is: an exact case, and the laws the draws obey."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamlib.identification import places, robustness, weight_space

# Four accounts on three criteria. First-rank shares and central weights (Lahdelma, Hokkanen and
# Salminen 1998) are exact: each account is first on a polygon of weightings, cut out of the
# triangle of all of them; the share is its area, the central weight its centre.
EXAMPLE = np.array([[0.9, 0.2, 0.4], [0.5, 0.8, 0.3], [0.4, 0.5, 0.9], [0.3, 0.3, 0.3]])
EXACT = [0.25921052631578945, 0.2868421052631579, 0.45394736842105265, 0.0]
CENTRES = [
    [0.65692, 0.15838, 0.1847],
    [0.243819, 0.621168, 0.135013],
    [0.205123, 0.251356, 0.543521],
]


def doubt(scaled, capacity, draws=2000, seed=7):
    return robustness.doubt(np.asarray(scaled, dtype="float64"), capacity, draws=draws, seed=seed)


def test_first_rank_shares_of_the_exact_example():
    found = doubt(EXAMPLE, 1, draws=100_000)
    assert found.p_key == pytest.approx(EXACT, abs=0.006)
    assert found.p_key[3] == 0  # beaten on every criterion by two others


def test_central_weights_of_the_exact_example():
    found = doubt(EXAMPLE, 1, draws=100_000)
    assert found.first == pytest.approx(EXACT, abs=0.006)
    assert found.central_first[:3] == pytest.approx(np.array(CENTRES), abs=0.006)
    assert np.isnan(found.central_first[3]).all()  # never first: it has none
    assert found.central_listed[:3] == pytest.approx(found.central_first[:3])


def test_central_weights_of_the_listed_and_the_others_average_to_all():
    found = doubt(EXAMPLE, 2, draws=5000)
    p = found.p_key[:, None]
    both = p * np.nan_to_num(found.central_listed) + (1 - p) * np.nan_to_num(found.central_unlisted)
    assert both == pytest.approx(np.tile(found.mean, (4, 1)))
    assert found.mean.sum() == pytest.approx(1)


def test_only_weightings_within_what_is_stated_count():
    names = ("x", "y", "z")
    within = weight_space.space(names, heavier=[("x", "y"), ("y", "z")])
    found = robustness.doubt(EXAMPLE, 1, draws=20_000, seed=7, within=within)
    # x >= y >= z: corners (1,0,0), (1/2,1/2,0), (1/3,1/3,1/3), where the scores are these.
    corners = EXAMPLE @ np.array([[1, 0.5, 1 / 3], [0, 0.5, 1 / 3], [0, 0, 1 / 3]])
    assert corners.argmax(axis=0).tolist() == [0, 1, 2]
    assert found.p_key[3] == 0 and found.p_key.sum() == pytest.approx(1)
    assert found.mean == pytest.approx([11 / 18, 5 / 18, 2 / 18], abs=0.005)


def test_criteria_that_weigh_alike_cannot_tell_accounts_apart():
    within = weight_space.space(("x", "y", "z"), heavier=[("x", "y"), ("y", "x")])
    mirrored = np.array([[0.8, 0.2, 0.5], [0.2, 0.8, 0.5], [0.1, 0.1, 0.9]])
    found = robustness.doubt(mirrored, 1, draws=2000, seed=7, within=within)
    assert found.p_key[0] == found.p_key[1] > 0
    one = weight_space.space(("x", "y"), at_least={"x": 0.5, "y": 0.5})
    alone = robustness.doubt(
        np.array([[0.9, 0.1], [0.1, 0.9], [0.4, 0.4]]), 1, draws=9, seed=7, within=one
    )
    assert alone.p_key.tolist() == [0.5, 0.5, 0]
    assert alone.low.tolist() == alone.high.tolist() == [1, 1, 3]


def test_rank_interval_of_the_example():
    found = doubt(EXAMPLE, 1, draws=20_000)
    # Rank shares by four million draws: the last account is fourth in .929, third in .071.
    assert (found.low[3], found.high[3]) == (3, 4)
    assert (found.low[1], found.high[1]) == (1, 3)


@pytest.mark.parametrize("capacity", [1, 2, 7, 30, 50])
def test_probabilities_sum_to_the_places(rng, capacity):
    scaled = rng.integers(0, 4, size=(50, 3)) / 3  # many ties
    found = doubt(scaled, capacity)
    assert found.p_key.sum() == pytest.approx(capacity, abs=1e-9)
    assert ((found.p_key >= 0) & (found.p_key <= 1 + 1e-12)).all()


def test_accounts_alike_share_the_places_left():
    found = doubt([[0.5, 0.5]] * 10, 3)
    assert found.p_key == pytest.approx([0.3] * 10)
    assert found.low.tolist() == found.high.tolist() == [1] * 10
    found = doubt([[1, 1], [0.5, 0.5], [0.5, 0.5], [0, 0]], 2)
    assert found.p_key == pytest.approx([1, 0.5, 0.5, 0])
    assert found.low.tolist() == found.high.tolist() == [1, 2, 2, 4]


def test_whom_enough_others_beat_everywhere_is_exactly_out(rng):
    scaled = rng.random((300, 4))
    found = doubt(scaled, 5)
    better = (scaled[:, None] >= scaled[None]).all(axis=2).sum(axis=0) - 1
    assert (better >= 5).sum() > 20
    assert (found.p_key[better >= 5] == 0).all()


def test_whom_enough_others_beat_is_left_out_without_changing_the_rest(rng, monkeypatch):
    scaled = rng.random((300, 3))
    found = doubt(scaled, 5)
    monkeypatch.setattr(robustness, "not_beaten", lambda rows, *_: np.arange(len(rows)))
    assert doubt(scaled, 5).p_key == pytest.approx(found.p_key)


def test_order_of_accounts_and_size_of_blocks_play_no_part(rng, monkeypatch):
    scaled = rng.random((60, 4))
    found = doubt(scaled, 6)
    turned = doubt(scaled[::-1], 6)
    assert turned.p_key[::-1] == pytest.approx(found.p_key)
    assert turned.low[::-1].tolist() == found.low.tolist()
    monkeypatch.setattr(places, "CELLS", 500)
    again = doubt(scaled, 6)
    assert again.p_key.tolist() == pytest.approx(found.p_key.tolist())
    assert again.high.tolist() == found.high.tolist()


def test_no_places_and_more_places_than_accounts():
    assert doubt(EXAMPLE, 0).p_key.tolist() == [0, 0, 0, 0]
    assert doubt(EXAMPLE, 9).p_key.tolist() == [1, 1, 1, 1]
    assert doubt([[0.5]], 1).p_key.tolist() == [1]


def test_one_criterion_leaves_no_doubt():
    found = doubt([[0.1], [0.9], [0.5]], 2)
    assert found.p_key.tolist() == [0, 1, 1]
    assert found.low.tolist() == found.high.tolist() == [3, 1, 2]


def test_large_books_keep_fewer_ranks(rng, monkeypatch):
    monkeypatch.setattr(robustness, "RANKS", 20_000)
    found = doubt(rng.random((100, 3)), 5)
    assert (found.draws, found.rank_draws) == (2000, 200)


tied = st.lists(
    st.lists(st.integers(0, 3).map(lambda x: x / 3), min_size=3, max_size=3),
    min_size=1,
    max_size=25,
)
orders = st.lists(st.tuples(st.sampled_from("xyz"), st.sampled_from("xyz")), max_size=3)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(tied, st.integers(1, 6), orders)
def test_the_laws_hold_with_and_without_statements(rows, capacity, heavier):
    scaled = np.array(rows)
    within = weight_space.space(("x", "y", "z"), heavier=heavier)

    def of(accounts):
        return robustness.doubt(accounts, capacity, draws=300, seed=5, within=within)

    found = of(scaled)
    assert found.p_key.sum() == pytest.approx(min(capacity, len(rows)))
    assert found.first.sum() == pytest.approx(1)
    assert (found.first <= found.p_key + 1e-9).all()
    for i, row in enumerate(scaled):
        alike = (scaled == row).all(axis=1)
        assert (found.p_key[alike] == found.p_key[i]).all()
        better = (scaled >= row).all(axis=1) & ~alike
        if better.sum() >= capacity and within.ways.shape[1] == 2:  # no two weigh alike
            assert found.p_key[i] == 0
        assert (found.p_key[better] >= found.p_key[i] - 1e-12).all()
    turned = np.random.default_rng(1).permutation(len(rows))
    again = of(scaled[turned])
    assert again.p_key == pytest.approx(found.p_key[turned])
    assert again.low.tolist() == found.low[turned].tolist()
    assert (found.low <= found.high).all()


def test_a_constant_criterion_changes_nobodys_place(rng):
    scaled = rng.random((30, 2))
    within = weight_space.space(("x", "y"))
    weights = weight_space.draws(within, 3000, seed=7)
    found = robustness.doubt(scaled, 5, draws=3000, seed=7, weights=weights)
    third = rng.random((3000, 1))
    wider = np.hstack([weights * (1 - third), third])
    again = robustness.doubt(
        np.hstack([scaled, np.full((30, 1), 0.5)]), 5, draws=3000, seed=7, weights=wider
    )
    assert again.p_key == pytest.approx(found.p_key)
    assert again.low.tolist() == found.low.tolist()
