"""Ids that a spreadsheet has damaged for good, each as a fault: nothing can put them back."""

from __future__ import annotations

import duckdb

from kamlib.faults import Fault
from kamlib.intake.files.sources import Lines
from kamlib.intake.values.numbers import ACTIVE

_ROWS_SHOWN = 5


def lost_digits(
    connection: duckdb.DuckDBPyConnection, lines: Lines, name: str, lost: list[tuple]
) -> list[Fault]:
    """A fault for each file and sheet with ids that lost digits; see ids.lost_digits."""
    faults = []
    for part in dict.fromkeys(part for part, _, _ in lost):
        texts = [raw for of, raw, _ in lost if of == part]
        rows = connection.execute(
            f"SELECT {lines.place(name)} FROM {lines.table} l WHERE {ACTIVE} AND l._part = ? "
            f"AND l.{name} IN (SELECT unnest(?::VARCHAR[])) ORDER BY 1, 2 LIMIT {_ROWS_SHOWN}",
            [part, texts],
        ).fetchall()
        place, shown = lines.all_parts[rows[0][0]], ", ".join(str(row) for _, row in rows)
        count = sum(n for of, _, n in lost if of == part)
        values = {"count": count, "rows": shown + (", ..." if count > len(rows) else "")}
        faults.append(
            Fault(
                "id_digits_lost",
                file=place.file,
                sheet=place.sheet,
                row=rows[0][1],
                column=lines.columns[name],
                value=texts[0],
                values=values,
            )
        )
    return faults
