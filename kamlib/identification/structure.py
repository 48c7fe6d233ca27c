"""Sub-scores of an account: bargaining power and its use for price, fit, indicators."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from kamlib.identification import scoring

HALF = 0.5  # of the weight of a sub-score's items must be known, and of an axis to be high
LOW, HIGH = 1.0, 5.0  # ends of the managers' scale
CELLS = ("partner on terms", "hard bargainer", "easy buyer", "small haggler")


def balance(our_dependence: pd.Series, their_dependence: pd.Series) -> pd.Series:
    """Do we and the account need each other alike?

    1 - |our dependence - their dependence|: its share of our sales against our share of its
    spend in our category, both 0 to 1. Empty where either is not known.
    """
    shares = [s.clip(0, 1) for s in (our_dependence, their_dependence)]
    return 1 - (shares[0] - shares[1]).abs()


def scaled(values: pd.Series, *, how: str, more: bool) -> pd.Series:
    """One item on 0 to 1, higher always raising its sub-score; unknown stays empty.

    how: "scale" for managers' scores, (x - 1) / 4; "share" for what is 0 to 1 as it is; else
    as in `scoring.scale`, over the accounts given. more: whether much of it raises the
    sub-score.
    """
    values = values.astype("float64")
    if how in ("scale", "share"):
        low, high = (LOW, HIGH) if how == "scale" else (0.0, 1.0)
        found = ((values - low) / (high - low)).clip(0, 1)
        return found if more else 1 - found
    direction = "benefit" if more else "cost"
    return scoring.scale(values, how=how, direction=direction).where(values.notna())


def sub_scores(items: pd.DataFrame, weights: Mapping[str, float]) -> pd.DataFrame:
    """What do an account's items come to, part by part?

    The weighted mean of the scaled items known, told where at least half of the weight is:
    two items of five would be a score of something else.

    items: account_id, part, item, scaled (empty where not known), a row for every account and
        item -> account_id, part, score, known, items (how many are known, and how many there
        are); score empty where too few are known. weights: item to weight, 1 where not named
    """
    weight = items["item"].map(lambda name: weights.get(name, 1.0)).astype("float64")
    known = items["scaled"].notna()
    rows = items[["account_id", "part"]].assign(
        weight=weight,
        held=weight.where(known, 0.0),
        points=(weight * items["scaled"]).fillna(0.0),
        known=known.astype("int64"),
        items=1,
    )
    by = rows.groupby(["account_id", "part"], sort=False, as_index=False).sum()
    enough = (by["held"] > 0) & (by["held"] >= HALF * by["weight"] - 1e-12)
    by["score"] = (by["points"] / by["held"].where(by["held"] > 0)).where(enough)
    return by[["account_id", "part", "score", "known", "items"]]


def cells(power: pd.Series, inclination: pd.Series) -> pd.Series:
    """Who has power over us, and who uses it for price?

    Each axis is high from half of its scale on. Returns one of CELLS: much power, little
    inclination: partner on terms; both: hard bargainer; neither: easy buyer; inclination
    without power: small haggler. Empty where either is not known.
    """
    strong, presses = power >= HALF - 1e-9, inclination >= HALF - 1e-9
    told = np.select([strong & ~presses, strong & presses, ~strong & ~presses], CELLS[:3], CELLS[3])
    return pd.Series(told, index=power.index).where(power.notna() & inclination.notna(), "")
