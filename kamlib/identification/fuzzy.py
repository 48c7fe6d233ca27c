"""Which grade an account belongs to, when it belongs to several in part (fuzzy evaluation).

Each criterion gives an account a membership in every grade; an operator puts the criteria
together by their weights. Three operators are reported side by side, for they may disagree.

Source: fuzzy comprehensive evaluation after Wang Peizhuang (1983); operators M(min, max),
M(x, max) and M(x, +).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

GRADES = (1, 2, 3, 4, 5)
#: Operator to how weight and membership meet, and how the criteria are put together.
OPERATORS = {
    "min max": (np.minimum, np.max),
    "product max": (np.multiply, np.max),
    "product sum": (np.multiply, np.sum),
}
NORMALISED = ("min max", "product max")  # whose memberships do not sum to 1 by themselves
_TIE = 1e-9


def triangular(values: np.ndarray, grades: Sequence[float] = GRADES) -> np.ndarray:
    """Membership of values in equally spaced grades: a triangle over each, 1 at its middle.

    values: on the scale of the grades; beyond its ends they count as the end
        -> values x grades, each row summing to 1. A value between two grades belongs to both,
        the more to the nearer.
    """
    levels = np.asarray(grades, dtype="float64")
    step = levels[1] - levels[0]
    inside = np.clip(np.asarray(values, dtype="float64"), levels[0], levels[-1])
    return np.clip(1 - np.abs(inside[..., None] - levels) / step, 0, 1)


def tallies(scores: pd.DataFrame, grades: Sequence[float] = GRADES) -> pd.DataFrame:
    """Membership from the tally of raters: the share of them that gave each grade.

    scores: account_id, score (one row a rater)  ->  by account_id, a column a grade, rows
    summing to 1. A score between two grades counts for both in part, as in `triangular`.
    """
    each = pd.DataFrame(triangular(scores["score"].to_numpy(), grades), columns=list(grades))
    return each.groupby(scores["account_id"].to_numpy()).mean().rename_axis("account_id")


def evaluate(weights: np.ndarray, membership: np.ndarray) -> dict[str, np.ndarray]:
    """B = A o R by each operator, as it comes out: operator to (... x) grades.

    weights: one a criterion, none negative, summing to 1
    membership: (accounts x) criteria x grades, 0 to 1

    Raises
    ------
    ValueError
        Where weights are negative, do not sum to 1, or memberships lie outside 0 to 1.
    """
    a, r = np.asarray(weights, dtype="float64"), np.asarray(membership, dtype="float64")
    if (a < 0).any() or abs(a.sum() - 1) > 1e-6:
        raise ValueError("the weights must not be negative and must sum to 1")
    if not ((r >= -_TIE) & (r <= 1 + _TIE)).all():
        raise ValueError("memberships must lie between 0 and 1")
    return {name: put(met(a[:, None], r), axis=-2) for name, (met, put) in OPERATORS.items()}


def normalised(found: np.ndarray) -> np.ndarray:
    """Memberships of the grades divided by their sum, so that they sum to 1."""
    total = found.sum(axis=-1, keepdims=True)
    return found / np.where(total > 0, total, 1.0)


def highest(found: np.ndarray) -> np.ndarray:
    """Grades of the highest membership: True for it, and for all that tie with it."""
    return found >= found.max(axis=-1, keepdims=True) - _TIE


def scores(found: np.ndarray, grades: Sequence[float] = GRADES) -> np.ndarray:
    """The weighted score: mean of the grades, each counting with its membership."""
    return normalised(found) @ np.asarray(grades, dtype="float64")


def graded(
    account_id: pd.Series,
    evaluated: Mapping[str, np.ndarray],
    grades: Sequence[float] = GRADES,
) -> pd.DataFrame:
    """Each account under each operator, a row a grade.

    evaluated: as `evaluate` gives it, accounts x grades
        -> account_id, operator, grade, membership (as it comes out), normalised (summing to
        1), highest (this grade has the highest membership; several: a tie), score (weighted)
    """
    n, k = len(account_id), len(grades)
    frames = [
        pd.DataFrame(
            {
                "account_id": np.repeat(account_id.to_numpy(), k),
                "operator": name,
                "grade": np.tile(np.asarray(grades, dtype="float64"), n),
                "membership": found.ravel(),
                "normalised": normalised(found).ravel(),
                "highest": highest(found).ravel(),
                "score": np.repeat(scores(found, grades), k),
            }
        )
        for name, found in evaluated.items()
    ]
    table = pd.concat(frames, ignore_index=True)
    return table.astype({"account_id": "str", "operator": "str"})


def verdicts(table: pd.DataFrame) -> pd.DataFrame:
    """Whether the operators name the same grade for an account, and whether one is torn.

    table: as `graded`  ->  account_id, tied (an operator has several highest grades), agree
    (all operators have the same highest grades), by_score (the weighted score, rounded, is
    that grade under every operator)
    """
    top = table[table["highest"]]
    by = top.groupby(["account_id", "operator"], sort=False)["grade"].agg(["min", "max", "size"])
    by["score"] = table.groupby(["account_id", "operator"], sort=False)["score"].first()
    by["near"] = (by["score"] - by["min"]).abs() <= 0.5 + _TIE
    each = by.groupby("account_id", sort=False)
    alike = (each["min"].nunique() == 1) & (each["max"].nunique() == 1)
    tied = each["size"].max() > 1
    found = pd.DataFrame({"tied": tied, "agree": alike, "by_score": each["near"].all()})
    return found.reset_index()
