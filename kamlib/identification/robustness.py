"""How sure the list is when nobody can say which weights are right (SMAA).

Every weighting of the criteria is thought possible; many are drawn, and each draw ranks
the accounts. What holds in nearly all draws does not hang on the weights.

Source: Lahdelma, Hokkanen and Salminen (1998), European Journal of Operational Research
106; Lahdelma and Salminen (2001), Operations Research 49(3), 444-454.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

CELLS = 1_000_000  # scores held at once, 8 MB
RANKS = 8_000_000  # ranks kept for the intervals, 32 MB
FEWEST_DRAWS = 100  # for the intervals of very large books
TAIL = 0.05  # on either side of the 90 % interval


@dataclass(frozen=True)
class Doubt:
    """What the draws say of each account, in the order of the scores given.

    p_key: share of draws with a place on the list. low, high: the ranks that 90 % of
    the draws lie between. draws, rank_draws: how many stand behind either.
    """

    p_key: np.ndarray
    low: np.ndarray
    high: np.ndarray
    draws: int
    rank_draws: int


def doubt(scaled: np.ndarray, capacity: int, *, draws: int, seed: int) -> Doubt:
    """How often each account is among the `capacity` best, and how its rank varies.

    Parameters
    ----------
    scaled
        Accounts x criteria on 0 to 1, better is higher, nothing empty.
    capacity
        Places on the list. p_key sums to it (or to the number of accounts, where there
        are fewer): accounts with the same figures share the places left at the cut.
    draws
        Weightings drawn uniformly over all that sum to 1. For more than 800 accounts the
        rank intervals rest on fewer of them (`rank_draws`), so that memory stays small.

    Notes
    -----
    An account that `capacity` or more others match or beat on every criterion, and beat
    on one, gets exactly 0. The order of the accounts plays no part.
    """
    rows, which, copies = np.unique(scaled, axis=0, return_inverse=True, return_counts=True)
    which = which.reshape(-1)
    rank_draws = int(min(draws, max(RANKS // len(rows), FEWEST_DRAWS)))
    p_key = _places(rows, copies, capacity, np.random.default_rng(seed), draws)
    low, high = _interval(rows, copies, np.random.default_rng(seed), rank_draws)
    return Doubt(p_key[which], low[which], high[which], draws, rank_draws)


def _places(
    rows: np.ndarray, copies: np.ndarray, capacity: int, rng: np.random.Generator, draws: int
) -> np.ndarray:
    """Share of draws with a place, for distinct rows that stand for `copies` accounts each."""
    p_key = np.zeros(len(rows))
    if capacity == 0:
        return p_key
    near = np.flatnonzero(_beaten_by(rows, copies, capacity) < capacity)
    first = min(capacity, len(near))
    for weights in _weightings(rng, draws, rows.shape[1], len(near)):
        lacks = weights @ -rows[near].T  # the smallest is best
        best = np.argpartition(lacks, first - 1, axis=1)[:, :first]
        order = np.argsort(np.take_along_axis(lacks, best, axis=1), axis=1)
        best = np.take_along_axis(best, order, axis=1)
        held = copies[near[best]]
        left = capacity - (np.cumsum(held, axis=1) - held)
        places = np.clip(left / held, 0, 1)
        p_key[near] += np.bincount(best.ravel(), places.ravel(), minlength=len(near))
    return p_key / draws


def _beaten_by(rows: np.ndarray, copies: np.ndarray, capacity: int) -> np.ndarray:
    """At least how many accounts match or beat each row on all criteria.

    Only the best on average are asked whether they beat it: enough to leave out the many
    that can never be on the list, and never leaves out one that can.
    """
    beaten = np.zeros(len(rows), dtype=np.int64)
    for leader in np.argsort(-rows.sum(axis=1), kind="stable")[: 100 + 2 * capacity]:
        worse = (rows <= rows[leader]).all(axis=1)
        worse[leader] = False
        beaten[worse] += copies[leader]
    return beaten


def _interval(
    rows: np.ndarray, copies: np.ndarray, rng: np.random.Generator, draws: int
) -> tuple[np.ndarray, np.ndarray]:
    """5 % and 95 % points of the ranks; accounts alike share the best rank."""
    ranks, done = np.empty((len(rows), draws), dtype=np.int32), 0
    for weights in _weightings(rng, draws, rows.shape[1], len(rows)):
        order = np.argsort(weights @ -rows.T, axis=1)
        held = copies[order]
        drawn = np.empty_like(order)
        np.put_along_axis(drawn, order, np.cumsum(held, axis=1) - held + 1, axis=1)
        ranks[:, done : done + len(weights)] = drawn.T
        done += len(weights)
    ranks.sort(axis=1)
    last = draws - 1
    return ranks[:, int(np.floor(TAIL * last))], ranks[:, int(np.ceil((1 - TAIL) * last))]


def _weightings(rng: np.random.Generator, draws: int, criteria: int, accounts: int):
    """Weightings uniform over the simplex, in blocks that keep the scores small.

    Exponential variates divided by their sum are uniform on it; the division changes no
    order and is left out.
    """
    block = max(1, CELLS // accounts)
    for start in range(0, draws, block):
        yield rng.standard_exponential((min(block, draws - start), criteria))
