"""Values that stand only in the first row of their group, written into the rows below it.

Merged cells and report layouts name a customer once, in its first row or in a row of its own
above (a heading, which `asides` sets aside). The engagement names such columns as `fill_down`,
the outer group first: nothing is filled unasked, since an empty cell may mean what it says.

A value reaches down to the next one, and never past a total, a blank row, the end of its
sheet, or a change in a column named before its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

from kamlib.faults import Fault, InputError
from kamlib.intake.files.asides import HEADING, TOTAL
from kamlib.intake.findings import Findings
from kamlib.intake.values import cells

if TYPE_CHECKING:
    from kamlib.intake.files.sources import Lines

_DOWN = "PARTITION BY _part ORDER BY _row"


def fill(
    connection: duckdb.DuckDBPyConnection, lines: Lines, held: list[str], findings: Findings
) -> None:
    """Fill the columns in `raw_<name>`, whose columns are `held`, with a repair for each.

    Raises
    ------
    InputError
        For a column that a joined file gives: its rows are no neighbours.
    """
    outer: list[str] = []
    for column in lines.source.fill_down:
        own = lines.columns[column]
        if own not in held:
            raise InputError([Fault("fill_down_joined", file=lines.parts[0].file, column=own)])
        at = f"f{held.index(own)}"
        _fill_one(connection, f"raw_{lines.name}", at, outer)
        _note(connection, lines, column, findings)
        outer.append(at)


def _fill_one(connection, raw: str, at: str, outer: list[str]) -> None:
    """Fill one column; the cells filled are then in the table `filled`.

    The digests of a row take in what it was given: rows of two groups may read alike.
    """
    given = cells.trimmed(at)
    changes = [f"{cells.trimmed(c)} IS DISTINCT FROM lag({cells.trimmed(c)}) OVER d" for c in outer]
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE filled AS
        WITH marked AS (
            SELECT *, coalesce(_mark = '{TOTAL}' OR _row > 1 + lag(_row) OVER d, FALSE) AS apart
            FROM {raw} WINDOW d AS ({_DOWN})
        ), stretches AS (
            SELECT *, count(*) FILTER (apart) OVER d AS stretch FROM marked WINDOW d AS ({_DOWN})
        ), lined AS (
            SELECT *, {" OR ".join(changes) or "FALSE"} AS changes FROM stretches
            WHERE _mark IS NULL OR _mark = '{HEADING}' WINDOW d AS ({_DOWN})
        ), grouped AS (
            SELECT *, count(*) FILTER (changes) OVER d AS around FROM lined WINDOW d AS ({_DOWN})
        )
        SELECT _part, _row, value FROM (
            SELECT _part, _row, _mark, {given} AS own, last_value({given} IGNORE NULLS) OVER (
                PARTITION BY _part, stretch, around ORDER BY _row
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS value
            FROM grouped)
        WHERE own IS NULL AND value IS NOT NULL AND _mark IS NULL""")
    connection.execute(f"""
        UPDATE {raw} SET {at} = f.value, _line = hash({raw}._line, f.value),
            _text = md5_number_lower(concat({raw}._text, ' ', f.value))
        FROM filled f WHERE f._part = {raw}._part AND f._row = {raw}._row""")


def _note(connection, lines: Lines, column: str, findings: Findings) -> None:
    rows, parts, value = connection.execute("""
        SELECT count(*), count(DISTINCT _part), arg_min(value, (_part, _row)) FROM filled
        """).fetchall()[0]
    if rows:
        noted = {"rows": rows, "places": parts, "example": value}
        findings.repair(lines.name, column, "filled_down", **noted)
