"""What would put an account on the list or take it off: a criterion left out, a weight moved.

A weight is moved while the others keep their proportions. Then every score is a straight line
in that weight, and where two accounts change places is worked out exactly, not searched for.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from kamlib.identification.robustness import not_beaten

NOTHING = 1e-11  # a lead of less is none: scores are sums of rounded figures


def flips(
    scaled: np.ndarray, weights: np.ndarray, capacity: int, *, of: np.ndarray
) -> pd.DataFrame:
    """What each criterion would have to weigh for an account to change sides.

    Parameters
    ----------
    scaled
        Accounts x criteria on 0 to 1, better is higher.
    weights
        As given; they sum to 1.
    capacity
        Places: an account is listed where fewer than these many score better.
    of
        Positions of the accounts asked about.

    Returns
    -------
    pandas.DataFrame
        account, criterion (positions), listed, weight, without: it changes sides where the
        criterion is left out; above, below: the nearest weight upwards and downwards beyond
        which it does, empty where none does. Whoever is listed still is at that weight, tied
        with the last; whoever is not has a place from it on.
    """
    rows, which, copies = np.unique(scaled, axis=0, return_inverse=True, return_counts=True)
    which = which.reshape(-1)
    near = not_beaten(rows, copies, max(capacity, 1))
    rows, copies = rows[near], copies[near]
    found = []
    for account in of:
        own = scaled[account]
        # Those who are beaten by enough never decide: whoever beats them is better still.
        other = ~(rows == own).all(axis=1)
        leads, held = rows[other] - own, copies[other]
        found += [
            {"account": account, "criterion": k} | _one(leads, held, weights, k, capacity)
            for k in range(scaled.shape[1])
        ]
    columns = ["account", "criterion", "listed", "weight", "without", "above", "below"]
    return pd.DataFrame(found, columns=columns)


def _one(leads: np.ndarray, held: np.ndarray, weights: np.ndarray, k: int, capacity: int) -> dict:
    """Leads of the others over one account, by criterion."""
    weight, now = weights[k], leads @ weights
    listed = _better(now, held) < capacity
    rest = 1 - weight
    if rest < NOTHING:  # the only criterion that weighs anything: the others have no proportions
        return {"listed": listed, "weight": weight, "without": False} | _NOWHERE
    without = (now - weight * leads[:, k]) / rest
    slope = leads[:, k] - without
    up = _first(now, slope, held, capacity, listed, 1 - weight)
    down = _first(now, -slope, held, capacity, listed, weight)
    return {
        "listed": listed,
        "weight": weight,
        "without": (_better(without, held) < capacity) != listed,
        "above": weight + up,
        "below": weight - down,
    }


_NOWHERE = {"above": np.nan, "below": np.nan}


def _better(lead: np.ndarray, held: np.ndarray) -> int:
    return int(held[lead > NOTHING].sum())


def _first(lead, slope, held, capacity: int, listed: bool, far: float) -> float:
    """How far to go until the account changes sides; empty where it does not before `far`.

    Each other account's lead is lead + slope x distance.
    """
    ahead = lead > NOTHING
    passes = ~ahead & (slope > NOTHING)
    falls = ahead & (slope < -NOTHING)
    turns = passes | falls
    at = np.where(ahead[turns], lead[turns], np.minimum(lead[turns], 0)) / -slope[turns]
    step = np.where(falls[turns], -held[turns], held[turns])
    inside = np.where(step < 0, at <= far + NOTHING, at < far - NOTHING)
    at, step = at[inside], step[inside]
    # At one point: who falls back does so there, who passes does so beyond it.
    order = np.lexsort((step if listed else -step, at))
    better = held[ahead].sum() + np.cumsum(step[order])
    changed = better >= capacity if listed else better < capacity
    return float(at[order][np.argmax(changed)]) if changed.any() else np.nan


def nearest(found: pd.DataFrame) -> pd.Series:
    """True for the smallest change of one weight that moves an account, once an account.

    found: account, weight, above, below as `flips` gives them. Of equal changes the first
    criterion's; False everywhere for an account that no single weight moves.
    """
    change = smallest(found)
    best = change.groupby(found["account"]).transform("min")
    hit = change.notna() & (change <= best + NOTHING)
    return hit & ~hit.groupby(found["account"]).transform(lambda h: h.cumsum() > 1)


def smallest(found: pd.DataFrame) -> pd.Series:
    """The smaller way, up or down, to the weight that moves the account; empty where none."""
    up, down = found["above"] - found["weight"], found["weight"] - found["below"]
    return pd.concat([up, down], axis=1).min(axis=1)
