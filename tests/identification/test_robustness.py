"""How sure the list is: an exact case, and the laws the draws obey."""

import numpy as np
import pytest

from kamlib.identification import robustness

# Four accounts on three criteria; the first-rank shares are exact (polygon clipping).
EXAMPLE = np.array([[0.9, 0.2, 0.4], [0.5, 0.8, 0.3], [0.4, 0.5, 0.9], [0.3, 0.3, 0.3]])
EXACT = [0.25921052631578945, 0.2868421052631579, 0.45394736842105265, 0.0]


def doubt(scaled, capacity, draws=2000, seed=7):
    return robustness.doubt(np.asarray(scaled, dtype="float64"), capacity, draws=draws, seed=seed)


def test_first_rank_shares_of_the_exact_example():
    found = doubt(EXAMPLE, 1, draws=100_000)
    assert found.p_key == pytest.approx(EXACT, abs=0.006)
    assert found.p_key[3] == 0  # beaten on every criterion by two others


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
    monkeypatch.setattr(robustness, "CELLS", 500)
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
