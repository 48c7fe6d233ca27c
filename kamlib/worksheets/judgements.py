"""The sheet of comparisons: how many times as much one criterion matters as another."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from kamlib.faults import Fault
from kamlib.worksheets import words

if TYPE_CHECKING:  # a second and more; `kam check` does without
    import pandas as pd

    from kamlib.engagement import Engagement

SHEET = "comparisons"
#: What a cell offers: Saaty's scale, from nine times as much to a ninth.
OFFERED = (*(str(k) for k in range(9, 0, -1)), *(f"1/{k}" for k in range(2, 10)))
_NEAR = 0.006  # a fraction written with two decimals: .13 for 1/8
_ENDS = 1e-9
_MOST = 15  # criteria whose pairs are made ready; more are not compared, see `ahp.MOST`


def written(raw: object) -> str:
    """A judgement as it is kept: 5, 1/5, or 2.5 between two steps of the scale.

    raw: a figure, or a text such as 1/5, 0.2 or 1:5

    Raises
    ------
    ValueError
        Where it is no figure from 1/9 to 9.
    """
    if isinstance(raw, bool) or not isinstance(raw, (int, float, str)):
        raise ValueError(raw)
    found = _number(raw) if isinstance(raw, str) else float(raw)
    if found < 1:
        nearest = round(1 / found) if found > 0.1 else 9
        if abs(found - 1 / nearest) < _NEAR and 2 <= nearest <= 9:
            return f"1/{nearest}"
    if not 1 / 9 - _ENDS <= found <= 9 + _ENDS:
        raise ValueError(raw)
    return f"{found:g}"


def _number(said: str) -> float:
    over, slash, under = unicodedata.normalize("NFKC", said).replace(":", "/").partition("/")
    below = float(under) if slash else 1.0
    if not below > 0:
        raise ValueError(said)
    return float(over) / below


def value(judgement: str) -> float:
    """The figure of a judgement that was read."""
    return _number(judgement)


def pairs(criteria: Sequence[str]) -> list[dict[str, str]]:
    """Rows ready for one judge: every pair of criteria once, in order; none beyond 15."""
    if len(criteria) > _MOST:
        return []
    return [
        {"first": first, "second": second}
        for place, first in enumerate(criteria)
        for second in criteria[place + 1 :]
    ]


def as_figures(rows: pd.DataFrame) -> pd.DataFrame:
    """The sheet with its judgements as figures, for the matrices."""
    return rows.assign(judgement=[value(said) for said in rows["judgement"]])


def faults(
    engagement: Engagement, rows: Sequence[tuple[int, dict]], place: Mapping[str, str]
) -> list[Fault]:
    """What keeps the filled rows from being each judge's whole and sound answer.

    rows: as read, with their numbers, each cell sound by itself; place: file and sheet
    """
    if not rows:
        return []
    import pandas as pd  # noqa: PLC0415  a second and more

    from kamlib.identification import ahp  # noqa: PLC0415  with pandas

    criteria = engagement.identification.compared
    if len(criteria) > ahp.MOST:
        return [Fault("comparisons_too_many", **place, values=_many(criteria, ahp.MOST))]
    frame = as_figures(pd.DataFrame([row for _, row in rows]))
    try:
        ahp.matrices(frame, criteria)
    except ahp.JudgementError as error:
        at = {(row["judge"], row["first"], row["second"]): n for n, row in rows}
        return [_fault(problem, at, place, engagement.language) for problem in error.problems]
    return []


def wanted(engagement: Engagement, rows: Sequence[object], place: Mapping[str, str]) -> list[Fault]:
    """A fault where the engagement weighs by comparisons and nobody has compared."""
    s = engagement.identification
    if rows or not s.asks_judges:
        return []
    from kamlib.identification import ahp  # noqa: PLC0415  with pandas

    if len(s.compared) > ahp.MOST:
        values = _many(s.compared, ahp.MOST)
        return [Fault("comparisons_too_many", **place, values=values)]
    return [Fault("comparisons_missing", **place)]


def _many(criteria: Sequence[str], most: int) -> dict[str, int]:
    return {"n": len(criteria), "most": most}


def _fault(problem, at: Mapping[tuple, int], place: Mapping[str, str], language: str) -> Fault:
    pair = (problem.first, problem.second)
    rows = [at[(problem.judge, *way)] for way in (pair, pair[::-1]) if (problem.judge, *way) in at]
    first, second = (words.criterion(name, language) for name in pair)
    return Fault(
        f"worksheet_judgement_{problem.code}",
        **place,
        row=max(rows, default=None),
        value=problem.said,
        values={"judge": problem.judge, "first": first, "second": second},
    )
