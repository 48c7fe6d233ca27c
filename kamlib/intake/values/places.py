"""Where cells stand: faults and places of the cells that a query finds."""

from __future__ import annotations

import duckdb

from kamlib.faults import Fault
from kamlib.intake.files.sources import Lines
from kamlib.intake.findings import MOST
from kamlib.intake.values.numbers import ACTIVE


def fault_rows(
    connection: duckdb.DuckDBPyConnection,
    lines: Lines,
    column: str,
    sql: str,
    make,
) -> list[Fault]:
    """A fault for each place that `sql` gives as _part, _row, value, more; at most MOST of them.

    A head that is joined to several lines stands in one place.
    """
    sql = f"SELECT DISTINCT * FROM ({sql})"
    found = connection.execute(f"{sql} ORDER BY _part, _row LIMIT {MOST}").fetchall()
    faults = [
        make(
            value,
            more,
            file=lines.all_parts[part].file,
            sheet=lines.all_parts[part].sheet,
            row=row,
            column=lines.own(column, part),
        )
        for part, row, value, *more in found
    ]
    if len(found) == MOST:
        (count,) = connection.execute(f"SELECT count(*) FROM ({sql})").fetchall()[0]
        if count > MOST:
            values = {"more": count - MOST}
            named = lines.columns.get(column, column)
            file = lines.file(column)
            faults.append(Fault("more_rows", file=file, column=named, values=values))
    return faults


def first(connection, lines: Lines, name: str, condition: str, text: str) -> dict:
    """Place and value of the first cell in use that meets a condition on `text`."""
    ((part, row, value),) = connection.execute(
        f"SELECT {lines.place(name)}, l.{name} FROM {lines.table} l "
        f"WHERE {ACTIVE} AND {condition} ORDER BY 1, 2 LIMIT 1",
        [text],
    ).fetchall()
    found = lines.all_parts[part]
    place = {"file": found.file, "sheet": found.sheet, "row": row, "value": value}
    return place | {"column": lines.own(name, part)}
