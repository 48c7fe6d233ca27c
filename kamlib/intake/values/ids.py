"""Ids and names are text: zeros kept, blanks at the ends and a spreadsheet's `.0` taken off.

Each different text of a column is read once, in a small table beside it, and joined back where
it is not read as it is written: ten million cells hold few different ids.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from kamlib.intake.files.parts import literal
from kamlib.intake.values import cells

_POINT_ZERO = "'[0-9]+\\.0'"
# As a spreadsheet writes a number too long for it: its last digits are gone for good.
LOST = r"[0-9](\.[0-9]+)?[eE]\+[0-9]{2,3}"
_ROUNDED = r"[0-9]{15}00+"  # what a spreadsheet makes of ids of 17 figures and more
_ROUNDED_AT_LEAST = 3  # so many different ids all ending so are no chance
_WORDS = (*cells.NOTHING, *cells.NOT_A)
RULES = {
    "missing": "nothing",
    "blanks": "raw <> squeezed AND NOT nothing",
    "point_zero": "point_zero",
}


@dataclass(frozen=True)
class Text:
    """How a column of text is read: SQL over the lines, aliased l, joined with `join`."""

    value: str
    join: str
    texts: str


def read(
    connection: duckdb.DuckDBPyConnection, table: str, column: str, *, is_id: bool = True
) -> Text:
    """Read a column of text; an id loses its `.0` where every id of its file ends so."""
    texts = f"text_{table}_{column}"
    whole = f"bool_and(squeezed IS NULL OR nothing OR regexp_full_match(squeezed, {_POINT_ZERO}))"
    point_zero = f"{whole} OVER (PARTITION BY _part) AND NOT nothing AND squeezed IS NOT NULL"
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE {texts} AS
        WITH different AS (
            SELECT l._part, l.{column} AS raw, count(*) FILTER ({_active(connection, table)}) AS n
            FROM {table} l WHERE l.{column} IS NOT NULL GROUP BY 1, 2
        ), squeezed AS (SELECT *, {cells.trimmed("raw")} AS squeezed FROM different),
        judged AS (
            SELECT *, coalesce({cells.is_one_of("squeezed", _WORDS)}, FALSE) AS nothing
            FROM squeezed
        ), short AS (
            SELECT *, {point_zero if is_id else "FALSE"} AS point_zero FROM judged
        )
        SELECT *, CASE WHEN nothing THEN NULL
            WHEN point_zero THEN left(squeezed, length(squeezed) - 2) ELSE squeezed END AS value
        FROM short""")
    return Text(*_back(connection, texts, column), texts)


def _back(connection: duckdb.DuckDBPyConnection, texts: str, column: str) -> tuple[str, str]:
    """SQL of the values, and of the join of those read otherwise than written: most often none."""
    changed = f"{texts}.value IS DISTINCT FROM {texts}.raw"
    if not connection.execute(f"SELECT 1 FROM {texts} WHERE {changed} LIMIT 1").fetchall():
        return f"l.{column}", ""
    alike = f"{texts}.raw = l.{column} AND {texts}._part = l._part"
    value = f"(CASE WHEN {texts}.raw IS NULL THEN l.{column} ELSE {texts}.value END)"
    return value, f"LEFT JOIN {texts} ON {alike} AND {changed}"


def _active(connection: duckdb.DuckDBPyConnection, table: str) -> str:
    """Rows in use: all of them, in a table that has no steps yet."""
    (steps,) = connection.execute(
        "SELECT count(*) FROM duckdb_columns() WHERE table_name = ? AND column_name = '_step'",
        [table],
    ).fetchall()[0]
    return "WHERE l._step IS NULL" if steps else "WHERE TRUE"


def repairs(connection: duckdb.DuckDBPyConnection, text: Text) -> list[tuple[str, int, str]]:
    """What was read otherwise than written: rule, rows in use, the first such text."""
    return cells.count_rules(connection, text.texts, RULES)


def lost_digits(connection: duckdb.DuckDBPyConnection, text: Text) -> list[tuple]:
    """Ids of which a spreadsheet kept only the first 15 digits: _part, raw, rows in use.

    Written as 1.23E+17; or, written out, every id of 17 figures and more of a part ends in
    zeros from the 16th on.
    """
    lost = f"regexp_full_match(squeezed, {literal(LOST)})"
    whole = "regexp_full_match(squeezed, '[0-9]{17,}')"
    rounded = f"regexp_full_match(squeezed, {literal(_ROUNDED)})"
    return connection.execute(f"""
        WITH judged AS (
            SELECT *, {lost} AS lost, {rounded} AND {whole}
                AND count(*) FILTER (WHERE {whole} AND NOT {rounded}) OVER (PARTITION BY _part) = 0
                AND count(*) FILTER (WHERE {rounded}) OVER (PARTITION BY _part)
                    >= {_ROUNDED_AT_LEAST} AS rounded
            FROM {text.texts} WHERE n > 0 AND squeezed IS NOT NULL
        )
        SELECT _part, raw, n FROM judged WHERE lost OR rounded ORDER BY 1, 2""").fetchall()
