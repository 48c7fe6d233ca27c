"""How sure the list is when other months might have come along, alone and with other weights.

Each draw takes a weighting and a resample of the months (see `resampling`); the scale of each
criterion and the length of the list stay as measured.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from kamlib.identification.places import blocks, places, ranks
from kamlib.identification.resampling import Months, Resampling, counts
from kamlib.identification.robustness import FEWEST_DRAWS, interval

FIGURES = 4_000_000  # account figures of one criterion worked out at most, beside the fewest draws
AROUND = 50  # and twice the places: the rank an account must come to be followed further


@dataclass(frozen=True)
class MonthsDoubt:
    """What the draws say of each account, in the order of the scores given.

    p_months: share of draws with a place, the weights as given; p_both: with other weights as
    well. low, high: the ranks that 90 % of the draws of both lie between. draws, rank_draws:
    how many stand behind the shares and behind the ranks.
    """

    p_months: np.ndarray
    p_both: np.ndarray
    low: np.ndarray
    high: np.ndarray
    draws: int
    rank_draws: int


def months_doubt(
    scaled: np.ndarray,
    resampling: Resampling,
    capacity: int,
    *,
    weights: np.ndarray,
    given: np.ndarray,
    seed: int,
) -> MonthsDoubt:
    """How often each account is among the `capacity` best when its months are drawn anew.

    scaled: accounts x criteria as measured. weights: weightings drawn, one a row; given: the
    one of the engagement. Both shares sum to the places; accounts alike in every figure and
    month share them.

    Every account takes part in as many draws as four million figures a criterion allow, at
    least a hundred: the ranks rest on these. In a book for which they are fewer than the
    weightings, the accounts that came within twice the places and fifty ranks in one of them,
    by either weighting, are followed through more draws; the others have no place in any.
    """
    which, one, copies = _alike(scaled, resampling.months)
    order = np.argsort(-(scaled[one] @ given), kind="stable")
    one, copies = one[order], copies[order]
    which = np.argsort(order)[which]
    rows, of = scaled[one], resampling.of(one)
    drawn = counts(of.months.count, len(weights), seed=seed)
    rank_draws = _draws(len(rows), len(weights))
    asked, near = slice(rank_draws), 2 * capacity + AROUND
    ranked, came = _ranked(rows, of, copies, weights[asked], drawn[asked], given, near)
    followed = np.flatnonzero(came | (rank_draws == len(weights)))
    draws = _draws(len(followed), len(weights))
    shares = np.zeros((2, len(rows)))
    if capacity:
        shares[:, followed] = _shares(
            rows[followed],
            of.of(followed),
            copies[followed],
            capacity,
            weights[:draws],
            drawn[:draws],
            given,
        )
    low, high = interval(ranked)
    alone, both = shares[:, which] / draws
    return MonthsDoubt(alone, both, low[which], high[which], draws, rank_draws)


def _draws(accounts: int, wanted: int) -> int:
    return int(min(wanted, max(FIGURES // accounts, FEWEST_DRAWS)))


def _alike(scaled: np.ndarray, of: Months) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Accounts alike in every figure and month as one: which, the first of each, how many."""
    bought = np.zeros(len(scaled), dtype=np.uint64)
    np.add.at(bought, of.row, _mark((of.ago, *of.sums.values())))
    mark = _mark((bought, of.served, *scaled.T))
    _, one, which, copies = np.unique(
        mark, return_index=True, return_inverse=True, return_counts=True
    )
    return which.reshape(-1), one, copies


def _mark(columns) -> np.ndarray:
    """One number a row, the same for rows with the same values."""
    mark = np.uint64(0)
    for column in columns:  # 0.0 is added, since -0.0 is the same value and another pattern
        mark = mark * np.uint64(1_000_003) ^ pd.util.hash_array(np.ascontiguousarray(column + 0.0))
    return mark


def _scores(rows, of: Resampling, weights, drawn, given) -> tuple[np.ndarray, np.ndarray]:
    """Scores of every draw and row: with the weights given, and with those drawn.

    Rounded to twelve digits, so that accounts that bought nothing in a draw stay alike.
    """
    fixed = [k for k in range(rows.shape[1]) if k not in of.criteria]
    both = weights[:, fixed] @ rows[:, fixed].T
    alone = np.tile(rows[:, fixed] @ given[fixed], (len(weights), 1))
    for position, scaled in of.scaled(rows, drawn):
        both += weights[:, [position]] * scaled
        alone += given[position] * scaled
    return alone.round(12, out=alone), both.round(12, out=both)


def _ranked(rows, of: Resampling, copies, weights, drawn, given, near: int):
    """Rank of every row in every draw of both; and who came to rank `near` in one, by either."""

    def ranked_in(part: slice) -> tuple[np.ndarray, np.ndarray]:
        alone, both = _scores(rows, of, weights[part], drawn[part], given)
        return ranks(both, copies).T, places(alone, copies, near)[1]

    ranked = np.empty((len(rows), len(weights)), dtype=np.int32)
    came = np.zeros(len(rows), dtype=bool)
    for part, (found, placed) in blocks(ranked_in, len(rows), len(weights)):
        ranked[:, part] = found
        came[placed] = True
    return ranked, came | (ranked <= near).any(axis=1)


def _shares(rows, of: Resampling, copies, capacity: int, weights, drawn, given) -> np.ndarray:
    """Sums of the shares of a place: with the weights given, and with those drawn."""

    def shares_in(part: slice) -> np.ndarray:
        found = []
        for scores in _scores(rows, of, weights[part], drawn[part], given):
            _, row, share = places(scores, copies, capacity)
            found.append(np.bincount(row, share, minlength=len(rows)))
        return np.stack(found)

    return sum(found for _, found in blocks(shares_in, len(rows), len(weights)))
