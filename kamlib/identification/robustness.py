"""How sure the list is when nobody can say which weights are right (SMAA).

Every weighting of the criteria within what is stated is thought possible; many are drawn,
and each draw ranks the accounts. What holds in nearly all draws does not hang on the weights.

Source: Lahdelma, Hokkanen and Salminen (1998), European Journal of Operational Research
106; Lahdelma and Salminen (2001), Operations Research 49(3), 444-454.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kamlib.identification.places import blocks, places, ranks
from kamlib.identification.weight_space import WeightSpace, alike_on, space
from kamlib.identification.weight_space import draws as weightings

RANKS = 8_000_000  # ranks kept for the intervals, 32 MB
FEWEST_DRAWS = 100  # for the intervals of very large books
TOGETHER = 16  # leaders asked before those whom enough beat are put aside
TAIL = 0.05  # on either side of the 90 % interval


@dataclass(frozen=True)
class Doubt:
    """What the draws say of each account, in the order of the scores given.

    p_key: share of draws with a place on the list. low, high: the ranks that 90 % of the
    draws lie between. first: share of draws as the best. central_first, central_listed,
    central_unlisted: mean weights (accounts x criteria) of the draws in which it is first, has
    a place, has none; empty where there is no such draw. draws, rank_draws: how many stand
    behind the shares and behind the ranks. mean: mean weights of all draws.
    """

    p_key: np.ndarray
    low: np.ndarray
    high: np.ndarray
    first: np.ndarray
    central_first: np.ndarray
    central_listed: np.ndarray
    central_unlisted: np.ndarray
    mean: np.ndarray
    draws: int
    rank_draws: int


def doubt(
    scaled: np.ndarray,
    capacity: int,
    *,
    draws: int,
    seed: int,
    within: WeightSpace | None = None,
    weights: np.ndarray | None = None,
) -> Doubt:
    """How often each account is among the `capacity` best, and how its rank varies.

    Parameters
    ----------
    scaled
        Accounts x criteria on 0 to 1, better is higher, nothing empty.
    capacity
        Places on the list. p_key sums to it (or to the number of accounts, where there
        are fewer): accounts with the same figures share the places left at the cut.
    draws
        Weightings drawn. For more than 800 accounts the rank intervals rest on fewer of them
        (`rank_draws`), so that memory stays small.
    within
        The weightings thought possible, each as likely as any other; None: all of them.
    weights
        Weightings drawn already, one a row, instead of new ones from `within`.

    Notes
    -----
    An account that `capacity` or more others match or beat on every criterion, and beat
    on one, gets exactly 0. The order of the accounts plays no part.
    """
    within = within or space([str(i) for i in range(scaled.shape[1])])
    weights = weightings(within, draws, seed=seed) if weights is None else weights
    which, rows, copies = alike(scaled, within)
    rank_draws = int(min(len(weights), max(RANKS // len(rows), FEWEST_DRAWS)))
    low, high = _interval(rows, copies, weights[:rank_draws])
    listed, first, of_listed, of_first = chances(rows, copies, capacity, weights)
    n, total = len(weights), weights.sum(axis=0)
    return Doubt(
        p_key=(listed / n)[which],
        low=low[which],
        high=high[which],
        first=(first / n)[which],
        central_first=_mean(of_first, first)[which],
        central_listed=_mean(of_listed, listed)[which],
        central_unlisted=_mean(total - of_listed, n - listed)[which],
        mean=total / n,
        draws=n,
        rank_draws=rank_draws,
    )


def alike(scaled: np.ndarray, within: WeightSpace) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Accounts that no weighting tells apart, as one row: which row, the rows, accounts in each.

    A criterion that cannot weigh anything, or that always weighs as much as another, tells
    nobody apart by itself.
    """
    points = alike_on(within)
    everything = np.linalg.matrix_rank(points) == len(points)
    told = scaled if everything else (scaled @ points).round(12)
    _, one, which, copies = np.unique(
        told, axis=0, return_index=True, return_inverse=True, return_counts=True
    )
    return which.reshape(-1), scaled[one], copies


def interval(ranked: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """5 % and 95 % points of ranks, rows x draws; the ranks are reordered in place."""
    last = ranked.shape[1] - 1
    low, high = int(np.floor(TAIL * last)), int(np.ceil((1 - TAIL) * last))
    ranked.partition((low, high), axis=1)
    return ranked[:, low].copy(), ranked[:, high].copy()


def not_beaten(rows: np.ndarray, copies: np.ndarray, capacity: int) -> np.ndarray:
    """Rows that can be among the `capacity` best, the best on average first.

    Left out is who is matched or beaten on all criteria by that many accounts. Only the best
    on average are asked whether they beat it: enough to leave out the many that can never be
    on the list, and never leaves out one that can.
    """
    order = np.argsort(-rows.sum(axis=1), kind="stable")
    leaders = order[: 100 + 2 * capacity]
    beaten = np.zeros(len(rows), dtype=np.int64)
    beaten[leaders] = -copies[leaders]  # each is counted once by itself
    left, best = order, np.ascontiguousarray(rows[order].T)
    for start in range(0, len(leaders), TOGETHER):
        for leader in leaders[start : start + TOGETHER]:
            worse = (best <= rows[leader][:, None]).all(axis=0)
            beaten[left[worse]] += copies[leader]
        some = beaten[left] < capacity
        left, best = left[some], best[:, some]
    return left


def chances(rows: np.ndarray, copies: np.ndarray, capacity: int, weights: np.ndarray):
    """Draws with a place and draws as the best, by row, and the sums of their weights.

    rows, copies: as `alike` gives them; weights: draws x criteria
    """
    n, criteria = len(rows), weights.shape[1]
    near = not_beaten(rows, copies, max(capacity, 1))
    held, best = copies[near], np.ascontiguousarray(rows[near].T)

    def shares(part: slice) -> np.ndarray:
        return _shares(weights[part] @ best, held, max(capacity, 1), weights[part])

    found = np.zeros((2, n, 1 + criteria))
    found[:, near] = sum(sums for _, sums in blocks(shares, len(near), len(weights)))
    if not capacity:
        found[0] = 0
    (listed, of_listed), (first, of_first) = ((each[:, 0], each[:, 1:]) for each in found)
    return listed, first, of_listed, of_first


def _shares(scores: np.ndarray, held: np.ndarray, capacity: int, drawn: np.ndarray) -> np.ndarray:
    """Sums of the shares of a place, and of being the best, and of these times each weight.

    2 x rows x (1 + criteria)
    """
    draw, row, share = places(scores, held, capacity)
    best = scores[draw, row] == scores.max(axis=1)[draw]
    many = np.bincount(draw[best], held[row[best]], minlength=len(scores))
    found = np.zeros((2, scores.shape[1], 1 + drawn.shape[1]))
    for sums, of in zip(found, (share, best / many[draw]), strict=True):
        of_row, of_draw, some = row[of > 0], draw[of > 0], of[of > 0]
        sums[:, 0] = np.bincount(of_row, some, minlength=len(sums))
        for k, weight in enumerate(drawn.T, start=1):
            sums[:, k] = np.bincount(of_row, some * weight[of_draw], minlength=len(sums))
    return found


def _mean(total: np.ndarray, many: np.ndarray) -> np.ndarray:
    some = many > 1e-9
    return np.where(some[:, None], total / np.where(some, many, 1)[:, None], np.nan)


def _interval(rows: np.ndarray, copies: np.ndarray, weights: np.ndarray):
    def ranked_in(part: slice) -> np.ndarray:
        return ranks(weights[part] @ rows.T, copies).T

    ranked = np.empty((len(rows), len(weights)), dtype=np.int32)
    for part, found in blocks(ranked_in, len(rows), len(weights)):
        ranked[:, part] = found
    return interval(ranked)
