"""Weights from comparing criteria two at a time, and how far the answers fit together (AHP).

A judge says how many times as much the first criterion of a pair matters as the second, on
Saaty's scale from 9 over 1 to 1/9. The weights are the principal eigenvector of the matrix.

Source: Saaty (1980), The Analytic Hierarchy Process; Saaty (1990), European Journal of
Operational Research 48, 9-26. Group: Aczel and Saaty (1983), Journal of Mathematical
Psychology 27, 93-102.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np
import pandas as pd

#: Mean consistency index of random matrices, for 3 to 15 criteria.
RANDOM_INDEX = {
    # Saaty (1980); 12 criteria as printed there, below its neighbours.
    "older": (0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59),
    # Saaty and Tran (2007), Mathematical and Computer Modelling 46, 962-975.
    "newer": (0.52, 0.89, 1.11, 1.25, 1.35, 1.40, 1.45, 1.49, 1.52, 1.54, 1.56, 1.58, 1.59),
}
MOST = 15  # criteria: no random index beyond, and nobody compares 120 pairs with care
ACCEPTED = 0.10  # a consistency ratio up to this is accepted (Saaty)
SCALE = tuple([1 / k for k in range(9, 1, -1)] + [float(k) for k in range(1, 10)])
GROUP = ""  # stands for all judges together where a judge's name is asked for
_RECIPROCAL = 0.05  # a fraction written with two decimals: .13 for 1/8


class Problem(NamedTuple):
    """What keeps a judge's answers from being a matrix. `code`: missing, not_positive,
    not_reciprocal, twice, unknown, itself, diagonal, or (with no pair) shape.
    """

    code: str
    judge: str
    first: str = ""
    second: str = ""
    said: str = ""

    def __str__(self) -> str:
        pair = f" on {self.first} and {self.second}" if self.first else ""
        said = f" ({self.said})" if self.said else ""
        return f"judge {self.judge!r}{pair}: {self.code.replace('_', ' ')}{said}"


class JudgementError(ValueError):
    """Judgements that make no matrix; `problems` lists all that is wrong."""

    def __init__(self, problems: Sequence[Problem]):
        self.problems = list(problems)
        super().__init__("; ".join(map(str, self.problems)))


class Weighed(NamedTuple):
    """Weights (summing to 1), and how consistent the matrix is; `cr` NaN for two or fewer."""

    weights: np.ndarray
    lambda_max: float
    ci: float
    cr: float

    @property
    def accepted(self) -> bool:
        """Whether the answers fit together well enough; two criteria or fewer always do."""
        return not self.cr > ACCEPTED + 1e-9


class Repair(NamedTuple):
    """The one judgement whose change would mend the consistency most."""

    first: int
    second: int
    was: float
    better: float
    cr: float


def matrices(judgements: pd.DataFrame, criteria: Sequence[str]) -> dict[str, np.ndarray]:
    """The matrix of each judge.

    judgements: judge, first, second, judgement (how many times as much first matters)
        -> judge: criteria x criteria, reciprocal

    A pair may be named either way round, or both ways where the two agree: their product
    within 5 % of 1, for fractions written with two decimals.

    Raises
    ------
    JudgementError
        Naming every judge and pair that is missing, said twice, about an unknown criterion,
        not positive or not reciprocal.
    ValueError
        For more than 15 criteria.
    """
    _bounded(len(criteria))
    built, wrong = {}, []
    for judge, rows in judgements.groupby("judge", sort=False):
        said, found = _said(str(judge), rows, criteria)
        matrix, more = _filled(str(judge), said, criteria)
        wrong += found + more
        built[str(judge)] = matrix
    if wrong:
        raise JudgementError(wrong)
    return built


def _said(
    judge: str, rows: pd.DataFrame, criteria: Sequence[str]
) -> tuple[dict[tuple[str, str], float], list[Problem]]:
    said, wrong = {}, []
    for row in rows.itertuples():
        pair, value = (row.first, row.second), float(row.judgement)
        if unknown := [name for name in pair if name not in criteria]:
            wrong.append(Problem("unknown", judge, *pair, unknown[0]))
        elif row.first == row.second:
            wrong.append(Problem("itself", judge, *pair))
        elif np.isnan(value):
            continue  # as if the row were not there
        elif pair in said:
            wrong.append(Problem("twice", judge, *pair, f"{value:g}"))
        elif not 0 < value < np.inf:
            wrong.append(Problem("not_positive", judge, *pair, f"{value:g}"))
            said[pair] = 1.0
        else:
            said[pair] = value
    return said, wrong


def _filled(
    judge: str, said: Mapping[tuple[str, str], float], criteria: Sequence[str]
) -> tuple[np.ndarray, list[Problem]]:
    matrix, wrong = np.ones((len(criteria), len(criteria))), []
    for i, j in combinations(range(len(criteria)), 2):
        pair = (criteria[i], criteria[j])
        one, other = said.get(pair), said.get(pair[::-1])
        if one is None and other is None:
            wrong.append(Problem("missing", judge, *pair))
            continue
        if one is not None and other is not None and abs(one * other - 1) > _RECIPROCAL:
            wrong.append(Problem("not_reciprocal", judge, *pair, f"{one:.4g}, {other:.4g}"))
        one = 1 / other if one is None else one
        other = 1 / one if other is None else other
        matrix[i, j] = np.sqrt(one / other)
        matrix[j, i] = 1 / matrix[i, j]
    return matrix, wrong


def checked(matrix: np.ndarray, names: Sequence[str], judge: str = GROUP) -> np.ndarray:
    """A whole matrix as given, exactly reciprocal.

    Raises
    ------
    JudgementError
        Naming the judge and each pair that is empty, not positive, or not reciprocal; and
        where the matrix is not square or its diagonal is not 1.
    ValueError
        For more than 15 criteria.
    """
    _bounded(len(names))
    given = np.asarray(matrix, dtype="float64")
    if given.shape != (len(names), len(names)):
        raise JudgementError([Problem("shape", judge, said="x".join(map(str, given.shape)))])
    wrong = [
        Problem("diagonal", judge, name, name, f"{given[i, i]:g}")
        for i, name in enumerate(names)
        if not abs(given[i, i] - 1) < 1e-9
    ]
    for i, j in combinations(range(len(names)), 2):
        one, other = given[i, j], given[j, i]
        said = f"{one:.4g}, {other:.4g}"
        if np.isnan(one) or np.isnan(other):
            wrong.append(Problem("missing", judge, names[i], names[j]))
        elif not (0 < one < np.inf and 0 < other < np.inf):
            wrong.append(Problem("not_positive", judge, names[i], names[j], said))
        elif abs(one * other - 1) > _RECIPROCAL:
            wrong.append(Problem("not_reciprocal", judge, names[i], names[j], said))
    if wrong:
        raise JudgementError(wrong)
    return np.sqrt(given / given.T)


def _bounded(n: int) -> None:
    if n > MOST:
        raise ValueError(f"{n} criteria: pairs are compared for at most {MOST}")
    if n < 1:
        raise ValueError("no criteria to compare")


def weigh(matrix: np.ndarray, random_index: str = "older") -> Weighed:
    """Principal eigenvector; CI = (lambda_max - n) / (n - 1); CR = CI / random index.

    matrix: reciprocal, as `matrices` or `checked` gives it.
    """
    n = len(matrix)
    values, vectors = np.linalg.eig(matrix)
    place = int(np.argmax(values.real))
    vector = np.abs(vectors[:, place].real)
    # A reciprocal matrix has lambda_max >= n; what lies below is the rounding of the machine.
    largest = max(float(values[place].real), float(n))
    ci = (largest - n) / (n - 1) if n > 1 else 0.0
    return Weighed(vector / vector.sum(), largest, ci, _ratio(ci, n, random_index))


def _ratio(ci: float, n: int, random_index: str) -> float:
    return ci / RANDOM_INDEX[random_index][n - 3] if n > 2 else np.nan


def together(given: Sequence[np.ndarray]) -> np.ndarray:
    """The group's matrix: the geometric mean of the judges' judgements, pair by pair."""
    return np.exp(np.mean(np.log(np.stack(given)), axis=0))


def worst_triad(matrix: np.ndarray) -> tuple[int, int, int] | None:
    """The three criteria whose judgements fit together least; None where all fit or n < 3.

    Fit is how far a_ij x a_jk is from a_ik, as a ratio. The first of equally bad ones.
    """
    logs, worst, found = np.log(matrix), 1e-9, None
    for i, j, k in combinations(range(len(matrix)), 3):
        gap = abs(logs[i, j] + logs[j, k] - logs[i, k])
        if gap > worst + 1e-9:
            worst, found = gap, (i, j, k)
    return found


def repair(matrix: np.ndarray, random_index: str = "older") -> Repair | None:
    """The one judgement that, changed to another of Saaty's scale, lowers CR most.

    Every pair is tried with every value of the scale; of equally good changes the smallest.
    None where no change of one judgement lowers CR, and for two criteria or fewer.
    """
    n = len(matrix)
    if n < 3:
        return None
    tries = [(i, j, better) for i, j in combinations(range(n), 2) for better in SCALE]
    stack = np.repeat(matrix[None], len(tries), axis=0)
    at = np.arange(len(tries))
    i, j, better = (np.array(part) for part in zip(*tries, strict=True))
    stack[at, i, j], stack[at, j, i] = better, 1 / better
    largest = np.linalg.eigvals(stack).real.max(axis=1)
    change = np.abs(np.log(better / matrix[i, j]))
    best = np.lexsort((change.round(9), largest.round(9)))[0]
    if not largest[best] < np.linalg.eigvals(matrix).real.max() - 1e-9:
        return None
    cr = _ratio(max(float(largest[best]) - n, 0.0) / (n - 1), n, random_index)
    first, second, _ = tries[best]
    return Repair(first, second, float(matrix[first, second]), float(better[best]), cr)


def judged(judgements: Mapping[str, np.ndarray], random_index: str = "older") -> pd.DataFrame:
    """How consistent each judge is, and all together: the group last, as judge "".

    judgements: judge and matrix
        -> judge, lambda_max, ci, cr, accepted, and by place of the criteria (-1: none):
        triad_1, triad_2, triad_3, first, second; was, better, cr_after (of that change)
    """
    given = dict(judgements) | {GROUP: together(list(judgements.values()))}
    rows = []
    for judge, matrix in given.items():
        weighed = weigh(matrix, random_index)
        triad = worst_triad(matrix) or (-1, -1, -1)
        mend = repair(matrix, random_index) or Repair(-1, -1, np.nan, np.nan, np.nan)
        rows.append(
            {
                "judge": judge,
                "lambda_max": weighed.lambda_max,
                "ci": weighed.ci,
                "cr": weighed.cr,
                "accepted": weighed.accepted,
                **dict(zip(("triad_1", "triad_2", "triad_3"), triad, strict=True)),
                "first": mend.first,
                "second": mend.second,
                "was": mend.was,
                "better": mend.better,
                "cr_after": mend.cr,
            }
        )
    return pd.DataFrame(rows).astype({"judge": "str"})
