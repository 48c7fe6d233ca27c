"""Which weightings are thought possible, and weightings drawn from among them.

Without a statement every weighting is: the simplex of weights that sum to 1. Statements on
their order and bounds cut a polytope out of it, and each weighting in it is as likely as any
other.

Sources: Lahdelma and Salminen (2001), Operations Research 49(3), 444-454, on weights within
stated preferences; Smith (1984), Operations Research 32(6), 1296-1308, on the walk that draws
evenly from a polytope (hit-and-run).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

NO_ROOM = 1e-9  # a statement that leaves less is an equation
PILOT = 20_000  # weightings that show whether refusing the others is cheap
CHEAP = 0.02  # it is where this share of them is kept
WALKS = 1000
STEPS = 15  # a dimension, of each of the two first walks; ten before a draw


@dataclass(frozen=True)
class WeightSpace:
    """Weightings of `names` that sum to 1 and keep every statement: rows @ w <= limits.

    inside: a weighting with room on all sides. ways: the directions one can move in from there,
    orthonormal, criteria x dimensions; none where the statements leave a single weighting.
    reach: points far out along them, points x dimensions. least: the least each can weigh.
    stated: whether anything is, beside that no weight is negative.
    """

    names: tuple[str, ...]
    rows: np.ndarray
    limits: np.ndarray
    inside: np.ndarray
    ways: np.ndarray
    reach: np.ndarray
    least: np.ndarray
    stated: bool


def space(
    names: Sequence[str],
    *,
    heavier: Sequence[tuple[str, str]] = (),
    at_least: Mapping[str, float] | None = None,
    at_most: Mapping[str, float] | None = None,
) -> WeightSpace:
    """The weightings of `names` within what is stated.

    heavier: pairs of names, the first weighs at least as much as the second. at_least,
    at_most: bounds of a weight as a share of all; a name left out has none. ValueError where no
    weighting keeps all of it.
    """
    low = np.array([(at_least or {}).get(name, 0.0) for name in names])
    high = np.array([(at_most or {}).get(name, 1.0) for name in names])
    one = np.eye(len(names))
    place = {name: i for i, name in enumerate(names)}
    order = [one[place[below]] - one[place[above]] for above, below in heavier]
    bounded = high < 1
    rows = np.vstack([-one, one[bounded], *order])
    limits = np.r_[-low, high[bounded], np.zeros(len(order))]
    stated = bool(order or bounded.any() or (low > 0).any())
    corners = _extremes(rows, limits) if stated else one
    inside = corners.mean(axis=0)
    tight = limits - rows @ inside < NO_ROOM
    fixed = np.vstack([np.ones(len(names)), rows[tight]])
    *_, turned = np.linalg.svd(fixed)
    ways = turned[np.linalg.matrix_rank(fixed, tol=NO_ROOM) :].T
    reach, least = (corners - inside) @ ways, corners.min(axis=0)
    return WeightSpace(tuple(names), rows, limits, inside, ways, reach, least, stated)


def _extremes(rows: np.ndarray, limits: np.ndarray) -> np.ndarray:
    """For each statement the weighting that leaves it most room.

    Their mean leaves room wherever any weighting does.
    """
    from scipy.optimize import linprog  # noqa: PLC0415  only where something is stated

    n = rows.shape[1]
    found = [
        linprog(row, A_ub=rows, b_ub=limits, A_eq=np.ones((1, n)), b_eq=[1], bounds=(0, 1))
        for row in rows
    ]
    if any(one.x is None for one in found):
        raise ValueError("no weighting keeps all that is stated")
    return np.array([one.x for one in found])


def alike_on(within: WeightSpace) -> np.ndarray:
    """Weightings such that accounts with equal scores on these have equal scores on all.

    criteria x weightings.
    """
    return np.column_stack([within.inside, within.ways])


def part(
    within: WeightSpace, weights: np.ndarray, names: Sequence[str]
) -> tuple[WeightSpace, np.ndarray]:
    """The space and weightings drawn from it when only some of its criteria can be scored.

    The weight of the others is spread over these in proportion. The space that comes back tells
    accounts apart as these weightings do (`alike_on`); nothing is to be drawn from it.
    """
    kept = [within.names.index(name) for name in names]
    some = weights[:, kept]
    total = some.sum(axis=1, keepdims=True)
    even = np.full_like(some, 1 / len(kept))
    spread = np.divide(some, total, out=even, where=total > 0)
    return replace(
        within, names=tuple(names), inside=within.inside[kept], ways=within.ways[kept]
    ), spread


def draws(within: WeightSpace, n: int, *, seed: int) -> np.ndarray:
    """`n` weightings, each as likely as any other: n x criteria, each row sums to 1.

    Without a statement from exponential variates. Where one weighting in fifty of those that
    keep the lower bounds keeps everything, the others are refused. Else by hit-and-run: a
    thousand walks set out from `inside`, thirty steps a dimension, along directions that are
    as long as the polytope is wide; from where they end a walk for each draw takes ten more
    steps a dimension, after which those from one place have nothing in common.
    """
    rng = np.random.default_rng(seed)
    if not within.ways.size:
        return np.tile(within.inside, (n, 1))
    if not within.stated:
        return _even(rng, n, len(within.names))
    if within.ways.shape[1] == len(within.names) - 1:
        kept = _keeping(within, rng)
        if len(kept) >= CHEAP * PILOT:
            return _refused(within, rng, n, kept)
    return _walked(within, rng, n)


def _even(rng: np.random.Generator, n: int, criteria: int) -> np.ndarray:
    drawn = rng.standard_exponential((n, criteria))
    return drawn / drawn.sum(axis=1, keepdims=True)


def _keeping(within: WeightSpace, rng: np.random.Generator) -> np.ndarray:
    """Those of PILOT weightings, even above the lower bounds, that keep everything."""
    even = _even(rng, PILOT, len(within.names))
    weights = within.least + (1 - within.least.sum()) * even
    return weights[(weights @ within.rows.T <= within.limits + NO_ROOM).all(axis=1)]


def _refused(within: WeightSpace, rng: np.random.Generator, n: int, kept: np.ndarray) -> np.ndarray:
    found, many = [kept], len(kept)
    while many < n:
        found.append(_keeping(within, rng))
        many += len(found[-1])
    return np.concatenate(found)[:n]


def _walked(within: WeightSpace, rng: np.random.Generator, n: int) -> np.ndarray:
    """Hit-and-run in the coordinates of `ways`: to an even point on a line through the last."""
    dimensions, room = within.ways.shape[1], within.limits - within.rows @ within.inside
    loose = room >= NO_ROOM
    sides, room = within.rows[loose] @ within.ways, room[loose]
    at, shape = np.zeros((WALKS, dimensions)), _shape(within.reach)
    for _ in range(2):  # a first walk shows how wide the polytope is each way
        at = _walk(at, STEPS * dimensions, shape, sides, room, rng)
        shape = _shape(at)
    at = _walk(np.resize(at, (n, dimensions)), 10 * dimensions, shape, sides, room, rng)
    drawn = np.clip(within.inside + at @ within.ways.T, 0, None)
    return drawn / drawn.sum(axis=1, keepdims=True)


def _shape(points: np.ndarray) -> np.ndarray:
    """A matrix that makes round directions as long as the points lie apart."""
    spread = points.T @ points / len(points)
    lengths, turned = np.linalg.eigh(spread)
    return turned * np.sqrt(np.maximum(lengths, lengths[-1] * 1e-8))


def _walk(at, steps, shape, sides, room, rng):
    """Where each of the points `at` is after so many steps."""
    for _ in range(steps):
        way = rng.standard_normal(at.shape) @ shape.T
        speed, left = way @ sides.T, np.maximum(room - at @ sides.T, 0)
        with np.errstate(divide="ignore", invalid="ignore"):
            until = left / speed
        forth = np.where(speed > 0, until, np.inf).min(axis=1)
        back = np.where(speed < 0, until, -np.inf).max(axis=1)
        at = at + way * (back + (forth - back) * rng.random(len(at)))[:, None]
    return at
