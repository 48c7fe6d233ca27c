"""Rows that look like totals: out where they are the sum of rows around them, else refused.

A total that is not the sum of the rows above may say that rows are missing from the export,
so it is never left out for its name alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt

import duckdb

from kamlib.faults import Fault
from kamlib.intake.files.asides import STEPS, TOTAL
from kamlib.intake.files.sources import Lines
from kamlib.intake.findings import MOST, Findings
from kamlib.intake.values.typed import Typed

_CENT = 0.005
_NOISE = 1e-9  # of binary figures, as a share of the sum
_MOST_COMPARED = 3000  # totals of one file that are compared with every other


@dataclass(frozen=True)
class _Candidate:
    part: int
    row: int
    text: str
    value: float | None
    said: str
    otherwise: str | None  # the step at which the row leaves where it is no total


@dataclass
class _Stand:
    """Sum and rows of the data of a file down to some place."""

    total: float = 0.0
    rows: int = 0


def check(
    connection: duckdb.DuckDBPyConnection, typed: Typed, findings: Findings, *, stop: bool
) -> None:
    """Do the sum for every candidate; those that fail are faults, or cannot be read."""
    lines = typed.lines
    if not lines.totals:
        return
    column, value = _measure(typed)
    if column is None:
        return
    sums = _sums(connection, typed, value)
    failed: list[Fault] = []
    wrong: list[_Candidate] = []
    good: list[_Candidate] = []
    for candidates in _by_file(connection, typed, column, value):
        for candidate, nearest in _verify(lines, candidates, sums):
            if nearest is None:
                good.append(candidate)
                continue
            wrong.append(candidate)
            if candidate.otherwise is None:
                failed.append(_fault(lines, column, candidate, nearest))
    if good:
        money = sum(c.value or 0.0 for c in good) if column == "amount" else None
        noted = {"rows": len(good), "amount": money, "example": good[0].said}
        noted["places"] = len({c.part for c in good})
        findings.repair(lines.name, "", TOTAL, **noted)
    if stop:
        findings.faults += failed[:MOST]
        if (more := len(failed) - MOST) > 0:
            findings.fault("more_rows", file=lines.parts[0].file, values={"more": more})
    _take_out(connection, lines, wrong)


def _measure(typed: Typed) -> tuple[str | None, str]:
    """The column that is summed: the money, else pieces; and its SQL."""
    for column in ("amount", "quantity", "cost", "profit"):
        if column in typed.lines.columns:
            return column, typed.values[column]
    return None, ""


def _sums(connection, typed: Typed, value: str) -> dict[tuple[int, int], _Stand]:
    """Sum and rows of the data behind each total, by its part and row; row 0: before the first."""
    lines = typed.lines
    steps = ", ".join(f"'{step}'" for step in STEPS)
    found = connection.execute(f"""
        WITH totals AS (SELECT _part, _row FROM {lines.table} WHERE _step = '{TOTAL}')
        SELECT d._part, coalesce(t._row, 0), fsum(d.value), count(*)
        FROM (SELECT l._part, l._row, {value} AS value
            FROM {lines.table} l {" ".join(typed.joins)}
            WHERE coalesce(l._step, '') NOT IN ({steps})) d
        ASOF LEFT JOIN totals t ON d._part = t._part AND d._row > t._row
        GROUP BY 1, 2""").fetchall()
    return {(part, row): _Stand(total or 0.0, rows) for part, row, total, rows in found}


def _by_file(connection, typed: Typed, column: str, value: str) -> Iterator[list[_Candidate]]:
    lines = typed.lines
    found = connection.execute(f"""
        SELECT l._part, l._row, coalesce(l.{column}, ''), {value}, l._said, l._else
        FROM {lines.table} l {" ".join(typed.joins)}
        WHERE l._step = '{TOTAL}' ORDER BY 1, 2""").fetchall()
    candidates = [_Candidate(*row) for row in found]
    for file in dict.fromkeys(part.file for part in lines.parts):
        here = [c for c in candidates if lines.parts[c.part].file == file]
        if here:
            yield here


def _verify(
    lines: Lines, candidates: list[_Candidate], sums: dict
) -> Iterator[tuple[_Candidate, _Stand | None]]:
    """Every candidate of one file with None, or with the sum that came nearest.

    A total may follow its rows or stand before them, and reach back to any earlier total, to
    the top of its sheet or of the file.
    """
    stands, at = _stands(lines, candidates, sums)
    whole = stands[-1]
    for i, candidate in enumerate(candidates):
        if candidate.value is None:
            yield candidate, whole
            continue
        here = stands[at[i]]
        few = [*stands[:2], *stands[max(at[i] - 5, 0) : at[i] + 5]]
        others = stands if len(stands) < _MOST_COMPARED else few
        spans = [_Stand(here.total - s.total, here.rows - s.rows) for s in others]
        spans = [s if s.rows >= 0 else _Stand(-s.total, -s.rows) for s in spans]
        near = min(spans, key=lambda s: abs(s.total - candidate.value))
        off = abs(near.total - candidate.value)
        yield candidate, None if off <= _allowed(candidate, near, whole) else near


def _stands(lines: Lines, candidates: list[_Candidate], sums: dict) -> tuple[list, list[int]]:
    """The sums down to the top of the file, of each sheet, and to each total; and their places."""
    stands, at = [_Stand()], []
    file = lines.parts[candidates[0].part].file
    for part in (i for i, p in enumerate(lines.parts) if p.file == file):
        for row in (0, *(c.row for c in candidates if c.part == part)):
            if row:
                at.append(len(stands) - 1)
            more, last = sums.get((part, row), _Stand()), stands[-1]
            stands.append(_Stand(last.total + more.total, last.rows + more.rows))
    return stands, at


def _allowed(candidate: _Candidate, near: _Stand, whole: _Stand) -> float:
    """How far a total may be off: it is rounded as it is written, and so are its rows."""
    digits = re.search(r"[0-9]+(?:[.,]([0-9]+))?\D*$", candidate.text)
    plain = re.sub(r"[^0-9.]", "", candidate.text.replace(",", ""))
    try:
        scale = abs(candidate.value / float(plain)) if float(plain) else 1.0
    except ValueError:
        scale = 1.0
    decimals = len(digits[1] or "") if digits and "." in candidate.text else 0
    half = max(0.5 * 10.0**-decimals, _CENT) * max(scale, 1.0)
    rows = _CENT * max(scale, 1.0) * sqrt(max(near.rows, 0))
    return half + rows + _NOISE * max(abs(whole.total), abs(candidate.value))


def _fault(lines: Lines, column: str, candidate: _Candidate, near: _Stand) -> Fault:
    part = lines.parts[candidate.part]
    own = lines.own(column, candidate.part)
    # As read, so that both figures have the same unit: a cell of 212.35 may be in 万元.
    read = candidate.text if candidate.value is None else f"{candidate.value:,.2f}"
    values = {"sum": f"{near.total:,.2f}", "rows": near.rows, "said": candidate.said, "read": read}
    place = {"file": part.file, "sheet": part.sheet, "row": candidate.row, "column": own}
    return Fault("total_not_sum", **place, value=candidate.text, values=values)


def _take_out(connection, lines: Lines, wrong: list[_Candidate]) -> None:
    """A row that is no total leaves where the engagement says so, else as one nobody can read."""
    table, mark = lines.marks
    for step in {c.otherwise or "unreadable" for c in wrong}:
        places = [f"({c.part}, {c.row})" for c in wrong if (c.otherwise or "unreadable") == step]
        connection.execute(
            f"UPDATE {table} SET {mark} = '{step}' WHERE (_part, _row) IN ({', '.join(places)})"
        )
