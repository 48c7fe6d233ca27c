"""The traits of a key account: each with what is measured for it, and yes, no or unknown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from kamlib.ranking import TOLERANCE

#: What is measured for each trait. `EITHER` names the traits that one of their measures makes;
#: the others take all of theirs.
PROXIES: dict[str, tuple[str, ...]] = {
    "stable cooperation": ("tenure", "order regularity", "open wallet"),
    "loss would hurt": ("revenue at risk", "recovery"),
    "hard to replace": ("replaceability",),
    "own dependence": ("share of sales",),
    "needed for target": ("share of target",),
    "few but weighty": ("weight",),
    "takes effort": ("serving cost", "manager hours"),
    "strong bargaining": ("buyer power", "discount depth"),
    "fits our goals": ("fit",),
    "alliance option": ("alliance",),
}
EFFORT = "takes effort"
EITHER = (EFFORT, "strong bargaining")
#: The shorter checklist. Its own wording is not known to the kit; the choice is the kit's.
FIVE = (
    "stable cooperation",
    "loss would hurt",
    "needed for target",
    EFFORT,
    "strong bargaining",
)


def checklist(version: str) -> tuple[str, ...]:
    """The traits of a version: `ten`, or the `five` of them in FIVE."""
    return FIVE if version == "five" else tuple(PROXIES)


def reached(values: pd.DataFrame, thresholds: Mapping[str, float]) -> pd.DataFrame:
    """Does each measure reach its threshold?

    values: a column a measure, empty where not known  ->  the same columns, 1.0 where the
    value is at least the threshold, else 0.0; empty where not known
    """
    cuts = pd.Series({name: thresholds[name] for name in values}, dtype="float64")
    return values.ge(cuts - TOLERANCE, axis=1).astype("float64").where(values.notna())


def holds(reaches: pd.DataFrame, traits: Sequence[str]) -> pd.DataFrame:
    """Does each trait hold?

    reaches: as `reached`, a column a measure  ->  a column a trait: 1.0, 0.0, or empty

    A trait of several measures takes all of them, one in EITHER takes any. Yes and no are
    said only where no value that is missing could change them (Kleene's three-valued logic):
    one measure that fails is enough for a no where all are needed.
    """
    found = {}
    for trait in traits:
        known = reaches[list(PROXIES[trait])]
        either = trait in EITHER
        unknown = known.fillna(0.0 if either else 1.0)
        said = unknown.max(axis=1) if either else unknown.min(axis=1)
        sure = known.notna().all(axis=1) | (said == (1.0 if either else 0.0))
        found[trait] = said.where(sure)
    return pd.DataFrame(found, index=reaches.index)


def counts(held: pd.DataFrame) -> pd.DataFrame:
    """How many traits each account has, has not, and nobody knows.

    held: as `holds`  ->  has, has_not, unknown; they sum to the number of traits
    """
    frame = {
        "has": (held == 1).sum(axis=1),
        "has_not": (held == 0).sum(axis=1),
        "unknown": held.isna().sum(axis=1),
    }
    return pd.DataFrame(frame, index=held.index).astype("float64")


def standing(has: pd.Series, is_key: pd.Series) -> pd.Series:
    """Who on the list has few traits, and who off it has many?

    has: number of traits; is_key: on the list  ->  "few", "many" or ""

    Held against the median of the key accounts: few is at most half of it, many at least
    all of it, and two or more. Nothing is said without key accounts or where their median
    is 0.
    """
    level = float(has[is_key].median()) if is_key.any() else 0.0
    if level <= 0:
        return pd.Series("", index=has.index, dtype="str")
    few, many = is_key & (has <= level / 2), ~is_key & (has >= max(level, 2.0))
    return pd.Series(np.select([few, many], ["few", "many"], ""), index=has.index).astype("str")


def effort_alone(held: pd.DataFrame) -> pd.Series:
    """Which accounts take much effort, and have at most one other trait?

    held: as `holds`  ->  True for these. Effort says what an account costs, not what it is
    worth: alone it makes none key.
    """
    others = (held.drop(columns=EFFORT) == 1).sum(axis=1)
    return (held[EFFORT] == 1) & (others <= 1)
