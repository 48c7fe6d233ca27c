"""Ids and names are text: zeros kept, blanks at the ends and a spreadsheet's `.0` taken off."""

from __future__ import annotations

import duckdb

from kamlib.intake import cells

_POINT_ZERO = "'[0-9]+\\.0'"


def text(column: str) -> str:
    """SQL of a text cell; empty where it holds nothing."""
    return cells.unless(cells.trimmed(column), (*cells.NOTHING, *cells.NOT_A))


def parts_with_point_zero(
    connection: duckdb.DuckDBPyConnection, table: str, column: str
) -> list[int]:
    """Parts in which every id of the column is a whole number written with `.0`."""
    rows = connection.execute(f"""
        SELECT _part FROM (SELECT l._part, {text(f'l.{column}')} AS id FROM {table} l)
        WHERE id IS NOT NULL GROUP BY 1
        HAVING bool_and(regexp_full_match(id, {_POINT_ZERO})) ORDER BY 1""").fetchall()
    return [part for (part,) in rows]


def id_text(connection: duckdb.DuckDBPyConnection, table: str, column: str) -> str:
    """SQL of an id, without `.0` where every id of its file ends so."""
    parts = parts_with_point_zero(connection, table, column)
    plain = text(f"l.{column}")
    if not parts:
        return plain
    listed = ", ".join(map(str, parts))
    short = f"regexp_replace({plain}, '\\.0$', '')"
    return f"CASE WHEN l._part IN ({listed}) THEN {short} ELSE {plain} END"
