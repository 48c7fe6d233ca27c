"""Who has a place on the list in each of many draws, and at which rank everybody stands."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import numpy as np

CELLS = 1_000_000  # scores held at once by one thread, 8 MB
THREADS = min(os.cpu_count() or 1, 4)
LEADERS = 64  # and four times the places: rows whose scores show how high the cut is at least

Found = TypeVar("Found")


def blocks(work: Callable[[slice], Found], rows: int, draws: int) -> Iterator[tuple[slice, Found]]:
    """What `work` finds in each block of draws, in their order; some blocks at a time.

    A block holds so many draws that their scores of all `rows` are CELLS at most, whatever the
    number of threads: this changes no figure.
    """
    block = max(1, CELLS // rows)
    parts = [slice(start, min(start + block, draws)) for start in range(0, draws, block)]
    with ThreadPoolExecutor(THREADS) as pool:
        yield from zip(parts, pool.map(work, parts), strict=True)


def places(
    scores: np.ndarray, copies: np.ndarray, capacity: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Who is among the `capacity` best: draw, row, and the share of a place, one an entry.

    scores: draws x rows, the rows most likely to be best first (that only saves time). copies:
    how many accounts stand behind each row; each of them gets the share. Accounts with equal
    scores share the places left at the cut, so that each draw gives away all of them.
    """
    draws, n = scores.shape
    draw, row = _candidates(scores, min(capacity, n))
    score = scores[draw, row]
    cut = _cut(score, draw, copies[row], capacity, draws)[draw]
    above, tied = score > cut, score == cut
    taken = np.bincount(draw[above], copies[row[above]], minlength=draws)
    ties = np.bincount(draw[tied], copies[row[tied]], minlength=draws)
    left = np.minimum((capacity - taken) / ties, 1)
    kept = above | tied
    share = np.where(above, 1.0, left[draw])
    return draw[kept], row[kept], share[kept]


def _candidates(scores: np.ndarray, first: int) -> tuple[np.ndarray, np.ndarray]:
    """Entries not below the `first`-best of some rows: whoever has a place is among them."""
    draws, n = scores.shape
    shown = min(n, LEADERS + 4 * first)
    some = np.partition(scores[:, :shown], shown - first, axis=1)[:, shown - first]
    at = np.flatnonzero(scores >= some[:, None])
    draw = np.repeat(np.arange(draws), np.diff(np.searchsorted(at, n * np.arange(draws + 1))))
    return draw, at - n * draw


def _cut(
    score: np.ndarray, draw: np.ndarray, copies: np.ndarray, capacity: int, draws: int
) -> np.ndarray:
    """Score of the last place in each draw."""
    many = np.bincount(draw, minlength=draws)
    start, width = np.cumsum(many) - many, many.max()
    lacks = np.full((draws, width), np.inf)
    at = np.arange(len(draw)) - start[draw]
    lacks[draw, at] = -score
    if (copies == 1).all():
        last = min(capacity, width) - 1
        return -np.partition(lacks, last, axis=1)[:, last]
    held = np.zeros((draws, width))
    held[draw, at] = copies
    order = np.argsort(lacks, axis=1)
    held = np.cumsum(np.take_along_axis(held, order, axis=1), axis=1)
    last = np.minimum((held < capacity).sum(axis=1), many - 1)
    return -np.take_along_axis(lacks, np.take_along_axis(order, last[:, None], 1), 1)[:, 0]


def ranks(scores: np.ndarray, copies: np.ndarray) -> np.ndarray:
    """Rank of each row in each draw, 1 for the best: draws x rows; equal scores share the best."""
    order = np.argsort(-scores, axis=1)
    held, score = copies[order], np.take_along_axis(scores, order, axis=1)
    rank = np.cumsum(held, axis=1, dtype=np.int32) - held + 1
    rank[:, 1:][score[:, 1:] == score[:, :-1]] = 0
    rank = np.maximum.accumulate(rank, axis=1)
    found = np.empty_like(rank)
    np.put_along_axis(found, order, rank, axis=1)
    return found
