"""Ids that lost the zeros in front of them: found where another file still has them.

One file holds 007, all of one width; another holds 7, which then is nobody. Two files that
disagree so cannot be matched, and which width the lost zeros had is known from one side only,
so the damaged file is refused.
"""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from kamlib.faults import Fault
from kamlib.intake.engine import DuckEngine
from kamlib.intake.files.sources import Lines
from kamlib.intake.findings import Findings
from kamlib.intake.values import places
from kamlib.tables import SOURCES

_SAME = {"parent_id": "customer_id"}  # columns that hold ids of another name
_KINDS = ("customer_id", "product_id", "order_id", "invoice_id")
_SHOWN = 3


def check(engine: DuckEngine, loaded: Mapping[str, Lines], findings: Findings) -> None:
    """A fault for every file whose ids stand in another one with zeros in front.

    Silent where ids are of various lengths: the other file's must all be of one width, some
    of them with a zero in front, and at least half of the short ones must be found there.
    """
    for kind in _KINDS:
        holders = [
            (table, column)
            for table, lines in loaded.items()
            for column in SOURCES[table].names
            if _SAME.get(column, column) == kind and column in lines.columns
        ]
        if sum(len(loaded[table].parts) for table, _ in holders) > 1:
            for table, column in holders:
                if loaded[table].direct:
                    _take_ids(engine, table, column)
            for lost in _lost(engine.connection, holders):
                findings.faults.append(_fault(engine.connection, loaded, lost))


def _take_ids(engine: DuckEngine, table: str, column: str) -> None:
    """The different ids of a column that was not read cell by cell, as those that were."""
    engine.take(
        f"text_lines_{table}_{column}",
        f"SELECT _part, {column} AS value, count(*) AS n FROM typed_{table} "
        f"WHERE _step IS NULL GROUP BY 1, 2",
    )


def _lost(connection: duckdb.DuckDBPyConnection, holders: list[tuple[str, str]]) -> list[tuple]:
    """table, column, part of ids without zeros; of those with; width, count, examples."""
    ids = " UNION ALL ".join(_ids(connection, table, column) for table, column in holders)
    return connection.execute(f"""
        WITH digits AS (SELECT * FROM ({ids}) WHERE regexp_full_match(id, '[0-9]+')),
        held AS (
            SELECT place, min(length(id)) AS low, max(length(id)) AS high,
                count(*) FILTER (WHERE length(id) > 1 AND id LIKE '0%') AS zeros
            FROM digits GROUP BY 1
        ), pairs AS (
            SELECT s.place, f.place AS other, CAST(f.low AS INTEGER) AS width FROM held s, held f
            WHERE f.low = f.high AND f.zeros > 0 AND s.zeros = 0
                AND s.low < f.low AND s.high <= f.low
        ), found AS (
            SELECT p.place, p.other, p.width, s.id, f.id AS whole FROM pairs p
            JOIN digits s ON s.place = p.place AND length(s.id) < p.width
            LEFT JOIN digits f ON f.place = p.other AND f.id = lpad(s.id, p.width, '0')
        ), counted AS (
            SELECT place, other, width, count(whole) AS n, count(*) - count(whole) AS unknown,
                list({{'id': id, 'whole': whole}} ORDER BY id) FILTER (WHERE whole IS NOT NULL)
                    [1:{_SHOWN}] AS shown
            FROM found GROUP BY 1, 2, 3
        )
        SELECT place, other, width, n, shown FROM counted WHERE n > 0 AND n >= unknown
        QUALIFY row_number() OVER (PARTITION BY place ORDER BY n DESC, other) = 1
        ORDER BY place""").fetchall()


def _ids(connection: duckdb.DuckDBPyConnection, table: str, column: str) -> str:
    """SQL of the different ids of a column in use, by the file or sheet they stand in."""
    texts = f"text_lines_{table}_{column}"
    there = connection.execute(
        "SELECT 1 FROM duckdb_tables() WHERE table_name = ?", [texts]
    ).fetchall()
    place = f"{{'tab': '{table}', 'col': '{column}', 'part': %s}} AS place"
    if there:  # read cell by cell: its different texts are at hand
        return f"""SELECT DISTINCT {place % "_part"}, value AS id FROM {texts}
            WHERE value IS NOT NULL AND n > 0"""
    return f"""SELECT DISTINCT {place % "_part"}, {column} AS id FROM typed_{table}
        WHERE {column} IS NOT NULL AND _step IS NULL"""


def _fault(connection, loaded: Mapping[str, Lines], lost: tuple) -> Fault:
    place, other, width, count, shown = lost
    lines, there = loaded[place["tab"]], loaded[other["tab"]]
    part = there.parts[other["part"]]
    values = {
        "other": shown[0]["whole"],
        "where": " / ".join(filter(None, (part.file, part.sheet))),
        "count": count,
        "width": width,
        "examples": ", ".join(f"{pair['id']} / {pair['whole']}" for pair in shown),
    }
    column, first = place["col"], shown[0]["id"]
    if lines.direct:
        named = {"file": lines.file(column), "column": lines.columns[column], "value": first}
        return Fault("id_zeros_lost", **named, values=values)
    # The text as it stands in the file: blanks and a .0 are off the id.
    texts = f"(SELECT raw FROM text_lines_{place['tab']}_{column} WHERE value = ?)"
    there = places.first(connection, lines, column, f"l.{column} IN {texts}", first)
    return Fault("id_zeros_lost", **there, values=values)
