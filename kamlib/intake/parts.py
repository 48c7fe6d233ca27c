"""A part: one block of cells under one header, on its way into the engine as text.

A text file is one part, a workbook one for each sheet, a Parquet file or a query one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal

import duckdb

Rows = Iterator[tuple[int, list[str]]]  # row as a person counts it, and its cells
SEPARATE = "\x1f"
BATCH = 20_000


@dataclass
class Part:
    """One block of cells. `rows` are read once, when it is loaded."""

    file: str
    names: list[str]
    rows: Callable[[], Rows] | None = None
    sql: str = ""  # instead of rows: a query the engine runs itself, with _row and all names
    sheet: str = ""
    header_row: int = 1
    encoding: str = ""
    separator: str = ""
    path: str = ""
    ragged: list[tuple[int, int]] = field(default_factory=list)  # row, fields found
    ragged_rows: int = 0
    blank_rows: int = 0
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
        return str(int(value)) if value.is_integer() and abs(value) < 1e16 else repr(value)
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
    connection.execute(f"CREATE TABLE {table} (_part INTEGER, _row BIGINT, _line VARCHAR{columns})")


def load(
    connection: duckdb.DuckDBPyConnection, table: str, part: Part, index: int, wanted: list[str]
) -> None:
    """Put the `wanted` columns of a part into `table`; what it lacks is empty there."""
    if part.sql:
        _load_in_engine(connection, table, part, index, wanted)
        return
    places = [part.names.index(n) if n in part.names else None for n in wanted]
    batch: list[tuple[int, list[str]]] = []
    for item in part.rows():
        batch.append(item)
        if len(batch) == BATCH:
            _insert(connection, table, index, places, batch)
            part.loaded += len(batch)
            batch = []
    _insert(connection, table, index, places, batch)
    part.loaded += len(batch)


def _insert(connection, table: str, index: int, places: list, batch: list) -> None:
    import pyarrow as pa  # noqa: PLC0415  a third of a second

    if not batch:
        return
    cells = [row for _, row in batch]
    digests = [
        hashlib.md5(SEPARATE.join(row).encode("utf-8", "replace"), usedforsecurity=False)
        for row in cells
    ]
    columns = [
        pa.array([index] * len(batch), pa.int32()),
        pa.array([number for number, _ in batch], pa.int64()),
        pa.array([d.hexdigest() for d in digests], pa.string()),
    ]
    for place in places:
        values = [None if place is None else row[place] for row in cells]
        columns.append(pa.array(values, pa.string()))
    names = [f"c{i}" for i in range(len(columns))]
    connection.register("_batch", pa.table(columns, names=names))
    connection.execute(f"INSERT INTO {table} SELECT * FROM _batch")
    connection.unregister("_batch")


def _load_in_engine(connection, table: str, part: Part, index: int, wanted: list[str]) -> None:
    texts = {n: f"CAST({quoted(n)} AS VARCHAR)" for n in part.names}
    line = ", ".join(f"coalesce({t}, '')" for t in texts.values())
    cells = "".join(f", {texts.get(n, 'NULL')}" for n in wanted)
    connection.execute(
        f"INSERT INTO {table} SELECT {index}, _row, md5(concat_ws(chr(31), {line})){cells} "
        f"FROM ({part.sql})"
    )
    counted = connection.execute(f"SELECT count(*) FROM {table} WHERE _part = {index}")
    part.loaded = counted.fetchall()[0][0]


def quoted(name: str) -> str:
    """A name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: str) -> str:
    """A text as SQL writes it."""
    return "'" + value.replace("'", "''") + "'"
