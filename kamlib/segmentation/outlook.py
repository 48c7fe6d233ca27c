"""What a place in each value class means for the years to come, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from kamlib.segmentation import markov
from kamlib.segmentation.classes import CLASSES, NO_SALES
from kamlib.segmentation.migration import GONE, TO

STATES = (*CLASSES, NO_SALES)
DRAWS = 1000
YEARS = 10  # looked ahead
TAIL = 0.05  # on either side of the 90 % interval


def outlook(
    moves: pd.DataFrame, profit: Mapping[str, float], *, discount: float, seed: int
) -> pd.DataFrame:
    """How long accounts of each class stay in the next YEARS, and what the profit to come is worth.

    moves: as `migration.transitions`, of one pair of years. profit: mean profit of an account
    of each state in the last year; unknown where missing. discount: rate of a year.
        -> value_class, accounts, stay, stay_low, stay_high, years_ahead, years_ahead_low,
           years_ahead_high, profit, worth, worth_low, worth_high

    accounts: those in the class in the later year. stay: share of the earlier year's that
    order in the later, with its 95 % Wilson interval as in `moves`. years_ahead: of the next
    YEARS, how many an account is expected to order in before its first without an order
    (Kemeny and Snell 1960). worth: present value of its profit in these YEARS, the sum over t
    = 1 to YEARS of (P / (1 + d))^t R, where who is gone comes back as often as was seen, and
    never where nobody was gone before (Pfeifer and Carraway 2000). What is further off cannot
    be read from one year of movement.

    years_ahead and worth are medians, with 90 % intervals, over 1,000 chains drawn from the
    moves seen (Dirichlet, with one account spread evenly over the states as prior knowledge,
    which is all that speaks for a class nobody was in). They are empty for such a class itself
    and for one nobody is in; worth also where the profit of any class is unknown.
    """
    counts = moves.pivot(index="from_state", columns="to_state", values="n")
    counts = counts.reindex(index=TO, columns=TO, fill_value=0.0).to_numpy("float64")
    now = moves.groupby("to_state")["n"].sum().reindex(TO, fill_value=0.0).to_numpy("float64")
    seen = counts.sum(axis=1) > 0
    rewards = np.array([0.0 if state == GONE else profit.get(state, np.nan) for state in TO])
    rewards = np.where(now > 0, rewards, 0.0)
    drawn = [_drawn(p, rewards, discount) for p in _chains(counts, seed)]
    years, worth = (np.stack(each) for each in zip(*drawn, strict=True))
    known = seen & (now > 0)
    frame = pd.DataFrame({"value_class": TO, "accounts": now})
    leaves = moves[moves["to_state"] == GONE].set_index("from_state").reindex(TO)
    for name, of in (("stay", "p"), ("stay_low", "high"), ("stay_high", "low")):
        frame[name] = (1 - leaves[of]).to_numpy("float64")
    for name, values in (("years_ahead", years), ("worth", worth)):
        cuts = np.quantile(values, [0.5, TAIL, 1 - TAIL], axis=0)
        for column, cut in zip((name, f"{name}_low", f"{name}_high"), cuts, strict=True):
            frame[column] = np.where(known, cut, np.nan)
    frame["profit"] = np.where(now > 0, rewards, np.nan)
    return frame[frame["value_class"].isin(STATES)].reset_index(drop=True)


def _chains(counts: np.ndarray, seed: int):
    """Chains that the moves seen allow, each as likely as any other."""
    rng, n = np.random.default_rng(seed), len(counts)
    gone = TO.index(GONE)
    for _ in range(DRAWS):
        chances = np.stack([rng.dirichlet(row + 1 / n) for row in counts])
        if not counts[gone].any():
            chances[gone] = np.eye(n)[gone]
        yield chances


def _drawn(p: np.ndarray, rewards: np.ndarray, discount: float):
    gone = np.array([state == GONE for state in TO])
    years = markov.periods_within(p, gone, YEARS)
    if not np.isfinite(rewards).all():
        return years, np.full(len(p), np.nan)
    return years, markov.value(p, rewards, discount=discount, horizon=YEARS) - rewards
