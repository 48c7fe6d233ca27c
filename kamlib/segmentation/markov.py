"""Movement as a Markov chain: where accounts are heading, when they leave, what they are worth.

A chain knows only the state an account is in, not how it came there, and holds its chances
of moving constant. States are rows and columns in the same order; each row sums to 1.

Sources: Kemeny and Snell (1960), Finite Markov Chains, chapters 3 and 4; Pfeifer and Carraway
(2000), Journal of Interactive Marketing 14(2), 43-55, for the value of a relationship.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

TOLERANCE = 1e-9
_NO_END = "without discount the value has no end: give a rate above 0"


class Undefined(ValueError):
    """The chain has no such figure; the text says why."""


def chain(chances) -> np.ndarray:
    """`chances` as a matrix, once it is one of a chain.

    Raises Undefined where it is not square, a chance is outside 0 to 1 or unknown, or a row
    does not sum to 1.
    """
    p = np.asarray(chances, dtype="float64")
    if p.ndim != 2 or p.shape[0] != p.shape[1] or not len(p):
        raise Undefined("a chain has as many columns as rows, and at least one")
    if not ((p >= -TOLERANCE) & (p <= 1 + TOLERANCE)).all():
        raise Undefined("a chance of moving is between 0 and 1")
    if (np.abs(p.sum(axis=1) - 1) > TOLERANCE).any():
        raise Undefined("the chances out of each state sum to 1")
    return p


def steady_state(chances) -> np.ndarray:
    """Shares of the accounts in each state that moving leaves as they are: pi P = pi.

    Raises Undefined where there are several: the chain then falls apart into groups of states
    that are never left.
    """
    p = chain(chances)
    n = len(p)
    equations = np.vstack([p.T - np.eye(n), np.ones(n)])
    if np.linalg.matrix_rank(equations, tol=TOLERANCE) < n:
        raise Undefined("several groups of states are never left: where one starts decides")
    found = np.linalg.lstsq(equations, np.append(np.zeros(n), 1.0), rcond=None)[0].clip(0)
    return found / found.sum()


def ahead(now, chances, periods: int, *, newcomers=None) -> np.ndarray:
    """Accounts expected in each state after 0, 1 ... `periods` periods: periods + 1 x states.

    now: accounts in each state. newcomers: accounts that come into each state each period,
    after the others have moved.
    """
    p = chain(chances)
    comes = np.zeros(len(p)) if newcomers is None else np.asarray(newcomers, dtype="float64")
    found = [np.asarray(now, dtype="float64")]
    for _ in range(periods):
        found.append(found[-1] @ p + comes)
    return np.stack(found)


def periods_left(chances, gone) -> np.ndarray:
    """Expected periods until an account of each state is in one of `gone`; 0 for these.

    chances: as `chain`. gone: True for the states that count as left, whatever follows.
    N = (I - Q)^-1, Q the chances among the others; the row sums of N. Infinite for a state
    from which some accounts never come to leave.
    """
    p, out = chain(chances), np.asarray(gone, dtype=bool)
    reach = p[~out][:, out].sum(axis=1) > TOLERANCE
    among = p[~out][:, ~out]
    for _ in range(len(among)):  # who can come to leave at all, in ever more steps
        reach = reach | (among[:, reach] > TOLERANCE).any(axis=1)
    stuck = ~reach
    for _ in range(len(among)):  # and who may come to where nobody leaves
        stuck = stuck | (among[:, stuck] > TOLERANCE).any(axis=1)
    left = np.full(len(among), np.inf)
    some = ~stuck
    inner = np.eye(some.sum()) - among[some][:, some]
    left[some] = np.linalg.solve(inner, np.ones(some.sum()))
    found = np.zeros(len(p))
    found[~out] = left
    return found


def periods_within(chances, gone, periods: int) -> np.ndarray:
    """Expected periods, of the next `periods`, before an account is first in one of `gone`.

    The sum over t = 1 to `periods` of Q^t 1, Q the chances among the others; 0 for `gone`.
    """
    p, out = chain(chances), np.asarray(gone, dtype=bool)
    among, left = p[~out][:, ~out], np.zeros(int((~out).sum()))
    for _ in range(periods):
        left = among @ (1 + left)
    found = np.zeros(len(p))
    found[~out] = left
    return found


def settled(chances, gone, newcomers) -> np.ndarray:
    """Accounts in each state once as many leave as come; 0 in `gone`: newcomers (I - Q)^-1.

    Raises Undefined where accounts come that never leave: the book would grow without end.
    """
    p, out = chain(chances), np.asarray(gone, dtype=bool)
    comes = np.asarray(newcomers, dtype="float64")
    left = periods_left(p, out)
    if (np.isinf(left) & (comes > 0)).any():
        raise Undefined("some accounts that come would never leave")
    some = ~out & np.isfinite(left)
    found = np.zeros(len(p))
    inner = np.eye(some.sum()) - p[some][:, some]
    found[some] = np.linalg.solve(inner.T, comes[some])
    return found


@dataclass(frozen=True)
class Worth:
    """Value of an account in each state, and in which states it pays to go on.

    values: present value, in the money of the rewards. goes_on: False where stopping is better.
    """

    values: np.ndarray
    goes_on: np.ndarray


def value(chances, rewards, *, discount: float, horizon: int | None = None) -> np.ndarray:
    """Present value of an account in each state: V = (I - P/(1+d))^-1 R.

    rewards: money of a period spent in each state, at its begin. discount: d, for one period.
    horizon: periods after the first that count; None for all:
    V_T = sum over t = 0 to T of (P/(1+d))^t R.
    """
    p, r = chain(chances), np.asarray(rewards, dtype="float64")
    if not discount > 0:
        raise Undefined(_NO_END)
    step = p / (1 + discount)
    if horizon is None:
        return np.linalg.solve(np.eye(len(p)) - step, r)
    found = np.zeros(len(p))
    for _ in range(horizon + 1):
        found = r + step @ found
    return found


def worth(chances, rewards, *, discount: float) -> Worth:
    """Value of an account in each state if one stops wherever going on costs more than it brings.

    Where one stops, the account is worth nothing from then on. By policy iteration: stop where
    going on once more, and then as the present rule says, is worth less than nothing, until
    no state changes (Pfeifer and Carraway 2000, section "managing relationships").
    """
    p, r = chain(chances), np.asarray(rewards, dtype="float64")
    if not discount > 0:
        raise Undefined(_NO_END)
    goes_on = np.ones(len(p), dtype=bool)
    while True:
        rule = np.where(goes_on[:, None], p, 0.0) / (1 + discount)
        values = np.linalg.solve(np.eye(len(p)) - rule, np.where(goes_on, r, 0.0))
        better = r + p @ values / (1 + discount) >= -TOLERANCE
        if (better == goes_on).all():
            return Worth(values, goes_on)
        goes_on = better


def margin_multiple(retention: float, discount: float) -> float:
    """Years of margin that an account is worth: r / (1 + d - r).

    retention: chance to keep it for another year; discount: rate of a year. The margin is the
    same every year and comes at the end of it (Berger and Nasr 1998; Gupta and Lehmann 2003).
    """
    if not 0 <= retention <= 1 or not discount > 0:
        raise Undefined("a retention is between 0 and 1, a discount above 0")
    return retention / (1 + discount - retention)
