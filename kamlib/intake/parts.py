"""A part: one block of cells under one header, on its way into the engine as text.

A text file is one part, a workbook one for each sheet, a Parquet file or a query one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice

import duckdb

from kamlib.faults import Fault, InputError

Rows = Iterator[tuple[int, list[str]]]  # row as a person counts it, and its cells
SEPARATE = "\x1f"
BATCH = 20_000
_EXACT = 1e15


@dataclass
class Part:
    """One block of cells. `rows` are read once, when it is loaded."""

    file: str
    names: list[str]
    rows: Callable[[], Rows] | None = None
    sql: str = ""  # instead of rows: a query the engine runs itself, with _row and all names
    sheet: str = ""
    header_row: int = 1
    plain_header: bool = False  # of a text file: one line for each record down to the header
    encoding: str = ""
    separator: str = ""
    path: str = ""
    digest: str = ""  # of all rows, known when they are read, where there is no file
    ragged: list[tuple[int, int]] = field(default_factory=list)  # row, fields found
    ragged_rows: int = 0
    blank_rows: int = 0
    counts_days: str = ""  # of a workbook: excel or excel-1904, how its numbers of days count
    loaded: int = 0

    @property
    def typed(self) -> bool:
        """Whether true dates come as ISO text, because the source knows dates."""
        return self.encoding in ("workbook", "parquet", "database")


def tidy(name: object) -> str:
    """A column name as it is compared: one blank for each run of blanks, none at the ends."""
    return " ".join(str(name).replace("\ufeff", "").split())


def as_text(value: object) -> str:
    """A cell of a workbook or a database as text: dates ISO, whole numbers without `.0`."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        if not value.is_integer():
            return repr(value)
        # From 16 digits on a spreadsheet has lost the last ones: the text shows that it has.
        return str(int(value)) if abs(value) < _EXACT else f"{value:.16e}"
    if isinstance(value, datetime):
        midnight = value.time() == time()
        return value.date().isoformat() if midnight else value.isoformat(" ")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value)


def create(connection: duckdb.DuckDBPyConnection, table: str, width: int) -> None:
    """An empty table for parts: _part, _row, _line (digest of the whole row), f0, f1, ..."""
    columns = "".join(f", f{i} VARCHAR" for i in range(width))
    connection.execute(
        f"CREATE TABLE {table} (_part INTEGER, _row BIGINT, _line UHUGEINT{columns})"
    )


def load(
    connection: duckdb.DuckDBPyConnection, table: str, part: Part, index: int, wanted: list[str]
) -> None:
    """Put the `wanted` columns of a part into `table`; what it lacks is empty there."""
    from kamlib.intake import engine_csv  # noqa: PLC0415  it needs this module

    if part.sql:
        _load_in_engine(connection, table, part, index, wanted)
        return
    if part.separator and engine_csv.load(connection, table, part, index, wanted):
        return
    places = [part.names.index(n) if n in part.names else None for n in wanted]
    rows = part.rows()
    while batch := list(islice(rows, BATCH)):
        _insert(connection, table, index, places, batch)
        part.loaded += len(batch)


def line_digest(columns: list[str]) -> str:
    """SQL of the digest of a whole row; two rows alike in every column have the same."""
    texts = ", ".join(f"coalesce({c}, '')" for c in columns)
    return f"md5_number(concat_ws(chr(31), {texts}))"


def _insert(connection, table: str, index: int, places: list, batch: list) -> None:
    cells = [row for _, row in batch]
    columns = [([number for number, _ in batch], "BIGINT")]
    columns.append(([SEPARATE.join(row) for row in cells], "VARCHAR"))
    for place in places:
        values = [None] * len(batch) if place is None else [row[place] for row in cells]
        columns.append((values, "VARCHAR"))
    connection.execute(
        f"INSERT INTO {table} SELECT {index}, v1, md5_number(v2), * EXCLUDE (v1, v2) "
        f"FROM ({unnested(columns)})",
        [values for values, _ in columns],
    )


def unnested(columns: list[tuple[list, str]]) -> str:
    """SQL of a table whose columns are given as lists of these SQL kinds, as its parameters.

    The way through Arrow would load pandas, which `kam check` does without.
    """
    given = (f"unnest(${i}::{kind}[]) AS v{i}" for i, (_, kind) in enumerate(columns, 1))
    return f"SELECT {', '.join(given)}"


def _load_in_engine(connection, table: str, part: Part, index: int, wanted: list[str]) -> None:
    texts = {n: f"CAST({quoted(n)} AS VARCHAR)" for n in part.names}
    line = line_digest(list(texts.values()))
    cells = "".join(f", {texts.get(n, 'NULL')}" for n in wanted)
    try:
        connection.execute(
            f"INSERT INTO {table} SELECT {index}, _row, {line}{cells} FROM ({part.sql})"
        )
    except duckdb.Error as error:  # what is read only now of the file is broken
        raise InputError([Fault("broken_parquet", file=part.file)]) from error
    counted = connection.execute(f"SELECT count(*) FROM {table} WHERE _part = {index}")
    part.loaded = counted.fetchall()[0][0]


def quoted(name: str) -> str:
    """A name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: str) -> str:
    """A text as SQL writes it."""
    return "'" + value.replace("'", "''") + "'"
